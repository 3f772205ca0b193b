// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "private_server.hpp"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace arus::bench {

/// A private MariaDB, flushed to the disk at every commit, made by tools/dev/servers/mariadb.sh.
/// Ends with this object, and with this program whatever happens.
class Database {
public:
    /// `buffer_pool` as the server takes it, for example `1G`. Throws std::runtime_error.
    Database(std::filesystem::path script, std::filesystem::path folder, std::string buffer_pool);
    /// Makes an empty database and gives its URL, `mysql://user:password@host:port/name`.
    std::string create(const std::string& name);
    /// The same for Go's driver: `user:password@tcp(host:port)/name`.
    std::string go_name(const std::string& name) const;
    /// Runs one statement with every right; its rows.
    std::string sql(const std::string& statement) const;
    /// Feeds a file of statements by the server's own client; seconds it took.
    double feed(const std::string& name, const std::filesystem::path& file) const;
    const std::string& buffer_pool() const { return buffer_pool_; }
    std::string version() const { return version_; }

private:
    std::filesystem::path folder_;
    std::string buffer_pool_;
    PrivateServer server_;  ///< its URL is that of a scratch database
    std::string version_;
};

/// The server that Arus is compared with: bench/peers/fiber, on a free port.
class PeerProcess {
public:
    /// `order` is `gap-free` or `none`. Throws std::runtime_error.
    PeerProcess(
        const std::filesystem::path& program, const std::string& go_name, const std::string& order,
        const std::filesystem::path& log);
    ~PeerProcess();
    PeerProcess(const PeerProcess&) = delete;
    PeerProcess& operator=(const PeerProcess&) = delete;

    std::uint16_t port() const { return port_; }
    pid_t pid() const { return pid_; }

private:
    pid_t pid_ = 0;
    int output_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace arus::bench
