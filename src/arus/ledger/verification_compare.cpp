// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/verification.hpp"

namespace arus::ledger {

namespace {

std::string number(std::uint64_t value) {
    return std::to_string(value);
}

bool is_nothing(const BalanceDelta& row) {
    return row.delta == Totals{};
}
bool is_nothing(const ActivityDelta& row) {
    return row.debit_minor == 0 && row.credit_minor == 0;
}
bool is_nothing(const HourDelta& row) {
    return row.income_minor == 0 && row.expense_minor == 0 && row.sales == 0;
}
bool is_nothing(const PaymentDelta& row) {
    return row.amount_minor == 0 && row.sales == 0;
}
bool is_nothing(const ContactDelta& row) {
    return row.debit_minor == 0 && row.credit_minor == 0;
}

// The sums alone: keys were compared by finding the row.
bool same(const BalanceDelta& a, const BalanceDelta& b) {
    return a.delta == b.delta;
}
bool same(const ActivityDelta& a, const ActivityDelta& b) {
    return a.debit_minor == b.debit_minor && a.credit_minor == b.credit_minor;
}
bool same(const HourDelta& a, const HourDelta& b) {
    return a.income_minor == b.income_minor && a.expense_minor == b.expense_minor
           && a.sales == b.sales;
}
bool same(const PaymentDelta& a, const PaymentDelta& b) {
    return a.amount_minor == b.amount_minor && a.sales == b.sales;
}
bool same(const ContactDelta& a, const ContactDelta& b) {
    return a.debit_minor == b.debit_minor && a.credit_minor == b.credit_minor;
}

/// Where the row stands, for whoever looks for it.
std::string place_of(const BalanceDelta& row) {
    return "account " + row.account_id.text();
}
std::string place_of(const ActivityDelta& row) {
    return "outlet " + row.outlet_id.text() + ", account " + row.account_id.text() + ", "
           + date_text(row.day);
}
std::string place_of(const HourDelta& row) {
    return "outlet " + row.outlet_id.text() + ", " + date_text(row.day) + ", hour "
           + std::to_string(row.hour);
}
std::string place_of(const PaymentDelta& row) {
    return "outlet " + row.outlet_id.text() + ", " + date_text(row.day) + ", account "
           + row.account_id.text();
}
std::string place_of(const ContactDelta& row) {
    return "contact " + row.contact_id.text() + ", account " + row.account_id.text();
}

}  // namespace

Verification::Comparison::Comparison(
    const Verification& history, const Book& book, const Head& head) :
    history_(history), book_(book) {
    report_.chain_ok = history.chain_ok_;
    report_.transactions = history.transactions_;
    report_.events = history.offset_;
    report_.findings = history.findings_;
    report_.findings_total = history.findings_total_;
    if (head.offset != history.offset_ || head.hash != history.hash_
        || head.sequence != history.sequence_) {
        find(
            "head_mismatch", "The head is not where the history ends: offset "
                                 + number(history.offset_) + ", sequence "
                                 + number(history.sequence_) + ".");
    }
    if (history.book_data_ && *history.book_data_ != sha256(encode_book(book))) {
        find("book_mismatch", "The book is not what its last event says.");
    }
}

void Verification::Comparison::find(std::string code, std::string detail) {
    ++report_.findings_total;
    if (report_.findings.size() < findings_max) {
        report_.findings.push_back({std::nullopt, std::move(code), std::move(detail)});
    }
}

void Verification::Comparison::account(const Account& row) {
    ++met_.accounts;
    const auto known = history_.accounts_.find(row.id);
    if (known == history_.accounts_.end()
        || known->second.data != sha256(encode_account(row, book_.id, book_.exponent))) {
        find(
            "account_mismatch",
            "The account is not what its last event says: " + row.id.text() + ".");
    }
}

void Verification::Comparison::outlet(const Outlet& row) {
    ++met_.outlets;
    const auto known = history_.outlets_.find(row.id);
    if (known == history_.outlets_.end()
        || known->second.data != sha256(encode_outlet(row, book_.id))) {
        find(
            "outlet_row_mismatch",
            "The outlet is not what its last event says: " + row.id.text() + ".");
    }
}

void Verification::Comparison::contact(const Contact& row) {
    ++met_.contacts;
    const auto known = history_.contacts_.find(row.id);
    if (known == history_.contacts_.end() || known->second != row.version) {
        find(
            "contact_mismatch",
            "The contact has not the version of its last event: " + row.id.text() + ".");
    }
}

template <class Sums, class Row>
void Verification::Comparison::compare_sum(
    std::string_view table, const Sums& sums, const typename Sums::key_type& key, const Row& stored,
    std::uint64_t& met) {
    const auto computed = sums.find(key);
    if (!is_nothing(stored)) {
        ++met;
    }
    const bool matches = computed == sums.end() ? is_nothing(stored)
                                                : same(computed->second, stored);
    if (!matches && history_.sums_ok_) {
        find(
            std::string(table) + "_mismatch",
            "A stored sum is not the sum of the postings: " + place_of(stored) + ".");
    }
}

template <class Sums>
void Verification::Comparison::expect_all_met(
    std::string_view table, const Sums& sums, std::uint64_t met) {
    std::uint64_t expected = 0;
    for (const auto& [key, row] : sums) {
        expected += is_nothing(row) ? 0 : 1;
    }
    if (met != expected && history_.sums_ok_) {
        find(
            std::string(table) + "_missing",
            number(expected) + " rows follow from the postings, " + number(met) + " are stored.");
    }
}

void Verification::Comparison::balance(const BalanceDelta& row) {
    compare_sum("balance", history_.balances_, {row.account_id}, row, met_.balances);
}

void Verification::Comparison::by_day(const ActivityDelta& row) {
    compare_sum(
        "by_day", history_.by_day_, {row.outlet_id, row.account_id, row.day}, row, met_.days);
}

void Verification::Comparison::by_month(const ActivityDelta& row) {
    compare_sum(
        "by_month", history_.by_month_, {row.outlet_id, row.account_id, row.day}, row, met_.months);
}

void Verification::Comparison::by_hour(const HourDelta& row) {
    compare_sum("by_hour", history_.by_hour_, {row.outlet_id, row.day, row.hour}, row, met_.hours);
}

void Verification::Comparison::payment(const PaymentDelta& row) {
    compare_sum(
        "payment", history_.payments_, {row.outlet_id, row.day, row.account_id}, row,
        met_.payments);
}

void Verification::Comparison::contact_balance(const ContactDelta& row) {
    compare_sum(
        "contact_balance", history_.contact_balances_, {row.contact_id, row.account_id}, row,
        met_.contact_balances);
}

void Verification::Comparison::counts(const RowCounts& counts) {
    const auto expect = [&](const char* table, std::uint64_t expected, std::uint64_t stored) {
        if (expected != stored) {
            find(
                "count_mismatch", "The events speak of " + number(expected) + " rows of " + table
                                      + ", there are " + number(stored) + ".");
        }
    };
    expect("transactions", history_.transactions_, counts.transactions);
    expect("postings", history_.postings_, counts.postings);
    expect("settlements", history_.settlements_, counts.settlements);
}

VerificationReport Verification::Comparison::finish() {
    const auto expect_rows = [&](const char* table, std::uint64_t expected, std::uint64_t met) {
        if (expected != met) {
            find(
                std::string(table) + "_missing", "The events speak of " + number(expected)
                                                     + " rows, " + number(met) + " are stored.");
        }
    };
    expect_rows("account", history_.accounts_.size(), met_.accounts);
    expect_rows("outlet", history_.outlets_.size(), met_.outlets);
    expect_rows("contact", history_.contacts_.size(), met_.contacts);
    expect_all_met("balance", history_.balances_, met_.balances);
    expect_all_met("by_day", history_.by_day_, met_.days);
    expect_all_met("by_month", history_.by_month_, met_.months);
    expect_all_met("by_hour", history_.by_hour_, met_.hours);
    expect_all_met("payment", history_.payments_, met_.payments);
    expect_all_met("contact_balance", history_.contact_balances_, met_.contact_balances);
    report_.ok = report_.findings_total == 0;
    return std::move(report_);
}

}  // namespace arus::ledger
