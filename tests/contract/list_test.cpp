// SPDX-License-Identifier: Apache-2.0
#include "support.hpp"

#include "arus/base/testing/seed.hpp"

#include <algorithm>
#include <random>

// Lists against a filter that looks at everything.
namespace arus::contract {
namespace {

using Query = app::TransactionQuery;
using ledger::TransactionKind;
using ledger::TransactionStatus;

char lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + 32) : character;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return lower(c); });
    return text;
}

bool has_search(const ledger::Transaction& transaction, const Query& query) {
    if (!query.reference_prefix && !query.amount_minor && !query.words) {
        return true;
    }
    if (query.reference_prefix && transaction.reference
        && lower(*transaction.reference).starts_with(lower(*query.reference_prefix))) {
        return true;
    }
    std::int64_t total = 0;
    bool has_amount = false;
    for (const auto& posting : transaction.postings) {
        total += posting.direction == ledger::Direction::debit ? posting.amount_minor : 0;
        has_amount = has_amount || posting.amount_minor == query.amount_minor;
    }
    if (query.amount_minor && (has_amount || total == *query.amount_minor)) {
        return true;
    }
    return query.words && !query.words->empty()
           && std::all_of(query.words->begin(), query.words->end(), [&](const auto& word) {
                  return lower(transaction.description).find(lower(word)) != std::string::npos;
              });
}

bool belongs(const ledger::Transaction& transaction, const Query& query) {
    const auto has_account = [&](AccountId id) {
        return std::any_of(
            transaction.postings.begin(), transaction.postings.end(),
            [id](const auto& posting) { return posting.account_id == id; });
    };
    const auto has_outlet = [&](const std::vector<OutletId>& ids) {
        return transaction.outlet_id
               && std::count(ids.begin(), ids.end(), *transaction.outlet_id) > 0;
    };
    return (!query.from || transaction.date >= *query.from)
           && (!query.to || transaction.date <= *query.to)
           && (!query.account_id || has_account(*query.account_id))
           && (!query.outlet_ids || has_outlet(*query.outlet_ids))
           && (!query.contact_id || transaction.contact_id == query.contact_id)
           && (!query.tag
               || std::count(transaction.tags.begin(), transaction.tags.end(), *query.tag) > 0)
           && (!query.kind || transaction.kind == *query.kind)
           && (!query.status || transaction.status == *query.status)
           && (!query.created_by || transaction.created_by == *query.created_by)
           && (!query.late || transaction.original_date.has_value() == *query.late)
           && has_search(transaction, query);
}

bool is_newer(const ledger::Transaction& a, const ledger::Transaction& b, Query::Order order) {
    if (order == Query::Order::date && a.date != b.date) {
        return a.date > b.date;
    }
    return a.sequence > b.sequence;
}

class List : public BookTest {
protected:
    /// A few hundred transactions of every kind and status, over half a year.
    void fill(std::mt19937& random, int count);
    /// Each transaction that fill() made, as it is now.
    std::vector<ledger::Transaction> everything();
    std::vector<std::uint64_t> expected(
        const Query& query, const std::vector<ledger::Transaction>& all) const;
    /// All pages of the query, one after the other.
    std::vector<std::uint64_t> listed(Query query);
    Query random_query(std::mt19937& random);

    int pick(std::mt19937& random, int end) const {
        return static_cast<int>(random() % static_cast<unsigned>(end));
    }

    std::vector<TransactionId> made_ids;
    std::vector<AccountId> accounts;
    std::vector<OutletId> outlets;
    std::vector<ContactId> contacts;
    ledger::Actor other;
};

