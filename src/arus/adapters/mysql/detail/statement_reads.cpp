// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/statement_reads.hpp"

#include "arus/adapters/mysql/detail/queries_read.hpp"
#include "arus/adapters/mysql/detail/queries_statements.hpp"
#include "arus/adapters/mysql/detail/text_formatter.hpp"
#include "arus/base/assert.hpp"
#include "arus/records/statement_records.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace arus::mysql {

namespace {

constexpr Date first_date{std::numeric_limits<std::int32_t>::min()};

bool is_debit(const Rows& rows, std::size_t column) {
    return rows.text(column) == ledger::text_of(ledger::Direction::debit);
}

/// Where the book stood after the act of that number, 0 for before the first.
Awaitable<void> stand_at(
    Connection& connection, BookId book, std::uint64_t sequence, app::Position& position) {
    position.sequence = sequence;
    position.offset = 0;
    position.hash = ledger::chain_start(book);
    auto rows = co_await connection.execute(
        queries::find_event_of_act, book, book, sequence, book, sequence);
    if (rows.next()) {
        position.offset = rows.count(0);
        position.hash = rows.hash(1);
    }
}

/// Ranges of the same months or days, whosever: one statement.
struct Reading {
    bool by_month = false;
    Date first;
    Date last;
    std::vector<OutletId> outlets;                                     ///< each once
    std::unordered_map<OutletId, std::vector<std::size_t>> ranges_of;  ///< by their numbers

    bool is_one() const { return by_month ? month_start(last) == first : first == last; }
};

std::vector<Reading> readings_of(const std::vector<app::ActivityRange>& ranges) {
    std::map<std::tuple<bool, Date, Date>, Reading> by_days;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const app::ActivityRange& range = ranges[i];
        Reading& reading = by_days[{range.by_month, range.first, range.last}];
        reading.by_month = range.by_month;
        reading.first = range.first;
        reading.last = range.last;
        std::vector<std::size_t>& numbers = reading.ranges_of[range.outlet_id];
        if (numbers.empty()) {
            reading.outlets.push_back(range.outlet_id);
        }
        numbers.push_back(i);
    }
    std::vector<Reading> readings;
    for (auto& [days, reading] : by_days) {
        readings.push_back(std::move(reading));
    }
    return readings;
}

std::string text_of_readings(BookId book, const std::vector<Reading>& readings) {
    std::string sql;
    TextFormatter text(sql);
    for (const Reading& reading : readings) {
        if (reading.by_month) {
            if (reading.is_one()) {
                text.sql(queries::list_month_text);
            } else {
                text.sql(queries::sum_months_text);
            }
            text.value(book).sql(" AND outlet_id IN ").list(reading.outlets);
            text.sql(" AND month >= ").value(reading.first);
            text.sql(" AND month <= ").value(reading.last);
        } else {
            if (reading.is_one()) {
                text.sql(queries::list_day_text);
            } else {
                text.sql(queries::sum_days_text);
            }
            text.value(book).sql(" AND outlet_id IN ").list(reading.outlets);
            text.sql(" AND day >= ").value(reading.first);
            text.sql(" AND day <= ").value(reading.last);
        }
        if (reading.is_one()) {
            text.sql(";");
        } else {
            text.sql(queries::sum_range_group);
        }
    }
    return sql;
}

/// Reads every range of the windows, in one round trip.
Awaitable<void> add_ranges(Connection& connection, BookId book, app::WindowSums& sums) {
    const std::vector<Reading> readings = readings_of(sums.ranges());
    std::string sql = text_of_readings(book, readings);
    const auto replies = co_await connection.query(std::move(sql));
    for (std::size_t i = 0; i < readings.size(); ++i) {
        for (auto rows = replies.rows(i); rows.next();) {
            for (const std::size_t range : readings[i].ranges_of.at(rows.id<OutletId>(0))) {
                if (!sums.add(range, rows.id<AccountId>(1), {rows.integer(2), rows.integer(3)})) {
                    throw_corrupt("a sum without its account");
                }
            }
        }
    }
}

