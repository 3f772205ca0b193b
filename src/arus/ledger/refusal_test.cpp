// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/testing/test_book.hpp"

#include "arus/ledger/money.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <sstream>

// Every refusal that evaluation gives, one row each, in precedence order. A row is a defect: it
// spoils an act that would be accepted in exactly one way. So each row is tried alone, and every
// two rows that can stand in one act are tried together: then the one that stands further up must
// be the answer.
namespace arus::ledger::testing {
namespace {

/// The book the defects are put into, with the transactions that acts refer to.
struct Scene : TestBook {
    TransactionId mine;      ///< the cashier's sale of today in PST
    TransactionId reversed;  ///< the same, reversed
    TransactionId reversal;  ///< of it
    TransactionId held;      ///< the cashier's, pending
    TransactionId voided;
    TransactionId closed;  ///< posted into 1199 before it was archived

    Scene() {
        state.accounts.at(account("1199")).account.archived = false;
        auto into_closed = transfer("3101", "1199", "10");
        closed = post_as_cashier(into_closed);
        state.accounts.at(account("1199")).account.archived = true;
        mine = post_as_cashier(sale("500"));
        reversed = post_as_cashier(sale("600"));
        reversal = new_transaction_id();
        must(entry_by(cashier, ReverseDraft{reversal, reversed, std::nullopt, std::nullopt}));
        held = hold_as_cashier("700");
        voided = hold_as_cashier("800");
        must(entry_by(cashier, SettleDraft{voided, SettleDraft::Outcome::voided, std::nullopt}));
        must(entry(sale("900"), "used-key"));
        set_minimum("1102", 0);
    }

