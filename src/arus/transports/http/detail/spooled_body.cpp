// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/detail/spooled_body.hpp"

#include "arus/base/failure.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace arus::http::detail {

namespace {

[[noreturn]] void fail_on_disk() {
    throw Failure(
        {Failure::Kind::storage_full, true, true, "http"},
        "a body could not be kept in the folder for temporary files");
}

}  // namespace

SpooledBody::SpooledBody() {
    std::error_code error;
    std::string name = (std::filesystem::temp_directory_path(error) / "arus-body-XXXXXX").string();
    descriptor_ = error ? -1 : ::mkstemp(name.data());
    if (descriptor_ < 0) {
        fail_on_disk();
    }
    ::unlink(name.c_str());
}

SpooledBody::~SpooledBody() {
    if (memory_ != nullptr) {
        ::munmap(memory_, size_);
    }
    ::close(descriptor_);
}

void SpooledBody::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            fail_on_disk();
        }
        const auto written = count > 0 ? static_cast<std::size_t>(count) : 0;
        bytes.remove_prefix(written);
        size_ += written;
    }
}

std::string_view SpooledBody::view() {
    if (size_ == 0) {
        return {};
    }
    if (memory_ == nullptr) {
        void* const memory = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor_, 0);
        if (memory == MAP_FAILED) {
            fail_on_disk();
        }
        memory_ = memory;
    }
    return {static_cast<const char*>(memory_), size_};
}

}  // namespace arus::http::detail
