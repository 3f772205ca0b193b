// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/effects_writer.hpp"
#include "arus/adapters/sqlite/detail/knowledge.hpp"
#include "arus/adapters/sqlite/detail/rows.hpp"
#include "arus/app/ports/ledger_store.hpp"

#include <span>
#include <vector>

namespace arus::sqlite {

/// What the writer's thread does for a LedgerStore. Every call runs inside a part of a group of
/// WriterThread, and what it returns may be believed only after the group is committed.
class LedgerWriter {
public:
    LedgerWriter(Connection& connection, const Clock& clock);

    app::CommitResult commit_batch(BookId book, std::span<const ledger::Submission> submissions);
    app::BookRecord create_book(const app::NewBook& book);

    /// After something was rolled back: what is known of books may never have happened.
    void forget() { knowledge_.clear(); }

private:
    ledger::BookState load_state(BookId book, ledger::Head head);
    void load_lookups(ledger::BookState& state, const ledger::Lookups& lookups);
    void load_transaction(ledger::BookState& state, TransactionId id);
    ledger::Effects evaluate(
        ledger::BookState& state, std::span<const ledger::Submission> submissions);
    app::CommitResult result_of(
        const ledger::BookState& state, std::uint64_t offset_before, ledger::Effects effects);
    app::Committed committed_of(
        const ledger::BookState& state, std::uint64_t offset_before,
        const std::vector<ledger::Event>& events, ledger::Accepted& accepted);
    ledger::Event load_event(BookId book, std::uint64_t offset);

    const Clock& clock_;
    const std::uint64_t writer_;  ///< this instance, a random number
    Knowledge knowledge_;
    EffectsWriter effects_writer_;
    TransactionReader transactions_;
    Statement find_head_;
    Statement find_book_;
    Statement list_accounts_;
    Statement list_balances_;
    Statement list_outlets_;
    Statement find_contact_;
    Statement find_contact_by_code_;
    Statement find_key_;
    Statement list_events_;
    Statement insert_book_;
    Statement insert_head_;
    Statement put_member_;
};

}  // namespace arus::sqlite
