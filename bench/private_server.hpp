// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace arus::bench {

/// A word of a shell command.
std::string quoted(const std::string& word);

/// Runs a command to its end; what it wrote to stdout. Throws std::runtime_error where it fails.
std::string output_of(const std::vector<std::string>& words);

/// A server in a folder of its own, made by one of the scripts in tools/dev/servers. Ends with this
/// object, and with this program whatever happens.
class PrivateServer {
public:
    /// Starts it, with flags of the server's own. Throws std::runtime_error.
    PrivateServer(
        std::filesystem::path script, std::filesystem::path folder,
        const std::vector<std::string>& flags = {});
    ~PrivateServer();
    PrivateServer(const PrivateServer&) = delete;
    PrivateServer& operator=(const PrivateServer&) = delete;

    const std::string& url() const { return url_; }
    /// Ends it in good order and waits until it has ended.
    void stop();
    /// Starts it again, at the same address; returns when it answers.
    void start();
    /// `script <verb> <folder> <more …>`; what it wrote.
    std::string ask(const std::string& verb, const std::vector<std::string>& more = {}) const;

private:
    std::filesystem::path script_;
    std::filesystem::path folder_;
    std::string url_;
};

}  // namespace arus::bench
