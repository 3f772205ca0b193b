// SPDX-License-Identifier: Apache-2.0
#include "arus/server/backup_file.hpp"

#include "arus/base/failure.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace arus::server {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t buffer_bytes = 1U << 20U;

[[noreturn]] void throw_failed(const std::string& what, int code) {
    const auto kind = code == ENOSPC || code == EDQUOT ? Failure::Kind::storage_full
                                                       : Failure::Kind::unavailable;
    throw Failure({kind, true, true, "file"}, what + ": " + std::generic_category().message(code));
}

[[noreturn]] void refuse_taken(const std::filesystem::path& path) {
    throw Failure(
        {Failure::Kind::configuration, false, true, "file"},
        path.string() + " is there already, and a backup overwrites nothing: name another file");
}

void sync_folder_of(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) {
        throw_failed("open " + folder.string(), errno);
    }
    const int code = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    if (code != 0) {
        throw_failed("flush " + folder.string(), code);
    }
}

void write_all(int file, std::string_view rest, const std::string& name) {
    while (!rest.empty()) {
        const ssize_t written = ::write(file, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            throw_failed("write " + name, errno);
        }
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

NewFile::NewFile(std::filesystem::path path) :
    path_(std::move(path)), made_(path_.string() + ".part-" + std::to_string(::getpid())) {
    std::error_code error;
    if (std::filesystem::exists(std::filesystem::symlink_status(path_, error))) {
        refuse_taken(path_);
    }
    file_ = ::open(made_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file_ < 0) {
        throw_failed("make " + made_.string(), errno);
    }
    waiting_.reserve(buffer_bytes);
}

NewFile::~NewFile() {
    if (file_ >= 0) {
        ::close(file_);
        ::unlink(made_.c_str());
    }
}

void NewFile::write(std::string_view bytes) {
    bytes_ += bytes.size();
    waiting_ += bytes;
    if (waiting_.size() >= buffer_bytes) {
        flush();
    }
}

void NewFile::flush() {
    write_all(file_, waiting_, made_.string());
    waiting_.clear();
}

void NewFile::publish() {
    flush();
    if (::fsync(file_) != 0) {
        throw_failed("flush " + made_.string(), errno);
    }
    int code = 0;
    if (::renameat2(AT_FDCWD, made_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) != 0) {
        code = errno;
    }
    if (code == EINVAL || code == ENOSYS) {
        // This file system has no such renaming; a second name that must be new does the same.
        code = ::link(made_.c_str(), path_.c_str()) == 0 ? 0 : errno;
        if (code == 0) {
            ::unlink(made_.c_str());
        }
    }
    if (code == EEXIST) {
        refuse_taken(path_);
    }
    if (code != 0) {
        throw_failed("rename to " + path_.string(), code);
    }
    ::close(file_);
    file_ = -1;
    sync_folder_of(path_);
}

void StdoutFile::write(std::string_view bytes) {
    bytes_ += bytes.size();
    waiting_ += bytes;
    if (waiting_.size() >= buffer_bytes) {
        flush();
    }
}

void StdoutFile::flush() {
    write_all(STDOUT_FILENO, waiting_, "to stdout");
    waiting_.clear();
}

OldFile::OldFile(const std::filesystem::path& path) :
    file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ < 0) {
        const int code = errno;
        throw Failure(
            {Failure::Kind::configuration, false, true, "file"},
            "open " + path.string() + ": " + std::generic_category().message(code));
    }
    waiting_.resize(buffer_bytes);
    taken_ = buffer_bytes;
}

OldFile::~OldFile() {
    ::close(file_);
}

std::size_t OldFile::fill() {
    waiting_.resize(buffer_bytes);
    taken_ = 0;
    for (;;) {
        const ssize_t got = ::read(file_, waiting_.data(), waiting_.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw_failed("read the file", errno);
        }
        waiting_.resize(static_cast<std::size_t>(got));
        return waiting_.size();
    }
}

std::size_t OldFile::read(std::span<char> into) {
    std::size_t done = 0;
    while (done < into.size()) {
        if (taken_ == waiting_.size() && fill() == 0) {
            break;
        }
        const std::size_t piece = std::min(into.size() - done, waiting_.size() - taken_);
        std::copy_n(waiting_.data() + taken_, piece, into.data() + done);
        taken_ += piece;
        done += piece;
    }
    return done;
}

void OldFile::rewind() {
    if (::lseek(file_, 0, SEEK_SET) != 0) {
        throw_failed("read the file from its beginning", errno);
    }
    taken_ = waiting_.size();
}

ProgressLine::ProgressLine(std::string word) :
    word_(std::move(word)),
    is_terminal_(::isatty(STDERR_FILENO) == 1),
    next_(std::chrono::steady_clock::now()) {
}

void ProgressLine::tell(const app::TableProgress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) {
        return;
    }
    has_told_ = true;
    next_ = now + (is_terminal_ ? 200ms : 5'000ms);
    std::string line = word_;
    if (progress.rows_total > 0) {
        line += " " + std::to_string(progress.rows * 100 / progress.rows_total) + " %";
    }
    line += ", " + std::to_string(progress.rows) + " rows, " + progress.table;
    std::fprintf(stderr, is_terminal_ ? "\r\033[K%s" : "%s\n", line.c_str());
}

void ProgressLine::end() const {
    if (is_terminal_ && has_told_) {
        std::fputs("\r\033[K", stderr);
    }
}

}  // namespace arus::server
