// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http_connection.hpp"
#include "server_process.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace arus::bench {

/// What all scenarios are told.
struct Settings {
    std::filesystem::path arus;
    std::filesystem::path work;  ///< for databases; a folder of our own, removed at the end
    double seconds = 10;         ///< of each measured load
    std::size_t connections = 256;
    std::size_t sockets = 10'000;
    std::vector<std::string> server_flags;
    std::filesystem::path mariadb_script = "tools/dev/servers/mariadb.sh";
    std::filesystem::path peer = "build/peers/fiber";
    std::string buffer_pool = "1G";   ///< of MariaDB
    std::size_t history = 1'000'000;  ///< sales in a book that is not new
};

/// A server of one's own with one user and one book.
class Workbench {
public:
    Workbench(const Settings& settings, asio::io_context& context, const std::string& name);

    ServerProcess& server() { return *server_; }
    asio::io_context& context() { return context_; }
    const std::string& token() const { return token_; }
    const std::string& book() const { return book_; }
    const std::string& epoch() const { return epoch_; }

    /// Ends the server and starts it again on the same database.
    void restart();

    /// A sale with a new id, as the body of POST transactions.
    std::string sale() const;
    std::string sale(std::string_view debit_code, std::string_view credit_code) const;
    /// The same sale for the peer, which has a chart of its own.
    std::string peer_sale() const { return sale("1101", "4101"); }
    std::string post_request(std::string_view body) const;
    std::string batch_request(std::size_t entries) const;
    /// The head's offset.
    Awaitable<std::uint64_t> head();
    /// Adds half as many cash accounts and as many for sales; their codes in turn.
    Awaitable<std::vector<std::string>> add_accounts(std::size_t count);
    /// Posts sales in batches until there are `entries` more.
    Awaitable<void> fill(std::size_t entries, std::size_t entries_a_request);
    /// Has the whole book checked, by a job, for which a long one is not too long; throws unless it
    /// is right.
    Awaitable<void> verify();
    /// Waits for the end of a job; as it then is. Throws where it fails.
    Awaitable<boost::json::object> done(boost::json::object job);

    /// One request on a connection of its own; its reply. Throws unless it has this status.
    Awaitable<boost::json::object> call(
        std::string_view method, std::string path, std::string body, int status);

private:
    Awaitable<void> set_up();

    const Settings& settings_;
    asio::io_context& context_;
    std::filesystem::path folder_;
    std::optional<ServerProcess> server_;
    std::string token_;
    std::string book_;
    std::string epoch_;
    std::string cash_code_;
    std::string sales_code_;
};

/// CPU that server and driver used during a measurement, as cores; made at its beginning.
class CpuMeter {
public:
    explicit CpuMeter(const ServerProcess& server);
    double seconds() const;
    double server_cores() const { return server_cpu_seconds() / seconds(); }
    double server_cpu_seconds() const;
    /// wall, cores of each, and who was the limit.
    boost::json::object json() const;

private:
    const ServerProcess& server_;
    TimePoint began_;
    double server_began_;
    double driver_began_;
    double machine_began_;
};

/// Runs `task` on the driver's thread until it has ended; throws what it throws.
template <class T>
T run(asio::io_context& context, Awaitable<T> task);

}  // namespace arus::bench

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

template <class T>
T arus::bench::run(asio::io_context& context, Awaitable<T> task) {
    auto future = asio::co_spawn(context, std::move(task), asio::use_future);
    context.restart();
    while (future.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
        context.run_one();
    }
    return future.get();
}
