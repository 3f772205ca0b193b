// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/testing/test_book.hpp"

#include <gtest/gtest.h>

namespace arus::ledger::testing {
namespace {

/// The rows of one list of effects as lines, with codes instead of ids; outlet `-` is all outlets.
class Lines {
public:
    explicit Lines(const TestBook& book) : book_(book) {}

    std::vector<std::string> by_day() const { return activity(book_.last.by_day); }
    std::vector<std::string> by_month() const { return activity(book_.last.by_month); }
    std::vector<std::string> by_hour() const {
        std::vector<std::string> lines;
        for (const auto& row : book_.last.by_hour) {
            lines.push_back(
                outlet(row.outlet_id) + " " + date_text(row.day) + " " + std::to_string(row.hour)
                + ": " + std::to_string(row.income_minor) + " " + std::to_string(row.expense_minor)
                + " " + std::to_string(row.sales));
        }
        return lines;
    }
    std::vector<std::string> payments() const {
        std::vector<std::string> lines;
        for (const auto& row : book_.last.payments) {
            lines.push_back(
                outlet(row.outlet_id) + " " + date_text(row.day) + " " + account(row.account_id)
                + ": " + std::to_string(row.amount_minor) + " " + std::to_string(row.sales));
        }
        return lines;
    }
    std::vector<std::string> contacts() const {
        std::vector<std::string> lines;
        for (const auto& row : book_.last.contact_balances) {
            lines.push_back(
                account(row.account_id) + ": " + std::to_string(row.debit_minor) + " "
                + std::to_string(row.credit_minor));
        }
        return lines;
    }
    std::vector<std::string> balances() const {
        std::vector<std::string> lines;
        for (const auto& row : book_.last.balances) {
            lines.push_back(
                account(row.account_id) + ": " + std::to_string(row.delta.debit_minor) + " "
                + std::to_string(row.delta.credit_minor) + " "
                + std::to_string(row.delta.pending_debit_minor) + " "
                + std::to_string(row.delta.pending_credit_minor));
        }
        return lines;
    }

private:
    std::string account(AccountId id) const { return book_.state.accounts.at(id).account.code; }
    std::string outlet(OutletId id) const {
        return id.is_none() ? "-" : book_.state.outlets.at(id).code;
    }
    std::vector<std::string> activity(const std::vector<ActivityDelta>& rows) const {
        std::vector<std::string> lines;
        for (const auto& row : rows) {
            lines.push_back(
                outlet(row.outlet_id) + " " + account(row.account_id) + " " + date_text(row.day)
                + ": " + std::to_string(row.debit_minor) + " " + std::to_string(row.credit_minor));
        }
        return lines;
    }

