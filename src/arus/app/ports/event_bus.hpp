// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/ledger_store.hpp"

#include <functional>
#include <memory>

namespace arus::app {

/// Carries committed batches to whoever passes them on to clients, on this instance and on others.
/// At most once: a receiver checks offsets and reads from the store what it missed. Losing the bus
/// never blocks a commit.
class EventBus {
public:
    virtual ~EventBus() = default;

    using Receiver = std::function<void(std::shared_ptr<const CommittedBatch>)>;

    /// Called for every batch that is published from now on, of one book in commit order, on the
    /// publisher's thread: it must not block nor throw. Subscribe before the first publish; a
    /// receiver stays until the bus ends.
    virtual void subscribe(Receiver receiver) = 0;

    /// Never blocks, never throws. Batches of one book are published in commit order.
    virtual void publish(std::shared_ptr<const CommittedBatch> batch) = 0;
};

}  // namespace arus::app
