// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/rows.hpp"
#include "arus/app/statements/statement_sums.hpp"

#include <tuple>

namespace arus::sqlite {

/// What statements are made of, for one read connection. Each call belongs inside a Snapshot.
class StatementReads {
public:
    explicit StatementReads(const Connection& connection);

    app::StatementRecord statement(BookId book, const app::StatementQuery& query);
    app::EntryPage entries(BookId book, const app::EntryQuery& query);
    app::AgingRecord aging(BookId book, const app::AgingQuery& query);
    app::ChangePage changes(BookId book, const app::ChangeQuery& query);

private:
    /// `take(account, sides)` for every stored sum of the range; several an account.
    template <class Take>
    void each_sum(BookId book, const app::ActivityRange& range, Take take);
    /// `take(posting, sequence)` for every posting that took effect after a sequence.
    template <class Take>
    void each_later(BookId book, std::uint64_t sequence, Take take);

    /// What the list of an account's entries knows of one.
    struct EntryKey {
        AccountId account_id;
        Date date;
        std::uint64_t sequence = 0;
        int position = 0;
        std::int64_t amount_minor = 0;
        std::uint64_t transaction_sequence = 0;
        auto order() const { return std::tie(date, sequence, position); }
    };

    app::EntryRecord entry(BookId book, const EntryKey& key);
    std::vector<ledger::Account> accounts(BookId book);
    /// Where the book stood after the act of that number, 0 for before the first.
    void stand_at(BookId book, std::uint64_t sequence, app::Position& position);
    void add_contacts(
        BookId book, const app::AgingQuery& query, std::uint64_t head_sequence,
        const std::vector<AccountId>& accounts, app::AgingSums& sums);

    Statement find_head_;
    Statement find_book_;
    Statement list_accounts_;
    Statement list_outlets_;
    Statement list_months_;
    Statement list_days_;
    Statement find_event_of_act_;
    Statement list_made_after_;
    Statement list_settled_after_;
    Statement list_entries_;
    Statement list_entries_backwards_;
    Statement find_entry_;
    Statement list_entries_since_;
    Statement find_account_sums_;
    Statement list_contact_balances_;
    Statement find_contact_name_;
    Statement list_acts_made_;
    Statement list_acts_settled_;
    Statement list_posting_amounts_;
};

}  // namespace arus::sqlite
