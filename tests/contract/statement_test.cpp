// SPDX-License-Identifier: Apache-2.0
// What statements are made of, held against a model that adds everything up anew.
#include "ledger_model.hpp"
#include "support.hpp"

#include "arus/app/ports/statement_store.hpp"
#include "arus/base/testing/seed.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <tuple>

namespace arus::contract {
namespace {

using ledger::Direction;
using reports::Sides;

/// A posting that counts, as the model has it.
struct ModelEntry {
    std::uint64_t sequence = 0;
    Date date;
    int position = 0;
    std::string code;
    std::int64_t amount_minor = 0;  ///< a debit is positive
    std::optional<OutletId> outlet_id;
    std::optional<ContactId> contact_id;

    auto key() const { return std::tuple(date, sequence, position); }
};

class Statements : public BookTest {
protected:
    app::StatementStore& statements() { return store->statements(); }

    /// The book has a second account of each side of an ageing.
    void SetUp() override {
        using ledger::AccountSubtype;
        using ledger::AccountType;
        for (auto&& draft :
             {account_draft(
                  "1202", "Piutang karyawan", AccountType::asset, AccountSubtype::receivable,
                  new_id<AccountId>()),
              account_draft(
                  "2102", "Utang sewa", AccountType::liability, AccountSubtype::payable,
                  new_id<AccountId>())}) {
            committed(commit_one(entry_of(actor, draft)));
        }
        outlets_ = {outlet("PST"), outlet("BDG")};
        for (const auto& account : wait(ledger().list_accounts(book, soon()))) {
            code_of_[account.id] = account.code;
            codes_.push_back(account.code);
        }
    }

