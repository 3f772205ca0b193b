// SPDX-License-Identifier: Apache-2.0
// Two instances on one MariaDB with RabbitMQ and Redis between them: how long an event takes from
// one to a listener of the other, and what posting and listeners feel while RabbitMQ, Redis or both
// are away.
#include "scenarios.hpp"

#include "database.hpp"
#include "fleet.hpp"
#include "posting.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <thread>
#include <unordered_map>

namespace arus::bench {

namespace {

using namespace std::chrono_literals;
using boost::json::object;

constexpr int outage_runs = 5;
constexpr std::size_t sockets_of_each = 200;

/// What the instances share, and both of them: `bench` has the user and the book and is posted to.
struct Cluster {
    Cluster(const Settings& given, asio::io_context& context, const std::string& name) :
        database(given.mariadb_script, given.work / (name + "-db"), given.buffer_pool),
        rabbitmq(
            given.mariadb_script.parent_path() / "rabbitmq.sh", given.work / (name + "-rabbitmq")),
        redis(given.mariadb_script.parent_path() / "redis.sh", given.work / (name + "-redis")),
        settings(given) {
        settings.server_flags.push_back("--database-url=" + database.create("arus"));
        settings.server_flags.push_back("--amqp-url=" + rabbitmq.url());
        settings.server_flags.push_back("--redis-url=" + redis.url());
        bench.emplace(settings, context, name);
        other.emplace(settings.arus, settings.work / (name + "-other"), settings.server_flags);
    }

    Fleet::Options listeners_at(const ServerProcess& server) {
        return {
            .port = server.port(),
            .token = bench->token(),
            .book = bench->book(),
            .epoch = bench->epoch()};
    }

    Database database;
    PrivateServer rabbitmq;
    PrivateServer redis;
    Settings settings;
    std::optional<Workbench> bench;
    std::optional<ServerProcess> other;
};

/// Every accepted sale is an event, and every listener has all of them, each once, in order.
void check(
    Cluster& cluster, std::span<Fleet* const> fleets, std::uint64_t before, const Posting& posted) {
    auto& context = cluster.bench->context();
    require(posted.refused() == 0, "a sale was refused");
    const std::uint64_t head = run(context, cluster.bench->head());
    require(
        head == before + posted.accepted(),
        std::to_string(head) + " events, expected " + std::to_string(before + posted.accepted()));
    for (Fleet* const fleet : fleets) {
        const bool has_all = run(context, fleet->wait_for(head, Clock::now() + 30s));
        require(
            has_all && fleet->gaps() == 0 && fleet->lost() == 0,
            "every listener has everything up to " + std::to_string(head)
                + ", each once: " + fleet->state());
    }
}

object brokers(const Settings& settings, asio::io_context& context) {
    constexpr double rate = 300;
    Cluster cluster(settings, context, "brokers");
    Fleet listener(context, cluster.listeners_at(*cluster.other));
    run(context, listener.open(1, std::nullopt));
    Fleet* const fleets[] = {&listener};
    {
        const std::uint64_t before = run(context, cluster.bench->head());
        Posting warm_up(*cluster.bench, 16);
        run(context, warm_up.open(rate, 2s));
        check(cluster, fleets, before, warm_up);
    }
    const std::uint64_t before = run(context, cluster.bench->head());
    struct Sale {
        TimePoint intended;
        TimePoint replied;
        TimePoint received;
    };
    std::unordered_map<std::uint64_t, Sale> sales;
    listener.on_event = [&](std::uint64_t offset) { sales[offset].received = Clock::now(); };
    Posting load(*cluster.bench, 64);
    load.on_reply = [&](std::uint64_t offset, TimePoint intended, TimePoint replied) {
        sales[offset].intended = intended;
        sales[offset].replied = replied;
    };
    const CpuMeter cpu(cluster.bench->server());
    run(context, load.open(rate, std::chrono::duration<double>(settings.seconds)));
    object figures = load.json();
    figures["cpu"] = cpu.json();
    check(cluster, fleets, before, load);
    Latencies after_reply;
    Latencies whole;
    for (const auto& [offset, sale] : sales) {
        require(
            sale.replied != TimePoint() && sale.received != TimePoint(),
            "an event could not be matched with its reply");
        // Where the event was there before the reply, it took no time after it.
        after_reply.add(std::max(sale.received - sale.replied, Clock::duration::zero()));
        whole.add(sale.received - sale.intended);
    }
    object out;
    out["posting"] = figures;
    out["reply_to_event"] = object{{"latency", after_reply.json()}};
    out["sent_to_event"] = object{{"latency", whole.json()}};
    out["note"] =
        "Sales are posted to one instance, the listener is at the other one; between them is "
        "RabbitMQ. The first two figures count from the reply to the sale, which comes when it is "
        "committed; the others from the moment the request was meant to be sent, so they hold the "
        "commit too.";
    out["goals"] = boost::json::array{
        goal(
            "p50 from commit on A to a socket at B, 300 sales/s", after_reply.quantile_ms(0.5),
            Bound::at_most, 8, "ms"),
        goal(
            "p99 from commit on A to a socket at B, 300 sales/s", after_reply.quantile_ms(0.99),
            Bound::at_most, 40, "ms"),
        goal("p50 from request to a socket at B", whole.quantile_ms(0.5), Bound::at_most, 8, "ms"),
        goal(
            "p99 from request to a socket at B", whole.quantile_ms(0.99), Bound::at_most, 40,
            "ms")};
    return out;
}

/// Stops servers and starts them again beside the load, and knows when they were away.
class Outage {
public:
    Outage(
        std::vector<PrivateServer*> servers, Clock::duration begin_after, Clock::duration length) :
        thread_([this, servers = std::move(servers), begin_after, length] {
            try {
                std::this_thread::sleep_for(begin_after);
                began_ = Clock::now();
                for (PrivateServer* const server : servers) {
                    server->stop();
                }
                std::this_thread::sleep_until(began_.load() + length);
                ended_ = Clock::now();
                for (PrivateServer* const server : servers) {
                    server->start();
                }
            } catch (...) {
                error_ = std::current_exception();
            }
            is_over_ = true;
        }) {}
    ~Outage() {
        if (thread_.joinable()) {
            thread_.join();
        }
    }
    Outage(const Outage&) = delete;
    Outage& operator=(const Outage&) = delete;

