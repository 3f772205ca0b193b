// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/ledger_store.hpp"
#include "arus/transports/websocket/detail/outbound_queue.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arus::websocket::detail {

/// A contiguous run of a book's events, ready for the wire: a committed batch, or a page of the
/// history. The lines are made when somebody first needs them, once for all loops; what the batch
/// held is let go then.
///
/// Never changed as seen from outside; safe from every thread.
class EventLines {
public:
    /// Precondition: the batch has events.
    EventLines(std::shared_ptr<const app::CommittedBatch> batch, TimePoint arrived_at);

    std::uint64_t first() const { return first_; }
    std::uint64_t last() const { return last_; }
    bool holds(std::uint64_t offset) const { return offset >= first_ && offset <= last_; }
    const std::string& epoch() const { return epoch_; }
    /// When this instance heard of it.
    TimePoint arrived_at() const { return arrived_at_; }
    /// About what it takes in memory.
    std::size_t cost_bytes() const { return cost_bytes_; }

    // Of one event. Precondition of each: holds(offset).

    /// Everything of its push after the `sub` member (see wire/event_line.hpp).
    std::string_view suffix(std::uint64_t offset) const;
    ledger::EventType type(std::uint64_t offset) const { return facts(offset).type; }
    const std::optional<OutletId>& outlet_id(std::uint64_t offset) const {
        return facts(offset).outlet_id;
    }
    const Hash256& hash(std::uint64_t offset) const { return facts(offset).hash; }
    /// The event's `data`, as it stands in the line.
    std::string_view data(std::uint64_t offset) const;

private:
    struct Facts {
        std::size_t end = 0;  ///< of its suffix in text_
        std::size_t data_bytes = 0;
        ledger::EventType type = ledger::EventType::transaction_posted;
        std::optional<OutletId> outlet_id;
        Hash256 hash{};
    };
    const Facts& facts(std::uint64_t offset) const;
    void prepare() const;

    std::uint64_t first_;
    std::uint64_t last_;
    std::string epoch_;
    TimePoint arrived_at_;
    std::size_t cost_bytes_ = 0;
    mutable std::once_flag prepared_;
    mutable std::shared_ptr<const app::CommittedBatch> batch_;  ///< until prepared
    mutable std::string text_;
    mutable std::vector<Facts> facts_;
};
using EventLinesRef = std::shared_ptr<const EventLines>;

}  // namespace arus::websocket::detail
