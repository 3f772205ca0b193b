// SPDX-License-Identifier: Apache-2.0
#include "scenarios.hpp"

#include "fleet.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace arus::bench {

namespace {

using namespace std::chrono_literals;
using boost::json::object;

constexpr std::size_t others_max = 1'000;
constexpr double sales_per_s = 25;
constexpr int rounds = 5;
/// So long that the slow one is found out: what the kernel keeps for it has to fill first, then the
/// oldest unsent byte has to grow fifteen seconds old.
constexpr double least_seconds = 26;
constexpr std::size_t slow_bytes_per_s = 1'024;
constexpr int slow_receive_buffer_bytes = 4'096;
constexpr std::uint16_t slow_consumer = 4108;

Fleet::Options fleet_options(Workbench& bench, std::string source_address) {
    return {
        .port = bench.server().port(),
        .token = bench.token(),
        .book = bench.book(),
        .epoch = bench.epoch(),
        .source_address = std::move(source_address)};
}

/// A sale whose event is about two kilobytes long.
std::string long_sale(const Workbench& bench) {
    std::string body = bench.sale();
    const std::string_view end = "\"}";
    body.resize(body.size() - end.size());
    return body + std::string(480, 'x') + R"(","reference":")" + std::string(40, 'r')
           + R"(","tags":[")" + std::string(40, 'a') + R"(",")" + std::string(40, 'b') + "\"]}";
}

/// Sales at a steady rate over one connection: sale k is meant to be sent k / rate after the
/// beginning, and its event is the k-th after `head`, since nobody else writes.
class Load {
public:
    Load(Workbench& bench, std::uint64_t head) : bench_(bench), head_(head) {}

    Awaitable<void> run(double seconds) {
        HttpConnection connection(bench_.context().get_executor(), bench_.server().port());
        co_await connection.connect();
        asio::steady_timer timer(bench_.context());
        began_ = Clock::now();
        const auto count = static_cast<std::uint64_t>(seconds * sales_per_s);
        for (sent_ = 0; sent_ < count;) {
            timer.expires_at(intended(sent_));
            co_await timer.async_wait(use_awaitable);
            ++sent_;
            std::string request = bench_.post_request(long_sale(bench_));
            const auto reply = co_await connection.send(std::move(request));
            require(reply.status == 201, "a sale was refused");
        }
    }

    /// Since the sale of this event was meant to be sent.
    Clock::duration age(std::uint64_t offset) const {
        require(offset > head_ && offset <= head_ + sent_, "an event that nobody posted");
        return Clock::now() - intended(offset - head_ - 1);
    }
    std::uint64_t last() const { return head_ + sent_; }

private:
    TimePoint intended(std::uint64_t sale) const {
        return began_
               + std::chrono::duration_cast<Clock::duration>(
                   std::chrono::duration<double>(static_cast<double>(sale) / sales_per_s));
    }

    Workbench& bench_;
    std::uint64_t head_;
    TimePoint began_;
    std::uint64_t sent_ = 0;
};

/// One more listener, who reads a kilobyte a second until the server lets go of it.
class SlowOne {
public:
    explicit SlowOne(Workbench& bench) : bench_(bench), reader_(bench.context(), options(bench)) {
        run(bench.context(), reader_.open(1, std::nullopt));
    }

    /// What it was sent ends with 4108; the rest it gets when it comes back.
    void check(std::uint64_t head) {
        reader_.hurry();
        const auto until = Clock::now() + 40s;
        while (reader_.lost() == 0 && Clock::now() < until) {
            run(bench_.context(), reader_.wait_for(UINT64_MAX - 1, Clock::now() + 50ms));
        }
        require(
            reader_.close_code() == slow_consumer,
            "the slow reader's link ended with " + std::to_string(reader_.close_code()));
        require(reader_.gaps() == 0, "the slow reader saw a gap");
        const std::uint64_t last = reader_.next() - 1;
        require(last < head, "the slow reader was not slow");
        Fleet again(bench_.context(), fleet_options(bench_, "127.0.0.9"));
        run(bench_.context(), again.open(1, last));
        require(
            run(bench_.context(), again.wait_for(head, Clock::now() + 30s)),
            "the slow reader could not catch up");
        require(
            again.gaps() == 0 && again.events() == head - last,
            "the slow reader missed something or got it twice");
    }

private:
    static Fleet::Options options(Workbench& bench) {
        auto options = fleet_options(bench, "127.0.0.8");
        options.bytes_per_s = slow_bytes_per_s;
        options.receive_buffer_bytes = slow_receive_buffer_bytes;
        return options;
    }

    Workbench& bench_;
    Fleet reader_;
};

Latencies measure(Workbench& bench, Fleet& others, bool with_slow_one, double seconds) {
    const std::uint64_t head = run(bench.context(), bench.head());
    require(run(bench.context(), others.wait_for(head, Clock::now() + 30s)), "somebody is behind");
    std::optional<SlowOne> slow;
    if (with_slow_one) {
        slow.emplace(bench);
    }
    const double closes_before = bench.server().metric("arus_socket_slow_closes_total");
    Load load(bench, head);
    Latencies latencies;
    others.on_every_event = [&](std::uint64_t offset) { latencies.add(load.age(offset)); };
    run(bench.context(), load.run(seconds));
    require(
        run(bench.context(), others.wait_for(load.last(), Clock::now() + 30s)),
        "an event did not reach every socket");
    others.on_every_event = nullptr;
    const double closes = bench.server().metric("arus_socket_slow_closes_total") - closes_before;
    require(closes == (with_slow_one ? 1 : 0), "not one slow reader was let go");
    require(others.gaps() == 0 && others.lost() == 0, "others lost something");
    if (slow) {
        slow->check(load.last());
    }
    return latencies;
}

object slow_reader(const Settings& settings, asio::io_context& context) {
    const double seconds = std::max(settings.seconds, least_seconds);
    Workbench bench(settings, context, "slow_reader");
    Fleet others(context, fleet_options(bench, "127.0.0.7"));
    run(context, others.open(std::min(settings.sockets, others_max), std::nullopt));
    measure(bench, others, false, 2);  // warms up
    std::vector<double> without;
    std::vector<double> with;
    object last_without;
    object last_with;
    const CpuMeter cpu(bench.server());
    for (int round = 0; round < rounds; ++round) {
        const Latencies quiet = measure(bench, others, false, seconds);
        const Latencies disturbed = measure(bench, others, true, seconds);
        without.push_back(quiet.quantile_ms(0.99));
        with.push_back(disturbed.quantile_ms(0.99));
        last_without = quiet.json();
        last_with = disturbed.json();
    }
    object out;
    out["listeners"] = others.size();
    out["sales_per_s"] = sales_per_s;
    out["p99_without_ms"] = boost::json::array(without.begin(), without.end());
    out["p99_with_ms"] = boost::json::array(with.begin(), with.end());
    out["without"] = object{{"latency", std::move(last_without)}};
    out["with"] = object{{"latency", std::move(last_with)}};
    out["cpu"] = cpu.json();
    out["note"] =
        "From the moment a sale was meant to be sent to its event at each of the listeners; the "
        "median of the p99 of five runs with the slow reader by that of five runs without, taken "
        "in turn.";
    out["goals"] = boost::json::array{
        goal("p99 of the others, without", median(without), Bound::at_most, 50, "ms"),
        goal(
            "  with one that reads 1 KB/s, by that", median(with) / median(without), Bound::at_most,
            1.5, "times")};
    return out;
}

}  // namespace

std::span<const Scenario> slow_reader_scenarios() {
    static const std::array<Scenario, 1> scenarios{
        {{"slow_reader", "One slow reader among a thousand", slow_reader}}};
    return scenarios;
}

}  // namespace arus::bench
