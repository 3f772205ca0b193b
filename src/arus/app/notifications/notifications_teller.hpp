// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/ports/event_bus.hpp"
#include "arus/app/ports/notification_store.hpp"

#include <map>
#include <optional>
#include <vector>

// Looks at what happened and tells whom it concerns.
//
//   events      each rule knows up to which offset it has looked, and the balance there; a page of
//               events is looked at and the rules moved on together with what they tell, in one
//               database transaction
//   outlets     silent since the latest of its last entry, the opening hour and the rule's last
//               change; that instant is the cause, so one silence is told once
//   jobs        a job that has ended waits to be told of, and is marked in the transaction that
//   tells
//
// Two tellers at once, or one that was killed and begins again, do the same twice and tell once.
namespace arus::app {

class NotificationTeller {
public:
    NotificationTeller(
        NotificationStore& store, LedgerStore& ledgers, Access& access, EventBus& bus,
        const Clock& clock);

    /// Looks at everything that has happened until now: jobs and events. Throws Failure.
    Awaitable<void> look();
    /// Looks at outlets that are silent. Throws Failure.
    Awaitable<void> look_at_outlets();

private:
    struct BookView;

    Awaitable<void> look_at_jobs();
    Awaitable<void> look_at_events(BookId book);
    Awaitable<bool> look_at_page(BookId book);
    Awaitable<void> look_at_outlets_of(BookId book);
    Awaitable<bool> may_be_told(NotificationRule rule, std::optional<OutletId> outlet);
    Awaitable<void> tell(NotificationStore::Report report);
    Awaitable<std::optional<std::int64_t>> balance_now(NotificationRule rule, Position& position);

    NotificationStore& store_;
    LedgerStore& ledgers_;
    Access& access_;
    EventBus& bus_;
    const Clock& clock_;
};

}  // namespace arus::app
