// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/transaction.hpp"

#include <cstdint>
#include <optional>
#include <vector>

// What one transaction adds to the sums that are kept beside the postings. The only place that
// knows it: the commit (add_sums) and the verification each bring a sink that keeps what it is
// told.
namespace arus::ledger::detail {

/// A transaction at the moment its postings begin to count.
struct Counted {
    const Transaction& transaction;
    Date date;  ///< the day it counts in
    std::optional<int> local_hour;
    std::optional<TransactionKind> reversed_kind;  ///< of a reversal
};

/// +1 for a sale, -1 for the reversal of one, else 0.
inline std::int64_t sale_count(const Counted& counted) {
    if (counted.transaction.kind == TransactionKind::sale) {
        return 1;
    }
    return counted.reversed_kind == TransactionKind::sale ? -1 : 0;
}

inline bool takes_payments(AccountSubtype subtype) {
    return subtype == AccountSubtype::cash || subtype == AccountSubtype::bank
           || subtype == AccountSubtype::clearing;
}

/// The accounts that took or gave back the money of a sale, each once: debited by a sale, credited
/// by its reversal.
struct Payment {
    AccountId account_id;
    std::int64_t amount_minor = 0;
};

/// `account_of(AccountId)` gives something with `type` and `subtype`. `sink` has
///   day(outlet, account, date, debit, credit)      month(outlet, account, first of the month,
///   debit, credit) hour(outlet, date, hour or -1, income, expense, sales) payment(outlet, date,
///   account, amount, sales)  contact(contact, account, debit, credit)
/// each called for all outlets (none) and once more for the transaction's outlet if it has one.
/// Balances are not told.
template <class AccountOf, class Sink>
void tell_sums(const Counted& counted, const AccountOf& account_of, Sink& sink) {
    const auto& transaction = counted.transaction;
    const Date month = month_start(counted.date);
    const int hour = counted.local_hour.value_or(-1);
    const std::int64_t sales = sale_count(counted);
    const Direction payment_side = sales > 0 ? Direction::debit : Direction::credit;
    std::int64_t income = 0;
    std::int64_t expense = 0;
    std::vector<Payment> payments;

    for (const auto& posting : transaction.postings) {
        const auto& account = account_of(posting.account_id);
        const bool is_debit = posting.direction == Direction::debit;
        if (account.type == AccountType::income) {
            income += is_debit ? -posting.amount_minor : posting.amount_minor;
        } else if (account.type == AccountType::expense) {
            expense += is_debit ? posting.amount_minor : -posting.amount_minor;
        }
        if (sales != 0 && posting.direction == payment_side && takes_payments(account.subtype)) {
            bool merged = false;
            for (auto& payment : payments) {
                if (payment.account_id == posting.account_id) {
                    payment.amount_minor += sales * posting.amount_minor;
                    merged = true;
                }
            }
            if (!merged) {
                payments.push_back({posting.account_id, sales * posting.amount_minor});
            }
        }
        if (transaction.contact_id) {
            sink.contact(
                *transaction.contact_id, posting.account_id, is_debit ? posting.amount_minor : 0,
                is_debit ? 0 : posting.amount_minor);
        }
    }

    const auto tell = [&](OutletId outlet) {
        for (const auto& posting : transaction.postings) {
            const bool is_debit = posting.direction == Direction::debit;
            const std::int64_t debit = is_debit ? posting.amount_minor : 0;
            const std::int64_t credit = is_debit ? 0 : posting.amount_minor;
            sink.day(outlet, posting.account_id, counted.date, debit, credit);
            sink.month(outlet, posting.account_id, month, debit, credit);
        }
        if (income != 0 || expense != 0 || sales != 0) {
            sink.hour(outlet, counted.date, hour, income, expense, sales);
        }
        for (const auto& payment : payments) {
            sink.payment(outlet, counted.date, payment.account_id, payment.amount_minor, sales);
        }
    };
    tell(OutletId{});
    if (transaction.outlet_id) {
        tell(*transaction.outlet_id);
    }
}

/// Adds (times = 1) or takes back (times = -1) what a posting adds to its account while it is held
/// or once it counts.
inline void add_posting(Totals& totals, const Posting& posting, bool held, std::int64_t times = 1) {
    const bool is_debit = posting.direction == Direction::debit;
    std::int64_t& side = held
                             ? (is_debit ? totals.pending_debit_minor : totals.pending_credit_minor)
                             : (is_debit ? totals.debit_minor : totals.credit_minor);
    side += times * posting.amount_minor;
}

}  // namespace arus::ledger::detail
