// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access.hpp"
#include "arus/app/caller.hpp"
#include "arus/app/event_feed.hpp"
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

    /// From now on every committed batch is handed to the receiver, on the publisher's thread: see
    /// EventBus::subscribe.
    virtual void subscribe(app::EventBus::Receiver receiver) = 0;
};

}  // namespace arus::websocket
