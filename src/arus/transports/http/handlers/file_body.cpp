// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/handlers/file_body.hpp"

#include "arus/base/failure.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace arus::http {

namespace {

/// Larger bodies are put together on disk.
constexpr std::uint64_t in_memory_max = 1U << 20U;

[[noreturn]] void fail_on_disk() {
    throw Failure(
        {Failure::Kind::storage_full, true, true, "http"},
        "a file could not be put together in the folder for temporary files");
}

}  // namespace

class FileBody::MappedFile {
public:
    /// A slot has been taken for it.
    MappedFile(detail::TransferSlots& slots, UserId who) : slot_(slots, who) {
        std::error_code error;
        std::string name = (std::filesystem::temp_directory_path(error) / "arus-file-XXXXXX")
                               .string();
        descriptor_ = error ? -1 : ::mkstemp(name.data());
        if (descriptor_ < 0) {
            fail_on_disk();
        }
        ::unlink(name.c_str());
    }
    ~MappedFile() {
        if (memory_ != MAP_FAILED) {
            ::munmap(memory_, size_);
        }
        ::close(descriptor_);
    }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    void append(std::string_view bytes) {
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

    std::string_view map() {
        memory_ = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor_, 0);
        if (memory_ == MAP_FAILED) {
            fail_on_disk();
        }
        return {static_cast<const char*>(memory_), size_};
    }

private:
    const detail::TransferSlot slot_;
    std::size_t size_ = 0;
    int descriptor_ = -1;
    void* memory_ = MAP_FAILED;
};

FileBody::FileBody(detail::TransferSlots& slots, UserId who) : slots_(&slots), who_(who) {
}
FileBody::~FileBody() = default;
FileBody::FileBody(FileBody&&) noexcept = default;
FileBody& FileBody::operator=(FileBody&&) noexcept = default;

Result<Done> FileBody::append(std::string_view bytes) {
    bytes_ += bytes.size();
    if (!file_ && bytes_ <= in_memory_max) {
        memory_ += bytes;
        return Done{};
    }
    if (!file_) {
        if (auto full = slots_->take(who_)) {
            return std::move(*full);
        }
        file_ = std::make_shared<MappedFile>(*slots_, who_);
        file_->append(std::exchange(memory_, {}));
    }
    file_->append(bytes);
    return Done{};
}

void FileBody::move_into(Response& response) {
    if (file_) {
        response.file = file_->map();
        response.file_owner = std::move(file_);
    } else {
        response.body = std::move(memory_);
    }
}

}  // namespace arus::http