/// What took effect after a sequence, added up.
Awaitable<std::vector<app::LaterPostings>> read_later(
    Connection& connection, BookId book, std::uint64_t sequence) {
    std::vector<app::LaterPostings> later;
    constexpr std::array<const char*, 2> statements = {
        queries::sum_postings_made_after, queries::sum_postings_settled_after};
    for (const char* sql : statements) {
        auto rows = co_await connection.execute(sql, book, sequence);
        while (rows.next()) {
            app::LaterPostings one;
            one.account_id = rows.id<AccountId>(0);
            one.date = rows.date(1);
            one.outlet_id = rows.optional_id<OutletId>(2);
            one.contact_id = rows.optional_id<ContactId>(3);
            one.sides = {rows.integer(4), rows.integer(5)};
            later.push_back(one);
        }
    }
    co_return later;
}

}  // namespace

// Sums ------------------------------------------------------------------------------------------

Awaitable<app::StatementRecord> read_statement(
    Connection& connection, BookId book, const app::StatementQuery& query) {
    app::StatementRecord record;
    const auto head = co_await read_head(connection, book);
    auto found = co_await read_book(connection, book);
    if (!head || !found) {
        co_return record;
    }
    record.position = position_of(*head);
    record.book = std::move(*found);
    record.accounts = co_await read_accounts(connection, book);
    record.outlets = co_await read_outlets(connection, book);
    app::WindowSums sums(query.windows, record.accounts);
    co_await add_ranges(connection, book, sums);
    record.sums = sums.take();
    if (query.earlier_sequence) {
        record.earlier_sums = record.sums;
    }
    const std::uint64_t known = query.at_sequence.value_or(head->sequence);
    if (known < head->sequence) {
        const auto later = co_await read_later(connection, book, known);
        for (const app::LaterPostings& one : later) {
            sums.subtract(record.sums, one);
        }
    }
    if (query.earlier_sequence && *query.earlier_sequence < head->sequence) {
        const auto later = co_await read_later(connection, book, *query.earlier_sequence);
        for (const app::LaterPostings& one : later) {
            sums.subtract(record.earlier_sums, one);
        }
    }
    if (query.at_sequence) {
        co_await stand_at(connection, book, *query.at_sequence, record.position);
    }
    co_return record;
}

// Entries ---------------------------------------------------------------------------------------

namespace {

/// Behind the entry to begin with. The date alone bounds the walk along the index; the rest leaves
/// out what of that day came before.
void add_begin(TextFormatter& text, const app::EntryQuery& query, bool forwards) {
    if (forwards) {
        text.sql(" AND e.date >= ")
            .value(query.after ? query.after->date : query.from.value_or(first_date));
        text.sql(" AND e.date <= ").value(query.to);
    } else {
        text.sql(" AND e.date <= ").value(query.after ? query.after->date : query.to);
        text.sql(" AND e.date >= ").value(query.from.value_or(first_date));
    }
    if (!query.after) {
        return;
    }
    const auto& after = *query.after;
    if (forwards) {
        text.sql(" AND (e.date > ").value(after.date);
        text.sql(" OR e.sequence > ").value(after.sequence);
        text.sql(" OR (e.sequence = ").value(after.sequence);
        text.sql(" AND e.position > ").value(after.position).sql("))");
    } else {
        text.sql(" AND (e.date < ").value(after.date);
        text.sql(" OR e.sequence < ").value(after.sequence);
        text.sql(" OR (e.sequence = ").value(after.sequence);
        text.sql(" AND e.position < ").value(after.position).sql("))");
    }
}

void add_filters(TextFormatter& text, const app::EntryQuery& query) {
    text.sql(" AND e.sequence <= ").value(query.at_sequence);
    if (query.outlet_id && *query.outlet_id) {
        text.sql(" AND e.outlet_id = ").value(**query.outlet_id);
    } else if (query.outlet_id) {
        text.sql(" AND e.outlet_id IS NULL");
    }
    if (query.contact_id && *query.contact_id) {
        text.sql(" AND e.contact_id = ").value(**query.contact_id);
    } else if (query.contact_id) {
        text.sql(" AND e.contact_id IS NULL");
    }
    if (query.side == app::EntryQuery::Side::debit) {
        text.sql(" AND e.amount_minor > 0");
    } else if (query.side == app::EntryQuery::Side::credit) {
        text.sql(" AND e.amount_minor < 0");
    }
}

void add_order(TextFormatter& text, bool forwards) {
    if (forwards) {
        text.sql(queries::entries_oldest_first);
    } else {
        text.sql(queries::entries_newest_first);
    }
}

/// The keys of each account up to the length of a page, the first of all of them, then what belongs
/// to these.
std::string text_of_entries(BookId book, const app::EntryQuery& query, bool forwards) {
    std::string sql;
    TextFormatter text(sql);
    text.sql(queries::list_entries_text);
    bool is_first = true;
    for (const AccountId account : query.account_ids) {
        if (!is_first) {
            text.sql(" UNION ALL ");
        }
        is_first = false;
        text.sql(queries::list_keys_text).value(book);
        text.sql(" AND e.account_id = ").value(account);
        add_begin(text, query, forwards);
        add_filters(text, query);
        add_order(text, forwards);
        text.sql(" LIMIT ").value(query.limit + 1).sql(")");
    }
    text.sql(queries::all_keys);
    add_order(text, forwards);
    text.sql(" LIMIT ").value(query.limit + 1).sql(queries::rest_of_entries).value(book);
    add_order(text, forwards);
    return sql;
}

}  // namespace

