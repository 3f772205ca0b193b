// SPDX-License-Identifier: Apache-2.0
#include "scenarios.hpp"

#include "fleet.hpp"
#include "posting.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/json/array.hpp>

#include <array>
#include <unordered_map>

namespace arus::bench {

namespace {

using namespace std::chrono_literals;
using boost::json::object;

Fleet::Options fleet_options(Workbench& bench) {
    return {
        .port = bench.server().port(),
        .token = bench.token(),
        .book = bench.book(),
        .epoch = bench.epoch()};
}

/// After a load: every accepted sale is an event, a listener has seen all of them in order, the
/// book verifies.
void check_history(
    Workbench& bench, Fleet& listener, std::uint64_t head_before, std::uint64_t accepted) {
    const std::uint64_t head = run(bench.context(), bench.head());
    require(
        head == head_before + accepted,
        std::to_string(head) + " events, expected " + std::to_string(head_before + accepted));
    require(
        run(bench.context(), listener.wait_for(head, Clock::now() + 20s)),
        "a listener did not receive everything");
    require(listener.gaps() == 0 && listener.lost() == 0, "a listener saw a gap or lost its link");
    run(bench.context(), bench.verify());
}

object posting(const Settings& settings, asio::io_context& context) {
    Workbench bench(settings, context, "posting");
    Fleet listener(context, fleet_options(bench));
    run(context, listener.open(1, std::nullopt));
    const std::chrono::duration<double> time(settings.seconds);
    std::uint64_t head = run(context, bench.head());
    object out;

    const auto closed = [&](std::size_t connections) {
        Posting load(bench, connections);
        const CpuMeter cpu(bench.server());
        run(context, load.closed(time));
        object figures = load.json();
        figures["cpu"] = cpu.json();
        require(load.refused() == 0, "a sale was refused");
        check_history(bench, listener, head, load.accepted());
        head += load.accepted();
        return std::pair(load.per_second(), figures);
    };
    Posting warm_up(bench, 32);
    run(context, warm_up.closed(1s));
    head += warm_up.accepted();
    const auto [serial, serial_figures] = closed(1);
    const auto [full, full_figures] = closed(settings.connections);

    Posting half(bench, settings.connections);
    const CpuMeter cpu(bench.server());
    run(context, half.open(full / 2, time));
    object half_figures = half.json();
    half_figures["rate"] = full / 2;
    half_figures["cpu"] = cpu.json();
    require(half.refused() == 0, "a sale was refused");
    check_history(bench, listener, head, half.accepted());

    out["one_at_a_time"] = serial_figures;
    out["closed_loop"] = full_figures;
    out["open_loop_at_half"] = half_figures;
    out["goals"] = boost::json::array{
        goal("sales per second", full, Bound::at_least, 8'000, "/s"),
        goal("times one at a time", full / serial, Bound::at_least, 4, "×"),
        goal(
            "p99 of the request at half load", half.latencies().quantile_ms(0.99), Bound::at_most,
            50, "ms")};
    return out;
}

object commit_to_socket(const Settings& settings, asio::io_context& context) {
    constexpr double rate = 1'000;
    Workbench bench(settings, context, "commit_to_socket");
    Fleet listener(context, fleet_options(bench));
    run(context, listener.open(1, std::nullopt));
    const std::uint64_t head = run(context, bench.head());

    // Whichever comes second, the event or the reply, closes the account of a sale.
    struct Sale {
        TimePoint intended;
        TimePoint replied;
        TimePoint received;
    };
    std::unordered_map<std::uint64_t, Sale> open_sales;
    Latencies from_intended;
    Latencies after_reply;
    const auto settle = [&](std::uint64_t offset) {
        const Sale sale = open_sales[offset];
        if (sale.replied == TimePoint() || sale.received == TimePoint()) {
            return;
        }
        from_intended.add(sale.received - sale.intended);
        after_reply.add(sale.received - sale.replied);
        open_sales.erase(offset);
    };
    listener.on_event = [&](std::uint64_t offset) {
        open_sales[offset].received = Clock::now();
        settle(offset);
    };
    Posting load(bench, 64);
    load.on_reply = [&](std::uint64_t offset, TimePoint intended, TimePoint replied) {
        open_sales[offset].intended = intended;
        open_sales[offset].replied = replied;
        settle(offset);
    };
    const CpuMeter cpu(bench.server());
    run(context, load.open(rate, std::chrono::duration<double>(settings.seconds)));
    object figures = load.json();
    figures["cpu"] = cpu.json();
    check_history(bench, listener, head, load.accepted());
    require(
        from_intended.count() == load.accepted(), "an event could not be matched with its reply");
    object out;
    out["posting"] = figures;
    out["sent_to_event"] = object{{"latency", from_intended.json()}};
    out["reply_to_event"] = object{{"latency", after_reply.json()}};
    const double lag_ms = bench.server().histogram_bound("arus_fanout_lag_seconds", 0.99) * 1000;
    out["note"] =
        "The first figure is the server's own: from the moment a batch was durable to the write "
        "into the "
        "listener's socket, rounded up to its bucket. The second counts from the moment the "
        "request was "
        "meant to be sent, so it holds the whole request and the commit.";
    out["goals"] = boost::json::array{
        goal(
            "p99 from commit to the listener's socket, 1,000 sales/s", lag_ms, Bound::at_most, 15,
            "ms"),
        goal(
            "p99 from request to the listener, 1,000 sales/s", from_intended.quantile_ms(0.99),
            Bound::at_most, 15, "ms")};
    return out;
}

object start(const Settings& settings, asio::io_context& context) {
    Workbench bench(settings, context, "start");
    Posting load(bench, 64);
    run(context, load.closed(2s));
    run(context, bench.verify());
    boost::json::array times;
    double slowest = 0;
    for (int i = 0; i < 5; ++i) {
        bench.restart();
        times.push_back(bench.server().ready_ms());
        slowest = std::max(slowest, bench.server().ready_ms());
    }
    asio::steady_timer timer(context, 2s);
    timer.wait();
    const double idle_mib = static_cast<double>(bench.server().rss_kib()) / 1024;
    object out;
    out["entries_in_the_book"] = load.accepted();
    out["ready_ms"] = times;
    out["idle_rss_mib"] = idle_mib;
    out["goals"] = boost::json::array{
        goal("start to ready, slowest of 5", slowest, Bound::at_most, 200, "ms"),
        goal("idle memory after a start", idle_mib, Bound::at_most, 40, "MiB")};
    return out;
}

}  // namespace

std::span<const Scenario> posting_scenarios() {
    static const std::array<Scenario, 3> scenarios{
        {{"start", "Start and idle memory", start},
         {"posting", "Posting sales over HTTP, SQLite, flushed", posting},
         {"commit_to_socket", "From commit to a listener", commit_to_socket}}};
    return scenarios;
}

}  // namespace arus::bench
