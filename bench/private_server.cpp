// SPDX-License-Identifier: Apache-2.0
#include "private_server.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace arus::bench {

std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) {
        text += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return text + "'";
}

std::string output_of(const std::vector<std::string>& words) {
    std::string command;
    for (const std::string& word : words) {
        command += quoted(word) + " ";
    }
    FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
        throw std::runtime_error("cannot run " + words.front());
    }
    std::string text;
    std::array<char, 4096> chunk{};
    while (const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), pipe)) {
        text.append(chunk.data(), count);
    }
    if (const int status = ::pclose(pipe); status != 0) {
        throw std::runtime_error(command + "ended with " + std::to_string(WEXITSTATUS(status)));
    }
    while (text.ends_with('\n')) {
        text.pop_back();
    }
    return text;
}

PrivateServer::PrivateServer(
    std::filesystem::path script, std::filesystem::path folder,
    const std::vector<std::string>& flags) :
    script_(std::filesystem::absolute(script)), folder_(std::move(folder)) {
    url_ = ask("start", flags);
}

PrivateServer::~PrivateServer() {
    try {
        stop();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "a server did not stop: %s\n", error.what());
    }
}

void PrivateServer::stop() {
    ask("stop");
}

void PrivateServer::start() {
    ask("start");
}

std::string PrivateServer::ask(
    const std::string& verb, const std::vector<std::string>& more) const {
    // For the script alone: what else this program starts must not see it.
    std::vector<std::string> words{
        "env", "ARUS_SERVER_OWNER=" + std::to_string(::getpid()), script_.string(), verb,
        folder_.string()};
    words.insert(words.end(), more.begin(), more.end());
    return output_of(words);
}

}  // namespace arus::bench
