// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/statement_reads.hpp"

#include "arus/adapters/sqlite/detail/statement_queries.hpp"
#include "arus/base/assert.hpp"
#include "arus/records/statement_records.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace arus::sqlite {

namespace {

using reports::Sides;

constexpr Date first_date{std::numeric_limits<std::int32_t>::min()};

bool is_debit(const Rows& rows, int column) {
    return rows.text(column) == ledger::text_of(ledger::Direction::debit);
}

}  // namespace

StatementReads::StatementReads(const Connection& connection) :
    find_head_(connection, queries::find_head),
    find_book_(connection, queries::find_book),
    list_accounts_(connection, queries::list_accounts),
    list_outlets_(connection, queries::list_outlets),
    list_months_(connection, queries::list_months_between),
    list_days_(connection, queries::list_days_between),
    find_event_of_act_(connection, queries::find_event_of_act),
    list_made_after_(connection, queries::list_postings_made_after),
    list_settled_after_(connection, queries::list_postings_settled_after),
    list_entries_(connection, queries::list_entries),
    list_entries_backwards_(connection, queries::list_entries_backwards),
    find_entry_(connection, queries::find_entry),
    list_entries_since_(connection, queries::list_entries_since),
    find_account_sums_(connection, queries::find_account_sums),
    list_contact_balances_(connection, queries::list_contacts_of_account),
    find_contact_name_(connection, queries::find_contact_name),
    list_acts_made_(connection, queries::list_acts_made),
    list_acts_settled_(connection, queries::list_acts_settled),
    list_posting_amounts_(connection, queries::list_posting_amounts) {
}

// Sums ------------------------------------------------------------------------------------------

std::vector<ledger::Account> StatementReads::accounts(BookId book) {
    std::vector<ledger::Account> accounts;
    auto rows = list_accounts_.query(book);
    while (rows.next()) {
        accounts.push_back(account_of(rows));
    }
    return accounts;
}

app::StatementRecord StatementReads::statement(BookId book, const app::StatementQuery& query) {
    app::StatementRecord record;
    const auto head = read_head(find_head_, book);
    auto found = read_book(find_book_, book);
    if (!head || !found) {
        return record;
    }
    record.position = position_of(*head);
    record.book = std::move(*found);
    record.accounts = accounts(book);
    auto outlets = list_outlets_.query(book);
    while (outlets.next()) {
        record.outlets.push_back(outlet_of(outlets));
    }
    app::WindowSums sums(query.windows, record.accounts);
    for (std::size_t range = 0; range < sums.ranges().size(); ++range) {
        each_sum(book, sums.ranges()[range], [&](AccountId account, const Sides& sides) {
            if (!sums.add(range, account, sides)) {
                throw_corrupt("a sum without its account");
            }
        });
    }
    record.sums = sums.take();
    if (query.earlier_sequence) {
        record.earlier_sums = record.sums;
    }
    const std::uint64_t known = query.at_sequence.value_or(head->sequence);
    const std::uint64_t earlier = query.earlier_sequence.value_or(known);
    if (std::min(known, earlier) < head->sequence) {
        each_later(
            book, std::min(known, earlier),
            [&](const app::LaterPostings& later, std::uint64_t sequence) {
                if (sequence > known) {
                    sums.subtract(record.sums, later);
                }
                if (query.earlier_sequence && sequence > earlier) {
                    sums.subtract(record.earlier_sums, later);
                }
            });
    }
    if (query.at_sequence) {
        stand_at(book, *query.at_sequence, record.position);
    }
    return record;
}

template <class Take>
void StatementReads::each_sum(BookId book, const app::ActivityRange& range, Take take) {
    Statement& statement = range.by_month ? list_months_ : list_days_;
    Rows rows = statement.query(book, range.outlet_id, range.first, range.last);
    while (rows.next()) {
        take(rows.id<AccountId>(0), Sides{rows.integer(1), rows.integer(2)});
    }
}

