// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/transaction_list.hpp"

#include "arus/base/assert.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace arus::sqlite {

namespace {

// No book reaches these: they stand for "from the beginning" and "to the end".
constexpr Date first_date{std::numeric_limits<std::int32_t>::min()};
constexpr Date last_date{std::numeric_limits<std::int32_t>::max()};
constexpr auto sequence_end = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
/// Days whose lowest and highest sequences are looked up one by one to narrow a list by sequence.
constexpr int days_looked_up_max = 400;

/// A page ends early rather than grow beyond this: 500 of the largest transactions would be 100 MB.
constexpr std::size_t page_bytes_max = 2U << 20U;
constexpr std::size_t posting_bytes = 250;  ///< as JSON, without its texts

/// About what the transaction takes as JSON.
std::size_t text_bytes(const ledger::Transaction& transaction) {
    std::size_t bytes = transaction.description.size();
    for (const auto& line : transaction.lines) {
        bytes += line.name.size() + posting_bytes / 4;
    }
    for (const auto& posting : transaction.postings) {
        bytes += posting_bytes + posting.account_name.size() + posting.memo.value_or("").size();
    }
    return bytes;
}

char lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a')
                                                : character;
}

/// Without regard to the case of ASCII letters.
bool contains(std::string_view text, std::string_view needle) {
    return std::search(
               text.begin(), text.end(), needle.begin(), needle.end(),
               [](char a, char b) { return lower(a) == lower(b); })
           != text.end();
}

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && contains(text.substr(0, prefix.size()), prefix);
}

ledger::TransactionStatus status_of(const Rows& candidate) {
    using Status = ledger::TransactionStatus;
    if (!candidate.boolean(5)) {
        return Status::posted;
    }
    if (candidate.is_null(6)) {
        return Status::pending;
    }
    return candidate.text(6) == "posted" ? Status::posted : Status::voided;
}

bool wants_hold(const app::TransactionQuery& query) {
    return query.status && *query.status != ledger::TransactionStatus::posted;
}

}  // namespace

TransactionList::TransactionList(const Connection& connection) :
    find_head_(connection, queries::find_head),
    find_event_hash_(connection, queries::find_event_hash),
    scan_all_(connection, queries::scan_all),
    scan_outlet_(connection, queries::scan_outlet),
    scan_contact_(connection, queries::scan_contact),
    scan_holds_(connection, queries::scan_holds),
    scan_late_(connection, queries::scan_late),
    scan_account_(connection, queries::scan_account),
    scan_tag_(connection, queries::scan_tag),
    scan_dates_(connection, queries::scan_dates),
    scan_settled_dates_(connection, queries::scan_settled_dates),
    has_account_(connection, queries::has_account),
    has_tag_(connection, queries::has_tag),
    has_amount_(connection, queries::has_amount),
    first_sequence_from_(connection, queries::first_sequence_from),
    last_sequence_to_(connection, queries::last_sequence_to),
    settled_sequences_between_(connection, queries::settled_sequences_between),
    transactions_(connection) {
}

app::TransactionPage TransactionList::list(BookId book, const app::TransactionQuery& query) {
    ARUS_ASSERT(query.limit >= 1);
    app::TransactionPage page;
    const auto head = read_head(find_head_, book);
    if (!head || (query.outlet_ids && query.outlet_ids->empty())) {
        return page;
    }
    auto sequences = query.order == app::TransactionQuery::Order::sequence
                         ? scan_by_sequence(book, query)
                         : scan_by_date(book, query);
    if (sequences.size() > query.limit) {
        page.has_more = true;
        sequences.resize(query.limit);
    }
    page.items.reserve(sequences.size());
    std::size_t bytes = 0;
    for (const auto sequence : sequences) {
        auto found = parsed(
            transactions_.find(book, sequence), "a transaction that an index knows");
        auto rows = find_event_hash_.query(book, found.offset);
        if (!rows.next()) {
            throw_corrupt("a transaction without its event");
        }
        bytes += text_bytes(found.transaction);
        page.items.push_back(
            {std::move(found.transaction), found.offset, rows.hash(0), head->epoch});
        if (bytes > page_bytes_max && page.items.size() < sequences.size()) {
            page.has_more = true;
            break;
        }
    }
    return page;
}

// By sequence -----------------------------------------------------------------------------------

TransactionList::Bounds TransactionList::bounds_of(
    BookId book, const app::TransactionQuery& query) {
    Bounds bounds{0, query.after ? query.after->sequence : sequence_end};
    if (!query.from && !query.to) {
        return bounds;
    }
    // What was booked on these days lies between the lowest and the highest sequence of any of
    // them, which the index by date gives day by day. Most transactions are booked on their day, so
    // this cuts off nearly everything else.
    const Date from = query.from.value_or(first_date);
    const Date to = query.to.value_or(last_date);
    std::uint64_t lowest = sequence_end;
    std::uint64_t highest = 0;
    int days = 0;
    for (Date day = from; day <= to;) {
        if (++days > days_looked_up_max) {
            return bounds;
        }
        auto first = first_sequence_from_.query(book, day);
        if (!first.next() || first.date(0) > to) {
            break;
        }
        day = first.date(0);
        lowest = std::min(lowest, first.count(1));
        auto last = last_sequence_to_.query(book, day);
        if (last.next()) {
            highest = std::max(highest, last.count(1));
        }
        if (day == last_date) {
            break;
        }
        day = day.plus_days(1);
    }
    auto settled = settled_sequences_between_.query(book, from, to);
    if (settled.next() && !settled.is_null(0)) {
        lowest = std::min(lowest, settled.count(0));
        highest = std::max(highest, settled.count(1));
    }
    bounds.lowest = lowest;
    bounds.below = std::min(bounds.below, highest + 1);
    return bounds;
}