    /// Until the servers are back. The context goes on: listeners that answer no ping for so long
    /// would be closed by the server, and rightly.
    Awaitable<void> finish(asio::io_context& context) {
        asio::steady_timer timer(context);
        while (!is_over_) {
            timer.expires_after(10ms);
            co_await timer.async_wait(use_awaitable);
        }
        thread_.join();
        if (error_) {
            std::rethrow_exception(error_);
        }
    }
    /// Precondition: it has finished.
    bool was_away_at(TimePoint moment) const {
        return moment >= began_.load() && moment < ended_.load();
    }

private:
    std::atomic<TimePoint> began_{TimePoint()};
    std::atomic<TimePoint> ended_{TimePoint()};
    std::exception_ptr error_;
    std::atomic<bool> is_over_{false};
    std::thread thread_;
};

/// One load with an outage from its first quarter to its half; p99 of the sales meant for while it
/// lasted, and of those before it.
struct OutageFigures {
    double present_ms = 0;
    double away_ms = 0;
    double ratio() const { return away_ms / present_ms; }
};

OutageFigures outage(
    Cluster& cluster, std::span<Fleet* const> fleets, std::vector<PrivateServer*> servers,
    double seconds) {
    constexpr double rate = 100;
    auto& context = cluster.bench->context();
    const std::uint64_t before = run(context, cluster.bench->head());
    Posting load(*cluster.bench, 32);
    std::vector<std::pair<TimePoint, Clock::duration>> replies;
    load.on_reply = [&](std::uint64_t, TimePoint intended, TimePoint replied) {
        replies.emplace_back(intended, replied - intended);
    };
    const auto quarter = std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(seconds / 4));
    const auto load_began = Clock::now();
    Outage away(std::move(servers), quarter, quarter);
    run(context, load.open(rate, std::chrono::duration<double>(seconds)));
    run(context, away.finish(context));
    check(cluster, fleets, before, load);
    Latencies during;
    Latencies without;
    for (const auto& [intended, spent] : replies) {
        if (away.was_away_at(intended)) {
            during.add(spent);
        } else if (intended < load_began + quarter) {
            without.add(spent);
        }
    }
    require(during.count() > 0 && without.count() > 0, "there was no outage");
    return {without.quantile_ms(0.99), during.quantile_ms(0.99)};
}

object brokers_away(const Settings& settings, asio::io_context& context) {
    Cluster cluster(settings, context, "brokers_away");
    Fleet here(context, cluster.listeners_at(cluster.bench->server()));
    Fleet there(context, cluster.listeners_at(*cluster.other));
    run(context, here.open(sockets_of_each, std::nullopt));
    run(context, there.open(sockets_of_each, std::nullopt));
    Fleet* const fleets[] = {&here, &there};
    const double seconds = settings.seconds * 6;
    {
        const std::uint64_t before = run(context, cluster.bench->head());
        Posting warm_up(*cluster.bench, 32);
        run(context, warm_up.open(100, 3s));
        check(cluster, fleets, before, warm_up);
    }
    struct Kind {
        const char* name;
        std::vector<PrivateServer*> servers;
    };
    const std::array<Kind, 3> kinds{
        {{"RabbitMQ", {&cluster.rabbitmq}},
         {"Redis", {&cluster.redis}},
         {"RabbitMQ and Redis", {&cluster.rabbitmq, &cluster.redis}}}};
    std::array<std::vector<OutageFigures>, kinds.size()> all;
    for (int i = 0; i < outage_runs; ++i) {
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            all[kind].push_back(outage(cluster, fleets, kinds[kind].servers, seconds));
        }
    }
    run(context, cluster.bench->verify());
    object out;
    boost::json::array goals;
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        auto& runs = all[kind];
        boost::json::array rows;
        for (const auto& one : runs) {
            rows.push_back({{"p99_before_ms", one.present_ms}, {"p99_while_away_ms", one.away_ms}});
        }
        std::ranges::sort(runs, {}, &OutageFigures::ratio);
        const OutageFigures& middle = runs[runs.size() / 2];
        const std::string name = kinds[kind].name;
        out[name] = std::move(rows);
        goals.push_back(goal(
            "p99 of posting while " + name + " is away, of before", middle.ratio(), Bound::at_most,
            1.5, "×"));
    }
    out["sockets"] = 2 * sockets_of_each;
    out["seconds"] = seconds;
    out["away_s"] = seconds / 4;
    out["runs"] = outage_runs;
    out["goals"] = std::move(goals);
    return out;
}

}  // namespace

std::span<const Scenario> broker_scenarios() {
    static const std::array<Scenario, 2> scenarios{
        {{"brokers", "RabbitMQ: from a commit on one instance to a listener of the other", brokers},
         {"brokers_away", "RabbitMQ, Redis, both away: posting and 400 listeners", brokers_away}}};
    return scenarios;
}

}  // namespace arus::bench
