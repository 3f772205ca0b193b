// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

namespace arus::rabbitmq {

/// Where the broker for tests is; empty where there is none.
inline std::string broker_url() {
    const char* const url = std::getenv("ARUS_TEST_AMQP_URL");
    return url == nullptr ? "" : url;
}

/// Whether it becomes true within half a minute.
template <class Condition>
bool eventually(const Condition& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (std::chrono::steady_clock::now() < end) {
        if (holds()) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return holds();
}

/// Needs a broker: without one a test is skipped, and in CI it fails.
class BrokerTest : public testing::Test {
protected:
    void SetUp() override {
        if (broker_url().empty()) {
            ASSERT_EQ(std::getenv("CI"), nullptr) << "CI needs a broker: ARUS_TEST_AMQP_URL";
            GTEST_SKIP() << "no ARUS_TEST_AMQP_URL";
        }
    }
};

}  // namespace arus::rabbitmq
