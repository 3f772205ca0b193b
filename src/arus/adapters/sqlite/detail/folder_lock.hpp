// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace arus::sqlite {

/// Keeps a second server away from a data folder: an advisory lock on the file `arus.lock` in it,
/// which the kernel lets go when the process ends, however it ends.
class FolderLock {
public:
    /// Makes the folder if it is missing. Throws Failure: configuration where another process holds
    /// the lock, unavailable where the folder cannot be used.
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int file_ = -1;
};

}  // namespace arus::sqlite
