// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/testing/test_book.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace arus::ledger::testing {
namespace {

using Outcome = SettleDraft::Outcome;

/// A little of everything that can stand in a history.
struct Scene : TestBook {
    TransactionId first;
    TransactionId held;

    Scene() {
        must(Act(BookChange{"Kopi Arus", "USD", 2, {}, {}, {}}));
        must(Act(AccountChange{
            account("1102"), {}, {}, {}, std::optional(std::optional<std::string>("-5.5")), {}}));
        auto draft = sale("750.25");
        draft.outlet_id = outlet("PST");
        draft.contact_id = contact("C1");
        draft.tags = {"qris"};
        first = post(draft);
        must(Act(AccountChange{account("1101"), "Kas \"kecil\"\n", {}, {}, {}, {}}));
        held = hold("10");
        const auto voided = hold("20");
        auto wrong = sale("30");
        wrong.outlet_id = outlet("BDG");
        post(wrong);
        pass_time(30);
        must(Act(SettleDraft{held, Outcome::posted, std::nullopt}));
        must(Act(SettleDraft{voided, Outcome::voided, std::nullopt}));
        auto right = sale("35");
        right.replaces_id = wrong.id;
        post(right);
        must(Act(ReverseDraft{new_transaction_id(), first, {}, {}}));
        must(Act(OutletChange{outlet("BDG"), "Bandung", {}}));
        must(Act(ContactChange{contact("C1"), "Ani", {}, {}, {}, {}}));
        post(transfer("1101", "6101", "12"));
        must(Act(BookChange{"Kopi", {}, {}, {}, {}, std::optional(std::optional(Date{20000}))}));
    }
    TransactionId hold(const std::string& amount) {
        auto draft = sale(amount);
        draft.pending = true;
        return post(draft);
    }
    NewTransaction& made(TransactionId id) { return transactions[transaction_places.at(id)]; }
    Event& event_of(TransactionId id) { return events[made(id).offset - 1]; }
};

VerificationReport check(const TestBook& book) {
    Verification history(book.state.book);
    book.feed(history);
    return book.compare(history);
}

std::set<std::string> codes_of(const VerificationReport& report) {
    std::set<std::string> codes;
    for (const auto& finding : report.findings) {
        codes.insert(finding.code);
    }
    return codes;
}

std::string text_of_findings(const VerificationReport& report) {
    std::string text;
    for (const auto& finding : report.findings) {
        text += std::to_string(finding.offset.value_or(0)) + " " + finding.code + ": "
                + finding.detail + "\n";
    }
    return text;
}

TEST(Verification, of_a_sound_book_finds_nothing) {
    Scene book;
    const auto report = check(book);
    EXPECT_TRUE(report.ok) << text_of_findings(report);
    EXPECT_TRUE(report.chain_ok);
    EXPECT_EQ(report.events, book.events.size());
    EXPECT_EQ(report.transactions, book.transactions.size());
    EXPECT_EQ(report.findings_total, 0U);
}

TEST(Verification, goes_on_from_a_checkpoint_to_the_same_result) {
    Scene book;
    Verification checkpoint(book.state.book);
    book.feed(checkpoint);
    EXPECT_TRUE(checkpoint.clean());
    EXPECT_EQ(checkpoint.hash(), book.state.head.hash);
    book.post(book.sale("1"));
    auto reversal = ReverseDraft{book.new_transaction_id(), book.held, {}, {}};
    book.must(Act(reversal));
    EXPECT_FALSE(book.compare(checkpoint).ok) << "the head is further on";
    Verification tail = checkpoint;
    EXPECT_EQ(tail.next_offset(), book.events.size() - 1);
    book.feed(tail);
    const auto report = book.compare(tail);
    EXPECT_TRUE(report.ok) << text_of_findings(report);
}

TEST(Verification, of_an_empty_book_finds_nothing) {
    Book book;
    book.id = id_of<BookId>(3);
    Verification history(book);
    Head head;
    head.hash = chain_start(book.id);
    EXPECT_TRUE(history.compare(book, head).finish().ok);
    head.hash[0] ^= 1;
    EXPECT_FALSE(history.compare(book, head).finish().ok);
}

struct Damage {
    const char* name;
    std::set<std::string> codes;  ///< all that must be found, and nothing else
    std::function<void(Scene&)> strike;
};

/// Gives the chain a new truth from `offset` on, as somebody would who may write the database.
void rehash(TestBook& book) {
    auto hash = chain_start(book.state.book.id);
    for (auto& event : book.events) {
        hash = event.hash = chain_next(hash, event.offset, event.at, event.type, *event.data);
    }
    book.state.head.hash = hash;
}

void set_data(Event& event, std::string data) {
    event.data = std::make_shared<const std::string>(std::move(data));
}

std::string with_replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

const Damage damages[] = {
    {"an event's data",
     {"hash_mismatch", "data_mismatch"},
     [](Scene& b) {
         set_data(
             b.event_of(b.first), with_replaced(*b.event_of(b.first).data, "750.25", "750.26"));
     }},
    {"an event's data and the chain after it",
     {"data_mismatch"},
     [](Scene& b) {
         set_data(
             b.event_of(b.first),
             with_replaced(*b.event_of(b.first).data, "Kopi susu", "Kopi hitam"));
         rehash(b);
     }},
    {"an event's hash", {"hash_mismatch"}, [](Scene& b) { b.events[4].hash[31] ^= 1; }},
    {"an event's time",
     {"hash_mismatch", "time_mismatch"},
     [](Scene& b) { b.event_of(b.first).at.us += 1; }},
    {"an event's outlet",
     {"outlet_mismatch"},
     [](Scene& b) { b.event_of(b.first).outlet_id.reset(); }},
    {"a transaction's amount",
     {"data_mismatch", "unbalanced", "reversal_mismatch", "balance_mismatch", "by_day_mismatch",
      "by_month_mismatch", "payment_mismatch", "payment_missing", "contact_balance_mismatch"},
     [](Scene& b) { b.made(b.first).transaction.postings[0].amount_minor += 1; }},
    {"a transaction's description",
     {"data_mismatch"},
     [](Scene& b) { b.made(b.first).transaction.description = "Teh"; }},
    {"a transaction's sequence",
     {"sequence_gap", "data_mismatch", "reversal_mismatch"},
     [](Scene& b) { b.made(b.first).transaction.sequence += 100; }},
    {"a transaction's outlet",
     {"outlet_mismatch", "data_mismatch", "reversal_mismatch", "by_day_mismatch",
      "by_month_mismatch", "by_hour_mismatch", "payment_mismatch", "by_hour_missing",
      "payment_missing"},
     [](Scene& b) { b.made(b.first).transaction.outlet_id.reset(); }},
    {"a transaction's commit time",
     {"time_mismatch", "data_mismatch"},
     [](Scene& b) { b.made(b.first).transaction.committed_at.us -= 1'000'000; }},
    {"a settlement's date",
     {"data_mismatch", "by_day_mismatch", "by_month_mismatch", "by_hour_mismatch",
      "payment_mismatch", "by_day_missing", "by_month_missing", "by_hour_missing"},
     [](Scene& b) { b.settlements[0].date = Date{20001}; }},
    {"a settlement's sequence",
     {"sequence_gap", "data_mismatch"},
     [](Scene& b) { b.settlements[0].sequence += 5; }},
    {"a posting too many",
     {"count_mismatch", "data_mismatch", "unbalanced", "balance_mismatch", "by_day_mismatch",
      "by_month_mismatch"},
     [](Scene& b) {
         b.transactions.back().transaction.postings.push_back(
             b.transactions.back().transaction.postings[1]);
         NewTransaction orphan = b.transactions.back();
         orphan.offset = 0;
         b.transactions.push_back(orphan);
     }},
    {"a transaction of which no event speaks",
     {"count_mismatch"},
     [](Scene& b) {
         NewTransaction orphan = b.transactions.back();
         orphan.offset = 0;
         b.transactions.push_back(orphan);
     }},
    {"the last event taken away",
     {"head_mismatch", "book_mismatch"},
     [](Scene& b) { b.events.pop_back(); }},
    {"an event in the middle taken away",
     {"offset_gap", "hash_mismatch", "account_mismatch", "data_mismatch"},
     [](Scene& b) {
         const auto offset = b.event_of(b.first).offset;  // the event after it renames 1101
         b.events.erase(b.events.begin() + static_cast<std::ptrdiff_t>(offset));
     }},
    {"the head's sequence", {"head_mismatch"}, [](Scene& b) { b.state.head.sequence += 1; }},
    {"the head's hash", {"head_mismatch"}, [](Scene& b) { b.state.head.hash[0] ^= 1; }},
    {"a stored balance",
     {"balance_mismatch"},
     [](Scene& b) { b.balances.begin()->second.debit_minor += 1; }},
    {"a stored held amount",
     {"balance_mismatch"},
     [](Scene& b) { b.balances.begin()->second.pending_credit_minor += 1; }},
    {"a balance taken away",
     {"balance_missing"},
     [](Scene& b) { b.balances.erase(b.balances.begin()); }},
    {"a day", {"by_day_mismatch"}, [](Scene& b) { b.by_day.begin()->second.credit_minor += 1; }},
    {"a month taken away",
     {"by_month_missing"},
     [](Scene& b) { b.by_month.erase(b.by_month.begin()); }},
    {"an hour's sales",
     {"by_hour_mismatch"},
     [](Scene& b) { b.by_hour.begin()->second.sales += 1; }},
    {"a day too many",
     {"by_day_mismatch", "by_day_missing"},
     [](Scene& b) {
         const ActivityDelta row{{}, b.account("1101"), Date{1}, 5, 0};
         b.by_day[{row.outlet_id, row.account_id, row.day}] = row;
     }},
    {"a payment's amount",
     {"payment_mismatch"},
     [](Scene& b) { b.payments.begin()->second.amount_minor += 1; }},
    {"a contact's balance",
     {"contact_balance_mismatch"},
     [](Scene& b) { b.contact_balances.begin()->second.debit_minor += 1; }},
    {"an account's name",
     {"account_mismatch"},
     [](Scene& b) { b.state.accounts.at(b.account("1101")).account.name = "x"; }},
    {"an account's minimum",
     {"account_mismatch"},
     [](Scene& b) { b.state.accounts.at(b.account("1102")).account.min_balance_minor = 0; }},
    {"an outlet's name",
     {"outlet_row_mismatch"},
     [](Scene& b) { b.state.outlets.at(b.outlet("BDG")).name = "x"; }},
    {"an outlet taken away",
     {"outlet_missing"},
     [](Scene& b) { b.state.outlets.erase(b.outlet("BDG")); }},
    {"a contact's version",
     {"contact_mismatch"},
     [](Scene& b) { b.state.contacts.at(b.contact("C1")).version = 9; }},
    {"the book's lock date", {"book_mismatch"}, [](Scene& b) { b.state.book.lock_date.reset(); }},
};

TEST(Verification, finds_every_kind_of_damage_and_names_it) {
    for (const auto& damage : damages) {
        Scene book;
        damage.strike(book);
        const auto report = check(book);
        EXPECT_FALSE(report.ok) << damage.name;
        EXPECT_EQ(codes_of(report), damage.codes) << damage.name << "\n"
                                                  << text_of_findings(report);
    }
}

TEST(Verification, finds_what_the_rules_forbid_even_where_rows_and_chain_agree) {
    Scene book;
    Verification before(book.state.book);
    book.feed(before);
    const auto next = [&](const std::function<void(Transaction&, Verification&)>& forge,
                          const Transaction* reversed) {
        Verification history = before;
        Transaction transaction = book.transactions.back().transaction;
        transaction.id = id_of<TransactionId>(9999);
        transaction.sequence = book.state.head.sequence + 1;
        forge(transaction, history);
        transaction.committed_at = book.state.head.at;
        for (auto& posting : transaction.postings) {
            const auto account = book.state.accounts.find(posting.account_id);
            posting.account_name = account == book.state.accounts.end()
                                       ? ""
                                       : account->second.account.name;
        }
        Event event{
            history.next_offset(),
            transaction.committed_at,
            EventType::transaction_posted,
            std::make_shared<const std::string>(encode_transaction(transaction, 2)),
            {},
            transaction.outlet_id};
        event.hash = chain_next(history.hash(), event.offset, event.at, event.type, *event.data);
        history.add(event, {&transaction, nullptr, reversed});
        Head head = book.state.head;
        head.offset = event.offset;
        head.sequence = transaction.sequence;
        head.hash = event.hash;
        VerificationReport report = history.compare(book.state.book, head).finish();
        std::erase_if(report.findings, [](const Finding& finding) {
            return !finding.offset;
        });  // stored sums were not given
        return codes_of(report);
    };
    using Codes = std::set<std::string>;
    EXPECT_EQ(next([](Transaction&, Verification&) {}, nullptr), Codes{});
    EXPECT_EQ(
        next([](Transaction& t, Verification&) { t.postings[0].amount_minor += 1; }, nullptr),
        Codes{"unbalanced"});
    EXPECT_EQ(
        next([](Transaction& t, Verification&) { t.postings.clear(); }, nullptr),
        Codes{"unbalanced"});
    EXPECT_EQ(
        next(
            [](Transaction& t, Verification&) {
                t.postings[0].amount_minor = t.postings[1].amount_minor = 0;
            },
            nullptr),
        Codes{"amount_out_of_range"});
    EXPECT_EQ(
        next(
            [](Transaction& t, Verification&) { t.postings[0].account_id = id_of<AccountId>(9); },
            nullptr),
        Codes{"unknown_account"});
    EXPECT_EQ(
        next([](Transaction& t, Verification&) { t.outlet_id = id_of<OutletId>(9); }, nullptr),
        Codes{"unknown_outlet"});
    EXPECT_EQ(
        next([](Transaction& t, Verification&) { t.contact_id = id_of<ContactId>(9); }, nullptr),
        Codes{"unknown_contact"});
    EXPECT_EQ(
        next([&](Transaction& t, Verification&) { t.replaces_id = book.held; }, nullptr),
        Codes{"replacement_mismatch"});
    EXPECT_EQ(
        next([](Transaction& t, Verification&) { t.status = TransactionStatus::pending; }, nullptr),
        Codes{"status_mismatch"});

    const auto reversal_of = [](const Transaction& target) {
        return [target](Transaction& t, Verification&) {
            t.kind = TransactionKind::reversal;
            t.reverses_id = target.id;
            t.outlet_id = target.outlet_id;
            t.contact_id = target.contact_id;
            t.postings = target.postings;
            for (auto& posting : t.postings) {
                posting.direction = posting.direction == Direction::debit ? Direction::credit
                                                                          : Direction::debit;
            }
        };
    };
    const Transaction& first = book.made(book.first).transaction;
    const Transaction& held = book.made(book.held).transaction;
    EXPECT_EQ(next(reversal_of(held), &held), Codes{}) << "held and then posted";
    EXPECT_EQ(next(reversal_of(first), &first), Codes{"reversed_twice"});
    EXPECT_EQ(next(reversal_of(held), nullptr), Codes{"rows_missing"});
    EXPECT_EQ(next(reversal_of(held), &first), Codes{"rows_missing"});
    const auto half = [&](Transaction& t, Verification& v) {
        reversal_of(held)(t, v);
        for (auto& posting : t.postings) {
            posting.amount_minor /= 2;
        }
    };
    EXPECT_EQ(next(half, &held), Codes{"reversal_mismatch"});
    const auto reversal = book.transactions[book.transactions.size() - 2].transaction;
    ASSERT_EQ(reversal.kind, TransactionKind::reversal);
    EXPECT_EQ(next(reversal_of(reversal), &reversal), Codes{"reversal_mismatch"});
}

TEST(Verification, keeps_a_bounded_list_of_findings_and_counts_the_rest) {
    Scene book;
    for (int i = 0; i < 150; ++i) {
        book.post(book.sale("1"));
    }
    for (auto& event : book.events) {
        event.hash[0] ^= 1;
    }
    const auto report = check(book);
    EXPECT_EQ(report.findings.size(), Verification::findings_max);
    EXPECT_GT(report.findings_total, 150U);
    EXPECT_FALSE(report.chain_ok);
    EXPECT_EQ(report.findings.front().offset, 1U);
}

}  // namespace
}  // namespace arus::ledger::testing
