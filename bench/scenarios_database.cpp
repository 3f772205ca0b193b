// SPDX-License-Identifier: Apache-2.0
// Arus on MariaDB: beside a server that commits request by request, beside the database itself,
// with two instances, with one account in every sale, and with a long history. Every figure that is
// compared is the median of five runs, taken in turn with those it is compared with.
#include "scenarios.hpp"

#include "ceiling.hpp"
#include "database.hpp"
#include "workbench.hpp"

#include "arus/async/task_scope.hpp"
#include "arus/base/ids.hpp"
#include "arus/base/time.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <array>
#include <cstdlib>
#include <functional>
#include <memory>

namespace arus::bench {

namespace {

using namespace std::chrono_literals;
using boost::json::object;

constexpr int runs = 5;
constexpr std::size_t spread_accounts = 200;
constexpr std::size_t history_entries_a_request = 1'000;

boost::json::array array_of(const std::vector<double>& values) {
    boost::json::array array(values.begin(), values.end());
    return array;
}

/// Connections that each send the next request as soon as the last one was answered with 201.
class Load {
public:
    using Request = std::function<std::string(std::size_t connection)>;

    /// Connection i goes to ports[i % ports.size()].
    Load(asio::io_context& context, std::vector<std::uint16_t> ports, std::size_t connections) :
        context_(context) {
        for (std::size_t i = 0; i < connections; ++i) {
            connections_.push_back(
                std::make_unique<HttpConnection>(context.get_executor(), ports[i % ports.size()]));
        }
    }

    /// Answered requests per second.
    double measure(double seconds, const Request& request) {
        return run(context_, measure_all(seconds, request));
    }
    std::uint64_t accepted() const { return accepted_; }

private:
    Awaitable<double> measure_all(double seconds, const Request& request) {
        for (const auto& connection : connections_) {
            co_await connection->connect();
        }
        const auto began = Clock::now();
        const auto until = began
                           + std::chrono::duration_cast<Clock::duration>(
                               std::chrono::duration<double>(seconds));
        for (std::size_t i = 0; i < connections_.size(); ++i) {
            tasks_.spawn(context_.get_executor(), keep_sending(i, until, request));
        }
        asio::steady_timer timer(context_);
        while (tasks_.running() > 0) {
            timer.expires_after(2ms);
            co_await timer.async_wait(use_awaitable);
        }
        require(!refused_, "a sale was refused: " + first_refusal_);
        co_return static_cast<double>(accepted_)
            / std::chrono::duration<double>(last_ - began).count();
    }

    Awaitable<void> keep_sending(std::size_t index, TimePoint until, const Request& request) {
        while (Clock::now() < until) {
            const auto reply = co_await connections_[index]->send(request(index));
            last_ = Clock::now();
            if (reply.status != 201) {
                refused_ = true;
                first_refusal_ = std::to_string(reply.status) + " " + std::string(reply.body);
                co_return;
            }
            ++accepted_;
        }
    }

    asio::io_context& context_;
    std::vector<std::unique_ptr<HttpConnection>> connections_;
    TaskScope tasks_{"load"};
    std::uint64_t accepted_ = 0;
    bool refused_ = false;
    std::string first_refusal_;
    TimePoint last_;
};

/// A MariaDB, and Arus on it with a user and a book.
struct House {
    House(const Settings& given, asio::io_context& context, const std::string& name) :
        database(given.mariadb_script, given.work / (name + "-db"), given.buffer_pool),
        settings(given) {
        settings.server_flags.push_back("--database-url=" + database.create("arus"));
        bench.emplace(settings, context, name);
    }

    double load(double seconds, std::vector<std::uint16_t> ports) {
        Load clients(bench->context(), std::move(ports), settings.connections);
        const double rate = clients.measure(
            seconds, [this](std::size_t) { return bench->post_request(bench->sale()); });
        accepted += clients.accepted();
        return rate;
    }
    double load(double seconds) { return load(seconds, {bench->server().port()}); }

    object facts() const {
        return {{"database", database.version()},
                {"buffer_pool", database.buffer_pool()},
                {"sync_binlog", 1},
                {"innodb_flush_log_at_trx_commit", 1},
                {"connections", settings.connections},
                {"runs", runs}};
    }

