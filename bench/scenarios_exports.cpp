// SPDX-License-Identifier: Apache-2.0
// The journal of a million postings as a document, made by the server's own worker: how long it
// takes from the request to the end of the job, and the most memory the whole server has meanwhile.
#include "scenarios.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace arus::bench {

namespace {

using namespace std::chrono_literals;
using boost::json::object;

constexpr std::size_t entries_a_request = 1'000;
constexpr std::size_t postings_of_a_sale = 2;

/// Looks at the server's memory until it is told that the work is over.
Awaitable<std::uint64_t> watch_memory(Workbench& bench, std::shared_ptr<bool> is_over) {
    asio::steady_timer timer(bench.context());
    std::uint64_t most = 0;
    while (!*is_over) {
        most = std::max(most, bench.server().rss_kib());
        timer.expires_after(50ms);
        co_await timer.async_wait(use_awaitable);
    }
    co_return most;
}

Awaitable<object> make_document(
    Workbench& bench, std::string format, std::shared_ptr<bool> is_over) {
    object job = co_await bench.call(
        "POST", "/api/v1/books/" + bench.book() + "/exports",
        R"({"report":"journal","format":")" + format + "\"}", 202);
    job = co_await bench.done(std::move(job));
    *is_over = true;
    co_return job;
}

/// Throws unless every posting is a line of the file.
Awaitable<void> check_lines(Workbench& bench, std::string job, std::size_t postings) {
    HttpConnection connection(bench.context().get_executor(), bench.server().port());
    co_await connection.connect();
    const auto reply = co_await connection.send(
        HttpConnection::request("GET", "/api/v1/jobs/" + job + "/file", bench.token(), {}));
    const auto lines = static_cast<std::size_t>(std::ranges::count(reply.body, '\n'));
    if (reply.status != 200 || lines != postings + 1) {
        throw std::runtime_error("the file has " + std::to_string(lines) + " lines");
    }
}

object exports(const Settings& settings, asio::io_context& context) {
    Workbench bench(settings, context, "exports");
    const std::size_t sales = std::max(settings.history / postings_of_a_sale, entries_a_request)
                              / entries_a_request * entries_a_request;
    const std::size_t postings = sales * postings_of_a_sale;
    run(context, bench.fill(sales, entries_a_request));
    bench.restart();  // memory of the filling does not count
    boost::json::array goals;
    object out;
    for (const std::string format : {"csv", "xlsx"}) {
        const auto is_over = std::make_shared<bool>(false);
        const CpuMeter cpu(bench.server());
        auto memory = asio::co_spawn(context, watch_memory(bench, is_over), asio::use_future);
        const object job = run(context, make_document(bench, format, is_over));
        const double seconds = cpu.seconds();
        object figures = cpu.json();
        while (memory.wait_for(0s) != std::future_status::ready) {
            context.run_one();
        }
        const double most_mib = static_cast<double>(memory.get()) / 1'024;
        if (format == "csv") {
            run(context, check_lines(bench, std::string(job.at("id").as_string()), postings));
        }
        out[format] = object{
            {"seconds", seconds},
            {"memory_mib", most_mib},
            {"bytes", job.at("file").at("bytes")},
            {"cpu", std::move(figures)}};
        goals.push_back(
            goal("journal of a million postings, " + format, seconds, Bound::at_most, 30, "s"));
        goals.push_back(
            goal("  the server's memory meanwhile", most_mib, Bound::at_most, 200, "MiB"));
    }
    out["postings"] = postings;
    out["goals"] = std::move(goals);
    return out;
}

}  // namespace

std::span<const Scenario> export_scenarios() {
    static const std::array<Scenario, 1> scenarios{
        {{"exports", "Documents of a million postings, SQLite", exports}}};
    return scenarios;
}

}  // namespace arus::bench
