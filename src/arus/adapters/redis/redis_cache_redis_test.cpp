// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/redis/redis_cache.hpp"

#include "arus/async/loop_pool.hpp"
#include "arus/base/failure.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <thread>
#include <vector>

// Against a real Redis, see README.md.
namespace arus::redis {
namespace {

using namespace std::chrono_literals;

std::string server_url() {
    const char* const url = std::getenv("ARUS_TEST_REDIS_URL");
    return url == nullptr ? "" : url;
}

bool eventually(const std::function<bool()>& holds) {
    for (const auto end = std::chrono::steady_clock::now() + 20s;
         std::chrono::steady_clock::now() < end;) {
        if (holds()) {
            return true;
        }
        std::this_thread::sleep_for(2ms);
    }
    return holds();
}

class House {
public:
    app::Cache::Bytes get(app::Cache& cache, const std::string& key) {
        return asio::co_spawn(loops_.loop(0), cache.get(key, Deadline::in(5s)), asio::use_future)
            .get();
    }
    void put(app::Cache& cache, const std::string& key, const std::string& bytes) {
        const auto kept = std::make_shared<const std::string>(bytes);
        asio::co_spawn(
            loops_.loop(0), cache.put(key, kept, 60s, Deadline::in(5s)), asio::use_future)
            .get();
    }

private:
    LoopPool loops_{1};
};

class RedisCacheTest : public testing::Test {
protected:
    void SetUp() override {
        if (server_url().empty()) {
            ASSERT_EQ(std::getenv("CI"), nullptr) << "CI needs a Redis: ARUS_TEST_REDIS_URL";
            GTEST_SKIP() << "no ARUS_TEST_REDIS_URL";
        }
    }
    static std::unique_ptr<SharedCache> open() {
        // On a machine that stalls 15 ms are nothing.
        auto cache = open_cache({.url = server_url(), .patience = 5s});
        EXPECT_TRUE(eventually([&cache] { return cache->is_connected(); }));
        return cache;
    }
    House house_;
};

TEST_F(RedisCacheTest, finds_what_another_instance_has_put) {
    const auto here = open();
    const auto there = open();
    const std::string bytes("a\0b\r\n", 5);
    EXPECT_EQ(house_.get(*there, "shared"), nullptr);
    house_.put(*here, "shared", bytes);
    ASSERT_TRUE(eventually([&] { return house_.get(*there, "shared") != nullptr; }));
    EXPECT_EQ(*house_.get(*there, "shared"), bytes);
    EXPECT_GE(there->figures().hits, 2U);
    EXPECT_GE(there->figures().misses, 1U);
    EXPECT_EQ(there->figures().errors, 0U);
}

TEST_F(RedisCacheTest, answers_many_at_once_each_with_its_own) {
    const auto cache = open();
    for (int i = 0; i < 300; ++i) {
        house_.put(*cache, "n" + std::to_string(i), std::to_string(i));
    }
    LoopPool loops(2);
    std::vector<std::future<app::Cache::Bytes>> answers;
    for (std::size_t i = 0; i < 300; ++i) {
        answers.push_back(asio::co_spawn(
            loops.loop(i % 2), cache->get("n" + std::to_string(i), Deadline::in(5s)),
            asio::use_future));
    }
    for (std::size_t i = 0; i < 300; ++i) {
        const auto answer = answers[i].get();
        ASSERT_NE(answer, nullptr) << i;
        EXPECT_EQ(*answer, std::to_string(i));
    }
}

TEST_F(RedisCacheTest, does_not_keep_what_is_too_large) {
    const auto cache = open_cache({.url = server_url(), .patience = 5s, .value_bytes_max = 1'000});
    ASSERT_TRUE(eventually([&cache] { return cache->is_connected(); }));
    house_.put(*cache, "large", std::string(1'001, 'x'));
    house_.put(*cache, "small", "x");
    ASSERT_TRUE(eventually([&] { return house_.get(*cache, "small") != nullptr; }));
    EXPECT_EQ(house_.get(*cache, "large"), nullptr);
}

TEST_F(RedisCacheTest, says_which_version_it_is) {
    EXPECT_NE(diagnose({.url = server_url()}).find('.'), std::string::npos);
    std::string wrong = server_url();
    wrong.insert(wrong.find('@'), "no");
    EXPECT_THROW((void)diagnose({.url = wrong}), Failure);
}

/// Takes connections and says nothing.
class Mute {
public:
    Mute() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const plain = reinterpret_cast<sockaddr*>(&address);
        if (::bind(socket_, plain, length) != 0 || ::listen(socket_, 8) != 0
            || ::getsockname(socket_, plain, &length) != 0) {
            throw std::runtime_error("no socket");
        }
        port_ = ntohs(address.sin_port);
    }
    ~Mute() { ::close(socket_); }
    std::string url() const { return "redis://127.0.0.1:" + std::to_string(port_); }

private:
    int socket_;
    int port_ = 0;
};

TEST(RedisCache, does_not_wait_for_one_that_is_not_there_or_says_nothing) {
    House house;
    const Mute mute;
    for (const std::string& url : {std::string("redis://127.0.0.1:1"), mute.url()}) {
        const auto cache = open_cache({.url = url});
        const auto began = std::chrono::steady_clock::now();
        for (int i = 0; i < 1'000; ++i) {
            EXPECT_EQ(house.get(*cache, "key"), nullptr);
            house.put(*cache, "key", "x");
        }
        EXPECT_LT(std::chrono::steady_clock::now() - began, 5s) << "a thousand waits of 15 ms";
        EXPECT_FALSE(cache->is_connected());
        EXPECT_EQ(cache->figures().errors, 1'000U);
    }
}

TEST(RedisCache, says_what_is_wrong_with_an_address) {
    for (const char* const url :
         {"", "localhost", "rediss://h", "redis://", "redis://h:6379/x", "redis://h?tls=1"}) {
        EXPECT_THROW((void)open_cache({.url = url}), Failure) << url;
    }
}

}  // namespace
}  // namespace arus::redis
