// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/rabbitmq/detail/link.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace arus::rabbitmq::detail {

/// A thread that keeps a link open and lets `work` use it until it breaks, then connects anew after
/// a random wait that grows until `work` says that it is up: a broker that lets us in and then
/// refuses is as good as away. Says once in the log that the broker is away, and once that it is
/// back.
class LinkThread {
public:
    /// `work` returns soon after is_stopping(), or throws Failure when the link breaks. Waits for
    /// start().
    LinkThread(
        Address address, const Options& options, std::string purpose,
        std::function<void(Link&)> work);
    ~LinkThread();
    LinkThread(const LinkThread&) = delete;
    LinkThread& operator=(const LinkThread&) = delete;

    void start();
    /// Breaks the link and waits for the thread.
    void stop();
    bool is_stopping() const { return is_stopping_; }

    /// As `work` said last; false once its link breaks.
    bool is_up() const { return is_up_; }
    /// For `work`, on its thread.
    void set_up(bool is_up);

private:
    void run();
    void use(Link& link);
    std::chrono::milliseconds next_wait();

    const Address address_;
    const Options options_;
    const std::string purpose_;
    const std::function<void(Link&)> work_;
    std::chrono::milliseconds wait_bound_;  ///< its thread only
    bool is_known_down_ = false;            ///< its thread only
    std::mutex mutex_;
    std::condition_variable wake_;
    Link* link_ = nullptr;  ///< open now
    std::atomic<bool> is_stopping_{false};
    std::atomic<bool> is_up_{false};
    std::thread thread_;
};

}  // namespace arus::rabbitmq::detail
