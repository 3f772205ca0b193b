// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/rows.hpp"

namespace arus::sqlite {

/// Lists of transactions, for one read connection. Each call belongs inside a Snapshot.
///
/// A list walks one index backwards from where the page begins: that of the narrowest filter that
/// has one, else all transactions. Every candidate is held against all filters; once one more than
/// the page holds was found, the page's transactions are read whole. The cost grows with the page
/// and with the candidates that do not fit.
class TransactionList {
public:
    explicit TransactionList(const Connection& connection);

    app::TransactionPage list(BookId book, const app::TransactionQuery& query);

private:
    /// Sequences of the transactions on a page, newest first, and perhaps one more.
    using Sequences = std::vector<std::uint64_t>;
    struct Bounds {
        std::uint64_t lowest = 0;
        std::uint64_t below = 0;  ///< exclusive
    };

    Bounds bounds_of(BookId book, const app::TransactionQuery& query);
    Sequences scan_by_sequence(BookId book, const app::TransactionQuery& query);
    Sequences scan_by_date(BookId book, const app::TransactionQuery& query);
    /// The index to walk, bound to its first row.
    Rows open_scan(BookId book, const app::TransactionQuery& query, const Bounds& bounds);
    bool fits(BookId book, const app::TransactionQuery& query, const Rows& candidate);
    bool fits_search(BookId book, const app::TransactionQuery& query, const Rows& candidate);
    template <class Value>
    bool has(Statement& statement, BookId book, std::uint64_t sequence, const Value& value);

    Statement find_head_;
    Statement find_event_hash_;
    Statement scan_all_;
    Statement scan_outlet_;
    Statement scan_contact_;
    Statement scan_holds_;
    Statement scan_late_;
    Statement scan_account_;
    Statement scan_tag_;
    Statement scan_dates_;
    Statement scan_settled_dates_;
    Statement has_account_;
    Statement has_tag_;
    Statement has_amount_;
    Statement first_sequence_from_;
    Statement last_sequence_to_;
    Statement settled_sequences_between_;
    TransactionReader transactions_;
};

}  // namespace arus::sqlite
