// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/ledger_store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace arus::app {

/// A person's value outside the ledger that has changed: the push of the channels `job` and
/// `notify`. Latest wins; whoever misses one reads it again on subscribe.
struct ValueNews {
    enum class Channel { job, notify };
    Channel channel = Channel::job;
    BookId book_id;
    UserId user_id;            ///< whose it is; nobody else is told
    std::string key;           ///< of a job its id, of a notification its own
    std::string data;          ///< JSON, the object as REST shows it
    std::uint64_t offset = 0;  ///< where the book stood at least
};

/// Carries committed batches and changed values to whoever passes them on to clients, on this
/// instance and on others. At most once: a receiver checks offsets and reads from the store what it
/// missed. Losing the bus never blocks a commit.
class EventBus {
public:
    virtual ~EventBus() = default;

    using Receiver = std::function<void(std::shared_ptr<const CommittedBatch>)>;
    using ValueReceiver = std::function<void(std::shared_ptr<const ValueNews>)>;

    /// Called for every batch that is published from now on, of one book in commit order, on the
    /// publisher's thread: it must not block nor throw. Subscribe before the first publish; a
    /// receiver stays until the bus ends.
    virtual void subscribe(Receiver receiver) = 0;
    /// The same for values, in no promised order.
    virtual void subscribe_values(ValueReceiver receiver) = 0;

    /// Never blocks, never throws. Batches of one book are published in commit order.
    virtual void publish(std::shared_ptr<const CommittedBatch> batch) = 0;
    virtual void publish_value(std::shared_ptr<const ValueNews> news) = 0;
};

}  // namespace arus::app
