// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/backup/backup.hpp"
#include "arus/app/ports/byte_file.hpp"

#include <chrono>
#include <filesystem>
#include <string>

// Files of backups on disk, and what is told on stderr while they are written and read.
namespace arus::server {

/// A file that appears under its name whole or not at all: it is written under another one beside
/// it, for its owner alone to read, and renamed once it is on the disk. Never overwrites.
class NewFile final : public app::ByteSink {
public:
    /// Throws Failure: configuration where the name is taken, unavailable where it cannot be made.
    explicit NewFile(std::filesystem::path path);
    /// Removes what was written unless publish() was called.
    ~NewFile() override;
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void write(std::string_view bytes) override;
    /// Flushes to the disk and gives the file its name. Throws as the constructor does.
    void publish();
    std::uint64_t bytes() const { return bytes_; }

private:
    void flush();

    std::filesystem::path path_;
    std::filesystem::path made_;
    int file_ = -1;
    std::string waiting_;
    std::uint64_t bytes_ = 0;
};

/// The process's stdout, for a pipe. What was cut off there is noticed by who reads it.
class StdoutFile final : public app::ByteSink {
public:
    void write(std::string_view bytes) override;
    void flush();
    std::uint64_t bytes() const { return bytes_; }

private:
    std::string waiting_;
    std::uint64_t bytes_ = 0;
};

/// A file that is there. Throws Failure configuration where it cannot be opened.
class OldFile final : public app::ByteSource {
public:
    explicit OldFile(const std::filesystem::path& path);
    ~OldFile() override;
    OldFile(const OldFile&) = delete;
    OldFile& operator=(const OldFile&) = delete;

    std::size_t read(std::span<char> into) override;
    void rewind() override;

private:
    std::size_t fill();

    int file_ = -1;
    std::string waiting_;
    std::size_t taken_ = 0;  ///< of `waiting_`
};

/// Tells how far it is: on a terminal in one line, else every few seconds.
class ProgressLine {
public:
    explicit ProgressLine(std::string word);

    void tell(const app::TableProgress& progress);
    void end() const;

private:
    std::string word_;
    bool is_terminal_ = false;
    bool has_told_ = false;
    std::chrono::steady_clock::time_point next_;
};

}  // namespace arus::server