void List::fill(std::mt19937& random, int count) {
    for (const auto& known : wait(ledger().list_accounts(book, soon()))) {
        accounts.push_back(known.id);
    }
    outlets = {outlet("PST"), outlet("BDG")};
    for (const auto* code : {"C1", "C2"}) {
        ledger::ContactDraft contact;
        contact.contact.id = new_id<ContactId>();
        contact.contact.code = code;
        contact.contact.name = code;
        contacts.push_back(contact.contact.id);
        committed(commit_one(entry_of(actor, contact)));
    }
    other = actor;
    other.user_id = new_id<UserId>();
    ledger::BookChange lock;
    lock.lock_date = std::optional<Date>(today().plus_days(-190));
    committed(commit_one(entry_of(actor, lock)));

    const char* codes[] = {"1101", "1102", "1201", "2101", "4101", "6101"};
    std::vector<TransactionId> held;
    for (int i = 0; i < count; ++i) {
        auto made = draft(
            codes[pick(random, 3)], codes[3 + pick(random, 3)],
            std::to_string(1 + pick(random, 40)));
        made.kind = pick(random, 2) == 0 ? TransactionKind::sale : TransactionKind::expense;
        made.date = today().plus_days(-pick(random, 200));
        made.if_locked = ledger::IfLocked::next_open_day;
        made.description = std::string(pick(random, 2) == 0 ? "Kopi SUSU " : "Beras ")
                           + std::to_string(pick(random, 9));
        made.pending = pick(random, 6) == 0;
        if (pick(random, 2) == 0) {
            made.outlet_id = outlets[static_cast<std::size_t>(pick(random, 2))];
        }
        if (pick(random, 3) == 0) {
            made.contact_id = contacts[static_cast<std::size_t>(pick(random, 2))];
        }
        if (pick(random, 3) == 0) {
            made.reference = "INV-" + std::to_string(pick(random, 30));
        }
        if (pick(random, 3) == 0) {
            made.tags = pick(random, 2) == 0 ? std::vector<std::string>{"qris", "pagi"}
                                             : std::vector<std::string>{"tunai"};
        }
        if (pick(random, 5) == 0) {
            made.postings.push_back(leg(ledger::Direction::debit, "1101", "3"));
            made.postings.push_back(leg(ledger::Direction::credit, "1101", "3"));
        }
        if (made.pending) {
            held.push_back(made.id);
        }
        const auto id = made.id;
        made_ids.push_back(id);
        const auto verdict = commit_one(
            money_entry(pick(random, 4) == 0 ? other : actor, std::move(made), id.text(), true));
        ASSERT_EQ(text_of(verdict), "committed");
        if (!held.empty() && pick(random, 12) == 0) {
            ledger::SettleDraft settle;
            settle.target = held.back();
            held.pop_back();
            settle.outcome = pick(random, 3) == 0 ? ledger::SettleDraft::Outcome::voided
                                                  : ledger::SettleDraft::Outcome::posted;
            if (settle.outcome == ledger::SettleDraft::Outcome::posted) {
                settle.date = today().plus_days(-pick(random, 180));
            }
            ASSERT_EQ(
                text_of(commit_one(
                    money_entry(actor, settle, "settle-" + settle.target.text(), false))),
                "committed");
        }
    }
}

std::vector<ledger::Transaction> List::everything() {
    std::vector<ledger::Transaction> all;
    for (const auto& id : made_ids) {
        all.push_back(wait(ledger().find_transaction(book, id, soon()))->transaction);
    }
    return all;
}

std::vector<std::uint64_t> List::expected(
    const Query& query, const std::vector<ledger::Transaction>& all) const {
    std::vector<const ledger::Transaction*> fitting;
    for (const auto& transaction : all) {
        if (belongs(transaction, query)) {
            fitting.push_back(&transaction);
        }
    }
    std::sort(fitting.begin(), fitting.end(), [&](const auto* a, const auto* b) {
        return is_newer(*a, *b, query.order);
    });
    std::vector<std::uint64_t> sequences;
    for (const auto* transaction : fitting) {
        sequences.push_back(transaction->sequence);
    }
    return sequences;
}