void StatementReads::stand_at(BookId book, std::uint64_t sequence, app::Position& position) {
    position.sequence = sequence;
    position.offset = 0;
    position.hash = ledger::chain_start(book);
    auto rows = find_event_of_act_.query(book, sequence);
    if (rows.next()) {
        position.offset = rows.count(0);
        position.hash = rows.hash(1);
    }
}

template <class Take>
void StatementReads::each_later(BookId book, std::uint64_t sequence, Take take) {
    for (Statement* statement : {&list_made_after_, &list_settled_after_}) {
        Rows rows = statement->query(book, sequence);
        while (rows.next()) {
            const std::int64_t amount = rows.integer(2);
            const app::LaterPostings later{
                rows.id<AccountId>(0), app::sides_of(is_debit(rows, 1) ? amount : -amount),
                rows.date(3), rows.optional_id<OutletId>(4), rows.optional_id<ContactId>(5)};
            take(later, rows.count(6));
        }
    }
}

// Entries ---------------------------------------------------------------------------------------

app::EntryPage StatementReads::entries(BookId book, const app::EntryQuery& query) {
    ARUS_ASSERT(query.limit >= 1);
    const bool forwards = query.order == app::EntryQuery::Order::oldest_first;
    const Date from = query.from.value_or(first_date);
    // A sequence below every one, or above every one, of the day to begin with.
    app::EntryQuery::After begin = forwards ? app::EntryQuery::After{from, 0, 0}
                                            : app::EntryQuery::After{query.to.plus_days(1), 0, 0};
    const auto key_of = [](const auto& one) {
        return std::tuple(one.date, one.sequence, one.position);
    };
    if (query.after
        && (forwards ? key_of(*query.after) > key_of(begin)
                     : key_of(*query.after) < key_of(begin))) {
        begin = *query.after;
    }
    const auto rule_of = [](const auto& wanted) { return !wanted ? 0 : (*wanted ? 1 : 2); };
    const auto id_of = [](const auto& wanted) {
        using Wanted = typename std::decay_t<decltype(wanted)>::value_type;
        return wanted ? *wanted : Wanted{};
    };
    const int side = query.side == app::EntryQuery::Side::any
                         ? 0
                         : (query.side == app::EntryQuery::Side::debit ? 1 : -1);
    // Keys first; the page's entries are read whole when it is known which they are. Once there are
    // enough, an account need not be walked beyond the day of the last of them.
    std::vector<EntryKey> keys;
    Date bound = forwards ? query.to : from;
    const auto goes_before = [forwards](const EntryKey& a, const EntryKey& b) {
        return forwards ? a.order() < b.order() : b.order() < a.order();
    };
    auto& statement = forwards ? list_entries_ : list_entries_backwards_;
    for (const AccountId account : query.account_ids) {
        auto rows = statement.query(
            book, account, begin.date, begin.sequence, begin.position, bound, query.at_sequence,
            rule_of(query.outlet_id), id_of(query.outlet_id), rule_of(query.contact_id),
            id_of(query.contact_id), side, query.limit + 1);
        while (rows.next()) {
            keys.push_back(
                {account, rows.date(0), rows.count(1), static_cast<int>(rows.integer(2)),
                 rows.integer(3), rows.count(4)});
        }
        if (keys.size() > query.limit) {
            std::ranges::sort(keys, goes_before);
            keys.resize(query.limit + 1);
            bound = keys.back().date;
        }
    }
    std::ranges::sort(keys, goes_before);
    app::EntryPage page;
    page.has_more = keys.size() > query.limit;
    keys.resize(std::min(keys.size(), query.limit));
    for (const EntryKey& key : keys) {
        page.items.push_back(entry(book, key));
    }
    return page;
}

