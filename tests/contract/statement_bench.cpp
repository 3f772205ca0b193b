// SPDX-License-Identifier: Apache-2.0
// How long statements take beneath HTTP and cache, in a book with few and in one with many
// transactions over three years, 200 accounts and 50 outlets. Reports, judges nothing; not part of
// ctest.
//   TRANSACTIONS=1000000 statement_bench
#include "support.hpp"

#include "arus/app/ports/statement_store.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace arus::contract {
namespace {

using reports::StatementName;

constexpr std::size_t accounts_made = 200;
constexpr std::size_t outlets_made = 50;
constexpr std::size_t contacts_made = 2'000;
constexpr std::int32_t days_made = 3 * 365;
constexpr std::size_t batch = 1'000;

std::size_t number_of(const char* name, std::size_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : static_cast<std::size_t>(std::strtoull(text, nullptr, 10));
}

class Bench : public BookTest {
protected:
    std::size_t pick(std::size_t end) { return random_() % end; }

    void make_chart() {
        std::vector<ledger::Entry> entries;
        const auto add = [&](std::size_t i, ledger::AccountType type,
                             ledger::AccountSubtype subtype) {
            codes_.push_back("9" + std::to_string(i));
            entries.push_back(entry_of(
                actor, account_draft(codes_.back(), "Akun", type, subtype, new_id<AccountId>())));
        };
        for (std::size_t i = 0; i < accounts_made; ++i) {
            using Type = ledger::AccountType;
            using Subtype = ledger::AccountSubtype;
            switch (i % 5) {
                case 0:
                    add(i, Type::asset,
                        i < 20 && i % 10 == 5 ? Subtype::receivable : Subtype::bank);
                    break;
                case 1:
                    add(i, Type::liability, Subtype::payable);
                    break;
                case 2:
                    add(i, Type::income, Subtype::sales);
                    break;
                case 3:
                    add(i, Type::expense, Subtype::operating);
                    break;
                default:
                    add(i, Type::expense, Subtype::cogs);
                    break;
            }
        }
        for (std::size_t i = 0; i < outlets_made; ++i) {
            ledger::OutletDraft draft;
            draft.outlet.id = new_id<OutletId>();
            draft.outlet.code = "T" + std::to_string(i);
            draft.outlet.name = "Toko";
            outlets_.push_back(draft.outlet.id);
            entries.push_back(entry_of(actor, draft));
        }
        for (std::size_t i = 0; i < contacts_made; ++i) {
            ledger::ContactDraft draft;
            draft.contact.id = new_id<ContactId>();
            draft.contact.code = "C" + std::to_string(i);
            draft.contact.name = "Kontak";
            contacts_.push_back(draft.contact.id);
            entries.push_back(entry_of(actor, draft));
        }
        commit(std::move(entries));
    }

    void post(std::size_t count) {
        for (std::size_t made = 0; made < count; made += batch) {
            std::vector<ledger::Submission> submissions;
            for (std::size_t i = made; i < std::min(count, made + batch); ++i) {
                auto draft = this->draft(
                    codes_[pick(codes_.size())], codes_[pick(codes_.size())],
                    std::to_string(1'000 + pick(100'000)));
                // As shops book: mostly in the order of days.
                const auto day = static_cast<std::int32_t>(
                    i * static_cast<std::size_t>(days_made) / count);
                draft.date = today().plus_days(day - days_made + 1);
                draft.outlet_id = outlets_[pick(outlets_.size())];
                if (pick(4) == 0) {
                    draft.contact_id = contacts_[pick(contacts_.size())];
                }
                auto key = draft.id.text();
                ledger::Submission submission;
                submission.entries.push_back(
                    money_entry(actor, std::move(draft), std::move(key), true));
                submissions.push_back(std::move(submission));
            }
            wait(ledger().commit_batch(book, std::move(submissions), soon()));
        }
    }

    template <class Ask>
    void time(const char* what, Ask ask) {
        std::vector<double> spent;
        for (int i = 0; i < 15; ++i) {
            const auto before = std::chrono::steady_clock::now();
            ask();
            const std::chrono::duration<double, std::milli> one = std::chrono::steady_clock::now()
                                                                  - before;
            spent.push_back(one.count());
        }
        std::ranges::sort(spent);
        std::printf(
            "  %-56s median %7.2f ms, worst %7.2f ms\n", what, spent[spent.size() / 2],
            spent.back());
    }