std::vector<std::uint64_t> List::listed(Query query) {
    std::vector<std::uint64_t> sequences;
    for (;;) {
        const auto page = wait(ledger().list_transactions(book, query, soon()));
        for (const auto& item : page.items) {
            sequences.push_back(item.transaction.sequence);
        }
        if (!page.has_more) {
            return sequences;
        }
        if (page.items.size() != query.limit) {
            ADD_FAILURE() << "a page that is not the last one has " << page.items.size()
                          << " items";
            return sequences;
        }
        query.after = Query::After{
            page.items.back().transaction.sequence, page.items.back().transaction.date};
    }
}

Query List::random_query(std::mt19937& random) {
    Query query;
    query.order = pick(random, 2) == 0 ? Query::Order::sequence : Query::Order::date;
    query.limit = 1 + random() % 40;
    const auto chance = [&] { return pick(random, 5) == 0; };
    if (pick(random, 2) == 0) {
        query.from = today().plus_days(-pick(random, 200));
        if (pick(random, 2) == 0) {
            query.to = query.from->plus_days(pick(random, 100));
        }
    } else if (chance()) {
        query.to = today().plus_days(-pick(random, 200));
    }
    if (chance()) {
        query.account_id = accounts[static_cast<std::size_t>(pick(random, 8))];
    }
    if (chance()) {
        query.outlet_ids = std::vector<OutletId>{
            outlets[static_cast<std::size_t>(pick(random, 2))]};
    }
    if (pick(random, 15) == 0) {
        query.outlet_ids = outlets;
    }
    if (pick(random, 30) == 0) {
        query.outlet_ids = std::vector<OutletId>{};
    }
    if (chance()) {
        query.contact_id = contacts[static_cast<std::size_t>(pick(random, 2))];
    }
    if (chance()) {
        query.tag = pick(random, 2) == 0 ? "pagi" : "tunai";
    }
    if (chance()) {
        query.kind = pick(random, 2) == 0 ? TransactionKind::sale : TransactionKind::journal;
    }
    if (chance()) {
        query.status = static_cast<TransactionStatus>(pick(random, 3));
    }
    if (chance()) {
        query.created_by = pick(random, 2) == 0 ? owner : other.user_id;
    }
    if (chance()) {
        query.late = pick(random, 2) == 0;
    }
    if (chance()) {
        query.reference_prefix = pick(random, 2) == 0 ? "inv-1" : "INV";
    }
    if (chance()) {
        query.amount_minor = 1 + pick(random, 45);
    }
    if (chance()) {
        query.words = std::vector<std::string>{"susu", std::to_string(pick(random, 9))};
    }
    return query;
}

TEST_P(List, gives_what_a_naive_filter_gives_page_by_page) {
    const auto seed = test_seed(20'261'122);
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    fill(random, 300);
    const auto all = everything();
    EXPECT_EQ(all.size(), 300U);
    std::size_t found = 0;
    for (int i = 0; i < 400; ++i) {
        const auto query = random_query(random);
        const auto sequences = listed(query);
        ASSERT_EQ(sequences, expected(query, all)) << "query " << i;
        found += sequences.size();
    }
    EXPECT_GT(found, 1'000U);  // the queries are not all empty
}

TEST_P(List, ends_a_page_early_where_it_would_grow_too_large_and_misses_nothing) {
    for (int i = 0; i < 40; ++i) {
        auto large = draft("1101", "4101", "1");
        for (int pair = 1; pair < 100; ++pair) {
            large.postings.push_back(large.postings[0]);
            large.postings.push_back(large.postings[1]);
        }
        for (auto& posting : large.postings) {
            posting.memo = std::string(120, 'm');
        }
        must_post(large);
    }
    Query query;
    query.limit = 500;
    std::vector<std::uint64_t> sequences;
    int pages = 0;
    for (bool has_more = true; has_more; ++pages) {
        const auto page = wait(ledger().list_transactions(book, query, soon()));
        ASSERT_FALSE(page.items.empty());
        for (const auto& item : page.items) {
            sequences.push_back(item.transaction.sequence);
        }
        has_more = page.has_more;
        query.after = Query::After{sequences.back(), page.items.back().transaction.date};
    }
    EXPECT_GT(pages, 1);
    ASSERT_EQ(sequences.size(), 40U);
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        EXPECT_EQ(sequences[i], 40 - i);
    }
}

