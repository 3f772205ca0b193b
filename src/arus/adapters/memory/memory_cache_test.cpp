// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/memory/memory_cache.hpp"

#include "arus/app/statements/result_cache.hpp"
#include "arus/async/loop_pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

namespace arus::memory {
namespace {

using app::Cache;
using namespace std::chrono_literals;

Deadline soon() {
    return Deadline::in(20s);
}

Cache::Bytes bytes(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
}

class MemoryCache : public testing::Test {
protected:
    template <class T>
    std::future<T> start(std::size_t loop, Awaitable<T> task) {
        return asio::co_spawn(loops.loop(loop), std::move(task), asio::use_future);
    }
    void put(Cache& cache, const std::string& key, const std::string& text) {
        start(0, cache.put(key, bytes(text), 600s, soon())).get();
    }
    std::string found(Cache& cache, const std::string& key) {
        const Cache::Bytes got = start(0, cache.get(key, soon())).get();
        return got ? *got : "nothing";
    }

    LoopPool loops{2};
};

TEST_F(MemoryCache, gives_what_was_put_last) {
    const auto cache = make_memory_cache({});
    EXPECT_EQ(found(*cache, "a"), "nothing");
    put(*cache, "a", "one");
    put(*cache, "b", "two");
    EXPECT_EQ(found(*cache, "a"), "one");
    put(*cache, "a", "three");
    EXPECT_EQ(found(*cache, "a"), "three");
    EXPECT_EQ(found(*cache, "b"), "two");
    const auto figures = cache->figures();
    EXPECT_EQ(figures.hits, 3U);
    EXPECT_EQ(figures.misses, 1U);
    EXPECT_EQ(figures.bytes, 1U + 5U + 1U + 3U);
}

TEST_F(MemoryCache, lets_go_of_what_was_used_longest_ago) {
    const auto cache = make_memory_cache({.bytes_max = 30, .entry_bytes_max = 20});
    put(*cache, "a", "123456789");  // ten bytes with its key
    put(*cache, "b", "123456789");
    put(*cache, "c", "123456789");
    EXPECT_EQ(found(*cache, "a"), "123456789");
    put(*cache, "d", "123456789");
    EXPECT_EQ(found(*cache, "b"), "nothing");
    EXPECT_EQ(found(*cache, "a"), "123456789");
    EXPECT_EQ(found(*cache, "c"), "123456789");
    EXPECT_EQ(cache->figures().bytes, 30U);
}

TEST_F(MemoryCache, keeps_nothing_that_is_too_large) {
    const auto cache = make_memory_cache({.bytes_max = 100, .entry_bytes_max = 10});
    put(*cache, "a", "0123456789");
    EXPECT_EQ(found(*cache, "a"), "nothing");
    EXPECT_EQ(cache->figures().bytes, 0U);
}

TEST_F(MemoryCache, forgets_when_the_lifetime_is_over) {
    const auto cache = make_memory_cache({});
    start(0, cache->put("a", bytes("one"), 1s, soon())).get();
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (found(*cache, "a") != "nothing" && std::chrono::steady_clock::now() < end) {
        std::this_thread::yield();
    }
    EXPECT_EQ(found(*cache, "a"), "nothing");
    EXPECT_EQ(cache->figures().bytes, 0U);
}

/// A result that is made only when it is let go, and how often that happened.
struct Making {
    std::atomic<int> times{0};
    std::atomic<bool> may_end{false};
    bool fails = false;

    Awaitable<app::ResultCache::Made> make(std::string key) {
        ++times;
        asio::steady_timer timer(co_await asio::this_coro::executor);
        while (!may_end) {
            timer.expires_after(1ms);
            co_await timer.async_wait(use_awaitable);
        }
        if (fails) {
            throw std::runtime_error("broken");
        }
        co_return app::ResultCache::Made{std::move(key), bytes("made")};
    }
};

TEST_F(MemoryCache, is_asked_before_anything_is_made_and_many_share_one_making) {
    const auto cache = make_memory_cache({});
    app::ResultCache results(*cache, {});
    Making making;
    std::vector<std::future<Cache::Bytes>> asking;
    for (std::size_t i = 0; i < 20; ++i) {
        asking.push_back(start(i % 2, results.get("a", making.make("a"), soon())));
    }
    while (cache->figures().misses < 20) {
        std::this_thread::yield();
    }
    making.may_end = true;
    for (auto& one : asking) {
        EXPECT_EQ(*one.get(), "made");
    }
    // The last one of each loop may come to the flight when it has landed already.
    EXPECT_LE(making.times, 3);
    const int before = making.times;
    EXPECT_EQ(*start(0, results.get("a", making.make("a"), soon())).get(), "made");
    EXPECT_EQ(making.times, before) << "it is known now";
}

TEST_F(MemoryCache, keeps_a_result_under_the_key_it_was_made_for) {
    const auto cache = make_memory_cache({});
    app::ResultCache results(*cache, {});
    Making making;
    making.may_end = true;
    start(0, results.get("asked", making.make("later"), soon())).get();
    EXPECT_EQ(found(*cache, "asked"), "nothing");
    EXPECT_EQ(found(*cache, "later"), "made");
}

TEST_F(MemoryCache, does_not_keep_a_failure) {
    const auto cache = make_memory_cache({});
    app::ResultCache results(*cache, {});
    Making making;
    making.fails = true;
    making.may_end = true;
    EXPECT_THROW(start(0, results.get("a", making.make("a"), soon())).get(), std::runtime_error);
    making.fails = false;
    EXPECT_EQ(*start(0, results.get("a", making.make("a"), soon())).get(), "made");
}

TEST_F(MemoryCache, lets_a_waiting_caller_go_at_its_own_deadline) {
    const auto cache = make_memory_cache({});
    app::ResultCache results(*cache, {});
    Making making;
    auto first = start(0, results.get("a", making.make("a"), soon()));
    while (making.times == 0) {
        std::this_thread::yield();
    }
    auto second = start(1, results.get("a", making.make("a"), Deadline::in(20ms)));
    EXPECT_THROW(second.get(), Failure);
    making.may_end = true;
    EXPECT_EQ(*first.get(), "made");
}

}  // namespace
}  // namespace arus::memory
