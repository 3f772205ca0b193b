// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/folder_lock.hpp"

#include "arus/base/failure.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <cerrno>
#include <system_error>

namespace arus::sqlite {

namespace {

[[noreturn]] void throw_unusable(
    const std::filesystem::path& folder, const std::error_code& error) {
    throw Failure(
        {Failure::Kind::unavailable, false, true, "sqlite"},
        "the data folder " + folder.string() + " cannot be used: " + error.message());
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw_unusable(folder, error);
    }
    file_ = ::open((folder / "arus.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) {
        throw_unusable(folder, {errno, std::generic_category()});
    }
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        const int code = errno;
        ::close(file_);
        if (code == EWOULDBLOCK) {
            throw Failure(
                {Failure::Kind::configuration, false, true, "sqlite"},
                "the data folder " + folder.string() + " is in use by another arus process");
        }
        throw_unusable(folder, {code, std::generic_category()});
    }
}

FolderLock::~FolderLock() {
    ::close(file_);
}

}  // namespace arus::sqlite
