// SPDX-License-Identifier: Apache-2.0
#include "posting.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/json/array.hpp>

#include <charconv>

namespace arus::bench {

namespace {

std::uint64_t offset_in(std::string_view body) {
    constexpr std::string_view name = "\"offset\":";
    const std::size_t at = body.rfind(name);
    std::uint64_t offset = 0;
    if (at != std::string_view::npos) {
        std::from_chars(body.data() + at + name.size(), body.data() + body.size(), offset);
    }
    return offset;
}

}  // namespace

Posting::Posting(Workbench& bench, std::size_t connections) : bench_(bench) {
    for (std::size_t i = 0; i < connections; ++i) {
        connections_.push_back(std::make_unique<HttpConnection>(
            bench.context().get_executor(), bench.server().port()));
    }
}

Awaitable<void> Posting::connect_all() {
    for (const auto& connection : connections_) {
        co_await connection->connect();
    }
    began_ = Clock::now();
}

Awaitable<void> Posting::wait_for_all() {
    asio::steady_timer timer(bench_.context());
    while (tasks_.running() > 0) {
        timer.expires_after(std::chrono::milliseconds(5));
        co_await timer.async_wait(use_awaitable);
    }
}

Awaitable<void> Posting::closed(std::chrono::duration<double> time) {
    co_await connect_all();
    const auto until = began_ + std::chrono::duration_cast<Clock::duration>(time);
    for (const auto& connection : connections_) {
        tasks_.spawn(bench_.context().get_executor(), keep_posting(*connection, until));
    }
    co_await wait_for_all();
}

Awaitable<void> Posting::open(double rate, std::chrono::duration<double> time) {
    co_await connect_all();
    const auto until = began_ + std::chrono::duration_cast<Clock::duration>(time);
    for (std::size_t i = 0; i < connections_.size(); ++i) {
        tasks_.spawn(
            bench_.context().get_executor(), post_on_time(*connections_[i], i, rate, until));
    }
    co_await wait_for_all();
}

Awaitable<void> Posting::keep_posting(HttpConnection& connection, TimePoint until) {
    for (auto now = Clock::now(); now < until; now = Clock::now()) {
        co_await post_one(connection, now);
    }
}

Awaitable<void> Posting::post_on_time(
    HttpConnection& connection, std::size_t first, double rate, TimePoint until) {
    asio::steady_timer timer(bench_.context());
    for (std::size_t number = first;; number += connections_.size()) {
        const std::chrono::duration<double> after(static_cast<double>(number) / rate);
        const auto intended = began_ + std::chrono::duration_cast<Clock::duration>(after);
        if (intended >= until) {
            co_return;
        }
        if (intended > Clock::now()) {
            timer.expires_at(intended);
            co_await timer.async_wait(use_awaitable);
        }
        co_await post_one(connection, intended);
    }
}

Awaitable<void> Posting::post_one(HttpConnection& connection, TimePoint intended) {
    const auto reply = co_await connection.send(bench_.post_request(bench_.sale()));
    const auto now = Clock::now();
    ended_ = std::max(ended_, now);
    if (reply.status != 201) {
        ++refused_;
        co_return;
    }
    latencies_.add(now - intended);
    const auto second = static_cast<std::size_t>(
        std::chrono::duration<double>(now - began_).count());
    by_second_.resize(std::max(by_second_.size(), second + 1));
    ++by_second_[second];
    if (on_reply) {
        on_reply(offset_in(reply.body), intended, now);
    }
}

double Posting::per_second() const {
    return static_cast<double>(accepted()) / std::chrono::duration<double>(ended_ - began_).count();
}

boost::json::object Posting::json() const {
    boost::json::array seconds(by_second_.begin(), by_second_.end());
    return {
        {"connections", connections_.size()},
        {"accepted", accepted()},
        {"refused", refused_},
        {"per_second", per_second()},
        {"by_second", std::move(seconds)},
        {"latency", latencies_.json()}};
}

}  // namespace arus::bench
