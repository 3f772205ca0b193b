// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/transaction_list.hpp"

#include "arus/adapters/mysql/detail/queries_read.hpp"
#include "arus/adapters/mysql/detail/text_formatter.hpp"
#include "arus/adapters/mysql/detail/transaction_reader.hpp"
#include "arus/base/assert.hpp"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

namespace arus::mysql {

namespace {

// No book reaches these: they stand for "from the beginning" and "to the end".
constexpr Date first_date{std::numeric_limits<std::int32_t>::min()};
constexpr Date last_date{std::numeric_limits<std::int32_t>::max()};
constexpr auto sequence_end = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

/// Rows of the second round trip at least; each further one takes twice as many.
constexpr std::size_t chunk_rows_min = 256;
constexpr std::size_t chunk_rows_max = 2'048;

/// Days whose lowest and highest sequences are looked up one by one to narrow a list by sequence.
constexpr std::int32_t days_looked_up_max = 400;

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

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size()
           && contains_ascii_insensitive(text.substr(0, prefix.size()), prefix);
}

bool wants_hold(const app::TransactionQuery& query) {
    return query.status && *query.status != ledger::TransactionStatus::posted;
}

/// The columns of queries::scan_all.
ledger::TransactionStatus status_of(const Rows& rows) {
    using Status = ledger::TransactionStatus;
    if (!rows.boolean(5)) {
        return Status::posted;
    }
    if (rows.is_null(6)) {
        return Status::pending;
    }
    return rows.text(6) == "posted" ? Status::posted : Status::voided;
}

/// What its own row does not speak against.
struct Candidate {
    std::uint64_t sequence = 0;
    std::uint64_t posting_count = 0;
    bool found_by_search = true;  ///< false: only a posting's amount can still make it fit
};

/// Which index a list walks.
enum class Walk { all, outlet, contact, exceptions, account, tag, dates, settled_dates };

Walk walk_of(const app::TransactionQuery& query) {
    if (query.order == app::TransactionQuery::Order::date) {
        return Walk::dates;
    }
    if (wants_hold(query) || query.late.value_or(false)) {
        return Walk::exceptions;
    }
    if (query.contact_id) {
        return Walk::contact;
    }
    if (query.tag) {
        return Walk::tag;
    }
    if (query.account_id) {
        return Walk::account;
    }
    if (query.outlet_ids && query.outlet_ids->size() == 1) {
        return Walk::outlet;
    }
    return Walk::all;
}

/// One walk along an index, newest first, and the row it has come to.
struct Scan {
    explicit Scan(Walk along) : walk(along) {}

    Walk walk;
    std::optional<Rows> rows;
    bool has_row = false;
    bool ended = false;        ///< nothing comes after `rows`
    std::size_t count = 0;     ///< rows of the last round trip
    std::uint64_t below = 0;   ///< the next row has a lower sequence; by date: on the same day
    Date date;                 ///< by date: the next row is earlier
    bool rest_of_day = false;  ///< by date: or on that very day

    bool is_dry() const { return !has_row && !ended; }
    std::pair<Date, std::uint64_t> key() const { return {rows->date(1), rows->count(0)}; }
    void step() { has_row = rows->next(); }
};

/// One list under way. Lives in the frame of list_transactions.
class List {
public:
    List(Connection& connection, BookId book, const app::TransactionQuery& query) :
        connection_(connection), book_(book), query_(query) {}

    Awaitable<app::TransactionPage> page();

private:
    void begin();
    Awaitable<void> narrow(Scan& scan);
    Awaitable<void> narrow_to_days(Date from, Date to, Scan& scan);
    Awaitable<void> refill();
    Awaitable<Rows> rows_by_sequence(const Scan& scan);
    Awaitable<void> refill_by_date(Scan& scan);
    Scan* newest();
    std::vector<Candidate> take_candidates(std::size_t wanted);
    Awaitable<std::vector<Candidate>> candidates();
    bool fits_alone(const Rows& row) const;
    bool fits_search(const Rows& row, Candidate& candidate) const;
    bool is_walked_along(Walk walk) const { return scans_.front().walk == walk; }
    Awaitable<void> drop_without_account(std::vector<Candidate>& candidates);
    Awaitable<void> drop_without_tag(std::vector<Candidate>& candidates);
    Awaitable<void> drop_without_amount(std::vector<Candidate>& candidates);
    Awaitable<void> add_items(
        const ledger::Head& head, const std::vector<Candidate>& candidates,
        app::TransactionPage& page);

