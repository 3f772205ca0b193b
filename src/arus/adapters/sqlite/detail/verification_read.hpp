// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/rows.hpp"
#include "arus/app/transactions/entry_checkpoints.hpp"
#include "arus/ledger/entry_verification.hpp"
#include "arus/ledger/verification.hpp"

namespace arus::sqlite {

/// Streams a book through ledger::Verification, for one read connection. Each call belongs inside a
/// Snapshot, so that history and sums are of one moment. Memory does not grow with the history but
/// for what the verification itself keeps.
class VerificationRead {
public:
    explicit VerificationRead(const Connection& connection);

    /// Goes on from `from` only where `checkpoints` remember it too, and adds what it found there;
    /// null: none. Stopped through `watch` it ends in Failure unavailable; in the middle of a
    /// statement where the snapshot looks at the same watch.
    std::optional<app::VerificationRecord> verify(
        BookId book, std::optional<ledger::Verification> from, app::VerifyWatch& watch,
        app::EntryCheckpoints* checkpoints = nullptr);

private:
    std::optional<app::VerificationRecord> check(
        BookId book, std::optional<ledger::Verification> from, app::VerifyWatch& watch,
        app::EntryCheckpoints* checkpoints);
    /// The acts of a book in order, walked beside its events: the row with the offset of an event
    /// is what it speaks of.
    class Acts;

    bool belongs(BookId book, const ledger::Verification& checkpoint);
    std::uint64_t sequence_before(BookId book, std::uint64_t offset, std::uint64_t last_sequence);
    void add_history(
        BookId book, const ledger::Head& head, ledger::Verification& verification,
        ledger::EntryVerification& entries, app::VerifyWatch& watch);
    ledger::VerificationReport compare(
        const ledger::Book& book, const ledger::Head& head,
        const ledger::Verification& verification);
    void compare_chart(BookId book, ledger::Verification::Comparison& comparison);
    void compare_activity(BookId book, ledger::Verification::Comparison& comparison);
    std::vector<ledger::Finding> compare_entries(
        BookId book, const ledger::EntryVerification& entries);
    std::vector<ledger::Finding> check_keys(BookId book);

    Statement find_head_;
    Statement find_book_;
    Statement find_event_hash_;
    Statement find_offset_;
    Statement list_events_;
    Statement list_made_;
    Statement list_settled_;
    Statement list_accounts_;
    Statement list_outlets_;
    Statement list_contacts_;
    Statement list_balances_;
    Statement list_days_;
    Statement list_months_;
    Statement list_hours_;
    Statement list_payments_;
    Statement list_contact_balances_;
    Statement list_account_entries_;
    Statement count_keys_astray_;
    Statement count_rows_;
    TransactionReader transactions_;
};

}  // namespace arus::sqlite