Awaitable<app::EntryPage> read_entries(
    Connection& connection, BookId book, const app::EntryQuery& query) {
    ARUS_ASSERT(query.limit >= 1);
    app::EntryPage page;
    if (query.account_ids.empty()) {
        co_return page;
    }
    const bool forwards = query.order == app::EntryQuery::Order::oldest_first;
    std::string sql = text_of_entries(book, query, forwards);
    const auto replies = co_await connection.query(std::move(sql));
    for (auto rows = replies.rows(0); rows.next();) {
        app::EntryRecord& entry = page.items.emplace_back();
        entry.act = act_of(rows, 6);
        entry.act.date = rows.date(0);
        entry.act.sequence = rows.count(1);
        entry.position = static_cast<int>(rows.integer(2));
        entry.amount_minor = rows.integer(3);
        entry.account_id = rows.id<AccountId>(4);
        entry.memo = rows.optional_string(5);
    }
    if (page.items.size() > query.limit) {
        page.has_more = true;
        page.items.resize(query.limit);
    }
    co_return page;
}

// Ageing ----------------------------------------------------------------------------------------

namespace {

/// The last day of the bucket that `date` lies in; a day beyond `as_of` for all that come after.
/// AgingSums asks no more of an entry, so the server adds them up.
void name_bucket(TextFormatter& text, Date as_of) {
    text.sql("CASE WHEN date > ").value(as_of).sql(" THEN ").value(as_of.plus_days(1));
    const auto columns = reports::aging_columns(as_of);
    for (std::size_t bucket = 0; bucket + 1 < reports::aging_buckets; ++bucket) {
        text.sql(" WHEN date >= ").value(*columns[bucket].from);
        text.sql(" THEN ").value(columns[bucket].to);
    }
    text.sql(" END");
}

/// The balance of the accounts, those of contacts on them, then entries since `first`, in one text.
std::string text_of_contacts(
    BookId book, const std::vector<AccountId>& accounts, Date as_of, Date first,
    std::uint64_t known) {
    std::string sql;
    TextFormatter text(sql);
    text.sql(queries::sum_balances_text).value(book);
    text.sql(" AND account_id IN ").list(accounts);
    text.sql(queries::sum_balances_of_contacts_text).value(book);
    text.sql(" AND account_id IN ").list(accounts).sql(queries::sum_balances_group);
    text.sql(queries::sum_entries_text);
    name_bucket(text, as_of);
    text.sql(queries::sum_entries_of_text).value(book);
    text.sql(" AND account_id IN ").list(accounts);
    text.sql(" AND date >= ").value(first);
    text.sql(" AND sequence <= ").value(known);
    text.sql(queries::sum_entries_group);
    return sql;
}

/// Precondition: there are accounts.
Awaitable<void> add_contacts(
    Connection& connection, BookId book, const std::vector<AccountId>& accounts, Date as_of,
    std::uint64_t known, app::AgingSums& sums) {
    std::string sql = text_of_contacts(book, accounts, as_of, sums.first_day(), known);
    const auto replies = co_await connection.query(std::move(sql));
    for (auto rows = replies.rows(0); rows.next();) {
        sums.add_control({rows.integer(0), rows.integer(1)});
    }
    for (auto rows = replies.rows(1); rows.next();) {
        sums.add_balance(rows.id<ContactId>(0), {rows.integer(1), rows.integer(2)});
    }
    for (auto rows = replies.rows(2); rows.next();) {
        sums.add_entries(
            rows.date(0), rows.optional_id<ContactId>(1), {rows.integer(2), rows.integer(3)});
    }
}

Awaitable<void> add_names(Connection& connection, BookId book, app::AgingRecord& record) {
    std::vector<ContactId> ids;
    std::unordered_map<ContactId, reports::ContactSums*> by_id;
    for (reports::ContactSums& contact : record.contacts) {
        if (contact.contact_id) {
            ids.push_back(*contact.contact_id);
            by_id.emplace(*contact.contact_id, &contact);
        }
    }
    if (ids.empty()) {
        co_return;
    }
    std::string sql;
    TextFormatter text(sql);
    text.sql(queries::list_contact_names_text).value(book).sql(" AND id IN ").list(ids);
    const auto replies = co_await connection.query(std::move(sql));
    std::size_t found = 0;
    for (auto rows = replies.rows(0); rows.next(); ++found) {
        reports::ContactSums& contact = *by_id.at(rows.id<ContactId>(0));
        contact.code = rows.string(1);
        contact.name = rows.string(2);
    }
    if (found != ids.size()) {
        throw_corrupt("a balance without its contact");
    }
}

}  // namespace