    Database database;
    Settings settings;
    std::optional<Workbench> bench;
    std::uint64_t accepted = 0;
};

std::string uuid_hex(std::string text) {
    std::erase(text, '-');
    return text;
}

/// The sales that the peers take: as those of Arus, but for the path.
std::string peer_request(const Workbench& bench) {
    return HttpConnection::request("POST", "/transactions", "", bench.peer_sale());
}

object mysql_posting(const Settings& settings, asio::io_context& context) {
    require(
        std::filesystem::exists(settings.peer),
        "the server to compare with is not built: " + settings.peer.string());
    House house(settings, context, "mysql_posting");
    const auto peer = [&](const std::string& name, const std::string& order) {
        house.database.create(name);
        return std::make_unique<PeerProcess>(
            settings.peer, house.database.go_name(name), order, settings.work / (name + ".log"));
    };
    const auto ordered_peer = peer("peer_ordered", "gap-free");
    const auto free_peer = peer("peer_free", "none");
    const auto load_peer = [&](const PeerProcess& process, double seconds) {
        Load clients(context, {process.port()}, settings.connections);
        return clients.measure(seconds, [&](std::size_t) { return peer_request(*house.bench); });
    };
    // The database alone gets the same rows into the same tables of another database.
    const std::string flag = "--database-url=" + house.database.create("ceiling");
    const std::string migrate = "'" + settings.arus.string() + "' migrate '" + flag
                                + "' >/dev/null";
    require(std::system(migrate.c_str()) == 0, "arus migrate");
    CeilingOptions rows;
    rows.book_hex = uuid_hex(BookId::make(system_clock().now()).text());
    rows.debit_hex = uuid_hex(AccountId::make(system_clock().now()).text());
    rows.credit_hex = uuid_hex(AccountId::make(system_clock().now()).text());
    rows.user_hex = uuid_hex(UserId::make(system_clock().now()).text());
    rows.day = 20'779;
    rows.first_sequence = 1;
    house.database.sql(
        "INSERT INTO ceiling.books VALUES (x'" + rows.book_hex
        + "', 'Bench', 'IDR', 0, 'Asia/Jakarta', '01-01', NULL, 'none', 0)");
    house.database.sql(
        "INSERT INTO ceiling.book_heads VALUES (x'" + rows.book_hex + "', 0, 0, x'"
        + std::string(64, '0') + "', 0, 0, '0000000000000000', 0)");