    const TestBook& book_;
};

using Texts = std::vector<std::string>;

TransactionDraft mixed_sale(TestBook& book) {
    // 100 in cash and 50 by bank for 120 of sales and 30 of other income; 40 of goods go out.
    TransactionDraft draft = book.sale();
    draft.outlet_id = book.outlet("PST");
    draft.contact_id = book.contact("C1");
    draft.postings = {leg(Direction::debit, "1101", "60"),  leg(Direction::debit, "1101", "40"),
                      leg(Direction::debit, "1102", "50"),  leg(Direction::credit, "4101", "120"),
                      leg(Direction::credit, "4201", "30"), leg(Direction::debit, "5101", "40"),
                      leg(Direction::credit, "1301", "40")};
    return draft;
}

TEST(Sums, of_a_sale_count_for_all_outlets_and_for_its_own) {
    TestBook book;
    book.post(mixed_sale(book));
    const Lines lines(book);
    EXPECT_EQ(
        lines.balances(), (Texts{
                              "1101: 100 0 0 0", "1102: 50 0 0 0", "1301: 0 40 0 0",
                              "4101: 0 120 0 0", "4201: 0 30 0 0", "5101: 40 0 0 0"}));
    EXPECT_EQ(
        lines.by_day(),
        (Texts{
            "- 1101 2026-11-22: 100 0", "- 1102 2026-11-22: 50 0", "- 1301 2026-11-22: 0 40",
            "- 4101 2026-11-22: 0 120", "- 4201 2026-11-22: 0 30", "- 5101 2026-11-22: 40 0",
            "PST 1101 2026-11-22: 100 0", "PST 1102 2026-11-22: 50 0", "PST 1301 2026-11-22: 0 40",
            "PST 4101 2026-11-22: 0 120", "PST 4201 2026-11-22: 0 30",
            "PST 5101 2026-11-22: 40 0"}));
    EXPECT_EQ(lines.by_month().size(), 12U);
    EXPECT_EQ(lines.by_month().front(), "- 1101 2026-11-01: 100 0");
    EXPECT_EQ(lines.by_hour(), (Texts{"- 2026-11-22 14: 150 40 1", "PST 2026-11-22 14: 150 40 1"}));
    EXPECT_EQ(
        lines.payments(), (Texts{
                              "- 2026-11-22 1101: 100 1", "- 2026-11-22 1102: 50 1",
                              "PST 2026-11-22 1101: 100 1", "PST 2026-11-22 1102: 50 1"}));
    EXPECT_EQ(
        lines.contacts(),
        (Texts{
            "1101: 100 0", "1102: 50 0", "1301: 0 40", "4101: 0 120", "4201: 0 30", "5101: 40 0"}));
}

TEST(Sums, of_a_reversed_sale_are_taken_back_where_the_reversal_stands) {
    TestBook book;
    const auto target = book.post(mixed_sale(book));
    book.pass_time(1);
    book.must(Act(ReverseDraft{book.new_transaction_id(), target, {}, {}}));
    const Lines lines(book);
    EXPECT_EQ(
        lines.by_hour(), (Texts{"- 2026-11-22 15: -150 -40 -1", "PST 2026-11-22 15: -150 -40 -1"}));
    EXPECT_EQ(
        lines.payments(), (Texts{
                              "- 2026-11-22 1101: -100 -1", "- 2026-11-22 1102: -50 -1",
                              "PST 2026-11-22 1101: -100 -1", "PST 2026-11-22 1102: -50 -1"}));
    EXPECT_EQ(lines.balances().front(), "1101: 0 100 0 0");
}

TEST(Sums, of_one_batch_come_together_and_cancel_out) {
    TestBook book;
    const auto draft = mixed_sale(book);
    const ReverseDraft reverse{book.new_transaction_id(), draft.id, {}, {}};
    book.commit_atomic({book.entry(draft), book.entry(reverse)});
    const Lines lines(book);
    EXPECT_EQ(lines.balances().front(), "1101: 100 100 0 0") << "both sides are kept";
    EXPECT_EQ(lines.by_hour(), Texts{});
    EXPECT_EQ(lines.payments(), Texts{});

    auto held = book.sale("10");
    held.pending = true;
    book.commit_atomic(
        {book.entry(held), book.entry(SettleDraft{held.id, SettleDraft::Outcome::voided, {}})});
    EXPECT_EQ(book.last.settlements.size(), 1U);
    EXPECT_EQ(book.last.transactions[0].transaction.status, TransactionStatus::pending)
        << "the row as it was made";
    EXPECT_EQ(lines.balances(), Texts{});
}

TEST(Sums, of_a_hold_wait_for_its_settlement) {
    TestBook book;
    auto held = book.sale("10");
    held.pending = true;
    held.date = parse_date("2026-10-31");
    held.contact_id = book.contact("C1");
    book.post(held);
    const Lines lines(book);
    EXPECT_EQ(lines.balances(), (Texts{"1101: 0 0 10 0", "4101: 0 0 0 10"}));
    EXPECT_EQ(lines.by_day(), Texts{});
    EXPECT_EQ(lines.contacts(), Texts{});
    book.must(Act(SettleDraft{held.id, SettleDraft::Outcome::posted, {}}));
    EXPECT_EQ(lines.balances(), (Texts{"1101: 10 0 -10 0", "4101: 0 10 0 -10"}));
    EXPECT_EQ(lines.by_day(), (Texts{"- 1101 2026-10-31: 10 0", "- 4101 2026-10-31: 0 10"}));
    EXPECT_EQ(lines.by_month(), (Texts{"- 1101 2026-10-01: 10 0", "- 4101 2026-10-01: 0 10"}));
    EXPECT_EQ(lines.by_hour(), (Texts{"- 2026-10-31 -1: 10 0 1"}));
    EXPECT_EQ(lines.payments(), (Texts{"- 2026-10-31 1101: 10 1"}));
    EXPECT_EQ(lines.contacts(), (Texts{"1101: 10 0", "4101: 0 10"}));
}

TEST(Sums, of_other_kinds_are_no_sales_and_of_transfers_no_hours) {
    TestBook book;
    auto income = book.transfer("4101", "1101", "10");
    income.kind = TransactionKind::income;
    book.post(income);
    const Lines lines(book);
    EXPECT_EQ(lines.by_hour(), (Texts{"- 2026-11-22 14: 10 0 0"}));
    EXPECT_EQ(lines.payments(), Texts{});
    book.must(Act(ReverseDraft{book.new_transaction_id(), income.id, {}, {}}));
    EXPECT_EQ(lines.by_hour(), (Texts{"- 2026-11-22 14: -10 0 0"}));
    EXPECT_EQ(lines.payments(), Texts{});
    book.post(book.transfer("1101", "1102", "5"));
    EXPECT_EQ(lines.by_hour(), Texts{});
}

TEST(Sums, of_a_sale_on_credit_have_no_payment) {
    TestBook book;
    auto sale = book.transfer("4101", "1301", "10");
    sale.kind = TransactionKind::sale;
    book.post(sale);
    EXPECT_EQ(Lines(book).payments(), Texts{});
    EXPECT_EQ(Lines(book).by_hour(), (Texts{"- 2026-11-22 14: 10 0 1"}));
}

}  // namespace
}  // namespace arus::ledger::testing
