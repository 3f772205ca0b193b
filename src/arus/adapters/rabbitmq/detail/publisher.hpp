// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/rabbitmq/detail/link_thread.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

namespace arus::rabbitmq::detail {

/// Sends messages over a link and a thread of its own, in order, each at most once. offer() never
/// blocks: what does not fit is dropped. A link that publishes is never one that consumes, because
/// a broker that is short of memory stops reading from it.
class Publisher {
public:
    struct Message {
        Link::Target target;
        std::size_t bytes = 0;              ///< about how large the body is
        std::function<std::string()> body;  ///< called on the publisher's thread
    };

    /// `prepare` declares what messages go to, on every new link.
    Publisher(
        const Address& address, const Options& options, const char* purpose,
        std::function<void(Link&)> prepare);
    ~Publisher();

    void start() { thread_.start(); }
    /// False if it was dropped.
    bool offer(Message message);
    /// Sends what waits and hears that the broker has it, as long as `patience` says, and ends the
    /// thread.
    void stop(std::chrono::milliseconds patience);

    /// True while the broker takes messages.
    bool is_connected() const { return thread_.is_up() && !is_blocked_; }
    PublishFigures figures() const;

private:
    void work(Link& link);
    std::optional<Message> next();
    bool is_drained() const { return queue_.empty() && unconfirmed_ == 0; }
    void count_confirmed(std::size_t count);
    void drop_waiting();

    const Options options_;
    const std::function<void(Link&)> prepare_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;     ///< something to send, or the end
    std::condition_variable drained_;  ///< nothing to send nor to be confirmed any more
    std::deque<Message> queue_;
    std::size_t queued_bytes_ = 0;
    std::size_t unconfirmed_ = 0;  ///< taken from the queue, and not confirmed by the broker
    std::atomic<bool> is_blocked_{false};
    std::atomic<std::uint64_t> published_{0};
    std::atomic<std::uint64_t> confirmed_{0};
    std::atomic<std::uint64_t> dropped_{0};
    LinkThread thread_;
};

}  // namespace arus::rabbitmq::detail
