// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/entry_verification.hpp"
#include "arus/ledger/testing/test_book.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace arus::ledger::testing {
namespace {

/// Sales, one of them with outlet and contact, a held one that is posted, one that is given free,
/// and a reversal.
struct Scene : TestBook {
    Scene() {
        auto draft = sale("750");
        draft.outlet_id = outlet("PST");
        draft.contact_id = contact("C1");
        const auto first = post(draft);
        const auto held = hold("10");
        const auto given_free = hold("20");
        must(Act(SettleDraft{held, SettleDraft::Outcome::posted, std::nullopt}));
        must(Act(SettleDraft{given_free, SettleDraft::Outcome::voided, std::nullopt}));
        must(Act(ReverseDraft{new_transaction_id(), first, {}, {}}));
        post(transfer("1101", "6101", "12"));
    }
    TransactionId hold(const std::string& amount) {
        auto draft = sale(amount);
        draft.pending = true;
        return post(draft);
    }
};

EntryVerification history_of(const TestBook& book, std::uint64_t up_to_offset) {
    EntryVerification history;
    for (const auto& event : book.events) {
        if (event.offset <= up_to_offset) {
            history.add(book.rows_of(event));
        }
    }
    return history;
}

std::vector<Finding> check(const TestBook& book, const EntryVerification& history) {
    EntryComparison comparison(history);
    for (const auto& entry : book.kept_entries) {
        comparison.add(entry);
    }
    return comparison.finish();
}
std::vector<Finding> check(const TestBook& book) {
    return check(book, history_of(book, book.events.size()));
}

TEST(EntryVerification, of_a_sound_book_finds_nothing) {
    Scene book;
    ASSERT_EQ(book.kept_entries.size(), 8U);
    EXPECT_TRUE(check(book).empty());
    std::ranges::reverse(book.kept_entries);
    EXPECT_TRUE(check(book).empty()) << "whatever their order";
}

TEST(EntryVerification, goes_on_from_a_checkpoint_to_the_same_result) {
    Scene book;
    const auto before = book.events.size();
    auto history = history_of(book, before);
    book.post(book.sale("1"));
    EXPECT_FALSE(check(book, history).empty());
    for (const auto& event : book.events) {
        if (event.offset > before) {
            history.add(book.rows_of(event));
        }
    }
    EXPECT_TRUE(check(book, history).empty());
    EXPECT_EQ(history.sums(), history_of(book, book.events.size()).sums());
}

struct Damage {
    const char* name;
    std::size_t findings;
    std::function<void(Scene&)> strike;
};

const Damage damages[] = {
    {"an amount", 1, [](Scene& b) { b.kept_entries.front().amount_minor += 1; }},
    {"a date", 1, [](Scene& b) { b.kept_entries[1].date = Date{1}; }},
    {"an act", 1, [](Scene& b) { b.kept_entries[2].sequence += 1; }},
    {"a place", 1, [](Scene& b) { b.kept_entries[2].position += 1; }},
    {"where the posting stands", 1, [](Scene& b) { b.kept_entries[3].transaction_sequence += 1; }},
    {"an outlet", 1, [](Scene& b) { b.kept_entries.front().outlet_id = b.outlet("BDG"); }},
    {"no outlet", 1, [](Scene& b) { b.kept_entries.front().outlet_id.reset(); }},
    {"no contact", 1, [](Scene& b) { b.kept_entries.front().contact_id.reset(); }},
    {"an entry taken away", 1, [](Scene& b) { b.kept_entries.pop_back(); }},
    {"all entries taken away", 3, [](Scene& b) { b.kept_entries.clear(); }},
    {"an entry twice", 1, [](Scene& b) { b.kept_entries.push_back(b.kept_entries.front()); }},
    {"an entry of another account", 2,
     [](Scene& b) { b.kept_entries.front().account_id = b.account("5101"); }},
    {"two amounts changed for one another", 1,
     [](Scene& b) {
         auto& first = b.kept_entries.front();
         const auto other = std::ranges::find_if(b.kept_entries, [&](const auto& entry) {
             return entry.account_id == first.account_id
                    && entry.amount_minor != first.amount_minor;
         });
         std::swap(first.amount_minor, other->amount_minor);
     }},
    {"a posting", 1, [](Scene& b) { b.transactions[0].transaction.postings[0].amount_minor += 1; }},
    {"a settlement's day", 2, [](Scene& b) { b.settlements[0].date = Date{20'001}; }},
};

TEST(EntryVerification, finds_every_kind_of_damage) {
    for (const auto& damage : damages) {
        Scene book;
        damage.strike(book);
        const auto findings = check(book);
        EXPECT_EQ(findings.size(), damage.findings) << damage.name;
        for (const auto& finding : findings) {
            EXPECT_EQ(finding.code, "account_entry_mismatch") << damage.name;
        }
    }
}

TEST(EntryVerification, its_findings_make_a_report_not_ok) {
    VerificationReport report;
    report.ok = true;
    add_findings(report, findings_of_keys(0));
    EXPECT_TRUE(report.ok);
    add_findings(report, findings_of_keys(3));
    EXPECT_FALSE(report.ok);
    EXPECT_EQ(report.findings_total, 1U);
    ASSERT_EQ(report.findings.size(), 1U);
    EXPECT_EQ(report.findings.front().code, "key_mismatch");
}

}  // namespace
}  // namespace arus::ledger::testing