    int pick(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
    bool chance(int one_in) { return pick(one_in) == 0; }
    Date random_date() { return today().plus_days(-pick(160)); }

    void add_contacts(int count) {
        for (int i = 0; i < count; ++i) {
            ledger::ContactDraft draft;
            draft.contact.id = new_id<ContactId>();
            draft.contact.code = "C" + std::to_string(i);
            draft.contact.name = "Kontak " + std::to_string(i);
            committed(commit_one(entry_of(actor, draft)));
            contacts_.push_back(draft.contact.id);
        }
    }

    /// A random transaction: some held, most with outlet and contact, up to five legs.
    void post_random() {
        ledger::TransactionDraft made;
        made.id = new_id<TransactionId>();
        made.date = random_date();
        made.description = "Acak";
        made.pending = chance(6);
        if (!chance(3)) {
            made.outlet_id = outlets_[static_cast<std::size_t>(pick(2))];
        }
        if (!contacts_.empty() && !chance(4)) {
            made.contact_id =
                contacts_[static_cast<std::size_t>(pick(static_cast<int>(contacts_.size())))];
        }
        LedgerModel::Item item;
        std::int64_t sum = 0;
        const int legs = 1 + pick(3);
        const auto add = [&](Direction direction, std::int64_t amount) {
            const std::string code =
                codes_[static_cast<std::size_t>(pick(static_cast<int>(codes_.size())))];
            made.postings.push_back(leg(direction, code, std::to_string(amount)));
            item.legs.push_back({code, direction, amount});
        };
        const auto side = chance(2) ? Direction::debit : Direction::credit;
        for (int i = 0; i < legs; ++i) {
            const std::int64_t amount = 1 + pick(1'000);
            sum += amount;
            add(side, amount);
        }
        add(side == Direction::debit ? Direction::credit : Direction::debit, sum);
        item.id = made.id;
        item.pending = made.pending;
        item.date = *made.date;
        item.outlet_id = made.outlet_id;
        contact_of_[made.id] = made.contact_id;
        must_post(std::move(made));
        model_.add(std::move(item));
    }

    void undo_or_settle() {
        const auto index = static_cast<std::size_t>(pick(static_cast<int>(model_.items.size())));
        const LedgerModel::Item item = model_.items[index];
        if (item.pending) {
            ledger::SettleDraft settle;
            settle.target = item.id;
            const bool posts = !chance(3);
            settle.outcome = posts ? ledger::SettleDraft::Outcome::posted
                                   : ledger::SettleDraft::Outcome::voided;
            const Date date = random_date();
            if (posts) {
                settle.date = date;
            }
            committed(commit_one(money_entry(actor, settle, "settle-" + item.id.text(), false)));
            model_.settle(item.id, posts, date);
        } else if (item.counts() && !item.reversed && !item.reversed_kind) {
            ledger::ReverseDraft reverse;
            reverse.id = new_id<TransactionId>();
            reverse.target = item.id;
            reverse.date = random_date();
            contact_of_[reverse.id] = contact_of_[item.id];
            const Date date = *reverse.date;
            const auto id = reverse.id;
            committed(commit_one(money_entry(actor, reverse, id.text(), true)));
            model_.reverse(item.id, id, date);
        }
    }

    void make_random_books(int acts, int contacts) {
        seed_ = test_seed(20'261'122);
        random_.seed(seed_);
        add_contacts(contacts);
        for (int i = 0; i < acts; ++i) {
            store->clock.advance_us(1'000'000);
            post_random();
            if (chance(4)) {
                undo_or_settle();
            }
        }
    }

    /// Everything that counts, in the order of date, sequence and position.
    std::vector<ModelEntry> model_entries() const {
        std::vector<ModelEntry> entries;
        for (const auto& item : model_.items) {
            int position = 0;
            for (const auto& leg : item.legs) {
                const std::int64_t sign = leg.direction == Direction::debit ? 1 : -1;
                if (item.counts()) {
                    entries.push_back(
                        {item.effective_sequence(), item.date, position, leg.account_code,
                         sign * leg.amount_minor, item.outlet_id, contact_of_.at(item.id)});
                }
                ++position;
            }
        }
        std::ranges::sort(entries, {}, &ModelEntry::key);
        return entries;
    }

    static void add(Sides& sides, std::int64_t amount) {
        (amount > 0 ? sides.debit_minor : sides.credit_minor) += amount > 0 ? amount : -amount;
    }

    std::map<std::string, Sides> model_sums(
        const app::StatementQuery::Window& window, std::uint64_t at) const {
        std::map<std::string, Sides> sums;
        for (const auto& entry : model_entries()) {
            if (entry.sequence <= at && entry.date <= window.to
                && (!window.from || entry.date >= *window.from)
                && (!window.outlet_id || entry.outlet_id == window.outlet_id)) {
                add(sums[entry.code], entry.amount_minor);
            }
        }
        return sums;
    }

    app::StatementQuery::Window random_window() {
        app::StatementQuery::Window window;
        window.to = today().plus_days(20 - pick(190));
        if (chance(2)) {
            window.from = window.to.plus_days(-pick(100));
        }
        if (chance(2)) {
            window.outlet_id = outlets_[static_cast<std::size_t>(pick(2))];
        }
        return window;
    }

    std::mt19937 random_;
    unsigned seed_ = 0;
    LedgerModel model_;
    std::vector<OutletId> outlets_;
    std::vector<ContactId> contacts_;
    std::vector<std::string> codes_;
    std::map<AccountId, std::string> code_of_;
    std::map<TransactionId, std::optional<ContactId>> contact_of_;
};

TEST_P(Statements, of_many_windows_are_the_sums_of_the_history) {
    make_random_books(120, 0);
    SCOPED_TRACE("seed " + std::to_string(seed_));
    for (int round = 0; round < 40; ++round) {
        app::StatementQuery query;
        const int windows = 1 + pick(12);
        for (int i = 0; i < windows; ++i) {
            query.windows.push_back(random_window());
        }
        if (chance(2)) {
            query.at_sequence = static_cast<std::uint64_t>(
                pick(static_cast<int>(model_.sequence) + 1));
        }
        if (chance(2)) {
            query.earlier_sequence = static_cast<std::uint64_t>(
                pick(static_cast<int>(model_.sequence) + 1));
        }
        const auto record = wait(statements().statement(book, query, soon()));
        EXPECT_EQ(record.position.sequence, query.at_sequence.value_or(model_.sequence));
        ASSERT_EQ(record.accounts.size(), codes_.size());
        ASSERT_EQ(record.outlets.size(), 2U);
        ASSERT_EQ(record.sums.size(), query.windows.size());
        ASSERT_EQ(record.earlier_sums.size(), query.earlier_sequence ? query.windows.size() : 0U);
        const auto compare = [&](const auto& sums, std::uint64_t at) {
            for (std::size_t i = 0; i < query.windows.size(); ++i) {
                auto wanted = model_sums(query.windows[i], at);
                for (std::size_t account = 0; account < codes_.size(); ++account) {
                    EXPECT_EQ(sums[i][account], wanted[record.accounts[account].code])
                        << record.accounts[account].code << " at " << at;
                }
            }
        };
        compare(record.sums, query.at_sequence.value_or(model_.sequence));
        if (query.earlier_sequence) {
            compare(record.earlier_sums, *query.earlier_sequence);
        }
    }
}

TEST_P(Statements, say_where_the_book_stood) {
    must_post(sale("1000"));
    const auto first = *wait(ledger().find_book(book, soon()));
    must_post(sale("1000"));
    app::StatementQuery query;
    query.windows = {{std::nullopt, today(), std::nullopt}};
    query.at_sequence = first.head.sequence;
    const auto record = wait(statements().statement(book, query, soon()));
    EXPECT_EQ(record.position.epoch, first.head.epoch);
    EXPECT_EQ(record.position.offset, first.head.offset);
    EXPECT_EQ(record.position.hash, first.head.hash);
    EXPECT_EQ(record.book.fiscal_year_start, first.book.fiscal_year_start);
    query.at_sequence = 0;
    EXPECT_EQ(wait(statements().statement(book, query, soon())).position.offset, 0U);
}

TEST_P(Statements, of_a_book_that_is_not_there_have_no_accounts) {
    app::StatementQuery query;
    query.windows = {{std::nullopt, today(), std::nullopt}};
    const auto nowhere = new_id<BookId>();
    EXPECT_TRUE(wait(statements().statement(nowhere, query, soon())).accounts.empty());
    EXPECT_TRUE(wait(statements().aging(
                         nowhere, {reports::AgingSide::receivable, today(), std::nullopt}, soon()))
                    .account_ids.empty());
    EXPECT_TRUE(wait(statements().changes(nowhere, {.to = 9}, soon())).items.empty());
}

TEST_P(Statements, page_through_entries_both_ways_with_every_filter) {
    make_random_books(120, 3);
    SCOPED_TRACE("seed " + std::to_string(seed_));
    for (int round = 0; round < 40; ++round) {
        app::EntryQuery query;
        std::set<std::string> wanted_codes;
        const auto accounts = wait(ledger().list_accounts(book, soon()));
        for (const auto& account : accounts) {
            if (chance(2)) {
                query.account_ids.push_back(account.id);
                wanted_codes.insert(account.code);
            }
        }
        const auto window = random_window();
        query.from = window.from;
        query.to = window.to;
        const int outlet_rule = pick(3);
        if (outlet_rule > 0) {
            query.outlet_id.emplace(outlet_rule == 1 ? std::optional(outlets_[0]) : std::nullopt);
        }
        const int contact_rule = pick(3);
        if (contact_rule > 0) {
            query.contact_id.emplace(
                contact_rule == 1 ? std::optional(contacts_[1]) : std::nullopt);
        }
        query.side = static_cast<app::EntryQuery::Side>(pick(3));
        query.at_sequence = model_.sequence - static_cast<std::uint64_t>(pick(20));
        query.order = chance(2) ? app::EntryQuery::Order::oldest_first
                                : app::EntryQuery::Order::newest_first;
        query.limit = 1 + static_cast<std::size_t>(pick(30));

        std::vector<ModelEntry> wanted = model_entries();
        std::erase_if(wanted, [&](const ModelEntry& entry) {
            const bool is_debit = entry.amount_minor > 0;
            return !wanted_codes.contains(entry.code) || entry.sequence > query.at_sequence
                   || entry.date > query.to || (query.from && entry.date < *query.from)
                   || (query.outlet_id && entry.outlet_id != *query.outlet_id)
                   || (query.contact_id && entry.contact_id != *query.contact_id)
                   || (query.side == app::EntryQuery::Side::debit && !is_debit)
                   || (query.side == app::EntryQuery::Side::credit && is_debit);
        });
        if (query.order == app::EntryQuery::Order::newest_first) {
            std::ranges::reverse(wanted);
        }
        std::vector<app::EntryRecord> got;
        for (bool has_more = true; has_more;) {
            const auto page = wait(statements().entries(book, query, soon()));
            ASSERT_LE(page.items.size(), query.limit);
            got.insert(got.end(), page.items.begin(), page.items.end());
            has_more = page.has_more;
            ASSERT_TRUE(!has_more || page.items.size() == query.limit);
            if (has_more) {
                const auto& last = got.back();
                query.after = {last.act.date, last.act.sequence, last.position};
            }
        }
        ASSERT_EQ(got.size(), wanted.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
            const auto& entry = got[i];
            EXPECT_EQ(
                std::tuple(entry.act.date, entry.act.sequence, entry.position), wanted[i].key());
            EXPECT_EQ(code_of_[entry.account_id], wanted[i].code);
            EXPECT_EQ(entry.amount_minor, wanted[i].amount_minor);
            EXPECT_EQ(entry.act.outlet_id, wanted[i].outlet_id);
            EXPECT_EQ(entry.act.contact_id, wanted[i].contact_id);
        }
    }
}

TEST_P(Statements, show_with_an_entry_what_its_transaction_says) {
    auto made = sale("1000");
    made.outlet_id = outlets_[0];
    made.reference = "INV-8";
    made.postings[1].memo = "gula aren";
    made.made_at = Instant{store->clock.now().us - 5'000'000};
    const auto id = must_post(std::move(made));
    const auto stored = wait(ledger().find_transaction(book, id, soon()))->transaction;
    app::EntryQuery query;
    query.account_ids = {account("4101")};
    query.to = today();
    query.at_sequence = stored.sequence;
    const auto page = wait(statements().entries(book, query, soon()));
    ASSERT_EQ(page.items.size(), 1U);
    const auto& entry = page.items[0];
    EXPECT_EQ(entry.amount_minor, -1'000);
    EXPECT_EQ(entry.position, 1);
    EXPECT_EQ(entry.memo, "gula aren");
    EXPECT_EQ(entry.act.transaction_id, id);
    EXPECT_EQ(entry.act.kind, ledger::TransactionKind::sale);
    EXPECT_EQ(entry.act.description, stored.description);
    EXPECT_EQ(entry.act.reference, "INV-8");
    EXPECT_EQ(entry.act.made_at, stored.made_at);
    EXPECT_EQ(entry.act.committed_at, stored.committed_at);
    EXPECT_EQ(entry.act.created_by, actor.user_id);
    EXPECT_EQ(entry.act.created_by_name, actor.name);
    EXPECT_EQ(entry.act.device_id, stored.device_id);
}

TEST_P(Statements, age_what_contacts_owe_and_are_owed) {
    make_random_books(150, 4);
    SCOPED_TRACE("seed " + std::to_string(seed_));
    for (int round = 0; round < 30; ++round) {
        app::AgingQuery query;
        query.side = chance(2) ? reports::AgingSide::receivable : reports::AgingSide::payable;
        query.as_of = today().plus_days(10 - pick(120));
        if (chance(2)) {
            query.at_sequence = static_cast<std::uint64_t>(
                pick(static_cast<int>(model_.sequence) + 1));
        }
        const bool is_receivable = query.side == reports::AgingSide::receivable;
        const std::array<std::string, 2> codes = is_receivable
                                                     ? std::array<std::string, 2>{"1201", "1202"}
                                                     : std::array<std::string, 2>{"2101", "2102"};
        const auto columns = reports::aging_columns(query.as_of);
        std::map<ContactId, reports::ContactSums> wanted;
        Sides control;
        for (const auto& entry : model_entries()) {
            if (std::ranges::find(codes, entry.code) == codes.end() || entry.date > query.as_of
                || entry.sequence > query.at_sequence.value_or(model_.sequence)) {
                continue;
            }
            auto& sums = wanted[entry.contact_id.value_or(ContactId{})];
            add(sums.until_end, entry.amount_minor);
            add(control, entry.amount_minor);
            for (std::size_t bucket = 0; bucket < sums.young.size(); ++bucket) {
                if (entry.date >= *columns[bucket].from && entry.date <= columns[bucket].to) {
                    add(sums.young[bucket], entry.amount_minor);
                }
            }
        }
        const auto record = wait(statements().aging(book, query, soon()));
        EXPECT_EQ(record.control, control);
        EXPECT_EQ(
            record.account_ids, (std::vector<AccountId>{account(codes[0]), account(codes[1])}));
        EXPECT_EQ(record.position.sequence, query.at_sequence.value_or(model_.sequence));
        for (const auto& sums : record.contacts) {
            auto& one = wanted[sums.contact_id.value_or(ContactId{})];
            EXPECT_EQ(sums.until_end, one.until_end);
            EXPECT_EQ(sums.young, one.young);
            if (sums.contact_id) {
                const auto place = std::ranges::find(contacts_, *sums.contact_id)
                                   - contacts_.begin();
                EXPECT_EQ(sums.code, "C" + std::to_string(place));
                EXPECT_EQ(sums.name, "Kontak " + std::to_string(place));
            }
            wanted.erase(sums.contact_id.value_or(ContactId{}));
        }
        for (const auto& [contact, sums] : wanted) {
            EXPECT_EQ(sums.until_end, Sides{}) << "a contact that is missing";
        }
        EXPECT_TRUE(std::holds_alternative<reports::Aging>(
            reports::make_aging(query.side, query.as_of, record.contacts, record.control)));
    }
}

TEST_P(Statements, list_the_acts_between_two_sequences) {
    make_random_books(80, 1);
    SCOPED_TRACE("seed " + std::to_string(seed_));
    const auto entries = model_entries();
    for (int round = 0; round < 20; ++round) {
        app::ChangeQuery query;
        const auto one = static_cast<std::uint64_t>(pick(static_cast<int>(model_.sequence) + 1));
        const auto other = static_cast<std::uint64_t>(pick(static_cast<int>(model_.sequence) + 1));
        query.after = std::min(one, other);
        query.to = std::max(one, other);
        query.limit = 1 + static_cast<std::size_t>(pick(20));
        std::map<std::uint64_t, std::vector<std::pair<std::string, std::int64_t>>> wanted;
        for (const auto& entry : entries) {
            if (entry.sequence > query.after && entry.sequence <= query.to) {
                wanted[entry.sequence].emplace_back(entry.code, entry.amount_minor);
            }
        }
        std::uint64_t last = query.after;
        for (bool has_more = true; has_more;) {
            const auto page = wait(statements().changes(book, query, soon()));
            has_more = page.has_more;
            ASSERT_TRUE(!has_more || page.items.size() == query.limit);
            for (const auto& change : page.items) {
                EXPECT_GT(change.act.sequence, last);
                last = change.act.sequence;
                std::vector<std::pair<std::string, std::int64_t>> got;
                for (const auto& posting : change.postings) {
                    got.emplace_back(code_of_[posting.account_id], posting.amount_minor);
                }
                auto expected = wanted[last];
                std::ranges::sort(got);
                std::ranges::sort(expected);
                EXPECT_EQ(got, expected);
                wanted.erase(last);
            }
            query.after = last;
        }
        EXPECT_TRUE(wanted.empty());
    }
}

ARUS_CONTRACT_SUITE(Statements);

}  // namespace
}  // namespace arus::contract
