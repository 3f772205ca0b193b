// SPDX-License-Identifier: Apache-2.0
#include "ledger_model.hpp"
#include "support.hpp"

#include "arus/base/testing/seed.hpp"

#include <random>

// Random acts against a store and against a ledger that adds everything up anew. After each act:
// the check of the book is ok, the stored balances are the sums, and a refusal has left no trace.
namespace arus::contract {
namespace {

using ledger::Direction;
using ledger::TransactionKind;

class Property : public BookTest {
protected:
    void run(unsigned seed, int acts);

    int pick(int end) { return static_cast<int>(random() % static_cast<unsigned>(end)); }
    bool chance(int one_in) { return pick(one_in) == 0; }
    Date random_date() { return today().plus_days(-pick(100)); }

    ledger::TransactionDraft random_draft();
    static LedgerModel::Item item_of(const ledger::TransactionDraft& draft);
    LedgerModel::Item* random_item();

    /// Submits and, where the store accepts, tells the model.
    void submit(const ledger::Entry& entry);
    void tell_model(const ledger::Entry& entry, const app::CommitVerdict& verdict);
    void act_once();
    void post_some();
    void settle_or_undo();
    void change_chart();
    void repeat();

    void compare_totals(const app::BalanceQuery& query);
    void compare_random_totals();
    void compare_summary();

