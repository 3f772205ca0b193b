// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/access/caller.hpp"
#include "arus/app/ports/event_bus.hpp"
#include "arus/app/transactions/event_feed.hpp"
#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace arus::websocket {

using PrincipalRef = std::shared_ptr<const app::Principal>;

/// What a snapshot shows, true at one position.
struct Snapshot {
    std::string epoch;
    std::uint64_t as_of_offset = 0;
    std::string data;  ///< `{"transactions":[…],"balances":{…}}` as in
                       ///< contracts/realtime.schema.json
};

/// Which part of a book somebody asked to hear of. All members that are present hold together.
struct Narrowing {
    std::optional<OutletId> outlet_id{};
    std::optional<AccountId> account_id{};
    std::vector<ledger::EventType> types{};  ///< sorted; empty: every type
};

/// The channels of which only the latest value of each key counts.
enum class ValueChannel { balance, kpi, report, job, notify };

/// True for the channels that hold what concerns one person: pushed as it changes, never read
/// again.
constexpr bool is_personal(ValueChannel channel) {
    return channel == ValueChannel::job || channel == ValueChannel::notify;
}

/// Which values of a book somebody wants to have.
struct ValueRequest {
    ValueChannel channel = ValueChannel::balance;
    std::optional<OutletId> outlet_id{};  ///< of balance and kpi
    std::string report_name{};            ///< of report
    /// Of report: the parameters as in the query of that report, `name=value&…`, percent-encoded,
    /// by name, each once.
    std::string report_parameters{};
};

/// The present values, all true at one position.
struct Values {
    std::string epoch;
    std::uint64_t as_of_offset = 0;
    struct Item {
        std::string key;
        std::string data;  ///< JSON, the object as REST shows it
    };
    std::vector<Item> items;
    /// When they may change though nothing was committed: a new hour, a new day.
    std::optional<Instant> valid_until{};
};

/// What the socket needs of the application, and nothing else: the module's one way inwards. The
/// product's is AppBackend; tests have their own. Safe from every executor; a caller is resumed on
/// its own. Every read throws Failure where the database does not answer in time.
class Backend {
public:
    virtual ~Backend() = default;

    /// Whose token this is; `unauthenticated` otherwise.
    virtual Awaitable<Result<PrincipalRef>> authenticate(std::string token, Deadline deadline) = 0;
    /// Whether a session that was let in before still stands, and until when; `unauthenticated`
    /// otherwise.
    virtual Awaitable<Result<PrincipalRef>> authenticate(Hash256 token_hash, Deadline deadline) = 0;

    /// The epoch of every book the user may see.
    virtual Awaitable<std::vector<std::pair<BookId, std::string>>> epochs_of(
        UserId user, Deadline deadline) = 0;

    /// What the user is in the book; `not_found`, `forbidden`.
    virtual Awaitable<Result<app::BookAccessRef>> access(
        UserId user, BookId book, Deadline deadline) = 0;

    /// Whether outlet and account are there for this reader: `unknown_account`, `unknown_outlet`.
    virtual Awaitable<Result<Done>> check(
        app::BookAccessRef access, Narrowing narrowing, Deadline deadline) = 0;

    /// Where the book stands; nothing if there is no such book.
    virtual Awaitable<std::optional<app::Position>> head(BookId book, Deadline deadline) = 0;
    /// Events after an offset, contiguous and unfiltered.
    virtual Awaitable<app::EventPage> events(
        BookId book, app::EventQuery query, Deadline deadline) = 0;

    /// The latest transactions and the balances as far as this reader may see them and asked for
    /// them.
    virtual Awaitable<Result<Snapshot>> snapshot(
        PrincipalRef principal, app::BookAccessRef access, Narrowing narrowing,
        Deadline deadline) = 0;

    /// The present values of a channel that is not personal. Refusals as REST has them (`forbidden`
    /// for a cashier who names no own outlet, `unknown_outlet`, `validation_failed` for a report or
    /// parameters that are not known).
    virtual Awaitable<Result<Values>> values(
        PrincipalRef principal, app::BookAccessRef access, ValueRequest request,
        Deadline deadline) = 0;
    /// The present values of a personal channel, of this user in this book, newest last.
    virtual Awaitable<std::vector<Values::Item>> personal_values(
        PrincipalRef principal, app::BookAccessRef access, ValueChannel channel,
        Deadline deadline) = 0;

    /// From now on every committed batch is handed to the receiver, on the publisher's thread: see
    /// EventBus::subscribe.
    virtual void subscribe(app::EventBus::Receiver receiver) = 0;
    /// The same for what changes in personal channels.
    virtual void subscribe_values(app::EventBus::ValueReceiver receiver) = 0;

    /// Somebody listens to the book from now on, or nobody any more; each watch() is followed by
    /// one unwatch(), but for those that still hold when the socket ends. For a bus that brings
    /// only what is wanted. Never blocks.
    virtual void watch(BookId) {}
    virtual void unwatch(BookId) {}
};

}  // namespace arus::websocket