Rows TransactionList::open_scan(
    BookId book, const app::TransactionQuery& query, const Bounds& bounds) {
    if (wants_hold(query)) {
        return scan_holds_.query(book, nullptr, bounds.below, bounds.lowest);
    }
    if (query.late && *query.late) {
        return scan_late_.query(book, nullptr, bounds.below, bounds.lowest);
    }
    if (query.contact_id) {
        return scan_contact_.query(book, *query.contact_id, bounds.below, bounds.lowest);
    }
    if (query.tag) {
        return scan_tag_.query(book, *query.tag, bounds.below, bounds.lowest);
    }
    if (query.account_id) {
        return scan_account_.query(book, *query.account_id, bounds.below, bounds.lowest);
    }
    if (query.outlet_ids && query.outlet_ids->size() == 1) {
        return scan_outlet_.query(book, query.outlet_ids->front(), bounds.below, bounds.lowest);
    }
    return scan_all_.query(book, nullptr, bounds.below, bounds.lowest);
}

TransactionList::Sequences TransactionList::scan_by_sequence(
    BookId book, const app::TransactionQuery& query) {
    Sequences sequences;
    auto rows = open_scan(book, query, bounds_of(book, query));
    while (sequences.size() <= query.limit && rows.next()) {
        const auto sequence = rows.count(0);
        // A transaction may have several postings of one account.
        if ((sequences.empty() || sequences.back() != sequence) && fits(book, query, rows)) {
            sequences.push_back(sequence);
        }
    }
    return sequences;
}

// By date ---------------------------------------------------------------------------------------

TransactionList::Sequences TransactionList::scan_by_date(
    BookId book, const app::TransactionQuery& query) {
    const Date from = query.from.value_or(first_date);
    const Date to = query.to.value_or(last_date);
    Date date_below = to;
    std::uint64_t sequence_below = sequence_end;
    if (query.after && query.after->date <= to) {
        date_below = query.after->date;
        sequence_below = query.after->sequence;
    }
    // Two lists in the same order: what counts on the day it was made with, and what was settled,
    // under its new day.
    auto made = scan_dates_.query(book, date_below, sequence_below, from);
    auto settled = scan_settled_dates_.query(book, date_below, sequence_below, from);
    const auto key_of = [](const Rows& rows) { return std::pair(rows.date(1), rows.count(0)); };
    bool has_made = made.next();
    bool has_settled = settled.next();
    Sequences sequences;
    while (sequences.size() <= query.limit && (has_made || has_settled)) {
        const bool take_made = has_made && (!has_settled || key_of(made) > key_of(settled));
        auto& rows = take_made ? made : settled;
        if (fits(book, query, rows)) {
            sequences.push_back(rows.count(0));
        }
        (take_made ? has_made : has_settled) = rows.next();
    }
    return sequences;
}

// Filters ---------------------------------------------------------------------------------------

bool TransactionList::fits(BookId book, const app::TransactionQuery& query, const Rows& candidate) {
    const Date date = candidate.date(1);
    if ((query.from && date < *query.from) || (query.to && date > *query.to)) {
        return false;
    }
    if (query.outlet_ids) {
        const auto outlet = candidate.optional_id<OutletId>(2);
        if (!outlet
            || std::find(query.outlet_ids->begin(), query.outlet_ids->end(), *outlet)
                   == query.outlet_ids->end()) {
            return false;
        }
    }
    if ((query.contact_id && candidate.optional_id<ContactId>(3) != query.contact_id)
        || (query.kind && candidate.text(4) != ledger::text_of(*query.kind))
        || (query.status && status_of(candidate) != *query.status)
        || (query.created_by && candidate.id<UserId>(7) != *query.created_by)
        || (query.late && candidate.boolean(8) != *query.late)) {
        return false;
    }
    const auto sequence = candidate.count(0);
    return (!query.account_id || has(has_account_, book, sequence, *query.account_id))
           && (!query.tag || has(has_tag_, book, sequence, *query.tag))
           && fits_search(book, query, candidate);
}

bool TransactionList::fits_search(
    BookId book, const app::TransactionQuery& query, const Rows& candidate) {
    if (!query.reference_prefix && !query.amount_minor && !query.words) {
        return true;
    }
    if (query.reference_prefix && !candidate.is_null(10)
        && starts_with(candidate.text(10), *query.reference_prefix)) {
        return true;
    }
    if (query.words && !query.words->empty()) {
        const auto description = candidate.text(11);
        if (std::all_of(query.words->begin(), query.words->end(), [description](const auto& word) {
                return contains(description, word);
            })) {
            return true;
        }
    }
    return query.amount_minor
           && (candidate.integer(9) == *query.amount_minor
               || has(has_amount_, book, candidate.count(0), *query.amount_minor));
}

template <class Value>
bool TransactionList::has(
    Statement& statement, BookId book, std::uint64_t sequence, const Value& value) {
    return statement.query(book, sequence, value).next();
}

}  // namespace arus::sqlite
