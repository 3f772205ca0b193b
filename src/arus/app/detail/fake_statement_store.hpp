// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/detail/fake_stores.hpp"
#include "arus/app/ports/statement_store.hpp"

#include <optional>
#include <string>
#include <utility>

namespace arus::app::detail {

/// Sums from the ledger in memory; entries and changes are what a test says.
class FakeStatementStore final : public StatementStore {
public:
    explicit FakeStatementStore(FakeLedgerStore& ledgers) : ledgers_(ledgers) {}

    Awaitable<StatementRecord> statement(
        BookId book, StatementQuery query, Deadline deadline) override {
        last_query = query;
        StatementRecord record;
        const auto found = co_await ledgers_.find_book(book, deadline);
        record.book = found->book;
        if (changes_year_after_reads-- == 0) {
            fiscal_year_start = "07-01";
        }
        record.book.fiscal_year_start = fiscal_year_start;
        record.accounts = co_await ledgers_.list_accounts(book, deadline);
        for (const StatementQuery::Window& window : query.windows) {
            BalanceQuery wanted;
            wanted.from = window.from;
            wanted.to = window.to;
            wanted.outlet_id = window.outlet_id;
            wanted.at_sequence = query.at_sequence;
            const BalanceRecord sums = co_await ledgers_.balances(book, wanted, deadline);
            record.position = sums.position;
            auto& of_window = record.sums.emplace_back();
            for (const BalanceItem& item : sums.items) {
                of_window.push_back({item.totals.debit_minor, item.totals.credit_minor});
            }
        }
        record.earlier_sums = record.sums;  // nothing has changed
        ++reads;
        co_return record;
    }
    Awaitable<EntryPage> entries(BookId, EntryQuery query, Deadline) override {
        last_entries = query;
        co_return entry_page;
    }
    Awaitable<AgingRecord> aging(BookId book, AgingQuery, Deadline deadline) override {
        AgingRecord record;
        record.book = (co_await ledgers_.find_book(book, deadline))->book;
        record.control = {100, 0};
        co_return record;
    }
    Awaitable<ChangePage> changes(BookId, ChangeQuery, Deadline) override { co_return change_page; }

    std::string fiscal_year_start = "01-01";
    int changes_year_after_reads = -1;
    int reads = 0;
    EntryPage entry_page;
    ChangePage change_page;
    std::optional<EntryQuery> last_entries;
    std::optional<StatementQuery> last_query;

private:
    FakeLedgerStore& ledgers_;
};

}  // namespace arus::app::detail
