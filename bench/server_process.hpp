// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "latencies.hpp"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace arus::bench {

/// CPU seconds that a process has used, user and system together; 0 if it is gone.
double cpu_seconds_of(pid_t pid);
/// CPU seconds that everything on this machine has used, idle and stolen time left out.
double cpu_seconds_of_machine();
/// Its resident memory now, in KiB.
std::uint64_t rss_kib_of(pid_t pid);

/// A private `arus serve` on free ports of this machine. Ends with this object, and with this
/// program whatever happens.
class ServerProcess {
public:
    /// Starts it and waits until /readyz answers 200. Throws std::runtime_error with the end of its
    /// log.
    ServerProcess(
        std::filesystem::path arus, std::filesystem::path folder, std::vector<std::string> flags);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    std::uint16_t port() const { return port_; }
    std::uint16_t admin_port() const { return admin_port_; }
    /// From starting the program to the first 200 of /readyz.
    double ready_ms() const { return ready_ms_; }
    double cpu_seconds() const { return cpu_seconds_of(pid_); }
    std::uint64_t rss_kib() const { return rss_kib_of(pid_); }
    /// The value of a metric without labels; throws if it is not there.
    double metric(const std::string& name) const;
    /// The smallest bound of a histogram without other labels that holds the share `q` of its
    /// observations; infinite if that lies beyond its last bound.
    double histogram_bound(const std::string& name, double q) const;

    /// SIGTERM, then waits; SIGKILL after 20 s.
    void stop();

private:
    void read_addresses(TimePoint until);
    [[noreturn]] void give_up(const std::string& what);

    std::filesystem::path folder_;
    pid_t pid_ = 0;
    int output_ = -1;
    std::uint16_t port_ = 0;
    std::uint16_t admin_port_ = 0;
    double ready_ms_ = 0;
};

}  // namespace arus::bench
