// SPDX-License-Identifier: Apache-2.0
#include "support.hpp"

#include <stdexcept>

namespace arus::contract {

using ledger::AccountSubtype;
using ledger::AccountType;
using ledger::Direction;

BookTest::BookTest() {
    set_up_book();
}

void BookTest::start_over() {
    store = GetParam().make();
    set_up_book();
}

void BookTest::set_up_book() {
    owner = new_id<UserId>();
    actor.user_id = owner;
    actor.name = "Sari";
    app::UserCredentials user;
    user.user = {owner, "sari@example.org", "Sari", "id", store->clock.now()};
    user.password_hash = "$argon2id$";
    if (wait(identity().create_user(user, app::IdentityStore::NewUserRule::any, soon()))
        != app::IdentityStore::NewUserOutcome::created) {
        throw std::runtime_error("the owner could not be created");
    }
    const auto made = wait(ledger().create_book(new_book("Kopi Arus"), soon()));
    book = made.book.id;
}

ledger::AccountDraft BookTest::account_draft(
    std::string code, std::string name, AccountType type, AccountSubtype subtype, AccountId id) {
    ledger::AccountDraft draft;
    draft.account.id = id;
    draft.account.code = std::move(code);
    draft.account.name = std::move(name);
    draft.account.type = type;
    draft.account.subtype = subtype;
    return draft;
}

app::NewBook BookTest::new_book(std::string name) {
    app::NewBook made;
    made.owner = owner;
    made.book.id = new_id<BookId>();
    made.book.name = std::move(name);
    made.book.currency = "IDR";
    made.book.exponent = 0;
    made.book.time_zone = "Asia/Jakarta";
    made.book.fiscal_year_start = "01-01";
    made.book.chart_template = "minimal";
    made.book.created_at = store->clock.now();
    const auto add = [&](std::string code, std::string account_name, AccountType type,
                         AccountSubtype subtype) {
        made.chart.entries.push_back(entry_of(
            actor,
            account_draft(
                std::move(code), std::move(account_name), type, subtype, new_id<AccountId>())));
    };
    add("1101", "Kas", AccountType::asset, AccountSubtype::cash);
    add("1102", "Bank", AccountType::asset, AccountSubtype::bank);
    add("1201", "Piutang", AccountType::asset, AccountSubtype::receivable);
    add("2101", "Utang", AccountType::liability, AccountSubtype::payable);
    add("3101", "Modal", AccountType::equity, AccountSubtype::capital);
    add("4101", "Penjualan", AccountType::income, AccountSubtype::sales);
    add("5101", "Harga pokok", AccountType::expense, AccountSubtype::cogs);
    add("6101", "Beban usaha", AccountType::expense, AccountSubtype::operating);
    for (const auto* code : {"PST", "BDG"}) {
        ledger::OutletDraft outlet;
        outlet.outlet.id = new_id<OutletId>();
        outlet.outlet.code = code;
        outlet.outlet.name = std::string("Cabang ") + code;
        made.chart.entries.push_back(entry_of(actor, outlet));
    }
    return made;
}

AccountId BookTest::account(const std::string& code) {
    for (const auto& account : wait(ledger().list_accounts(book, soon()))) {
        if (account.code == code) {
            return account.id;
        }
    }
    throw std::runtime_error("no account " + code);
}

OutletId BookTest::outlet(const std::string& code) {
    for (const auto& outlet : wait(ledger().list_outlets(book, soon()))) {
        if (outlet.code == code) {
            return outlet.id;
        }
    }
    throw std::runtime_error("no outlet " + code);
}

ledger::TransactionDraft BookTest::draft(
    std::string debit_code, std::string credit_code, std::string amount) {
    ledger::TransactionDraft made;
    made.id = new_id<TransactionId>();
    made.description = "Uji";
    made.postings = {
        leg(Direction::debit, std::move(debit_code), amount),
        leg(Direction::credit, std::move(credit_code), amount)};
    return made;
}

ledger::TransactionDraft BookTest::sale(std::string amount) {
    auto made = draft("1101", "4101", std::move(amount));
    made.kind = ledger::TransactionKind::sale;
    made.description = "Kopi susu";
    return made;
}

app::CommitResult BookTest::commit(std::vector<ledger::Entry> entries, bool atomic) {
    std::vector<ledger::Submission> submissions(1);
    submissions.front().entries = std::move(entries);
    submissions.front().atomic = atomic;
    return wait(ledger().commit_batch(book, std::move(submissions), soon()));
}

app::CommitVerdict BookTest::commit_one(ledger::Entry entry) {
    std::vector<ledger::Entry> entries;
    entries.push_back(std::move(entry));
    return commit(std::move(entries)).verdicts.at(0).at(0);
}

app::CommitVerdict BookTest::post(ledger::TransactionDraft draft) {
    auto key = draft.id.text();
    return commit_one(money_entry(actor, std::move(draft), std::move(key), true));
}

TransactionId BookTest::must_post(ledger::TransactionDraft draft) {
    const auto id = draft.id;
    committed(post(std::move(draft)));
    return id;
}

app::VerificationRecord BookTest::verify() {
    auto record = wait(ledger().verify(book, std::nullopt, soon()));
    if (!record) {
        throw std::runtime_error("the book is gone");
    }
    for (const auto& finding : record->report.findings) {
        ADD_FAILURE() << finding.code << " at " << finding.offset.value_or(0) << ": "
                      << finding.detail;
    }
    return std::move(*record);
}

ledger::Totals BookTest::totals_of(const std::string& code, app::BalanceQuery query) {
    const auto record = wait(ledger().balances(book, std::move(query), soon()));
    for (const auto& item : record.items) {
        if (item.account.code == code) {
            return item.totals;
        }
    }
    throw std::runtime_error("no balance of " + code);
}

Date BookTest::today() const {
    return local_hour("Asia/Jakarta", store->clock.now()).date;
}

}  // namespace arus::contract
