// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/testing/test_book.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace arus::ledger::testing {
namespace {

TransactionDraft draft() {
    TransactionDraft draft;
    draft.id = id_of<TransactionId>(1);
    draft.kind = TransactionKind::sale;
    draft.description = "Kopi";
    draft.postings = {
        leg(Direction::debit, "1101", "12.5"), leg(Direction::credit, "4101", "12.5")};
    return draft;
}

Hash256 hash_of(const Act& act, bool id_given = false) {
    return request_hash("POST", "/transactions", act, id_given);
}

TEST(RequestHash, differs_wherever_something_else_is_asked_for) {
    const std::function<void(TransactionDraft&)> changes[] = {
        [](auto&) {},
        [](auto& d) { d.date = Date{1}; },
        [](auto& d) { d.date = Date{0}; },
        [](auto& d) { d.date = Date{-1}; },
        [](auto& d) { d.if_locked = IfLocked::next_open_day; },
        [](auto& d) { d.kind = TransactionKind::income; },
        [](auto& d) { d.description = "Kopi "; },
        [](auto& d) { d.reference = ""; },
        [](auto& d) { d.reference = "INV-8"; },
        [](auto& d) { d.outlet_id = id_of<OutletId>(1); },
        [](auto& d) { d.contact_id = id_of<ContactId>(1); },
        [](auto& d) { d.replaces_id = id_of<TransactionId>(1); },
        [](auto& d) { d.tags = {"ab"}; },
        [](auto& d) { d.tags = {"a", "b"}; },
        [](auto& d) { d.tags = {"b", "a"}; },
        [](auto& d) { d.lines = {{"ab", "1", "1"}}; },
        [](auto& d) { d.lines = {{"a", "b1", "1"}}; },
        [](auto& d) { d.lines = {{"a", "b", "11"}}; },
        [](auto& d) { d.made_at = Instant{1}; },
        [](auto& d) { d.pending = true; },
        [](auto& d) { d.postings[0].amount = "12.51"; },
        [](auto& d) { d.postings[0].amount = "125"; },
        [](auto& d) { d.postings[0].amount = "1250"; },
        [](auto& d) { d.postings[0].direction = Direction::credit; },
        [](auto& d) { d.postings[0].memo = ""; },
        [](auto& d) { d.postings[0].account = std::string("1102"); },
        [](auto& d) { d.postings[0].account = id_of<AccountId>(1); },
        [](auto& d) { std::swap(d.postings[0], d.postings[1]); },
        [](auto& d) { d.postings.pop_back(); },
    };
    std::set<Hash256> hashes;
    for (const auto& change : changes) {
        auto changed = draft();
        change(changed);
        hashes.insert(hash_of(changed));
    }
    EXPECT_EQ(hashes.size(), std::size(changes));
    hashes.insert(request_hash("PUT", "/transactions", draft(), false));
    hashes.insert(request_hash("POST", "/transaction", draft(), false));
    hashes.insert(request_hash("POST/", "transactions", draft(), false));
    hashes.insert(hash_of(draft(), true));
    EXPECT_EQ(hashes.size(), std::size(changes) + 4);
}

TEST(RequestHash, is_the_same_for_the_same_request) {
    EXPECT_EQ(hash_of(draft()), hash_of(draft()));
    auto other_id = draft();
    other_id.id = id_of<TransactionId>(2);
    EXPECT_EQ(hash_of(draft()), hash_of(other_id))
        << "an id that was made for the draft asks for nothing";
    EXPECT_NE(hash_of(draft(), true), hash_of(other_id, true));
    for (const char* amount : {"12.50", "12.500", "12.5000"}) {
        auto same = draft();
        same.postings[0].amount = amount;
        EXPECT_EQ(hash_of(draft()), hash_of(same)) << amount;
    }
    auto whole = draft();
    whole.postings[0].amount = "12.0";
    auto bare = draft();
    bare.postings[0].amount = "12";
    EXPECT_EQ(hash_of(whole), hash_of(bare));
}

TEST(RequestHash, tells_apart_reversals_and_settlements) {
    const auto target = id_of<TransactionId>(1);
    const auto made = id_of<TransactionId>(2);
    using Outcome = SettleDraft::Outcome;
    std::set<Hash256> hashes;
    const Act acts[] = {
        ReverseDraft{made, target, std::nullopt, std::nullopt},
        ReverseDraft{made, made, std::nullopt, std::nullopt},
        ReverseDraft{made, target, Date{1}, std::nullopt},
        ReverseDraft{made, target, std::nullopt, ""},
        SettleDraft{target, Outcome::posted, std::nullopt},
        SettleDraft{target, Outcome::voided, std::nullopt},
        SettleDraft{made, Outcome::posted, std::nullopt},
        SettleDraft{target, Outcome::posted, Date{1}},
    };
    for (const auto& act : acts) {
        hashes.insert(hash_of(act));
    }
    EXPECT_EQ(hashes.size(), std::size(acts));
}

// Kept for ever beside every key: computed from the layout in request_hash.cpp by another program.
TEST(RequestHash, gives_these_bytes) {
    const Act settle = SettleDraft{
        id_of<TransactionId>(1), SettleDraft::Outcome::voided, Date{20779}};
    EXPECT_EQ(
        hex_of(request_hash("POST", "/x", settle, false)),
        "dd3a0cec812062ea386f69b16c1643567db667132281c467dbb2ca2f7654b7fa");
    auto full = draft();
    full.postings[0].memo = "tunai";
    EXPECT_EQ(
        hex_of(request_hash("POST", "/x", Act(full), true)),
        "cf55281c6660aef9d274e78c12acb53d5041a8115d1ad1a63a8a248b631126ab");
}

}  // namespace
}  // namespace arus::ledger::testing
