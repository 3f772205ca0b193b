// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include "latencies.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace arus::bench {

namespace {

/// What stands between two marks of a URL.
std::string between(const std::string& text, const std::string& from, const std::string& to) {
    const std::size_t begin = text.find(from) + from.size();
    return text.substr(begin, text.find(to, begin) - begin);
}

}  // namespace

Database::Database(
    std::filesystem::path script, std::filesystem::path folder, std::string buffer_pool) :
    folder_(folder),
    buffer_pool_(std::move(buffer_pool)),
    server_(
        std::move(script), std::move(folder),
        {"--innodb-buffer-pool-size=" + buffer_pool_, "--innodb-log-file-size=1G",
         "--max-connections=600"}),
    version_(sql("SELECT VERSION()")) {
}

std::string Database::create(const std::string& name) {
    sql("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    return server_.url().substr(0, server_.url().rfind('/') + 1) + name;
}

std::string Database::go_name(const std::string& name) const {
    return between(server_.url(), "//", "@") + "@tcp(" + between(server_.url(), "@", "/") + ")/"
           + name;
}

std::string Database::sql(const std::string& statement) const {
    return server_.ask("sql", {statement});
}

double Database::feed(const std::string& name, const std::filesystem::path& file) const {
    const auto began = Clock::now();
    output_of(
        {"sh", "-c",
         "mariadb --no-defaults --socket=" + quoted((folder_ / "server.sock").string())
             + " --user=\"$(id -un)\" " + quoted(name) + " >/dev/null <" + quoted(file.string())});
    return std::chrono::duration<double>(Clock::now() - began).count();
}

PeerProcess::PeerProcess(
    const std::filesystem::path& program, const std::string& go_name, const std::string& order,
    const std::filesystem::path& log) {
    std::vector<std::string> words{program.string(), "-order", order};
    std::vector<char*> arguments;
    for (auto& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    int pipe_ends[2];
    if (::pipe2(pipe_ends, O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    const std::string address = "PEER_DSN=" + go_name;
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) {
            ::_exit(1);
        }
        ::dup2(pipe_ends[1], STDOUT_FILENO);
        ::dup2(::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644), STDERR_FILENO);
        ::putenv(const_cast<char*>(address.c_str()));
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(pipe_ends[1]);
    output_ = pipe_ends[0];
    std::string text;
    const auto until = Clock::now() + std::chrono::seconds(60);
    while (text.find('\n') == std::string::npos) {
        pollfd waiting{output_, POLLIN, 0};
        char chunk[256];
        const bool has_more = ::poll(&waiting, 1, 1000) > 0;
        const ssize_t count = has_more ? ::read(output_, chunk, sizeof chunk) : 0;
        if ((has_more && count <= 0) || Clock::now() > until) {
            throw std::runtime_error("the peer did not start; see " + log.string());
        }
        text.append(chunk, static_cast<std::size_t>(count));
    }
    port_ = static_cast<std::uint16_t>(std::stoul(text.substr(text.rfind(':') + 1)));
}

PeerProcess::~PeerProcess() {
    ::kill(pid_, SIGKILL);  // it keeps nothing
    ::waitpid(pid_, nullptr, 0);
    ::close(output_);
}

}  // namespace arus::bench
