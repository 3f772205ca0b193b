// SPDX-License-Identifier: Apache-2.0
#include "arus/base/testing/seed.hpp"
#include "arus/ledger/testing/test_book.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

// Random operations on random books, and after every single one everything that must always be true
// of a book.
namespace arus::ledger::testing {
namespace {

constexpr int books = 12;
constexpr int batches_per_book = 250;

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    /// From 0 to count - 1.
    std::size_t below(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(engine_);
    }
    bool percent(std::size_t chance) { return below(100) < chance; }
    template <class List>
    auto pick(const List& list) {
        return *std::next(std::begin(list), static_cast<std::ptrdiff_t>(below(std::size(list))));
    }

private:
    std::mt19937_64 engine_;
};

/// Makes operations, most of them sound, many of them not.
class Generator {
public:
    Generator(TestBook& book, Dice& dice) : book_(book), dice_(dice) {}

    std::vector<Submission> batch() {
        std::vector<Submission> submissions(dice_.percent(80) ? 1 : 1 + dice_.below(4));
        for (auto& submission : submissions) {
            submission.atomic = dice_.percent(25);
            const std::size_t count = submission.atomic   ? 2 + dice_.below(2)
                                      : dice_.percent(85) ? 1
                                                          : 2 + dice_.below(3);
            for (std::size_t i = 0; i < count; ++i) {
                submission.entries.push_back(entry());
            }
        }
        return submissions;
    }

private:
    Entry entry() {
        if (!sent_.empty() && dice_.percent(8)) {
            return dice_.pick(sent_);  // sent again, byte for byte
        }
        const Actor& actor = dice_.percent(20) ? book_.cashier : book_.owner;
        Entry entry = book_.entry_by(actor, act(), key());
        if (!entry.idempotency.key.empty()) {
            sent_.push_back(entry);
        }
        return entry;
    }

    std::string key() {
        if (!sent_.empty() && dice_.percent(4)) {
            return dice_.pick(sent_).idempotency.key;
        }
        return dice_.percent(50) ? "" : "key-" + std::to_string(++keys_);
    }

    Act act() {
        const auto roll = dice_.below(100);
        if (roll < 55) {
            return transaction();
        }
        if (roll < 68) {
            return ReverseDraft{
                book_.new_transaction_id(), some_transaction(),
                dice_.percent(30) ? date() : std::nullopt,
                dice_.percent(20) ? std::optional<std::string>("Batal") : std::nullopt};
        }
        if (roll < 82) {
            const auto outcome = dice_.percent(70) ? SettleDraft::Outcome::posted
                                                   : SettleDraft::Outcome::voided;
            return SettleDraft{
                some_transaction(), outcome, dice_.percent(30) ? date() : std::nullopt};
        }
        return chart_act();
    }