    Connection& connection_;
    BookId book_;
    const app::TransactionQuery& query_;
    std::vector<Scan> scans_;   ///< one, or two that are merged by date
    std::uint64_t lowest_ = 0;  ///< by sequence: nothing below it fits
    bool narrowed_ = false;
};

Awaitable<app::TransactionPage> List::page() {
    app::TransactionPage page;
    const auto head = co_await read_head(connection_, book_);
    if (!head) {
        co_return page;
    }
    begin();
    auto found = co_await candidates();
    if (found.size() > query_.limit) {
        page.has_more = true;
        found.resize(query_.limit);
    }
    co_await add_items(*head, found, page);
    co_return page;
}

/// The page's transactions, some at a time, until they are too many bytes.
Awaitable<void> List::add_items(
    const ledger::Head& head, const std::vector<Candidate>& candidates,
    app::TransactionPage& page) {
    page.items.reserve(candidates.size());
    std::size_t bytes = 0;
    for (std::size_t at = 0; at < candidates.size();) {
        std::vector<std::uint64_t> sequences;
        std::uint64_t postings = 0;
        for (; at < candidates.size() && postings < postings_read_max; ++at) {
            postings += candidates[at].posting_count;
            sequences.push_back(candidates[at].sequence);
        }
        auto found = co_await read_transactions(
            connection_, book_, std::move(sequences), TransactionState::now);
        for (auto& item : found) {
            auto one = parsed(std::move(item), "a transaction that an index knows");
            const auto hash = parsed(one.hash, "a transaction without its event");
            bytes += text_bytes(one.transaction);
            page.items.push_back({std::move(one.transaction), one.offset, hash, head.epoch});
            if (bytes > page_bytes_max && page.items.size() < candidates.size()) {
                page.has_more = true;
                co_return;
            }
        }
    }
}

// Walking ---------------------------------------------------------------------------------------

void List::begin() {
    Scan scan(walk_of(query_));
    scan.below = query_.after ? query_.after->sequence : sequence_end;
    if (scan.walk != Walk::dates) {
        scans_ = {scan};
        return;
    }
    scan.date = query_.to ? query_.to->plus_days(1) : last_date;
    if (query_.after && query_.after->date < scan.date) {
        scan.date = query_.after->date;
        scan.rest_of_day = true;
    }
    // Two lists in the same order: what counts on the day it was made with, and what was settled,
    // under its new day.
    scans_ = {scan, scan};
    scans_.back().walk = Walk::settled_dates;
}

/// Reads on for every scan whose rows are used up. The first round trip asks for a page, each
/// further one for twice as much.
Awaitable<void> List::refill() {
    for (auto& scan : scans_) {
        if (!scan.is_dry()) {
            continue;
        }
        const bool is_first = scan.count == 0;
        scan.count = is_first ? query_.limit + 1
                              : std::clamp(scan.count * 2, chunk_rows_min, chunk_rows_max);
        if (scan.walk == Walk::dates || scan.walk == Walk::settled_dates) {
            co_await refill_by_date(scan);
            continue;
        }
        // The newest ones fill most pages; only a list that goes on is worth the look-ups.
        if (!is_first && !narrowed_ && (query_.from || query_.to)) {
            narrowed_ = true;
            co_await narrow(scan);
        }
        scan.rows = co_await rows_by_sequence(scan);
        scan.ended = scan.rows->size() < scan.count;
        scan.step();
    }
}

/// What was booked on the days that are asked for lies between the lowest and the highest sequence
/// of any of them. Most transactions are booked on their day, so this cuts off nearly everything
/// else.
Awaitable<void> List::narrow(Scan& scan) {
    Date from = query_.from.value_or(first_date);
    Date to = query_.to.value_or(last_date);
    auto dates = co_await connection_.execute(queries::dates_of_book, book_);
    if (!dates.next() || dates.is_null(0)) {
        co_return;
    }
    from = std::max(from, dates.date(0));
    to = std::min(to, dates.date(1));
    if (from <= to && to.days - from.days >= days_looked_up_max) {
        co_return;
    }
    co_await narrow_to_days(from, to, scan);
}

Awaitable<void> List::narrow_to_days(Date from, Date to, Scan& scan) {
    std::uint64_t lowest = sequence_end;
    std::uint64_t highest = 0;
    const auto widen = [&lowest, &highest](Rows rows) {
        while (rows.next()) {
            if (!rows.is_null(0)) {
                lowest = std::min(lowest, rows.count(0));
                highest = std::max(highest, rows.count(1));
            }
        }
    };
    if (from <= to) {
        std::string sql;
        TextFormatter text(sql);
        for (Date day = from; day <= to; day = day.plus_days(1)) {
            if (day > from) {
                text.sql(queries::and_another);
            }
            text.sql(queries::sequences_of_day_text).value(book_).sql(" AND date = ").value(day);
        }
        const auto replies = co_await connection_.query(std::move(sql));
        widen(replies.rows(0));
    }
    auto settled = co_await connection_.execute(
        queries::settled_sequences_between, book_, query_.from.value_or(first_date),
        query_.to.value_or(last_date));
    widen(std::move(settled));
    lowest_ = lowest;
    scan.below = std::min(scan.below, highest + 1);
}

Awaitable<void> List::refill_by_date(Scan& scan) {
    const bool made = scan.walk == Walk::dates;
    if (scan.rest_of_day) {
        const char* sql = made ? queries::scan_day : queries::scan_settled_day;
        scan.rows = co_await connection_.execute(sql, book_, scan.date, scan.below, scan.count);
        scan.rest_of_day = scan.rows->size() == scan.count;
        scan.step();
        if (scan.has_row) {
            co_return;
        }
    }
    const char* sql = made ? queries::scan_days : queries::scan_settled_days;
    scan.rows = co_await connection_.execute(
        sql, book_, scan.date, query_.from.value_or(first_date), scan.count);
    scan.ended = scan.rows->size() < scan.count;
    scan.rest_of_day = !scan.ended;
    scan.step();
}

Awaitable<Rows> List::rows_by_sequence(const Scan& scan) {
    const auto below = scan.below;
    const auto count = scan.count;
    switch (scan.walk) {
        case Walk::exceptions:
            co_return co_await connection_.execute(
                queries::scan_exceptions, book_, below, lowest_, count);
        case Walk::contact:
            co_return co_await connection_.execute(
                queries::scan_contact, book_, *query_.contact_id, below, lowest_, count);
        case Walk::tag:
            co_return co_await connection_.execute(
                queries::scan_tag, book_, *query_.tag, below, lowest_, count);
        case Walk::account:
            co_return co_await connection_.execute(
                queries::scan_account, book_, *query_.account_id, below, lowest_, count);
        case Walk::outlet:
            co_return co_await connection_.execute(
                queries::scan_outlet, book_, query_.outlet_ids->front(), below, lowest_, count);
        case Walk::all:
        case Walk::dates:
        case Walk::settled_dates:
            break;
    }
    co_return co_await connection_.execute(queries::scan_all, book_, below, lowest_, count);
}

/// The scan whose row comes next; none where all have ended.
Scan* List::newest() {
    Scan* newest = nullptr;
    for (auto& scan : scans_) {
        if (scan.has_row && (newest == nullptr || scan.key() > newest->key())) {
            newest = &scan;
        }
    }
    return newest;
}

/// Steps on until a scan runs dry or `wanted` candidates are there.
std::vector<Candidate> List::take_candidates(std::size_t wanted) {
    std::vector<Candidate> taken;
    while (taken.size() < wanted) {
        auto* scan = newest();
        if (scan == nullptr) {
            break;
        }
        const auto& row = *scan->rows;
        const auto sequence = row.count(0);
        // A transaction may have several postings of one account.
        const bool repeated = scan->walk == Walk::account && scan->below == sequence;
        scan->below = sequence;
        scan->date = row.date(1);
        if (!repeated && fits_alone(row)) {
            Candidate candidate{sequence, row.count(12)};
            if (fits_search(row, candidate)) {
                taken.push_back(candidate);
            }
        }
        scan->step();
        if (scan->is_dry()) {
            break;
        }
    }
    return taken;
}

/// What fits, newest first: enough for the page and one more, or all there is.
Awaitable<std::vector<Candidate>> List::candidates() {
    std::vector<Candidate> found;
    for (;;) {
        co_await refill();
        if (newest() == nullptr) {
            break;
        }
        auto chunk = take_candidates(chunk_rows_max);
        co_await drop_without_account(chunk);
        co_await drop_without_tag(chunk);
        co_await drop_without_amount(chunk);
        found.insert(found.end(), chunk.begin(), chunk.end());
        if (found.size() > query_.limit) {
            break;
        }
    }
    co_return found;
}

// Filters ---------------------------------------------------------------------------------------

bool List::fits_alone(const Rows& row) const {
    if (query_.from || query_.to) {
        const Date date = row.date(1);
        if ((query_.from && date < *query_.from) || (query_.to && date > *query_.to)) {
            return false;
        }
    }
    if (query_.outlet_ids) {
        const auto outlet = row.optional_id<OutletId>(2);
        if (!outlet
            || std::find(query_.outlet_ids->begin(), query_.outlet_ids->end(), *outlet)
                   == query_.outlet_ids->end()) {
            return false;
        }
    }
    return !(
        (query_.contact_id && row.optional_id<ContactId>(3) != query_.contact_id)
        || (query_.kind && row.text(4) != ledger::text_of(*query_.kind))
        || (query_.status && status_of(row) != *query_.status)
        || (query_.created_by && row.id<UserId>(7) != *query_.created_by)
        || (query_.late && row.boolean(8) != *query_.late));
}

/// False if no search can find it; true with `found_by_search` false if only the amount of one of
/// its postings can.
bool List::fits_search(const Rows& row, Candidate& candidate) const {
    if (!query_.reference_prefix && !query_.amount_minor && !query_.words) {
        return true;
    }
    if (query_.reference_prefix && !row.is_null(10)
        && starts_with(row.text(10), *query_.reference_prefix)) {
        return true;
    }
    if (query_.words && !query_.words->empty()) {
        const auto description = row.text(11);
        if (std::all_of(
                query_.words->begin(), query_.words->end(), [description](const auto& word) {
                    return contains_ascii_insensitive(description, word);
                })) {
            return true;
        }
    }
    if (query_.amount_minor && row.integer(9) != *query_.amount_minor) {
        candidate.found_by_search = false;
    }
    return query_.amount_minor.has_value();
}

using SequenceSet = std::unordered_set<std::uint64_t>;

std::vector<std::uint64_t> sequences_of(const std::vector<Candidate>& candidates) {
    std::vector<std::uint64_t> sequences;
    sequences.reserve(candidates.size());
    for (const auto& candidate : candidates) {
        sequences.push_back(candidate.sequence);
    }
    return sequences;
}

Awaitable<void> List::drop_without_account(std::vector<Candidate>& candidates) {
    if (!query_.account_id || is_walked_along(Walk::account) || candidates.empty()) {
        co_return;
    }
    std::string sql;
    TextFormatter text(sql);
    text.sql(queries::having_account_text).value(book_);
    text.sql(" AND account_id = ").value(*query_.account_id);
    text.sql(" AND sequence IN ").list(sequences_of(candidates));
    const auto replies = co_await connection_.query(std::move(sql));
    SequenceSet having;
    for (auto rows = replies.rows(0); rows.next();) {
        having.insert(rows.count(0));
    }
    std::erase_if(candidates, [&having](const Candidate& candidate) {
        return !having.contains(candidate.sequence);
    });
}

Awaitable<void> List::drop_without_tag(std::vector<Candidate>& candidates) {
    if (!query_.tag || is_walked_along(Walk::tag) || candidates.empty()) {
        co_return;
    }
    std::string sql;
    TextFormatter text(sql);
    text.sql(queries::list_tags_text).value(book_);
    text.sql(" AND sequence IN ").list(sequences_of(candidates));
    const auto replies = co_await connection_.query(std::move(sql));
    SequenceSet having;
    for (auto rows = replies.rows(0); rows.next();) {
        if (rows.text(1) == *query_.tag) {
            having.insert(rows.count(0));
        }
    }
    std::erase_if(candidates, [&having](const Candidate& candidate) {
        return !having.contains(candidate.sequence);
    });
}

Awaitable<void> List::drop_without_amount(std::vector<Candidate>& candidates) {
    std::vector<std::uint64_t> asked;
    for (const auto& candidate : candidates) {
        if (!candidate.found_by_search) {
            asked.push_back(candidate.sequence);
        }
    }
    if (asked.empty()) {
        co_return;
    }
    std::string sql;
    TextFormatter text(sql);
    text.sql(queries::having_amount_text).value(book_);
    text.sql(" AND amount_minor = ").value(*query_.amount_minor);
    text.sql(" AND sequence IN ").list(asked);
    const auto replies = co_await connection_.query(std::move(sql));
    SequenceSet having;
    for (auto rows = replies.rows(0); rows.next();) {
        having.insert(rows.count(0));
    }
    std::erase_if(candidates, [&having](const Candidate& candidate) {
        return !candidate.found_by_search && !having.contains(candidate.sequence);
    });
}

}  // namespace

Awaitable<app::TransactionPage> list_transactions(
    Connection& connection, BookId book, const app::TransactionQuery& query) {
    ARUS_ASSERT(query.limit >= 1);
    if (query.outlet_ids && query.outlet_ids->empty()) {
        app::TransactionPage none;
        co_return none;
    }
    List list(connection, book, query);
    co_return co_await list.page();
}

}  // namespace arus::mysql
