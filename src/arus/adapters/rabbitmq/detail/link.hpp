// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/rabbitmq/options.hpp"

#include <amqp.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace arus::rabbitmq::detail {

/// Where the broker is, out of Options::url.
struct Address {
    std::string host;
    int port = 5672;
    std::string vhost = "/";
    std::string user;
    std::string password;
    bool is_tls = false;
    bool is_verified = true;
    std::string ca_file;  ///< empty: the system's authorities
};

/// Throws Failure (configuration).
Address parse_address(const std::string& url);

/// A connection with one channel, used by one thread. Everything throws Failure (unavailable) when
/// the link is broken; then the object is good for nothing but its end. Heartbeats are served
/// inside wait() and receive(): call one of them at least once a second.
class Link {
public:
    struct Limits {
        std::chrono::milliseconds call_timeout{5'000};
        std::chrono::seconds heartbeat{10};
    };
    Link(const Address& address, Limits limits, std::string_view name);
    ~Link();
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    /// The broker's product and version.
    std::string product() const;

    void declare_topic_exchange(const char* name);
    void want_confirms();
    /// A queue of this connection's own, named by the broker, gone with it; returns its name.
    std::string declare_own_queue(std::size_t bytes_max);
    void bind(const std::string& queue, const char* exchange, const std::string& key);
    void unbind(const std::string& queue, const char* exchange, const std::string& key);
    /// Messages need no acknowledgement.
    void consume(const std::string& queue);

    /// A durable quorum queue. With a `delay` its messages go to the queue `then` after it.
    struct Kept {
        std::string name;
        std::chrono::milliseconds delay{0};
        std::string then;
    };
    void declare_kept_queue(const Kept& queue);
    /// At most `prefetch` messages come that are not settled.
    void consume_kept(const std::string& queue, std::size_t prefetch);
    /// No more come, but for those that are on their way.
    void cancel_kept();
    void acknowledge(std::uint64_t tag);
    /// Back into the queue, for anybody.
    void give_back(std::uint64_t tag);

    /// Where a message goes.
    struct Target {
        std::string exchange;  ///< empty: straight to the queue named by `key`
        std::string key;
        /// Survives the broker's restart, and comes back (Heard::returned) where there is no such
        /// queue.
        bool is_kept = false;
        std::chrono::milliseconds keep_for{0};  ///< then the broker forgets it; 0: never
    };
    /// Hands the message to the kernel; returns the number by which it will be confirmed.
    std::uint64_t publish(const Target& target, std::string_view body);

    /// What the broker said.
    struct Confirmed {
        std::uint64_t up_to = 0;
        bool is_multiple = false;
        bool is_accepted = true;
    };
    struct Heard {
        std::function<void(const Confirmed&)> confirmed;
        std::function<void(bool)> blocked;  ///< true: the broker takes nothing at the moment
        /// A kept message reached no queue; it is confirmed all the same afterwards.
        std::function<void()> returned;
    };
    /// Handles all that has come, and waits for it as long as `patience` says. False where nothing
    /// came.
    bool wait(std::chrono::milliseconds patience, const Heard& heard);

    struct Received {
        std::uint64_t tag = 0;  ///< for acknowledge() and give_back()
        std::string_view body;
    };
    /// Hands the next message on; false where none came in time.
    bool receive(
        std::chrono::milliseconds patience, const std::function<void(const Received&)>& take);

    /// Breaks the link from another thread: what waits inside it ends with a Failure.
    void break_off();

private:
    void check(const amqp_rpc_reply_t& reply, const char* what) const;
    void check(int status, const char* what) const;
    void open_socket(const Address& address, Limits limits);
    void log_in(const Address& address, Limits limits, std::string_view name);

    amqp_connection_state_t state_;
    std::atomic<int> socket_{-1};
    std::uint64_t published_ = 0;
};

}  // namespace arus::rabbitmq::detail