    TransactionId post_as_cashier(TransactionDraft draft) {
        draft.outlet_id = outlet("PST");
        must(entry_by(cashier, draft));
        return draft.id;
    }
    TransactionId hold_as_cashier(const std::string& amount) {
        auto draft = sale(amount);
        draft.pending = true;
        return post_as_cashier(draft);
    }
    void set_minimum(std::string_view code, std::int64_t minor) {
        must(Act(AccountChange{
            account(code), {}, {}, {}, std::optional(std::optional(amount_text(minor, 0))), {}}));
    }
    void set_lock(std::optional<Date> date) {
        BookChange change;
        change.lock_date = std::optional(date);
        must(Act(change));
    }
    void fill_up(std::string_view code) {
        state.accounts.at(account(code))
            .totals.debit_minor = std::numeric_limits<std::int64_t>::max();
    }
};

/// An act while it is being spoiled.
template <class Draft>
struct Case {
    Scene& book;
    Draft draft;
    Actor actor;
    std::string key;
};

/// `slots`: what the defect takes hold of; two defects that share one cannot stand in one act.
template <class Draft>
struct Defect {
    const char* name;
    RefusalCode code;
    const char* pointers;
    const char* slots;
    std::function<void(Case<Draft>&)> spoil;
};

bool share_a_word(const std::string& a, const std::string& b) {
    std::istringstream words(a);
    for (std::string word; words >> word;) {
        if ((" " + b + " ").find(" " + word + " ") != std::string::npos) {
            return true;
        }
    }
    return false;
}

template <class Draft>
Verdict verdict_of(
    const std::function<Draft(Scene&)>& sound, const std::vector<const Defect<Draft>*>& defects) {
    Scene book;
    Case<Draft> act{book, sound(book), book.owner, ""};
    for (const auto* defect : defects) {
        defect->spoil(act);
    }
    auto entry = book.entry_by(act.actor, act.draft, act.key);
    const auto before = book.digest();
    auto verdict = book.commit(std::move(entry));
    const bool refused = std::holds_alternative<Refusal>(verdict);
    EXPECT_EQ(before == book.digest(), refused) << "a refusal leaves no trace";
    EXPECT_EQ(book.last.has_commit(), !refused);
    return verdict;
}

template <class Draft>
void check_table(
    const std::function<Draft(Scene&)>& sound, const std::vector<Defect<Draft>>& table) {
    EXPECT_EQ(outcome_of(verdict_of<Draft>(sound, {})), "accepted");
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const auto alone = verdict_of<Draft>(sound, {&table[i]});
        EXPECT_EQ(outcome_of(alone), code_of(table[i].code)) << table[i].name;
        EXPECT_EQ(pointers_of(alone), table[i].pointers) << table[i].name;
        for (std::size_t k = i + 1; k < table.size(); ++k) {
            EXPECT_LE(table[i].code, table[k].code) << "the table is in precedence order";
            if (share_a_word(table[i].slots, table[k].slots)) {
                continue;
            }
            for (const auto& order :
                 {std::vector{&table[i], &table[k]}, std::vector{&table[k], &table[i]}}) {
                EXPECT_EQ(outcome_of(verdict_of<Draft>(sound, order)), code_of(table[i].code))
                    << table[i].name << " together with " << table[k].name;
            }
            ++pairs;
        }
    }
    EXPECT_GT(pairs, table.size());
}

void add_pair(
    TransactionDraft& draft, const std::string& debit_code, const std::string& credit_code) {
    draft.postings.push_back(leg(Direction::debit, debit_code, "10"));
    draft.postings.push_back(leg(Direction::credit, credit_code, "10"));
}

TEST(Refusals, of_a_transaction_come_in_order_of_precedence) {
    using Act = Case<TransactionDraft>;
    const std::vector<Defect<TransactionDraft>> table = {
        {"replaces nothing", RefusalCode::not_found, "/replaces_id", "target",
         [](Act& act) { act.draft.replaces_id = id_of<TransactionId>(9); }},
        {"a cashier replaces another's entry", RefusalCode::forbidden, "/replaces_id", "actor",
         [](Act& act) {
             act.actor = act.book.cashier;
             act.actor.user_id = id_of<UserId>(13);
             act.draft.outlet_id = act.draft.outlet_id.value_or(act.book.outlet("PST"));
             act.draft.replaces_id = act.draft.replaces_id.value_or(act.book.mine);
         }},
        {"date before 2000", RefusalCode::validation_failed, "/date", "date",
         [](Act& act) { act.draft.date = parse_date("1999-12-31"); }},
        {"date too far ahead", RefusalCode::validation_failed, "/date", "date",
         [](Act& act) { act.draft.date = act.book.today().plus_days(367); }},
        {"kind reversal", RefusalCode::validation_failed, "/kind", "kind",
         [](Act& act) { act.draft.kind = TransactionKind::reversal; }},
        {"pending replacement", RefusalCode::validation_failed, "/status", "target",
         [](Act& act) {
             act.draft.pending = true;
             act.draft.replaces_id = act.book.mine;
         }},
        {"key of another request", RefusalCode::idempotency_key_reused, "", "key",
         [](Act& act) { act.key = "used-key"; }},
        {"id of another request", RefusalCode::idempotency_key_reused, "/id", "id",
         [](Act& act) {
             act.draft.id = act.book.mine;
             act.key = "fresh-key-" + act.key;
         }},
        {"amount zero", RefusalCode::amount_invalid, "/postings/0/amount /postings/1/amount",
         "amount",
         [](Act& act) {
             act.draft.postings[0].amount = "0";
             act.draft.postings[1].amount = "0";
         }},
        {"amount with decimals", RefusalCode::amount_invalid, "/postings/1/amount", "amount",
         [](Act& act) { act.draft.postings[1].amount = "10.5"; }},
        {"amount above the largest", RefusalCode::amount_invalid, "/postings/0/amount", "amount",
         [](Act& act) { act.draft.postings[0].amount = "1000000000000001"; }},
        {"negative amount", RefusalCode::amount_invalid, "/postings/0/amount", "amount",
         [](Act& act) { act.draft.postings[0].amount = "-5"; }},
        {"amount of a receipt's line", RefusalCode::amount_invalid, "/lines/1/amount", "lines",
         [](Act& act) { act.draft.lines = {{"Kopi", "1", "0"}, {"Susu", "1", "x"}}; }},
        {"sides differ", RefusalCode::unbalanced_transaction, "/postings", "amount",
         [](Act& act) { act.draft.postings[0].amount = "123"; }},
        {"one posting", RefusalCode::unbalanced_transaction, "/postings", "postings amount",
         [](Act& act) { act.draft.postings.resize(1); }},
        {"no postings", RefusalCode::unbalanced_transaction, "/postings",
         "postings amount account archived minimum", [](Act& act) { act.draft.postings.clear(); }},
        {"unknown account code", RefusalCode::unknown_account, "/postings/0/account_code",
         "account", [](Act& act) { act.draft.postings.at(0).account = std::string("9999"); }},
        {"unknown account id", RefusalCode::unknown_account, "/postings/0/account_id", "account",
         [](Act& act) { act.draft.postings.at(0).account = id_of<AccountId>(9); }},
        {"unknown outlet", RefusalCode::unknown_outlet, "/outlet_id", "outlet",
         [](Act& act) { act.draft.outlet_id = id_of<OutletId>(9); }},
        {"unknown contact", RefusalCode::unknown_contact, "/contact_id", "contact",
         [](Act& act) { act.draft.contact_id = id_of<ContactId>(9); }},
        {"totals full", RefusalCode::balance_overflow, "", "totals",
         [](Act& act) { act.book.fill_up("1103"); }},
        {"archived account", RefusalCode::account_archived, "/postings/2/account_code", "archived",
         [](Act& act) { add_pair(act.draft, "1199", "3101"); }},
        {"archived outlet", RefusalCode::outlet_archived, "/outlet_id", "outlet",
         [](Act& act) { act.draft.outlet_id = act.book.outlet("TTP"); }},
        {"archived contact", RefusalCode::contact_archived, "/contact_id", "contact",
         [](Act& act) { act.draft.contact_id = act.book.contact("C2"); }},
        {"locked date", RefusalCode::period_locked, "/date", "lock",
         [](Act& act) { act.book.set_lock(act.book.today()); }},
        {"below the minimum", RefusalCode::insufficient_balance, "", "minimum",
         [](Act& act) { add_pair(act.draft, "3101", "1102"); }},
        {"replaces a reversed one", RefusalCode::already_reversed, "", "target",
         [](Act& act) { act.draft.replaces_id = act.book.reversed; }},
        {"replaces a reversal", RefusalCode::not_reversible, "", "target",
         [](Act& act) { act.draft.replaces_id = act.book.reversal; }},
        {"replaces a pending one", RefusalCode::not_reversible, "", "target",
         [](Act& act) { act.draft.replaces_id = act.book.held; }},
        {"replaces a voided one", RefusalCode::not_reversible, "", "target",
         [](Act& act) { act.draft.replaces_id = act.book.voided; }},
    };
    check_table<TransactionDraft>([](Scene& book) { return book.sale(); }, table);
}

TEST(Refusals, of_a_reversal_come_in_order_of_precedence) {
    using Act = Case<ReverseDraft>;
    const std::vector<Defect<ReverseDraft>> table = {
        {"no such transaction", RefusalCode::not_found, "", "target",
         [](Act& act) { act.draft.target = id_of<TransactionId>(9); }},
        {"a cashier reverses another's entry", RefusalCode::forbidden, "", "actor",
         [](Act& act) {
             act.actor = act.book.cashier;
             act.actor.user_id = id_of<UserId>(13);
         }},
        {"date before 2000", RefusalCode::validation_failed, "/date", "date",
         [](Act& act) { act.draft.date = parse_date("1999-12-31"); }},
        {"key of another request", RefusalCode::idempotency_key_reused, "", "key",
         [](Act& act) { act.key = "used-key"; }},
        {"id of another request", RefusalCode::idempotency_key_reused, "/id", "id",
         [](Act& act) {
             act.draft.id = act.book.mine;
             act.key = "fresh-key-" + act.key;
         }},
        {"totals full", RefusalCode::balance_overflow, "", "totals",
         [](Act& act) { act.book.fill_up("1103"); }},
        {"archived account", RefusalCode::account_archived, "", "target",
         [](Act& act) { act.draft.target = act.book.closed; }},
        {"locked date", RefusalCode::period_locked, "", "date",
         [](Act& act) { act.book.set_lock(act.book.today()); }},
        {"locked date that was asked for", RefusalCode::period_locked, "/date", "date",
         [](Act& act) {
             act.draft.date = parse_date("2026-10-31");
             act.book.set_lock(act.draft.date);
         }},
        {"below the minimum", RefusalCode::insufficient_balance, "", "minimum",
         [](Act& act) { act.book.set_minimum("1101", 1'000'000); }},
        {"reversed already", RefusalCode::already_reversed, "", "target",
         [](Act& act) { act.draft.target = act.book.reversed; }},
        {"a reversal", RefusalCode::not_reversible, "", "target minimum",  // to undo it would lower
                                                                           // no account
         [](Act& act) { act.draft.target = act.book.reversal; }},
        {"a pending one", RefusalCode::not_reversible, "", "target",
         [](Act& act) { act.draft.target = act.book.held; }},
        {"a voided one", RefusalCode::not_reversible, "", "target",
         [](Act& act) { act.draft.target = act.book.voided; }},
    };
    check_table<ReverseDraft>(
        [](Scene& book) {
            return ReverseDraft{book.new_transaction_id(), book.mine, std::nullopt, std::nullopt};
        },
        table);
}

TEST(Refusals, of_a_settlement_come_in_order_of_precedence) {
    using Act = Case<SettleDraft>;
    const std::vector<Defect<SettleDraft>> table = {
        {"no such transaction", RefusalCode::not_found, "", "target",
         [](Act& act) { act.draft.target = id_of<TransactionId>(9); }},
        {"a cashier settles another's entry", RefusalCode::forbidden, "", "actor",
         [](Act& act) {
             act.actor = act.book.cashier;
             act.actor.user_id = id_of<UserId>(13);
         }},
        {"date before 2000", RefusalCode::validation_failed, "/date", "date",
         [](Act& act) { act.draft.date = parse_date("1999-12-31"); }},
        {"key of another request", RefusalCode::idempotency_key_reused, "", "key",
         [](Act& act) { act.key = "used-key"; }},
        {"archived account", RefusalCode::account_archived, "", "account",
         [](Act& act) {
             act.book.must(arus::ledger::Act(
                 AccountChange{act.book.account("4101"), {}, {}, {}, {}, std::optional(true)}));
         }},
        {"held date locked", RefusalCode::period_locked, "", "date",
         [](Act& act) { act.book.set_lock(act.book.today()); }},
        {"locked date that was asked for", RefusalCode::period_locked, "/date", "date",
         [](Act& act) {
             act.draft.date = parse_date("2026-10-31");
             act.book.set_lock(act.draft.date);
         }},
        {"posted directly", RefusalCode::not_pending, "", "target",
         [](Act& act) { act.draft.target = act.book.mine; }},
        {"voided already", RefusalCode::not_pending, "", "target",
         [](Act& act) { act.draft.target = act.book.voided; }},
    };
    check_table<SettleDraft>(
        [](Scene& book) {
            return SettleDraft{book.held, SettleDraft::Outcome::posted, std::nullopt};
        },
        table);
}

struct ChartRow {
    const char* name;
    RefusalCode code;
    const char* pointers;
    std::function<Act(Scene&)> act;
};

Account new_account(const char* code, AccountType type, AccountSubtype subtype) {
    Account account;
    account.id = id_of<AccountId>(777);
    account.code = code;
    account.name = "New";
    account.type = type;
    account.subtype = subtype;
    return account;
}

/// A change of one account by the names of its members.
AccountChange change_of(AccountId id) {
    AccountChange change;
    change.id = id;
    return change;
}

const ChartRow chart_rows[] = {
    {"change of no account", RefusalCode::not_found, "",
     [](Scene&) { return change_of(id_of<AccountId>(9)); }},
    {"change of no outlet", RefusalCode::not_found, "",
     [](Scene&) { return OutletChange{id_of<OutletId>(9), "New", {}}; }},
    {"change of no contact", RefusalCode::not_found, "",
     [](Scene&) { return ContactChange{id_of<ContactId>(9), "New", {}, {}, {}, {}}; }},
    {"subtype of another type", RefusalCode::validation_failed, "/subtype",
     [](Scene&) {
         return AccountDraft{new_account("1", AccountType::asset, AccountSubtype::sales), "x"};
     }},
    {"parent of another type, and a subtype of another", RefusalCode::validation_failed,
     "/subtype /parent_id",
     [](Scene& book) {
         auto account = new_account("1", AccountType::asset, AccountSubtype::sales);
         account.parent_id = book.account("4101");
         return AccountDraft{account, std::nullopt};
     }},
    {"itself as parent", RefusalCode::validation_failed, "/parent_id",
     [](Scene& book) {
         auto change = change_of(book.account("1101"));
         change.parent_id = std::optional(book.account("1101"));
         return change;
     }},
    {"a new account as its own parent", RefusalCode::validation_failed, "/parent_id",
     [](Scene&) {
         auto account = new_account("1", AccountType::asset, AccountSubtype::cash);
         account.parent_id = account.id;
         return AccountDraft{account, std::nullopt};
     }},
    {"a child as parent", RefusalCode::validation_failed, "/parent_id",
     [](Scene& book) {
         auto below = change_of(book.account("1102"));
         below.parent_id = std::optional(book.account("1101"));
         book.must(Act(below));
         auto change = change_of(book.account("1101"));
         change.parent_id = std::optional(book.account("1102"));
         return change;
     }},
    {"exponent out of range", RefusalCode::validation_failed, "/exponent",
     [](Scene&) { return BookChange{{}, {}, 5, {}, {}, {}}; }},
    {"lock date out of range", RefusalCode::validation_failed, "/lock_date",
     [](Scene& book) {
         BookChange change;
         change.currency = "USD";
         change.lock_date = std::optional(std::optional(book.today().plus_days(400)));
         return change;
     }},
    {"minimum that is no amount, and a code that is taken", RefusalCode::amount_invalid,
     "/min_balance",
     [](Scene&) {
         return AccountDraft{new_account("1101", AccountType::asset, AccountSubtype::cash), "1.5"};
     }},
    {"minimum beyond int64, and a subtype that is fixed", RefusalCode::amount_invalid,
     "/min_balance",
     [](Scene& book) {
         auto change = change_of(book.account("1101"));
         change.subtype = AccountSubtype::bank;
         change.min_balance = std::optional(std::optional(std::string("-99999999999999999")));
         return change;
     }},
    {"unknown parent, and a code that is taken", RefusalCode::unknown_account, "/parent_id",
     [](Scene&) {
         auto account = new_account("1101", AccountType::asset, AccountSubtype::cash);
         account.parent_id = id_of<AccountId>(9);
         return AccountDraft{account, std::nullopt};
     }},
    {"unknown parent of an account, and a subtype that is fixed", RefusalCode::unknown_account,
     "/parent_id",
     [](Scene& book) {
         auto change = change_of(book.account("1101"));
         change.subtype = AccountSubtype::bank;
         change.parent_id = std::optional(id_of<AccountId>(9));
         return change;
     }},
    {"account code taken", RefusalCode::code_taken, "/code",
     [](Scene&) {
         return AccountDraft{new_account("1101", AccountType::asset, AccountSubtype::cash), "1"};
     }},
    {"account that came before", RefusalCode::code_taken, "/code",
     [](Scene& book) {
         auto account = new_account("1", AccountType::asset, AccountSubtype::cash);
         account.id = book.account("1101");
         return AccountDraft{account, std::nullopt};
     }},
    {"outlet code taken", RefusalCode::code_taken, "/code",
     [](Scene&) { return OutletDraft{Outlet{id_of<OutletId>(777), "PST", "New", false, 1}}; }},
    {"contact code taken", RefusalCode::code_taken, "/code",
     [](Scene&) {
         return ContactDraft{Contact{id_of<ContactId>(777), "C1", "New", {}, {}, {}, false, 1}};
     }},
    {"currency after the first posting", RefusalCode::currency_fixed, "",
     [](Scene&) { return BookChange{{}, "USD", {}, {}, {}, {}}; }},
    {"exponent after the first posting", RefusalCode::currency_fixed, "",
     [](Scene&) { return BookChange{{}, {}, 2, {}, {}, {}}; }},
    {"time zone after the first posting", RefusalCode::currency_fixed, "",
     [](Scene&) { return BookChange{{}, {}, {}, "Asia/Makassar", {}, {}}; }},
    {"subtype after the first posting", RefusalCode::subtype_fixed, "/subtype",
     [](Scene& book) {
         auto change = change_of(book.account("1101"));
         change.subtype = AccountSubtype::bank;
         return change;
     }},
};

TEST(Refusals, of_the_chart_have_a_code_and_a_pointer_and_leave_no_trace) {
    auto last = RefusalCode::not_found;
    for (const auto& row : chart_rows) {
        Scene book;
        const auto act = row.act(book);
        const auto before = book.digest();
        const auto verdict = book.commit(book.entry(act));
        EXPECT_EQ(outcome_of(verdict), code_of(row.code)) << row.name;
        EXPECT_EQ(pointers_of(verdict), row.pointers) << row.name;
        EXPECT_EQ(book.digest(), before) << row.name;
        EXPECT_LE(last, row.code) << "the table is in precedence order: " << row.name;
        last = row.code;
    }
}

TEST(Refusals, of_a_minimum_name_figures_only_to_those_who_may_see_limits) {
    Scene book;
    auto draft = book.transfer("1102", "1101", "400");
    const auto told = std::get<Refusal>(book.commit(book.entry(draft)));
    EXPECT_EQ(
        told.detail,
        "Account 1102 does not have enough: -400 would be available, the minimum is 0.");
    draft.outlet_id = book.outlet("PST");
    const auto untold = std::get<Refusal>(book.commit(book.entry_by(book.cashier, draft)));
    EXPECT_EQ(untold.code, RefusalCode::insufficient_balance);
    EXPECT_EQ(untold.detail, "Account 1102 does not have enough.");
}

TEST(Refusals, hide_from_a_cashier_what_lies_outside_their_outlets) {
    Scene book;
    auto elsewhere = book.sale();
    elsewhere.outlet_id = book.outlet("BDG");
    EXPECT_EQ(outcome_of(book.commit(book.entry_by(book.cashier, elsewhere))), "unknown_outlet");
    book.post(elsewhere);
    const auto nowhere = book.post(book.sale());
    for (const auto target : {elsewhere.id, nowhere, id_of<TransactionId>(9)}) {
        const ReverseDraft reverse{book.new_transaction_id(), target, std::nullopt, std::nullopt};
        const auto refusal = std::get<Refusal>(book.commit(book.entry_by(book.cashier, reverse)));
        EXPECT_EQ(refusal.code, RefusalCode::not_found);
        EXPECT_EQ(refusal.detail, "There is no such transaction.");
    }
    EXPECT_EQ(outcome_of(book.commit(book.entry_by(book.cashier, book.sale()))), "unknown_outlet");
}

TEST(Refusals, let_a_cashier_undo_only_own_entries_of_the_same_day) {
    Scene book;
    const auto reverse = [&](TransactionId target) {
        const ReverseDraft draft{book.new_transaction_id(), target, std::nullopt, std::nullopt};
        return outcome_of(book.commit(book.entry_by(book.cashier, draft)));
    };
    auto owners = book.sale();
    owners.outlet_id = book.outlet("PST");
    book.post(owners);
    EXPECT_EQ(reverse(owners.id), "forbidden");
    const auto second = book.post_as_cashier(book.sale());
    EXPECT_EQ(reverse(book.mine), "accepted");
    book.pass_time(24);
    EXPECT_EQ(reverse(second), "forbidden");
}

}  // namespace
}  // namespace arus::ledger::testing