    house.load(1);
    load_peer(*ordered_peer, 1);
    load_peer(*free_peer, 1);
    rows.data_bytes = std::stoul(house.database.sql(
        "SELECT ROUND(AVG(LENGTH(data))) FROM arus.events WHERE type = 'transaction.posted'"));
    std::vector<double> own;
    std::vector<double> ordered;
    std::vector<double> unordered;
    std::vector<double> fed;
    const auto file = settings.work / "ceiling.sql";
    double server_cores = 0;
    for (int i = 0; i < runs; ++i) {
        const CpuMeter cpu(house.bench->server());
        own.push_back(house.load(settings.seconds));
        server_cores += cpu.server_cores() / runs;
        ordered.push_back(load_peer(*ordered_peer, settings.seconds));
        unordered.push_back(load_peer(*free_peer, settings.seconds));
        write_ceiling(file, rows);
        const double seconds = house.database.feed("ceiling", file);
        fed.push_back(static_cast<double>(rows.batches * rows.rows) / seconds);
        rows.first_sequence += rows.batches * rows.rows;
    }
    run(context, house.bench->verify());
    object out = house.facts();
    out["arus"] = array_of(own);
    out["arus_server_cores"] = server_cores;
    out["peer_gap_free_order"] = array_of(ordered);
    out["peer_without_order"] = array_of(unordered);
    out["database_fed_from_a_file"] = array_of(fed);
    out["event_bytes"] = rows.data_bytes;
    out["goals"] = boost::json::array{
        goal("sales per second, Arus on MariaDB", median(own), Bound::at_least, 0, "/s"),
        goal("the peer, gap-free order", median(ordered), Bound::at_least, 0, "/s"),
        goal("the peer, without order", median(unordered), Bound::at_least, 0, "/s"),
        goal("the database, 256 rows a batch from a file", median(fed), Bound::at_least, 0, "/s"),
        goal(
            "times the peer with gap-free order", median(own) / median(ordered), Bound::at_least,
            10, "×"),
        goal(
            "times the peer without order", median(own) / median(unordered), Bound::at_least, 5,
            "×"),
        goal(
            "of what the database does alone", median(own) / median(fed), Bound::at_least, 0.6,
            "×")};
    return out;
}

object mysql_instances(const Settings& settings, asio::io_context& context) {
    House house(settings, context, "mysql_instances");
    ServerProcess second(
        settings.arus, settings.work / "mysql_instances-second", house.settings.server_flags);
    const std::uint16_t port = house.bench->server().port();
    house.load(1, {port, second.port()});
    std::vector<double> one;
    std::vector<double> two;
    for (int i = 0; i < runs; ++i) {
        one.push_back(house.load(settings.seconds, {port}));
        two.push_back(house.load(settings.seconds, {port, second.port()}));
    }
    run(context, house.bench->verify());
    object out = house.facts();
    out["one_instance"] = array_of(one);
    out["two_instances"] = array_of(two);
    out["goals"] = boost::json::array{
        goal("one instance, one book", median(one), Bound::at_least, 0, "/s"),
        goal("two instances, the same book", median(two), Bound::at_least, 0, "/s"),
        goal("two of one", median(two) / median(one), Bound::at_least, 0.8, "×")};
    return out;
}

object mysql_till(const Settings& settings, asio::io_context& context) {
    House house(settings, context, "mysql_till");
    Workbench& bench = *house.bench;
    const std::vector<std::string> codes = run(context, bench.add_accounts(spread_accounts));
    std::size_t next = 0;
    const auto spread = [&] {
        Load clients(context, {bench.server().port()}, settings.connections);
        return clients.measure(settings.seconds, [&](std::size_t) {
            next += 2;
            return bench.post_request(
                bench.sale(codes[next % codes.size()], codes[(next + 1) % codes.size()]));
        });
    };
    house.load(1);
    std::vector<double> till;
    std::vector<double> apart;
    for (int i = 0; i < runs; ++i) {
        till.push_back(house.load(settings.seconds));
        apart.push_back(spread());
    }
    run(context, bench.verify());
    object out = house.facts();
    out["one_account"] = array_of(till);
    out["spread_accounts"] = array_of(apart);
    out["accounts"] = codes.size();
    out["goals"] = boost::json::array{
        goal("the same two accounts in every sale", median(till), Bound::at_least, 0, "/s"),
        goal("200 accounts in turn", median(apart), Bound::at_least, 0, "/s"),
        goal(
            "the till of spread accounts", median(till) / median(apart), Bound::at_least, 0.85,
            "×")};
    return out;
}

object mysql_history(const Settings& settings, asio::io_context& context) {
    House house(settings, context, "mysql_history");
    Workbench& bench = *house.bench;
    house.load(1);
    std::vector<double> empty;
    for (int i = 0; i < runs; ++i) {
        empty.push_back(house.load(settings.seconds / 2));
    }
    const auto began = Clock::now();
    run(context, bench.fill(settings.history, history_entries_a_request));
    const std::chrono::duration<double> filling = Clock::now() - began;
    std::vector<double> full;
    for (int i = 0; i < runs; ++i) {
        full.push_back(house.load(settings.seconds / 2));
    }
    object out = house.facts();
    out["entries"] = settings.history;
    out["filled_in_s"] = filling.count();
    out["empty"] = array_of(empty);
    out["full"] = array_of(full);
    out["goals"] = boost::json::array{
        goal("an empty book", median(empty), Bound::at_least, 0, "/s"),
        goal("with its history", median(full), Bound::at_least, 0, "/s"),
        goal(
            "the full one of the empty one", median(full) / median(empty), Bound::at_least, 0.8,
            "×")};
    return out;
}

}  // namespace

std::span<const Scenario> database_scenarios() {
    static const std::array<Scenario, 4> scenarios{
        {{"mysql_posting", "MariaDB: Arus, a server that commits each request, the database alone",
          mysql_posting},
         {"mysql_instances", "MariaDB: two instances on one book", mysql_instances},
         {"mysql_till", "MariaDB: one account in every sale", mysql_till},
         {"mysql_history", "MariaDB: a book with a long history", mysql_history}}};
    return scenarios;
}

}  // namespace arus::bench
