// SPDX-License-Identifier: Apache-2.0
// What guessing passwords costs everybody else: the owner of the account that is guessed at goes on
// posting by an open session, alone and meanwhile, in turn. Once all guesses come from one address,
// once each from an address of its own, which a trusted proxy names: then no throttle of addresses
// helps, and what is left is the one thread that hashes and how many may wait for it.
#include "scenarios.hpp"

#include "posting.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/json/array.hpp>

#include <array>
#include <map>

namespace arus::bench {

namespace {

using boost::json::object;

constexpr double sales_per_s = 100;
constexpr std::size_t posters = 32;
constexpr double guesses_per_minute = 12'000;
constexpr std::size_t guessers = 256;
constexpr int rounds = 5;

enum class From { one_address, an_address_each };

/// Wrong passwords at a steady rate, half of them for the account that posts, half for users who do
/// not exist.
class Guessing {
public:
    Guessing(Workbench& bench, From from) : bench_(bench), from_(from) {
        for (std::size_t i = 0; i < guessers; ++i) {
            connections_.push_back(std::make_unique<HttpConnection>(
                bench.context().get_executor(), bench.server().port()));
        }
    }

    Awaitable<void> begin() {
        for (const auto& connection : connections_) {
            co_await connection->connect();
        }
        began_ = Clock::now();
        for (std::size_t i = 0; i < connections_.size(); ++i) {
            tasks_.spawn(bench_.context().get_executor(), guess(*connections_[i], i));
        }
    }

    Awaitable<void> end() {
        const double seconds = std::chrono::duration<double>(Clock::now() - began_).count();
        is_over_ = true;
        answered_per_minute_ = static_cast<double>(answered()) * 60 / seconds;
        asio::steady_timer timer(bench_.context());
        while (tasks_.running() > 0) {
            timer.expires_after(std::chrono::milliseconds(5));
            co_await timer.async_wait(use_awaitable);
        }
    }

    double answered_per_minute() const { return answered_per_minute_; }
    /// Replies by status.
    const std::map<int, std::uint64_t>& replies() const { return replies_; }

private:
    std::uint64_t answered() const {
        std::uint64_t count = 0;
        for (const auto& [status, replies] : replies_) {
            count += replies;
        }
        return count;
    }

    std::string request(std::size_t number) const {
        const std::string email = number % 2 == 0
                                      ? "bench@example.test"
                                      : "nobody-" + std::to_string(number) + "@example.test";
        std::string text = HttpConnection::request(
            "POST", "/api/v1/auth/login", {},
            R"({"email":")" + email + R"(","password":"not the pass phrase"})");
        if (from_ == From::an_address_each) {
            const std::string address = "198." + std::to_string(18 + number / 65'536 % 2) + '.'
                                        + std::to_string(number / 256 % 256) + '.'
                                        + std::to_string(number % 256);
            text.insert(text.find("\r\n") + 2, "X-Forwarded-For: " + address + "\r\n");
        }
        return text;
    }

    Awaitable<void> guess(HttpConnection& connection, std::size_t first) {
        asio::steady_timer timer(bench_.context());
        for (std::size_t number = first; !is_over_; number += connections_.size()) {
            const std::chrono::duration<double> after(
                static_cast<double>(number) * 60 / guesses_per_minute);
            timer.expires_at(began_ + std::chrono::duration_cast<Clock::duration>(after));
            co_await timer.async_wait(use_awaitable);
            const auto reply = co_await connection.send(request(number));
            ++replies_[reply.status];
        }
    }

    Workbench& bench_;
    From from_;
    std::vector<std::unique_ptr<HttpConnection>> connections_;
    TaskScope tasks_{"guesses"};
    TimePoint began_;
    bool is_over_ = false;
    double answered_per_minute_ = 0;
    std::map<int, std::uint64_t> replies_;
};

double posting_p99_ms(Workbench& bench, double seconds) {
    Posting load(bench, posters);
    run(bench.context(), load.open(sales_per_s, std::chrono::duration<double>(seconds)));
    require(load.refused() == 0, "a sale was refused");
    return load.latencies().quantile_ms(0.99);
}

/// Figures of one kind of guesses; adds its goals.
object measure(const Settings& settings, Workbench& bench, From from, boost::json::array& goals) {
    std::vector<double> alone;
    std::vector<double> ratios;
    std::vector<double> rates;
    std::map<int, std::uint64_t> replies;
    for (int round = 0; round < rounds; ++round) {
        alone.push_back(posting_p99_ms(bench, settings.seconds));
        Guessing guessing(bench, from);
        run(bench.context(), guessing.begin());
        ratios.push_back(posting_p99_ms(bench, settings.seconds) / alone.back());
        run(bench.context(), guessing.end());
        rates.push_back(guessing.answered_per_minute());
        for (const auto& [status, count] : guessing.replies()) {
            replies[status] += count;
        }
    }
    object by_status;
    for (const auto& [status, count] : replies) {
        require(
            status == 401 || status == 429 || status == 503,
            "a guess was answered " + std::to_string(status));
        by_status[std::to_string(status)] = count;
    }
    const std::string whence = from == From::one_address ? "one address" : "an address each";
    goals.push_back(goal(
        "guesses answered, from " + whence, median(rates), Bound::at_least, 10'000, "a minute"));
    goals.push_back(
        goal("  posting's p99 meanwhile, of alone", median(ratios), Bound::at_most, 1.5, "×"));
    return {
        {"replies", std::move(by_status)},
        {"posting_p99_alone_ms", boost::json::array(alone.begin(), alone.end())},
        {"ratios", boost::json::array(ratios.begin(), ratios.end())},
        {"guesses_a_minute", boost::json::array(rates.begin(), rates.end())}};
}

object guesses(const Settings& settings, asio::io_context& context) {
    Settings behind_proxy = settings;
    behind_proxy.server_flags.emplace_back("--trusted-proxies=127.0.0.1");
    Workbench bench(behind_proxy, context, "guesses");
    posting_p99_ms(bench, 2);  // warms up
    boost::json::array goals;
    object out;
    const CpuMeter cpu(bench.server());
    out["one_address"] = measure(settings, bench, From::one_address, goals);
    out["an_address_each"] = measure(settings, bench, From::an_address_each, goals);
    out["cpu"] = cpu.json();
    run(context, bench.verify());
    out["sales_per_s"] = sales_per_s;
    out["goals"] = std::move(goals);
    return out;
}

}  // namespace

std::span<const Scenario> guess_scenarios() {
    static const std::array<Scenario, 1> scenarios{
        {{"guesses", "Wrong passwords, and who posts meanwhile", guesses}}};
    return scenarios;
}

}  // namespace arus::bench
