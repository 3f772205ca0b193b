// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/testing/test_book.hpp"

#include <gtest/gtest.h>

namespace arus::ledger::testing {
namespace {

std::vector<std::string> outcomes(const std::vector<Verdict>& verdicts) {
    std::vector<std::string> texts;
    for (const auto& verdict : verdicts) {
        texts.push_back(outcome_of(verdict));
    }
    return texts;
}

using Texts = std::vector<std::string>;

TEST(Keys, give_the_first_result_again_whatever_has_changed_since) {
    TestBook book;
    const auto draft = book.sale();
    const auto first = book.must(book.entry(draft, "till-1-0001"));
    EXPECT_EQ(book.last.keys.size(), 1U);
    BookChange lock;
    lock.lock_date = std::optional(std::optional(book.today()));
    book.must(Act(lock));
    auto again = draft;
    again.id = book.new_transaction_id();  // made for the draft, not given
    const auto before = book.digest();
    const auto verdict = book.commit(book.entry(again, "till-1-0001"));
    EXPECT_EQ(outcome_of(verdict), "replayed");
    EXPECT_EQ(std::get<Accepted>(verdict).offset, first.offset);
    EXPECT_EQ(book.digest(), before);
    EXPECT_FALSE(book.last.has_commit());
}

TEST(Keys, of_reversals_and_settlements_work_alike) {
    TestBook book;
    const auto target = book.post(book.sale());
    const auto reverse = book.entry(
        ReverseDraft{book.new_transaction_id(), target, {}, {}}, "reverse-1");
    const auto first = book.must(reverse);
    EXPECT_EQ(std::get<Accepted>(book.commit(reverse)).offset, first.offset);
    EXPECT_EQ(
        outcome_of(book.commit(
            book.entry(ReverseDraft{book.new_transaction_id(), target, {}, {}}, "reverse-2"))),
        "already_reversed");

    auto draft = book.sale();
    draft.pending = true;
    book.post(draft);
    const auto settle = book.entry(
        SettleDraft{draft.id, SettleDraft::Outcome::posted, {}}, "settle-1");
    const auto settled = book.must(settle);
    EXPECT_EQ(outcome_of(book.commit(settle)), "replayed");
    EXPECT_EQ(std::get<Accepted>(book.commit(settle)).offset, settled.offset);
    EXPECT_EQ(
        outcome_of(book.commit(
            book.entry(SettleDraft{draft.id, SettleDraft::Outcome::voided, {}}, "settle-1"))),
        "idempotency_key_reused");
}

TEST(Keys, and_ids_must_both_match) {
    TestBook book;
    const auto with_both = [&](const TransactionDraft& draft, const std::string& key) {
        auto entry = book.entry(draft, key);
        entry.idempotency.id_given = true;
        entry.idempotency.request_hash = request_hash("POST", "/transactions", entry.act, true);
        return outcome_of(book.commit(entry));
    };
    const auto draft = book.sale();
    EXPECT_EQ(with_both(draft, "header-1"), "accepted");
    EXPECT_EQ(with_both(draft, "header-1"), "replayed");
    EXPECT_EQ(with_both(draft, "header-2"), "idempotency_key_reused")
        << "the id exists under another key";
    auto other = draft;
    other.id = book.new_transaction_id();
    EXPECT_EQ(with_both(other, "header-1"), "idempotency_key_reused")
        << "another id under the same key";
    EXPECT_EQ(outcome_of(book.commit(book.entry(draft))), "idempotency_key_reused")
        << "the id alone is another key";

    const auto by_id = book.sale();
    EXPECT_EQ(outcome_of(book.commit(book.entry(by_id))), "accepted");
    EXPECT_EQ(outcome_of(book.commit(book.entry(by_id))), "replayed");
    auto changed = by_id;
    changed.description = "Teh";
    EXPECT_EQ(outcome_of(book.commit(book.entry(changed))), "idempotency_key_reused");
    EXPECT_EQ(with_both(by_id, "header-3"), "idempotency_key_reused");
}

TEST(Keys, of_refused_entries_are_free) {
    TestBook book;
    auto draft = book.sale("0");
    EXPECT_EQ(outcome_of(book.commit(book.entry(draft, "till-1-0001"))), "amount_invalid");
    EXPECT_TRUE(book.last.keys.empty());
    draft = book.sale("10");
    EXPECT_EQ(outcome_of(book.commit(book.entry(draft, "till-1-0001"))), "accepted");
}

TEST(Batches, decide_each_entry_on_its_own) {
    TestBook book;
    auto broken = book.sale("0");
    const auto verdicts = book.commit(
        {{{book.entry(book.sale()), book.entry(broken), book.entry(book.sale())}, false},
         {{book.entry(book.sale())}, false}});
    EXPECT_EQ(outcomes(verdicts[0]), (Texts{"accepted", "amount_invalid", "accepted"}));
    EXPECT_EQ(outcomes(verdicts[1]), (Texts{"accepted"}));
    EXPECT_EQ(book.last.transactions.size(), 3U);
    EXPECT_EQ(book.last.events.size(), 3U);
    EXPECT_EQ(book.last.balances.size(), 2U)
        << "one row for each account, however many transactions";
}

TEST(Batches, let_an_entry_build_on_the_one_before) {
    TestBook book;
    Account account;
    account.id = id_of<AccountId>(500);
    account.code = "1104";
    account.name = "Laci";
    account.subtype = AccountSubtype::cash;
    const auto sale = book.transfer("4101", "1104", "50");
    const ReverseDraft reverse{book.new_transaction_id(), sale.id, {}, {}};
    AccountChange rename;
    rename.id = account.id;
    rename.name = "Laci depan";
    const auto verdicts = book.commit_atomic(
        {book.entry(AccountDraft{account, "0"}), book.entry(sale), book.entry(rename),
         book.entry(reverse)});
    EXPECT_EQ(outcomes(verdicts), (Texts{"accepted", "accepted", "accepted", "accepted"}));
    ASSERT_EQ(book.last.accounts.size(), 1U) << "made and changed, written once";
    EXPECT_EQ(book.last.accounts[0].version, 2U);
    EXPECT_EQ(book.last.transactions[0].transaction.postings[0].account_name, "Laci");
    EXPECT_EQ(book.last.transactions[1].transaction.postings[0].account_name, "Laci depan");
    EXPECT_EQ(book.last.events.size(), 4U);
}

TEST(Batches, that_are_atomic_leave_nothing_when_one_entry_is_refused) {
    TestBook book;
    auto held = book.sale();
    held.pending = true;
    book.post(held);
    const auto target = book.post(book.sale());
    Account account;
    account.id = id_of<AccountId>(500);
    account.code = "1104";
    account.name = "Laci";
    Outlet outlet{id_of<OutletId>(501), "BKS", "Bekasi", false, 1};
    Contact contact{id_of<ContactId>(502), "C9", "Ani", {}, {}, {}, false, 1};
    BookChange rename;
    rename.name = "Arus Kopi";
    rename.lock_date = std::optional(parse_date("2026-10-31"));
    auto replacement = book.sale();
    replacement.replaces_id = target;

    const auto before = book.digest();
    const auto verdicts = book.commit_atomic({
        book.entry(AccountDraft{account, std::nullopt}),
        book.entry(AccountChange{book.account("1101"), "Kas", {}, {}, {}, {}}),
        book.entry(OutletDraft{outlet}),
        book.entry(OutletChange{book.outlet("PST"), "Pusat", {}}),
        book.entry(ContactDraft{contact}),
        book.entry(ContactChange{book.contact("C1"), "Ani", {}, {}, {}, {}}),
        book.entry(rename),
        book.entry(book.sale()),
        book.entry(replacement),
        book.entry(SettleDraft{held.id, SettleDraft::Outcome::posted, {}}),
        book.entry(book.sale("0")),
        book.entry(book.sale()),
    });
    ASSERT_EQ(verdicts.size(), 12U);
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        EXPECT_EQ(outcome_of(verdicts[i]), i == 10 ? "amount_invalid" : "batch_refused") << i;
    }
    EXPECT_EQ(book.digest(), before);
    EXPECT_FALSE(book.last.has_commit());
    EXPECT_TRUE(
        book.last.transactions.empty() && book.last.settlements.empty() && book.last.keys.empty());
    EXPECT_TRUE(
        book.last.accounts.empty() && book.last.outlets.empty() && book.last.contacts.empty());
    EXPECT_TRUE(book.last.balances.empty() && book.last.by_day.empty() && !book.last.book);
}

TEST(Batches, that_were_undone_are_not_seen_by_what_follows) {
    TestBook book;
    const auto draft = book.sale();
    const ReverseDraft reverse{book.new_transaction_id(), draft.id, {}, {}};
    const auto verdicts = book.commit(
        {{{book.entry(draft, "k1"), book.entry(book.sale("0"))}, true},
         {{book.entry(reverse)}, false},
         {{book.entry(draft, "k1")}, false},
         {{book.entry(draft, "k1"), book.entry(book.sale())}, true}});
    EXPECT_EQ(outcomes(verdicts[0]), (Texts{"batch_refused", "amount_invalid"}));
    EXPECT_EQ(outcomes(verdicts[1]), (Texts{"not_found"}));
    EXPECT_EQ(outcomes(verdicts[2]), (Texts{"accepted"}));
    EXPECT_EQ(outcomes(verdicts[3]), (Texts{"replayed", "accepted"}));
    EXPECT_EQ(book.last.transactions.size(), 2U);
    EXPECT_EQ(book.last.events.back().offset, book.state.head.offset);
}

TEST(Batches, see_the_same_key_twice_as_a_replay_or_as_reused) {
    TestBook book;
    auto other = book.sale("1");
    const auto draft = book.sale();
    const auto verdicts = book.commit(
        {{{book.entry(draft, "k1"), book.entry(draft, "k1"), book.entry(other, "k1")}, false}});
    EXPECT_EQ(outcomes(verdicts[0]), (Texts{"accepted", "replayed", "idempotency_key_reused"}));
    EXPECT_EQ(std::get<Accepted>(verdicts[0][0]).offset, std::get<Accepted>(verdicts[0][1]).offset);
    EXPECT_EQ(book.last.keys.size(), 1U);
}

TEST(Batches, of_fifty_equal_requests_book_one_transaction) {
    TestBook book;
    const auto draft = book.sale();
    std::vector<Submission> submissions(50, Submission{{book.entry(draft, "k1")}, false});
    const auto verdicts = book.commit(submissions);
    EXPECT_EQ(outcome_of(verdicts[0][0]), "accepted");
    for (std::size_t i = 1; i < verdicts.size(); ++i) {
        EXPECT_EQ(outcome_of(verdicts[i][0]), "replayed");
    }
    EXPECT_EQ(book.last.transactions.size(), 1U);
}

TEST(Batches, ask_the_store_for_all_they_may_touch) {
    TestBook book;
    auto draft = book.sale();
    draft.postings[1].account = book.account("4101");
    draft.outlet_id = book.outlet("PST");
    draft.contact_id = book.contact("C1");
    draft.replaces_id = id_of<TransactionId>(77);
    const auto target = id_of<TransactionId>(78);
    const auto made = id_of<TransactionId>(79);
    Account account;
    account.code = "1104";
    account.parent_id = book.account("1101");
    const Submission submission{
        {book.entry(draft), book.entry(ReverseDraft{made, target, {}, {}}, "header-1"),
         book.entry(
             SettleDraft{id_of<TransactionId>(80), SettleDraft::Outcome::posted, {}}, "header-2"),
         book.entry(AccountDraft{account, {}}),
         book.entry(OutletDraft{Outlet{{}, "BKS", "", false, 1}}),
         book.entry(ContactDraft{Contact{{}, "C9", "", {}, {}, {}, false, 1}}),
         book.entry(OutletChange{book.outlet("BDG"), {}, {}}),
         book.entry(ContactChange{book.contact("C2"), {}, {}, {}, {}, {}}),
         book.entry(AccountChange{book.account("1102"), {}, {}, {}, {}, {}})},
        false};
    const auto lookups = lookups_of({&submission, 1});
    EXPECT_EQ(
        lookups.keys, (std::unordered_set<std::string>{draft.id.text(), "header-1", "header-2"}));
    EXPECT_TRUE(lookups.transactions.contains(draft.id));
    EXPECT_TRUE(lookups.transactions.contains(id_of<TransactionId>(77)));
    EXPECT_TRUE(lookups.transactions.contains(target));
    EXPECT_TRUE(lookups.transactions.contains(id_of<TransactionId>(80)));
    EXPECT_FALSE(lookups.transactions.contains(made)) << "an id that was made for the draft is new";
    EXPECT_EQ(lookups.account_codes, (std::unordered_set<std::string>{"1101", "1104"}));
    EXPECT_TRUE(lookups.accounts.contains(book.account("4101")));
    EXPECT_TRUE(lookups.accounts.contains(book.account("1101")));
    EXPECT_TRUE(lookups.accounts.contains(book.account("1102")));
    EXPECT_EQ(lookups.outlets, (std::unordered_set{book.outlet("PST"), book.outlet("BDG")}));
    EXPECT_EQ(lookups.outlet_codes, (std::unordered_set<std::string>{"BKS"}));
    EXPECT_EQ(lookups.contacts, (std::unordered_set{book.contact("C1"), book.contact("C2")}));
    EXPECT_EQ(lookups.contact_codes, (std::unordered_set<std::string>{"C9"}));
}

TEST(Chart, changes_that_change_nothing_make_no_event) {
    TestBook book;
    BookChange same;
    same.name = book.state.book.name;
    same.lock_date = std::optional<std::optional<Date>>(std::optional<Date>());
    const Act acts[] = {
        AccountChange{
            book.account("1101"), "Account 1101", AccountSubtype::cash,
            std::optional<std::optional<AccountId>>(std::optional<AccountId>()),
            std::optional<std::optional<std::string>>(std::optional<std::string>()), false},
        OutletChange{book.outlet("PST"), "Outlet PST", false},
        ContactChange{book.contact("C1"), "Contact C1", {}, {}, {}, false},
        same,
    };
    const auto before = book.digest();
    for (const auto& act : acts) {
        const auto accepted = book.must(act);
        EXPECT_EQ(accepted.offset, book.state.head.offset);
        EXPECT_NE(accepted.made.index(), 0U);
        EXPECT_FALSE(book.last.has_commit());
    }
    EXPECT_EQ(book.digest(), before);
}

TEST(Chart, changes_count_versions_and_make_one_event_each) {
    TestBook book;
    AccountChange change;
    change.id = book.account("1102");
    change.name = "Bank BCA";
    change.subtype = AccountSubtype::clearing;  // no posting yet
    change.parent_id = std::optional(std::optional(book.account("1101")));
    change.min_balance = std::optional(std::optional<std::string>("-5"));
    const auto accepted = book.must(Act(change));
    const auto& account = std::get<Account>(accepted.made);
    EXPECT_EQ(account.version, 2U);
    EXPECT_EQ(account.min_balance_minor, -5);
    EXPECT_EQ(account.parent_id, book.account("1101"));
    ASSERT_EQ(book.last.events.size(), 1U);
    EXPECT_EQ(book.last.events[0].type, EventType::account_updated);
    EXPECT_EQ(*book.last.events[0].data, encode_account(account, book.state.book.id, 0));
    EXPECT_EQ(book.state.head.sequence, 0U) << "no act of the ledger";
    change.parent_id = std::optional(std::optional<AccountId>());
    change.min_balance = std::optional(std::optional<std::string>());
    const auto cleared = std::get<Account>(book.must(Act(change)).made);
    EXPECT_EQ(cleared.parent_id, std::nullopt);
    EXPECT_EQ(cleared.min_balance_minor, std::nullopt);

    book.must(Act(ContactChange{
        book.contact("C1"), {}, std::optional(std::optional<std::string>("0812")), {}, {}, {}}));
    EXPECT_EQ(
        *book.last.events[0].data, "{\"id\":\"" + book.contact("C1").text() + "\",\"version\":2}");
    EXPECT_EQ(book.last.contacts[0].phone, "0812");
}

TEST(Chart, currency_exponent_and_zone_are_free_until_the_first_act_of_the_ledger) {
    TestBook book;
    book.must(Act(BookChange{{}, "USD", 2, "Asia/Makassar", {}, {}}));
    EXPECT_EQ(book.state.book.exponent, 2);
    book.must(Act(AccountChange{
        book.account("1101"), {}, {}, {}, std::optional(std::optional<std::string>("-12.5")), {}}));
    EXPECT_EQ(book.state.accounts.at(book.account("1101")).account.min_balance_minor, -1250);
    const auto verdict = book.commit(book.entry(BookChange{{}, {}, 3, {}, {}, {}}));
    EXPECT_EQ(outcome_of(verdict), "validation_failed");
    EXPECT_EQ(pointers_of(verdict), "/exponent");
    auto held = book.sale("0.50");
    held.pending = true;
    book.post(held);
    EXPECT_EQ(
        outcome_of(book.commit(book.entry(BookChange{{}, "IDR", {}, {}, {}, {}}))),
        "currency_fixed");
    book.must(Act(BookChange{"New name", "USD", 2, "Asia/Makassar", "04-01", {}}));
}

}  // namespace
}  // namespace arus::ledger::testing