    Act chart_act() {
        switch (dice_.below(8)) {
            case 0: {
                AccountChange change;
                change.id = dice_.pick(book_.state.accounts).first;
                change.archived = dice_.percent(25);
                return change;
            }
            case 1: {
                AccountChange change;
                change.id = dice_.pick(book_.state.accounts).first;
                change.min_balance = dice_.percent(40)
                                         ? std::optional<std::string>()
                                         : std::optional(std::to_string(dice_.below(300)));
                return change;
            }
            case 2: {
                AccountChange change;
                change.id = dice_.pick(book_.state.accounts).first;
                change.name = "Name " + std::to_string(dice_.below(50));
                change.parent_id = std::optional(dice_.pick(book_.state.accounts).first);
                return change;
            }
            case 3: {
                AccountDraft draft;
                draft.account.id = id_of<AccountId>(50'000 + ++made_);
                draft.account.code = std::to_string(1200 + dice_.below(40));
                draft.account.name = "New";
                draft.account.subtype = AccountSubtype::cash;
                return draft;
            }
            case 4: {
                BookChange change;
                change.lock_date = dice_.percent(30)
                                       ? std::optional<Date>()
                                       : book_.today().plus_days(
                                             -static_cast<std::int32_t>(dice_.below(30)));
                return change;
            }
            case 5:
                return OutletChange{dice_.pick(book_.state.outlets).first, {}, dice_.percent(30)};
            case 6:
                return ContactChange{
                    dice_.pick(book_.state.contacts).first, "Name", {}, {}, {}, dice_.percent(30)};
            default: {
                Outlet outlet;
                outlet.id = id_of<OutletId>(50'000 + ++made_);
                outlet.code = "O" + std::to_string(dice_.below(30));
                outlet.name = "New";
                return OutletDraft{outlet};
            }
        }
    }

    TransactionDraft transaction() {
        TransactionDraft draft = book_.transfer(
            account_code(), account_code(), std::to_string(1 + dice_.below(120)));
        if (dice_.percent(20)) {
            const auto amount = std::to_string(1 + dice_.below(60));
            draft.postings.push_back(leg(Direction::debit, account_code(), amount));
            draft.postings.push_back(leg(Direction::credit, account_code(), amount));
        }
        draft.kind = dice_.percent(50) ? TransactionKind::sale : TransactionKind::journal;
        draft.date = dice_.percent(40) ? date() : std::nullopt;
        draft.if_locked = dice_.percent(30) ? IfLocked::next_open_day : IfLocked::refuse;
        if (dice_.percent(70)) {
            draft.outlet_id = dice_.percent(60) ? book_.outlet("PST")
                                                : dice_.pick(book_.state.outlets).first;
        }
        if (dice_.percent(30)) {
            draft.contact_id = dice_.pick(book_.state.contacts).first;
        }
        draft.pending = dice_.percent(25);
        if (dice_.percent(12)) {
            draft.replaces_id = some_transaction();
            draft.pending = dice_.percent(5);
        }
        if (dice_.percent(40)) {
            draft.made_at = Instant{
                book_.context.now.us - static_cast<std::int64_t>(dice_.below(40)) * us_per_hour};
        }
        if (dice_.percent(8)) {
            spoil(draft);
        }
        return draft;
    }

    void spoil(TransactionDraft& draft) {
        static const std::string amounts[] = {
            "0", "-1", "1.5", "", "1000000000000001", "99999999999999999", "x"};
        switch (dice_.below(5)) {
            case 0:
                draft.postings[0].amount = dice_.pick(amounts);
                break;
            case 1:
                draft.postings[0].amount = "1";
                break;
            case 2:
                draft.postings.pop_back();
                break;
            case 3:
                draft.postings[1].account = std::string("9999");
                break;
            default:
                draft.contact_id = id_of<ContactId>(9);
                break;
        }
    }

    std::string account_code() {
        return dice_.percent(50) ? dice_.percent(50) ? "1101" : "4101"
                                 : dice_.pick(book_.state.accounts).second.account.code;
    }

    std::optional<Date> date() {
        return book_.today().plus_days(5 - static_cast<std::int32_t>(dice_.below(45)));
    }

    /// Most often one of the last: those are not settled or reversed yet.
    TransactionId some_transaction() {
        const auto& made = book_.transactions;
        if (made.empty() || dice_.percent(2)) {
            return id_of<TransactionId>(9);
        }
        const auto reach = dice_.percent(70) ? std::min<std::size_t>(made.size(), 8) : made.size();
        return made[made.size() - 1 - dice_.below(reach)].transaction.id;
    }

    TestBook& book_;
    Dice& dice_;
    std::vector<Entry> sent_;
    std::uint32_t keys_ = 0;
    std::uint32_t made_ = 0;
};

using Wide = __int128;

Wide available(const AccountState& state) {
    const auto& totals = state.totals;
    const bool is_debit = state.account.type == AccountType::asset
                          || state.account.type == AccountType::expense;
    return is_debit ? Wide{totals.debit_minor} - totals.credit_minor - totals.pending_credit_minor
                    : Wide{totals.credit_minor} - totals.debit_minor - totals.pending_debit_minor;
}

/// What became of a transaction, worked out from the rows alone.
struct Fate {
    bool counts = false;
    bool held = false;
    Date date;
    std::optional<int> local_hour;
};

Fate fate_of(const TestBook& book, const Transaction& made) {
    Fate fate{
        made.status == TransactionStatus::posted, made.status == TransactionStatus::pending,
        made.date, made.local_hour};
    for (const auto& settlement : book.settlements) {
        if (settlement.transaction_id == made.id) {
            EXPECT_TRUE(fate.held) << "settled twice, or never held";
            fate = {
                settlement.outcome == SettleDraft::Outcome::posted, false, settlement.date,
                settlement.local_hour};
        }
    }
    return fate;
}

/// Rules 1, 2 and 5 of the ledger, by adding everything up again.
void check_totals(const TestBook& book) {
    std::map<AccountId, Totals> sums;
    std::set<TransactionId> reversed;
    for (const auto& [transaction, offset] : book.transactions) {
        const auto fate = fate_of(book, transaction);
        Wide balance = 0;
        ASSERT_GE(transaction.postings.size(), 2U);
        for (const auto& posting : transaction.postings) {
            ASSERT_GT(posting.amount_minor, 0);
            const bool is_debit = posting.direction == Direction::debit;
            balance += is_debit ? posting.amount_minor : -posting.amount_minor;
            auto& totals = sums[posting.account_id];
            if (fate.held) {
                (is_debit ? totals.pending_debit_minor
                          : totals.pending_credit_minor) += posting.amount_minor;
            } else if (fate.counts) {
                (is_debit ? totals.debit_minor : totals.credit_minor) += posting.amount_minor;
            }
        }
        ASSERT_TRUE(balance == 0);
        if (transaction.reverses_id) {
            ASSERT_TRUE(reversed.insert(*transaction.reverses_id).second) << "reversed twice";
        }
    }
    for (const auto& [id, account] : book.state.accounts) {
        ASSERT_EQ(account.totals, sums[id]) << account.account.code;
        const auto stored = book.balances.find(id);
        ASSERT_EQ(stored == book.balances.end() ? Totals{} : stored->second, sums[id])
            << account.account.code;
    }
}

/// The sums by day and hour and the payment mix, by the words of their definition.
void check_activity(const TestBook& book) {
    std::map<std::tuple<OutletId, AccountId, Date>, std::pair<std::int64_t, std::int64_t>> days;
    std::map<std::tuple<OutletId, Date, int>, std::array<std::int64_t, 3>> hours;
    std::map<std::tuple<OutletId, Date, AccountId>, std::int64_t> paid;
    std::map<TransactionId, TransactionKind> kinds;
    for (const auto& [transaction, offset] : book.transactions) {
        kinds[transaction.id] = transaction.kind;
        const auto fate = fate_of(book, transaction);
        if (!fate.counts) {
            continue;
        }
        std::vector<OutletId> outlets(1);
        if (transaction.outlet_id) {
            outlets.push_back(*transaction.outlet_id);
        }
        const bool is_sale = transaction.kind == TransactionKind::sale;
        const bool undoes_sale = transaction.reverses_id
                                 && kinds.at(*transaction.reverses_id) == TransactionKind::sale;
        for (const auto outlet : outlets) {
            auto& hour = hours[{outlet, fate.date, fate.local_hour.value_or(-1)}];
            hour[2] += is_sale ? 1 : undoes_sale ? -1 : 0;
            for (const auto& posting : transaction.postings) {
                const auto& account = book.state.accounts.at(posting.account_id).account;
                const bool is_debit = posting.direction == Direction::debit;
                auto& day = days[{outlet, posting.account_id, fate.date}];
                (is_debit ? day.first : day.second) += posting.amount_minor;
                if (account.type == AccountType::income) {
                    hour[0] += is_debit ? -posting.amount_minor : posting.amount_minor;
                }
                if (account.type == AccountType::expense) {
                    hour[1] += is_debit ? posting.amount_minor : -posting.amount_minor;
                }
                const bool is_money = account.subtype == AccountSubtype::cash
                                      || account.subtype == AccountSubtype::bank
                                      || account.subtype == AccountSubtype::clearing;
                if (is_money && is_sale && is_debit) {
                    paid[{outlet, fate.date, posting.account_id}] += posting.amount_minor;
                }
                if (is_money && undoes_sale && !is_debit) {
                    paid[{outlet, fate.date, posting.account_id}] -= posting.amount_minor;
                }
            }
        }
    }
    for (const auto& [key, sides] : days) {
        const auto stored = book.by_day.find(key);
        ASSERT_NE(stored, book.by_day.end());
        ASSERT_EQ(std::pair(stored->second.debit_minor, stored->second.credit_minor), sides);
    }
    for (const auto& [key, row] : book.by_day) {
        ASSERT_TRUE(days.contains(key));
    }
    for (const auto& [key, sums] : hours) {
        const auto stored = book.by_hour.find(key);
        const auto row = stored == book.by_hour.end() ? HourDelta{} : stored->second;
        ASSERT_EQ((std::array{row.income_minor, row.expense_minor, row.sales}), sums);
    }
    for (const auto& [key, amount] : paid) {
        const auto stored = book.payments.find(key);
        ASSERT_EQ(stored == book.payments.end() ? 0 : stored->second.amount_minor, amount);
    }
    for (const auto& [key, row] : book.payments) {
        ASSERT_TRUE(paid.contains(key) || row.amount_minor == 0);
    }
}

void check_order(const TestBook& book) {
    std::set<std::uint64_t> sequences;
    for (const auto& made : book.transactions) {
        ASSERT_TRUE(sequences.insert(made.transaction.sequence).second);
    }
    for (const auto& settlement : book.settlements) {
        ASSERT_TRUE(sequences.insert(settlement.sequence).second);
    }
    ASSERT_EQ(sequences.size(), book.state.head.sequence);
    ASSERT_TRUE(
        sequences.empty()
        || (*sequences.begin() == 1 && *sequences.rbegin() == book.state.head.sequence));
    ASSERT_EQ(book.events.size(), book.state.head.offset);
    for (std::size_t i = 0; i < book.events.size(); ++i) {
        ASSERT_EQ(book.events[i].offset, i + 1);
    }
}

/// What must be true of one entry that was decided alone.
void check_single(
    const TestBook& before, TestBook& after, const Entry& entry, const Verdict& verdict) {
    if (std::holds_alternative<Refusal>(verdict)) {
        ASSERT_EQ(after.digest(), before.digest()) << "a refusal leaves no trace";
        ASSERT_FALSE(after.last.has_commit());
        ASSERT_FALSE(std::get<Refusal>(verdict).detail.empty());
        return;
    }
    for (const auto& [id, state] : after.state.accounts) {
        const auto known = before.state.accounts.find(id);
        if (known != before.state.accounts.end() && available(state) < available(known->second)) {
            ASSERT_TRUE(
                !state.account.min_balance_minor
                || available(state) >= *state.account.min_balance_minor)
                << "lowered below its minimum: " << state.account.code;
        }
    }
    const auto lock = before.state.book.lock_date;
    for (const auto& made : after.last.transactions) {
        ASSERT_TRUE(!lock || made.transaction.date > *lock) << "written into a locked period";
        if (entry.actor.outlet_scope) {
            ASSERT_EQ(made.transaction.outlet_id, entry.actor.outlet_scope->front());
        }
        for (const auto& posting : made.transaction.postings) {
            ASSERT_FALSE(before.state.accounts.at(posting.account_id).account.archived);
        }
    }
    for (const auto& settlement : after.last.settlements) {
        ASSERT_TRUE(
            !lock || settlement.outcome == SettleDraft::Outcome::voided || settlement.date > *lock);
    }
    if (!entry.idempotency.key.empty()) {
        const auto again = after.commit(entry);
        ASSERT_EQ(outcome_of(again), "replayed");
        ASSERT_EQ(std::get<Accepted>(again).offset, std::get<Accepted>(verdict).offset);
        ASSERT_FALSE(after.last.has_commit());
    }
}

std::string digest_without_version(const TestBook& book) {
    TestBook copy = book;
    copy.state.head.version = 0;
    return copy.digest();
}

/// Decides the same entries one by one on `shadow`: each verdict and the final state must be those
/// of the batch.
void check_one_by_one(
    TestBook shadow, const TestBook& book, const std::vector<Submission>& submissions) {
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        const auto& verdicts = book.last.verdicts.at(i);
        ASSERT_EQ(verdicts.size(), submissions[i].entries.size());
        std::size_t refused = 0;
        for (const auto& verdict : verdicts) {
            refused += std::holds_alternative<Refusal>(verdict) ? 1 : 0;
        }
        if (submissions[i].atomic && refused > 0) {
            ASSERT_EQ(refused, verdicts.size()) << "all or none";
            continue;
        }
        for (std::size_t k = 0; k < verdicts.size(); ++k) {
            const TestBook before = shadow;
            const auto verdict = shadow.commit(submissions[i].entries[k]);
            ASSERT_EQ(outcome_of(verdict), outcome_of(verdicts[k]));
            check_single(before, shadow, submissions[i].entries[k], verdict);
        }
    }
    ASSERT_EQ(digest_without_version(shadow), digest_without_version(book));
    ASSERT_EQ(shadow.balances, book.balances);
}

TEST(Properties, hold_after_every_operation_of_random_books) {
    const std::uint64_t seed = test_seed(20'261'122);
    std::map<std::string, int> outcomes;
    for (int b = 0; b < books; ++b) {
        Dice dice(seed + static_cast<std::uint64_t>(b));
        TestBook book;
        Generator generator(book, dice);
        Verification history(book.state.book);
        for (int step = 0; step < batches_per_book; ++step) {
            SCOPED_TRACE("book " + std::to_string(b) + ", step " + std::to_string(step));
            if (dice.percent(15)) {
                book.pass_time(static_cast<std::int64_t>(dice.below(30)));
            }
            const auto submissions = generator.batch();
            const TestBook before = book;
            book.commit(submissions);
            for (const auto& verdicts : book.last.verdicts) {
                for (const auto& verdict : verdicts) {
                    ++outcomes[outcome_of(verdict)];
                }
            }
            check_one_by_one(before, book, submissions);
            check_totals(book);
            check_order(book);
            if (step % 25 == 24) {
                check_activity(book);
            }
            book.feed(history);
            const auto report = book.compare(history);
            ASSERT_TRUE(report.ok)
                << report.findings.front().code << ": " << report.findings.front().detail;
            if (HasFatalFailure()) {
                return;
            }
        }
    }
    // A generator that no longer reaches a rule would leave it untested without anybody noticing.
    for (const char* code :
         {"accepted",
          "replayed",
          "not_found",
          "forbidden",
          "validation_failed",
          "idempotency_key_reused",
          "amount_invalid",
          "unbalanced_transaction",
          "unknown_account",
          "unknown_outlet",
          "unknown_contact",
          "code_taken",
          "account_archived",
          "outlet_archived",
          "contact_archived",
          "period_locked",
          "insufficient_balance",
          "already_reversed",
          "not_reversible",
          "not_pending",
          "batch_refused"}) {
        std::cout << code << " " << outcomes[code] << "\n";
        EXPECT_GT(outcomes[code], 0) << code;
    }
    EXPECT_GT(outcomes["accepted"], books * batches_per_book / 3);
}

}  // namespace
}  // namespace arus::ledger::testing