Awaitable<app::AgingRecord> read_aging(
    Connection& connection, BookId book, const app::AgingQuery& query) {
    app::AgingRecord record;
    const auto head = co_await read_head(connection, book);
    auto found = co_await read_book(connection, book);
    if (!head || !found) {
        co_return record;
    }
    record.position = position_of(*head);
    record.book = std::move(*found);
    std::vector<AccountId> of_side;
    const auto accounts = co_await read_accounts(connection, book);
    for (const ledger::Account& account : accounts) {
        if (app::is_of_side(account.subtype, query.side)) {
            of_side.push_back(account.id);
        }
    }
    if (!of_side.empty()) {
        app::AgingSums sums(query, of_side);
        const std::uint64_t known = query.at_sequence.value_or(head->sequence);
        co_await add_contacts(connection, book, of_side, query.as_of, known, sums);
        if (known < head->sequence) {
            const auto later = co_await read_later(connection, book, known);
            for (const app::LaterPostings& one : later) {
                sums.subtract(one);
            }
        }
        sums.take(record);
        co_await add_names(connection, book, record);
    }
    if (query.at_sequence) {
        co_await stand_at(connection, book, *query.at_sequence, record.position);
    }
    co_return record;
}

// Changes ---------------------------------------------------------------------------------------

Awaitable<app::ChangePage> read_changes(
    Connection& connection, BookId book, const app::ChangeQuery& query) {
    ARUS_ASSERT(query.limit >= 1);
    app::ChangePage page;
    auto made = co_await connection.execute(
        queries::list_acts_made, book, query.after, query.to, query.limit + 1);
    auto settled = co_await connection.execute(
        queries::list_acts_settled, book, query.after, query.to, query.limit + 1);
    std::vector<std::uint64_t> sequences;
    std::unordered_map<std::uint64_t, std::size_t> places;  // by the sequence of the postings
    bool has_made = made.next();
    bool has_settled = settled.next();
    while (has_made || has_settled) {
        if (page.items.size() == query.limit) {
            page.has_more = true;
            break;
        }
        const bool take_made = has_made && (!has_settled || made.count(0) < settled.count(0));
        Rows& rows = take_made ? made : settled;
        places.emplace(rows.count(2), page.items.size());
        sequences.push_back(rows.count(2));
        app::ChangeRecord& change = page.items.emplace_back();
        change.act = act_of(rows, 3);
        change.act.sequence = rows.count(0);
        change.act.date = rows.date(1);
        (take_made ? has_made : has_settled) = rows.next();
    }
    if (sequences.empty()) {
        co_return page;
    }
    std::string sql;
    TextFormatter text(sql);
    text.sql(queries::list_posting_amounts_text).value(book).sql(" AND sequence IN ");
    text.list(sequences).sql(queries::posting_amounts_order);
    const auto replies = co_await connection.query(std::move(sql));
    for (auto rows = replies.rows(0); rows.next();) {
        const std::int64_t amount = rows.integer(3);
        page.items[places.at(rows.count(0))].postings.push_back(
            {rows.id<AccountId>(1), is_debit(rows, 2) ? amount : -amount});
    }
    co_return page;
}

}  // namespace arus::mysql
