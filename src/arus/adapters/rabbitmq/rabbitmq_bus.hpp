// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/rabbitmq/options.hpp"
#include "arus/app/ports/event_bus.hpp"

#include <memory>

namespace arus::rabbitmq {

/// The event bus between instances, over one RabbitMQ topic exchange. Whatever is published here
/// reaches this instance's own receivers at once, on the publisher's thread, whether there is a
/// broker or not; it reaches other instances through the broker, at most once: they check offsets
/// and read from the store what they miss.
///
/// Safe from every thread. Two threads of its own: one publishes, one consumes.
class Bus : public app::EventBus {
public:
    /// From now on messages about this book are wanted too; counted, so that each call needs its
    /// unwatch(). Never blocks; holds within about 100 ms while there is a broker.
    virtual void watch(BookId book) = 0;
    virtual void unwatch(BookId book) = 0;

    /// True while messages flow both ways. While false, heads of books must be asked for more
    /// often.
    virtual bool is_connected() const = 0;

    struct Figures {
        PublishFigures published;
        std::uint64_t received = 0;  ///< from other instances
        std::uint64_t refused = 0;   ///< received, but not understood
    };
    virtual Figures figures() const = 0;

    /// Sends what waits, as long as `patience` says, and ends both threads. Receivers are not
    /// called from them afterwards. May be called again; the destructor calls it too.
    virtual void stop(std::chrono::milliseconds patience) = 0;
};

/// Starts connecting in the background and returns at once: a broker that is away is no error.
/// Throws Failure (configuration) for a URL that is none.
std::unique_ptr<Bus> open_bus(Options options);

}  // namespace arus::rabbitmq