    /// Reads the sums and makes the statement, as a report does.
    void make(StatementName name, const reports::ColumnPlan& plan) {
        const auto columns = reports::columns_of(plan, {}, "01-01");
        app::StatementQuery query;
        for (const auto& column : columns.value()) {
            for (const auto span : reports::spans_of(name)) {
                const auto days = reports::days_of(span, column, "01-01");
                query.windows.push_back({days.from, days.to, column.outlet_id});
            }
        }
        query.at_sequence = at_sequence_;
        const auto record = wait(store->statements().statement(book, query, soon()));
        std::vector<reports::ColumnSums> sums(columns->size());
        std::size_t window = 0;
        for (auto& column : sums) {
            for (const auto span : reports::spans_of(name)) {
                column[static_cast<std::size_t>(span)] = record.sums[window++];
            }
        }
        const auto made = reports::make_statement(name, record.accounts, *columns, sums);
        EXPECT_TRUE(std::holds_alternative<reports::Statement>(made));
    }

    void time_all() {
        const auto head = wait(ledger().find_book(book, soon()))->head;
        std::printf(
            "a book with %llu acts, each report alone:\n",
            static_cast<unsigned long long>(head.sequence));
        reports::ColumnPlan day;
        day.is_of_balances = true;
        day.as_of = today();
        reports::ColumnPlan month;
        month.range = reports::DayRange{month_start(today()), today()};
        reports::ColumnPlan year;
        year.range = reports::DayRange{today().plus_days(-364), today()};
        reports::ColumnPlan months = year;
        months.interval = reports::Interval::month;
        auto ends = months;
        ends.is_of_balances = true;
        auto outlet = day;
        outlet.outlet_id = outlets_[7];
        time("trial balance", [&] { make(StatementName::trial_balance, day); });
        time(
            "income statement of the month", [&] { make(StatementName::income_statement, month); });
        time("income statement of a year", [&] { make(StatementName::income_statement, year); });
        time("income statement of a year by month", [&] {
            make(StatementName::income_statement, months);
        });
        time("balance sheet", [&] { make(StatementName::balance_sheet, day); });
        time("balance sheet of an outlet", [&] { make(StatementName::balance_sheet, outlet); });
        time(
            "balance sheets of a year by month", [&] { make(StatementName::balance_sheet, ends); });
        time("cash flow of the month", [&] { make(StatementName::cash_flow, month); });
        time("cash flow of a year by month", [&] { make(StatementName::cash_flow, months); });
        at_sequence_ = head.sequence > 1'000 ? head.sequence - 1'000 : 0;
        time("balance sheet as known 1,000 acts ago", [&] {
            make(StatementName::balance_sheet, day);
        });
        at_sequence_.reset();
        time_entries(head);
    }

    void time_entries(const ledger::Head& head) {
        app::EntryQuery entries;
        entries.account_ids = {account(codes_[5])};
        entries.from = today().plus_days(-364);
        entries.to = today();
        entries.at_sequence = head.sequence;
        time("general ledger, a page of 50", [&] {
            wait(store->statements().entries(book, entries, soon()));
        });
        entries.limit = 500;
        time("general ledger, a page of 500", [&] {
            wait(store->statements().entries(book, entries, soon()));
        });
        entries.limit = 50;
        entries.outlet_id.emplace(outlets_[7]);
        time("general ledger of an outlet, a page of 50", [&] {
            wait(store->statements().entries(book, entries, soon()));
        });
        entries.outlet_id.reset();
        entries.order = app::EntryQuery::Order::newest_first;
        entries.account_ids.clear();
        const auto accounts = wait(ledger().list_accounts(book, soon()));
        for (const auto& one : accounts) {
            entries.account_ids.push_back(one.id);
        }
        time("explain a cell of all accounts, a page of 50", [&] {
            wait(store->statements().entries(book, entries, soon()));
        });
        time("ageing of receivables", [&] {
            app::AgingQuery query;
            query.as_of = today();
            const auto record = wait(store->statements().aging(book, query, soon()));
            const auto made = reports::make_aging(
                query.side, query.as_of, record.contacts, record.control);
            EXPECT_TRUE(std::holds_alternative<reports::Aging>(made));
        });
    }

    std::mt19937 random_{20'261'122};
    std::vector<std::string> codes_;
    std::vector<OutletId> outlets_;
    std::vector<ContactId> contacts_;
    std::optional<std::uint64_t> at_sequence_;
};

TEST_P(Bench, makes_statements) {
    make_chart();
    const std::size_t many = number_of("TRANSACTIONS", 1'000'000);
    const std::size_t few = std::min<std::size_t>(many, 10'000);
    post(few);
    time_all();
    if (many > few) {
        post(many - few);
        time_all();
    }
}

ARUS_CONTRACT_SUITE(Bench);

}  // namespace
}  // namespace arus::contract
