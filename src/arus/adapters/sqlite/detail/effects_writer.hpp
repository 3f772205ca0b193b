// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/database.hpp"
#include "arus/ledger/evaluate.hpp"

namespace arus::sqlite {

/// Writes what evaluation decided. A fixed set of prepared statements, each stepped once for every
/// row; sums come already added up, one row a key.
class EffectsWriter {
public:
    explicit EffectsWriter(Connection& connection);

    /// Inside a transaction of the database. `state` is the one that evaluation advanced: its head
    /// becomes the head.
    void write(const ledger::BookState& state, const ledger::Effects& effects);

private:
    void write_chart(const ledger::BookState& state, const ledger::Effects& effects);
    void write_transaction(BookId book, const ledger::NewTransaction& made);
    void write_settlement(BookId book, const ledger::Settlement& settlement);
    void write_event(BookId book, const ledger::Event& event);
    void write_balance(BookId book, const ledger::BalanceDelta& balance);
    void write_sums(BookId book, const ledger::Effects& effects);
    void write_account_entries(const ledger::BookState& state, const ledger::Effects& effects);
    void write_head(BookId book, const ledger::Head& head);

    Connection& connection_;
    Statement update_book_;
    Statement put_account_;
    Statement put_outlet_;
    Statement put_contact_;
    Statement insert_transaction_;
    Statement insert_posting_;
    Statement insert_tag_;
    Statement insert_line_;
    Statement insert_settlement_;
    Statement insert_key_;
    Statement insert_event_;
    Statement add_balance_;
    Statement insert_balance_;
    Statement add_day_;
    Statement add_month_;
    Statement add_hour_;
    Statement add_payment_;
    Statement add_contact_balance_;
    Statement insert_account_entry_;
    Statement update_head_;
};

}  // namespace arus::sqlite