TEST_P(List, shows_each_item_as_it_is_when_asked_for_alone) {
    std::mt19937 random(1);
    fill(random, 60);
    Query query;
    query.limit = 500;
    for (const auto& item : wait(ledger().list_transactions(book, query, soon())).items) {
        const auto alone = wait(ledger().find_transaction(book, item.transaction.id, soon()));
        ASSERT_TRUE(alone);
        EXPECT_EQ(
            ledger::encode_transaction(item.transaction, 0),
            ledger::encode_transaction(alone->transaction, 0));
        EXPECT_EQ(item.offset, alone->offset);
        EXPECT_EQ(item.hash, alone->hash);
        EXPECT_EQ(item.epoch, alone->epoch);
        EXPECT_EQ(item.hash, wait(ledger().event_hash(book, item.offset, soon())));
    }
}

TEST_P(List, finds_contacts_by_part_of_code_or_name_page_by_page) {
    const char* names[] = {"Toko Budi", "Budiman", "Warung Ani", "CV Maju", "budi jaya"};
    for (int i = 0; i < 5; ++i) {
        ledger::ContactDraft contact;
        contact.contact.id = new_id<ContactId>();
        contact.contact.code = "C" + std::to_string(i);
        contact.contact.name = names[i];
        committed(commit_one(entry_of(actor, contact)));
    }
    app::ContactQuery query;
    query.q = "BUDI";
    query.limit = 2;
    const auto first = wait(ledger().list_contacts(book, query, soon()));
    ASSERT_EQ(first.items.size(), 2U);
    EXPECT_TRUE(first.has_more);
    EXPECT_EQ(first.items[1].name, "Budiman");
    query.after_code = first.items.back().code;
    const auto second = wait(ledger().list_contacts(book, query, soon()));
    ASSERT_EQ(second.items.size(), 1U);
    EXPECT_FALSE(second.has_more);
    EXPECT_EQ(second.items[0].code, "C4");
    query = {};
    query.q = "c3";
    EXPECT_EQ(wait(ledger().list_contacts(book, query, soon())).items.at(0).name, "CV Maju");
    query.q = "%";
    EXPECT_TRUE(wait(ledger().list_contacts(book, query, soon())).items.empty());
}

TEST_P(List, reads_events_in_pages_without_gap) {
    for (int i = 0; i < 25; ++i) {
        must_post(sale("1"));
    }
    std::uint64_t after = 0;
    std::vector<std::uint64_t> offsets;
    for (;;) {
        const auto page = wait(ledger().events(book, {.after = after, .limit = 7}, soon()));
        EXPECT_EQ(page.head.offset, 35U);
        if (page.events.empty()) {
            break;
        }
        EXPECT_LE(page.events.size(), 7U);
        for (const auto& event : page.events) {
            offsets.push_back(event.offset);
            EXPECT_EQ(wait(ledger().event_hash(book, event.offset, soon())), event.hash);
        }
        after = offsets.back();
    }
    ASSERT_EQ(offsets.size(), 35U);
    for (std::size_t i = 0; i < offsets.size(); ++i) {
        EXPECT_EQ(offsets[i], i + 1);
    }
    // The event that passes the limit of bytes is still in the page, so that a large one cannot
    // stop a reader.
    const auto page = wait(
        ledger().events(book, {.after = 10, .limit = 20, .bytes_max = 1}, soon()));
    EXPECT_EQ(page.events.size(), 1U);
    EXPECT_EQ(wait(ledger().event_hash(book, 0, soon())), ledger::chain_start(book));
    EXPECT_FALSE(wait(ledger().event_hash(book, 36, soon())));
}

ARUS_CONTRACT_SUITE(List);

}  // namespace
}  // namespace arus::contract