    std::mt19937 random;
    LedgerModel model;
    std::vector<OutletId> outlets;
    std::vector<ledger::Entry> accepted;
    std::optional<ledger::Verification> checkpoint;
    int refusals = 0;
};

ledger::TransactionDraft Property::random_draft() {
    const char* codes[] = {"1101", "1102", "1201", "2101", "3101", "4101", "5101", "6101"};
    ledger::TransactionDraft made;
    made.id = new_id<TransactionId>();
    made.date = random_date();
    made.kind = chance(2) ? TransactionKind::sale : TransactionKind::journal;
    made.description = "Acak";
    made.pending = chance(6);
    if (chance(2)) {
        made.outlet_id = outlets[static_cast<std::size_t>(pick(2))];
    }
    if (chance(20)) {
        made.outlet_id = new_id<OutletId>();  // unknown
    }
    const int legs = 1 + pick(3);
    std::int64_t sum = 0;
    for (int i = 0; i < legs; ++i) {
        const int amount = 1 + pick(1'000);
        sum += amount;
        made.postings.push_back(leg(Direction::debit, codes[pick(8)], std::to_string(amount)));
    }
    made.postings.push_back(
        leg(Direction::credit, codes[pick(8)], std::to_string(chance(25) ? sum + 1 : sum)));
    return made;
}

LedgerModel::Item Property::item_of(const ledger::TransactionDraft& draft) {
    LedgerModel::Item item;
    item.id = draft.id;
    item.pending = draft.pending;
    item.date = draft.date.value();
    item.outlet_id = draft.outlet_id;
    item.kind = draft.kind;
    for (const auto& posting : draft.postings) {
        item.legs.push_back(
            {std::get<std::string>(posting.account), posting.direction,
             std::stoll(posting.amount)});
    }
    return item;
}

LedgerModel::Item* Property::random_item() {
    return model.items.empty()
               ? nullptr
               : &model.items[static_cast<std::size_t>(pick(static_cast<int>(model.items.size())))];
}

void Property::tell_model(const ledger::Entry& entry, const app::CommitVerdict& verdict) {
    if (std::holds_alternative<Refusal>(verdict)) {
        ++refusals;
        return;
    }
    if (committed(verdict).replayed) {
        return;
    }
    if (!entry.idempotency.key.empty()) {
        accepted.push_back(entry);
    }
    if (const auto* draft = std::get_if<ledger::TransactionDraft>(&entry.act)) {
        if (draft->replaces_id) {
            // The day of the undoing is the store's choice: the original's, or today if that is
            // locked.
            const auto undoing = *wait(ledger().find_transaction(book, *draft->replaces_id, soon()))
                                      ->transaction.reversed_by_id;
            model.reverse(
                *draft->replaces_id, undoing,
                wait(ledger().find_transaction(book, undoing, soon()))->transaction.date);
        }
        model.add(item_of(*draft));
    } else if (const auto* reverse = std::get_if<ledger::ReverseDraft>(&entry.act)) {
        model.reverse(reverse->target, reverse->id, reverse->date.value());
    } else if (const auto* settle = std::get_if<ledger::SettleDraft>(&entry.act)) {
        const bool posts = settle->outcome == ledger::SettleDraft::Outcome::posted;
        model.settle(settle->target, posts, posts ? settle->date.value() : Date{});
    }
}

void Property::submit(const ledger::Entry& entry) {
    const auto before = store->dump();
    const auto verdict = commit_one(entry);
    tell_model(entry, verdict);
    if (std::holds_alternative<Refusal>(verdict)) {
        EXPECT_EQ(store->dump(), before) << text_of(verdict);
    }
}

void Property::post_some() {
    std::vector<ledger::Entry> entries;
    const int count = 1 + pick(4);
    for (int i = 0; i < count; ++i) {
        auto draft = random_draft();
        const auto* target = random_item();
        if (chance(5) && target != nullptr && !draft.pending) {
            draft.replaces_id = target->id;
        }
        auto key = draft.id.text();
        entries.push_back(money_entry(actor, std::move(draft), std::move(key), true));
    }
    const bool atomic = chance(2);
    const auto before = store->dump();
    const auto result = commit(entries, atomic);
    bool any = false;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        tell_model(entries[i], result.verdicts.at(0).at(i));
        any = any || std::holds_alternative<app::Committed>(result.verdicts[0][i]);
    }
    if (!any) {
        EXPECT_EQ(store->dump(), before);
    }
}

void Property::settle_or_undo() {
    const auto* item = random_item();
    if (item == nullptr) {
        return;
    }
    if (item->pending || chance(8)) {
        ledger::SettleDraft settle;
        settle.target = item->id;
        settle.outcome = chance(3) ? ledger::SettleDraft::Outcome::voided
                                   : ledger::SettleDraft::Outcome::posted;
        if (settle.outcome == ledger::SettleDraft::Outcome::posted) {
            settle.date = random_date();
        }
        submit(money_entry(actor, settle, "settle-" + new_id<TransactionId>().text(), false));
        return;
    }
    ledger::ReverseDraft reverse;
    reverse.id = new_id<TransactionId>();
    reverse.target = item->id;
    reverse.date = random_date();
    submit(money_entry(actor, reverse, reverse.id.text(), true));
}

void Property::change_chart() {
    const char* codes[] = {"1101", "1102", "4101", "6101"};
    ledger::AccountChange change;
    change.id = account(codes[pick(4)]);
    switch (pick(4)) {
        case 0:
            change.archived = chance(4);
            break;
        case 1:
            change.min_balance = chance(2) ? std::optional<std::string>()
                                           : std::optional<std::string>("-500");
            break;
        case 2: {
            ledger::BookChange lock;
            lock.lock_date = chance(3) ? std::optional<Date>()
                                       : std::optional<Date>(today().plus_days(-40 - pick(60)));
            submit(entry_of(actor, lock));
            return;
        }
        default:
            change.name = "Nama " + std::to_string(pick(9));
            break;
    }
    submit(entry_of(actor, change));
}

void Property::repeat() {
    if (accepted.empty()) {
        return;
    }
    auto entry = accepted[static_cast<std::size_t>(pick(static_cast<int>(accepted.size())))];
    const auto before = store->dump();
    if (chance(3)) {
        entry.idempotency.request_hash[0] = static_cast<std::uint8_t>(
            entry.idempotency.request_hash[0] ^ 1U);
        EXPECT_EQ(refused(commit_one(entry)), RefusalCode::idempotency_key_reused);
    } else {
        EXPECT_EQ(text_of(commit_one(entry)), "replayed");
    }
    EXPECT_EQ(store->dump(), before);
}

void Property::act_once() {
    store->clock.advance_us(pick(4'000'000));
    switch (pick(10)) {
        case 0:
        case 1:
        case 2:
        case 3:
            post_some();
            break;
        case 4:
        case 5:
        case 6:
            settle_or_undo();
            break;
        case 7:
            change_chart();
            break;
        case 8:
            repeat();
            break;
        default:
            submit([this] {
                auto draft = random_draft();
                auto key = draft.id.text();
                return money_entry(actor, std::move(draft), std::move(key), true);
            }());
            break;
    }
    if (chance(25)) {
        store->restart();
    }
}

void Property::compare_totals(const app::BalanceQuery& query) {
    auto expected = model.totals(query);
    const auto record = wait(ledger().balances(book, query, soon()));
    EXPECT_EQ(record.position.sequence, query.at_sequence.value_or(model.sequence));
    ASSERT_EQ(record.items.size(), 8U);
    for (const auto& item : record.items) {
        EXPECT_EQ(item.totals, expected[item.account.code])
            << item.account.code << " from " << (query.from ? date_text(*query.from) : "-")
            << " to " << (query.to ? date_text(*query.to) : "-") << " at "
            << query.at_sequence.value_or(0) << ": " << item.totals.debit_minor << "/"
            << item.totals.credit_minor << " instead of " << expected[item.account.code].debit_minor
            << "/" << expected[item.account.code].credit_minor;
    }
}

void Property::compare_random_totals() {
    app::BalanceQuery query;
    if (chance(2)) {
        query.from = today().plus_days(-pick(130));
    }
    if (chance(2)) {
        query.to = today().plus_days(10 - pick(130));
    }
    if (chance(2)) {
        query.outlet_id = outlets[static_cast<std::size_t>(pick(2))];
    }
    if (chance(2)) {
        query.at_sequence = static_cast<std::uint64_t>(pick(static_cast<int>(model.sequence) + 2));
    }
    compare_totals(query);
}

void Property::compare_summary() {
    app::SummaryQuery query;
    query.to = today().plus_days(-pick(50));
    query.from = query.to.plus_days(-pick(40));
    for (Date day = query.from; day <= query.to; day = day.plus_days(1)) {
        query.days.push_back(day);
    }
    if (chance(2)) {
        query.outlet_id = outlets[static_cast<std::size_t>(pick(2))];
    }
    if (chance(3)) {
        query.outlet_scope = std::vector<OutletId>{outlets[0]};
    }
    const auto record = wait(ledger().summary(book, query, soon()));

    std::map<Date, LedgerModel::Figures> by_day;
    for (const auto& hour : record.hours) {
        by_day[hour.day].income_minor += hour.income_minor;
        by_day[hour.day].expense_minor += hour.expense_minor;
        by_day[hour.day].sales += hour.sales;
    }
    for (const auto day : query.days) {
        EXPECT_EQ(by_day[day], model.figures(query.outlet_id, day, day)) << date_text(day);
    }
    ASSERT_EQ(record.outlets.size(), query.outlet_scope ? 1U : 2U);
    for (const auto& shown : record.outlets) {
        EXPECT_EQ(
            (LedgerModel::Figures{shown.income_minor, shown.expense_minor, shown.sales}),
            model.figures(shown.outlet.id, query.from, query.to));
    }
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> payments;
    for (const auto& payment : record.payments) {
        payments[payment.code] = {payment.amount_minor, payment.sales};
    }
    auto expected = model.payments(query.outlet_id, query.from, query.to);
    for (const auto* code : {"1101", "1102"}) {
        EXPECT_EQ(payments[code], expected[code]) << code;
    }
}

void Property::run(unsigned seed, int acts) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    random.seed(seed);
    outlets = {outlet("PST"), outlet("BDG")};
    for (int i = 0; i < acts && !HasFailure(); ++i) {
        act_once();
        compare_totals({});
        compare_random_totals();
        if (i % 5 == 0) {
            compare_summary();
        }
        // In full and from where the last check came: both must agree.
        EXPECT_TRUE(verify().report.ok);
        auto record = wait(ledger().verify(book, checkpoint, soon()));
        ASSERT_TRUE(record);
        EXPECT_TRUE(record->report.ok);
        EXPECT_EQ(record->report.transactions, model.items.size());
        checkpoint = std::move(record->checkpoint);
        EXPECT_TRUE(checkpoint);
    }
    // Of a hundred acts some 35 are taken, give or take 4: far fewer would test little.
    EXPECT_GT(model.items.size(), static_cast<std::size_t>(acts) / 8);
    EXPECT_GT(refusals, 0);
}

TEST_P(Property, holds_every_invariant_after_every_random_act) {
    run(test_seed(20'261'122), 150);
}

TEST_P(Property, holds_every_invariant_on_another_path) {
    run(test_seed(20'261'123), 150);
}

ARUS_CONTRACT_SUITE(Property);

}  // namespace
}  // namespace arus::contract
