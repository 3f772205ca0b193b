// SPDX-License-Identifier: Apache-2.0
#include "scenarios.hpp"

#include "fleet.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/json/array.hpp>

#include <array>

namespace arus::bench {

namespace {

using namespace std::chrono_literals;
using boost::json::object;

Fleet::Options fleet_options(Workbench& bench, std::string source_address) {
    return {
        .port = bench.server().port(),
        .token = bench.token(),
        .book = bench.book(),
        .epoch = bench.epoch(),
        .source_address = std::move(source_address)};
}

void require_whole(const Fleet& fleet) {
    require(
        fleet.gaps() == 0, std::to_string(fleet.gaps()) + " offsets did not follow one another");
    require(fleet.lost() == 0, std::to_string(fleet.lost()) + " sockets were closed by the server");
}

/// Commits `entries` sales at a time and waits until every socket has them, for so long.
object fan_out(Workbench& bench, Fleet& fleet, std::size_t entries, double seconds) {
    HttpConnection connection(bench.context().get_executor(), bench.server().port());
    run(bench.context(), connection.connect());
    std::uint64_t head = run(bench.context(), bench.head());
    const std::uint64_t events_before = fleet.events();
    const std::uint64_t messages_before = fleet.messages();
    const std::uint64_t bytes_before = fleet.bytes();
    Latencies to_the_last;
    const CpuMeter cpu(bench.server());
    while (cpu.seconds() < seconds) {
        const auto began = Clock::now();
        const std::string request = entries == 1 ? bench.post_request(bench.sale())
                                                 : bench.batch_request(entries);
        const auto reply = run(bench.context(), connection.send(request));
        require(reply.status == (entries == 1 ? 201 : 200), "a sale was refused");
        head += entries;
        require(
            run(bench.context(), fleet.wait_for(head, Clock::now() + 30s)),
            "an event did not reach every socket");
        to_the_last.add(Clock::now() - began);
    }
    require_whole(fleet);
    const double deliveries = static_cast<double>(fleet.events() - events_before);
    object out{
        {"events_per_commit", entries},
        {"commits", to_the_last.count()},
        {"deliveries", fleet.events() - events_before},
        {"messages", fleet.messages() - messages_before},
        {"bytes", fleet.bytes() - bytes_before},
        {"deliveries_per_core_second", deliveries / cpu.server_cpu_seconds()},
        {"request_to_last_socket", object{{"latency", to_the_last.json()}}}};
    out["cpu"] = cpu.json();
    return out;
}

object sockets(const Settings& settings, asio::io_context& context) {
    Workbench bench(settings, context, "sockets");
    {
        // What a server needs once, not for each socket.
        Fleet few(context, fleet_options(bench, "127.0.0.2"));
        run(context, few.open(50, std::nullopt));
        fan_out(bench, few, 10, 0.5);
    }
    asio::steady_timer timer(context, 1s);
    timer.wait();
    const std::uint64_t rss_before = bench.server().rss_kib();
    Fleet fleet(context, fleet_options(bench, "127.0.0.3"));
    const auto began = Clock::now();
    run(context, fleet.open(settings.sockets, std::nullopt));
    const double opening_s = std::chrono::duration<double>(Clock::now() - began).count();
    const std::uint64_t rss_after = bench.server().rss_kib();
    const double kib_each = (static_cast<double>(rss_after) - static_cast<double>(rss_before))
                            / static_cast<double>(settings.sockets);