app::EntryRecord StatementReads::entry(BookId book, const EntryKey& key) {
    auto rows = find_entry_.query(book, key.transaction_sequence, key.position);
    if (!rows.next()) {
        throw_corrupt("an entry without its posting");
    }
    app::EntryRecord entry;
    entry.act = act_of(rows, 1);
    entry.act.date = key.date;
    entry.act.sequence = key.sequence;
    entry.account_id = key.account_id;
    entry.position = key.position;
    entry.amount_minor = key.amount_minor;
    entry.memo = rows.optional_string(0);
    return entry;
}

// Ageing ----------------------------------------------------------------------------------------

app::AgingRecord StatementReads::aging(BookId book, const app::AgingQuery& query) {
    app::AgingRecord record;
    const auto head = read_head(find_head_, book);
    auto found = read_book(find_book_, book);
    if (!head || !found) {
        return record;
    }
    record.position = position_of(*head);
    record.book = std::move(*found);
    std::vector<AccountId> of_side;
    for (const ledger::Account& account : accounts(book)) {
        if (app::is_of_side(account.subtype, query.side)) {
            of_side.push_back(account.id);
        }
    }
    app::AgingSums sums(query, of_side);
    add_contacts(book, query, head->sequence, of_side, sums);
    sums.take(record);
    for (reports::ContactSums& contact : record.contacts) {
        if (contact.contact_id) {
            auto rows = find_contact_name_.query(book, *contact.contact_id);
            if (!rows.next()) {
                throw_corrupt("a balance without its contact");
            }
            contact.code = rows.string(0);
            contact.name = rows.string(1);
        }
    }
    if (query.at_sequence) {
        stand_at(book, *query.at_sequence, record.position);
    }
    return record;
}

void StatementReads::add_contacts(
    BookId book, const app::AgingQuery& query, std::uint64_t head_sequence,
    const std::vector<AccountId>& accounts, app::AgingSums& sums) {
    for (const AccountId account : accounts) {
        auto control = find_account_sums_.query(book, account);
        while (control.next()) {
            sums.add_control({control.integer(0), control.integer(1)});
        }
        auto balances = list_contact_balances_.query(book, account);
        while (balances.next()) {
            sums.add_balance(balances.id<ContactId>(0), {balances.integer(1), balances.integer(2)});
        }
    }
    const std::uint64_t known = query.at_sequence.value_or(head_sequence);
    if (known < head_sequence) {
        each_later(book, known, [&](const app::LaterPostings& later, std::uint64_t) {
            sums.subtract(later);
        });
    }
    for (const AccountId account : accounts) {
        auto rows = list_entries_since_.query(book, account, sums.first_day(), known);
        while (rows.next()) {
            sums.add_entries(
                rows.date(0), rows.optional_id<ContactId>(1), app::sides_of(rows.integer(2)));
        }
    }
}

// Changes ---------------------------------------------------------------------------------------

app::ChangePage StatementReads::changes(BookId book, const app::ChangeQuery& query) {
    ARUS_ASSERT(query.limit >= 1);
    app::ChangePage page;
    {
        auto made = list_acts_made_.query(book, query.after, query.to, query.limit + 1);
        auto settled = list_acts_settled_.query(book, query.after, query.to, query.limit + 1);
        bool has_made = made.next();
        bool has_settled = settled.next();
        while (has_made || has_settled) {
            if (page.items.size() == query.limit) {
                page.has_more = true;
                break;
            }
            const bool take_made = has_made && (!has_settled || made.count(0) < settled.count(0));
            auto& rows = take_made ? made : settled;
            app::ChangeRecord change;
            change.act = act_of(rows, 3);
            change.act.sequence = rows.count(0);
            change.act.date = rows.date(1);
            auto postings = list_posting_amounts_.query(book, rows.count(2));
            while (postings.next()) {
                const std::int64_t amount = postings.integer(2);
                change.postings.push_back(
                    {postings.id<AccountId>(0), is_debit(postings, 1) ? amount : -amount});
            }
            page.items.push_back(std::move(change));
            (take_made ? has_made : has_settled) = rows.next();
        }
    }
    return page;
}

}  // namespace arus::sqlite
