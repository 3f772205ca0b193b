// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/paging.hpp"
#include "arus/app/transactions/committer.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace arus::app {

/// What makes a request happen once. At least one of the two: else validation_failed, `required` at
/// `header:Idempotency-Key`.
struct RequestKey {
    std::optional<std::string> header;  ///< Idempotency-Key, 8 to 128 visible ASCII characters
    bool id_given = false;              ///< the body named the id; otherwise one is made here
};

/// Which transactions; see TransactionQuery. `q` and the days are what the client sent.
struct TransactionListRequest {
    TransactionQuery::Order order = TransactionQuery::Order::sequence;
    std::optional<Date> from;  ///< absent: 90 days before `to`, or before today
    std::optional<Date> to;
    std::optional<AccountId> account_id;
    std::optional<OutletId> outlet_id;
    std::optional<ContactId> contact_id;
    std::optional<std::string> tag;
    std::optional<ledger::TransactionKind> kind;
    std::optional<ledger::TransactionStatus> status;
    std::optional<UserId> created_by;
    std::optional<bool> late;
    std::optional<std::string> q;  ///< beginning of a reference, an exact amount, or words of the
                                   ///< description
    PageRequest page;
};

/// GET /events. `epoch` and `hash` are of the last event that the client applied.
struct EventListRequest {
    std::uint64_t after = 0;
    std::optional<std::string> epoch;
    std::optional<Hash256> hash;  ///< needs `epoch`
    std::size_t limit = 50;       ///< events looked at, 1 to 500
};

struct EventList {
    std::string epoch;
    std::uint64_t head = 0;
    bool recovered = true;  ///< false: `after` is no position of this history; then no items and
                            ///< next is 0
    std::vector<ledger::Event> items;
    std::uint64_t next = 0;  ///< what to ask for next; items of a filtered reader have gaps, this
                             ///< has none
};

/// Posting and reading back. One for the process; safe from every executor; every call throws
/// Failure, with outcome_known == false where a commit was in flight.
///
/// Every call: not_found for a book one may not see, forbidden for a role that may not. A cashier's
/// transactions are those of the own outlets; others are not found.
class Transactions {
public:
    Transactions(LedgerStore& ledgers, Committer& committer, Access& access, const Clock& clock);

    /// Posts or holds one; returns after the durable commit. A replay is the transaction as first
    /// committed, with `replayed` set. Refusals: see RefusalCode from idempotency_key_reused on.
    Awaitable<Result<Committed>> post(
        RequestContext context, BookId book, ledger::TransactionDraft draft, RequestKey key);

    /// An item of a batch that has a mistake in its shape comes as the refusal of it.
    using BatchItem = std::variant<ledger::TransactionDraft, Refusal>;
    /// Posts 1 to 1000, each by the id of its draft, which is its key: the same as post() with that
    /// id, so that what was sent alone before is known here. One verdict an item, in order. Atomic:
    /// all or none; the others of a refused batch get batch_refused.
    Awaitable<Result<std::vector<CommitVerdict>>> post_batch(
        RequestContext context, BookId book, std::vector<BatchItem> items, bool atomic);

    Awaitable<Result<Committed>> reverse(
        RequestContext context, BookId book, ledger::ReverseDraft draft, RequestKey key);

    /// Posts or lets go a pending one. `key.id_given` is not looked at.
    Awaitable<Result<Committed>> settle(
        RequestContext context, BookId book, ledger::SettleDraft draft, RequestKey key);

    Awaitable<Result<TransactionRecord>> find(
        RequestContext context, BookId book, TransactionId id);

    /// Newest first. validation_failed: `range` at `?from` where it is after `to`; `pattern` at
    /// `?cursor`.
    Awaitable<Result<Page<TransactionRecord>>> list(
        RequestContext context, BookId book, TransactionListRequest request);

    /// Oldest first.
    Awaitable<Result<EventList>> list_events(
        RequestContext context, BookId book, EventListRequest request);

private:
    Awaitable<Result<BookAccessRef>> require(
        const RequestContext& context, BookId book, Permission permission);
    Awaitable<Result<Committed>> commit_one(
        RequestContext context, BookId book, ledger::Act act, ledger::Idempotency idempotency);

    LedgerStore& ledgers_;
    Committer& committer_;
    Access& access_;
    const Clock& clock_;
};

}  // namespace arus::app