    object idle;
    {
        const CpuMeter cpu(bench.server());
        run(context, fleet.wait_for(UINT64_MAX - 1, Clock::now() + 6s));  // heads come and are read
                                                                          // meanwhile
        idle = cpu.json();
    }
    object single = fan_out(bench, fleet, 1, settings.seconds);
    object batched = fan_out(bench, fleet, 50, settings.seconds);
    object out;
    out["sockets"] = settings.sockets;
    out["opening_s"] = opening_s;
    out["rss_before_kib"] = rss_before;
    out["rss_after_kib"] = rss_after;
    out["idle"] = object{{"cpu", idle}};
    out["goals"] = boost::json::array{
        goal("memory of an idle connected socket", kib_each, Bound::at_most, 10, "KiB"),
        goal(
            "deliveries, one event a message",
            single.at("deliveries_per_core_second").to_number<double>(), Bound::at_least, 60'000,
            "per core-second"),
        goal(
            "deliveries, 50 events a message",
            batched.at("deliveries_per_core_second").to_number<double>(), Bound::at_least, 500'000,
            "per core-second")};
    out["fan_out_single"] = std::move(single);
    out["fan_out_batched"] = std::move(batched);
    return out;
}

/// Everybody comes back at once and wants what was committed after `head`.
object come_back(
    const Settings& settings, Workbench& bench, const char* address, std::uint64_t head,
    std::uint64_t new_head) {
    const double reads_before = bench.server().metric("arus_socket_page_reads_total");
    auto options = fleet_options(bench, address);
    options.connecting_max = 2'000;
    Fleet fleet(bench.context(), std::move(options));
    const CpuMeter cpu(bench.server());
    run(bench.context(), fleet.open(settings.sockets, head));
    const double subscribed_s = cpu.seconds();
    require(
        run(bench.context(), fleet.wait_for(new_head, Clock::now() + 60s)),
        "not every socket caught up");
    const double resumed_s = cpu.seconds();
    object figures = cpu.json();
    require_whole(fleet);
    require(fleet.events() == settings.sockets * (new_head - head), "an event came twice");
    const double reads = bench.server().metric("arus_socket_page_reads_total") - reads_before;
    return {
        {"all_subscribed_s", subscribed_s},
        {"all_resumed_s", resumed_s},
        {"page_reads", reads},
        {"bytes", fleet.bytes()},
        {"cpu", std::move(figures)}};
}

object reconnect(const Settings& settings, asio::io_context& context) {
    constexpr std::size_t missed_commits = 4;
    constexpr std::size_t entries = 50;
    Workbench bench(settings, context, "reconnect");
    Fleet before(context, fleet_options(bench, "127.0.0.4"));
    run(context, before.open(settings.sockets, std::nullopt));
    const std::uint64_t head = run(context, bench.head());
    before.drop();
    HttpConnection connection(context.get_executor(), bench.server().port());
    run(context, connection.connect());
    for (std::size_t i = 0; i < missed_commits; ++i) {
        const auto reply = run(context, connection.send(bench.batch_request(entries)));
        require(reply.status == 200, "a batch was refused");
    }
    const std::uint64_t new_head = head + missed_commits * entries;
    object dropped = come_back(settings, bench, "127.0.0.5", head, new_head);
    bench.restart();
    object restarted = come_back(settings, bench, "127.0.0.6", head, new_head);
    const auto figure = [](const object& of, const char* name) {
        return of.at(name).to_number<double>();
    };
    object out;
    out["sockets"] = settings.sockets;
    out["missed_events"] = new_head - head;
    out["goals"] = boost::json::array{
        goal(
            "links dropped: all resumed after", figure(dropped, "all_resumed_s"), Bound::at_most,
            10, "s"),
        goal(
            "  reads of the database for it", figure(dropped, "page_reads"), Bound::at_most, 50,
            "reads"),
        goal(
            "server restarted: all resumed after", figure(restarted, "all_resumed_s"),
            Bound::at_most, 10, "s"),
        goal(
            "  reads of the database for it", figure(restarted, "page_reads"), Bound::at_most, 50,
            "reads")};
    out["links_dropped"] = std::move(dropped);
    out["server_restarted"] = std::move(restarted);
    return out;
}

}  // namespace

std::span<const Scenario> socket_scenarios() {
    static const std::array<Scenario, 2> scenarios{
        {{"sockets", "Ten thousand listeners: memory and fan-out", sockets},
         {"reconnect", "Ten thousand listeners come back at once", reconnect}}};
    return scenarios;
}

}  // namespace arus::bench
