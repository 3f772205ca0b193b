// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/testing/test_book.hpp"

#include "arus/ledger/money.hpp"

#include <algorithm>
#include <iostream>
#include <set>

namespace arus::ledger::testing {

namespace {

struct ChartRow {
    const char* code;
    AccountType type;
    AccountSubtype subtype;
};

constexpr ChartRow chart[] = {
    {"1101", AccountType::asset, AccountSubtype::cash},
    {"1102", AccountType::asset, AccountSubtype::bank},
    {"1103", AccountType::asset, AccountSubtype::clearing},
    {"1199", AccountType::asset, AccountSubtype::cash},
    {"1301", AccountType::asset, AccountSubtype::receivable},
    {"2101", AccountType::liability, AccountSubtype::payable},
    {"3101", AccountType::equity, AccountSubtype::capital},
    {"4101", AccountType::income, AccountSubtype::sales},
    {"4201", AccountType::income, AccountSubtype::other_income},
    {"5101", AccountType::expense, AccountSubtype::cogs},
    {"6101", AccountType::expense, AccountSubtype::operating},
};

/// Ends the test program: a fixture that does not stand makes every result meaningless.
void require(bool condition, const std::string& what) {
    if (!condition) {
        std::cerr << "test book: " << what << std::endl;
        std::abort();
    }
}

std::string hash_text(const Hash256& hash) {
    return hex_of(hash);
}

template <class Map, class Line>
void add_sorted(std::string& out, const char* title, const Map& map, const Line& line) {
    std::set<std::string> lines;
    for (const auto& entry : map) {
        lines.insert(line(entry));
    }
    out += title;
    out += '\n';
    for (const auto& text : lines) {
        out += text;
        out += '\n';
    }
}

std::string totals_text(const Totals& totals) {
    return std::to_string(totals.debit_minor) + " " + std::to_string(totals.credit_minor) + " "
           + std::to_string(totals.pending_debit_minor) + " "
           + std::to_string(totals.pending_credit_minor);
}

}  // namespace

PostingDraft leg(Direction direction, std::string account_code, std::string amount) {
    return {std::move(account_code), direction, std::move(amount), std::nullopt};
}

TestBook::TestBook() {
    state.book.id = id_of<BookId>(1);
    state.book.name = "Kopi Arus";
    state.book.currency = "IDR";
    state.book.time_zone = "Asia/Jakarta";
    state.book.fiscal_year_start = "01-01";
    state.book.chart_template = "none";
    state.book.created_at = *parse_instant("2026-01-01T00:00:00Z");
    state.head.hash = chain_start(state.book.id);
    state.head.epoch = "00112233445566ff";
    context.now = *parse_instant("2026-11-22T07:02:00Z");
    context.now_local = {*parse_date("2026-11-22"), 14};
    context.writer = 7;
    owner = {id_of<UserId>(11), "Sari", std::nullopt, std::nullopt};

    std::uint32_t number = 100;
    for (const auto& row : chart) {
        Account account;
        account.id = id_of<AccountId>(++number);
        account.code = row.code;
        account.name = "Account " + account.code;
        account.type = row.type;
        account.subtype = row.subtype;
        account.archived = account.code == "1199";
        must(Act(AccountDraft{account, std::nullopt}));
    }
    for (const std::string code : {"PST", "BDG", "TTP"}) {
        Outlet outlet;
        outlet.id = id_of<OutletId>(++number);
        outlet.code = code;
        outlet.name = "Outlet " + code;
        outlet.archived = code == "TTP";
        must(Act(OutletDraft{outlet}));
    }
    for (const std::string code : {"C1", "C2"}) {
        Contact contact;
        contact.id = id_of<ContactId>(++number);
        contact.code = code;
        contact.name = "Contact " + code;
        contact.archived = code == "C2";
        must(Act(ContactDraft{contact}));
    }
    cashier = {id_of<UserId>(12), "Budi", id_of<DeviceId>(21), std::vector{outlet("PST")}};
}

void TestBook::pass_time(std::int64_t hours) {
    context.now.us += hours * us_per_hour;
    const auto local_hours = (context.now.us / us_per_hour) + 7;  // Asia/Jakarta
    context.now_local = {
        Date{static_cast<std::int32_t>(local_hours / 24)}, static_cast<int>(local_hours % 24)};
}

AccountId TestBook::account(std::string_view code) const {
    return state.account_ids.at(std::string(code));
}
OutletId TestBook::outlet(std::string_view code) const {
    return state.outlet_ids.at(std::string(code));
}
ContactId TestBook::contact(std::string_view code) const {
    return state.contact_ids.at(std::string(code));
}
const Transaction& TestBook::transaction(TransactionId id) const {
    return state.transactions.at(id).transaction;
}

TransactionDraft TestBook::sale(std::string amount) {
    TransactionDraft draft = transfer("4101", "1101", std::move(amount));
    draft.kind = TransactionKind::sale;
    draft.description = "Kopi susu";
    return draft;
}

TransactionDraft TestBook::transfer(
    std::string from_code, std::string to_code, std::string amount) {
    TransactionDraft draft;
    draft.id = new_transaction_id();
    draft.kind = TransactionKind::journal;
    draft.postings = {
        leg(Direction::debit, std::move(to_code), amount),
        leg(Direction::credit, std::move(from_code), amount)};
    return draft;
}

Entry TestBook::entry(Act act, std::string key) {
    return entry_by(owner, std::move(act), std::move(key));
}

Entry TestBook::entry_by(const Actor& actor, Act act, std::string key) {
    Entry entry{std::move(act), actor, {}, std::nullopt};
    const auto* transaction = std::get_if<TransactionDraft>(&entry.act);
    const auto* reverse = std::get_if<ReverseDraft>(&entry.act);
    const auto* settle = std::get_if<SettleDraft>(&entry.act);
    if (transaction == nullptr && reverse == nullptr && settle == nullptr) {
        return entry;
    }
    auto& idempotency = entry.idempotency;
    idempotency.key = std::move(key);
    idempotency.id_given = idempotency.key.empty() && settle == nullptr;
    if (idempotency.key.empty()) {
        idempotency.key = transaction != nullptr ? transaction->id.text()
                          : reverse != nullptr   ? reverse->id.text()
                                                 : "settle-" + std::to_string(++last_number_);
    }
    const std::string path = transaction != nullptr ? "/transactions"
                             : reverse != nullptr   ? "/transactions/reverse"
                                                    : "/transactions/settle";
    idempotency.request_hash = request_hash("POST", path, entry.act, idempotency.id_given);
    if (transaction != nullptr && transaction->made_at) {
        const auto hours = transaction->made_at->us / us_per_hour + 7;
        entry.made_local = {
            Date{static_cast<std::int32_t>(hours / 24)}, static_cast<int>(hours % 24)};
    }
    return entry;
}

std::vector<std::vector<Verdict>> TestBook::commit(std::vector<Submission> submissions) {
    last = evaluate_batch(state, submissions, context);
    keep(last);
    return last.verdicts;
}

Verdict TestBook::commit(Entry entry) {
    std::vector<Submission> submissions(1);
    submissions[0].entries.push_back(std::move(entry));
    return commit(std::move(submissions)).at(0).at(0);
}

std::vector<Verdict> TestBook::commit_atomic(std::vector<Entry> entries) {
    std::vector<Submission> submissions(1);
    submissions[0].entries = std::move(entries);
    submissions[0].atomic = true;
    return commit(std::move(submissions)).at(0);
}

Accepted TestBook::must(Entry entry) {
    const auto verdict = commit(std::move(entry));
    const auto* accepted = std::get_if<Accepted>(&verdict);
    require(accepted != nullptr, "an act that must be accepted is refused: " + outcome_of(verdict));
    return *accepted;
}

TransactionId TestBook::post(TransactionDraft draft) {
    const auto id = draft.id;
    must(Act(std::move(draft)));
    return id;
}

void TestBook::keep(const Effects& effects) {
    for (const auto& made : effects.transactions) {
        transaction_places[made.transaction.id] = transactions.size();
        transaction_offsets[made.offset] = transactions.size();
        transactions.push_back(made);
    }
    for (const auto& settlement : effects.settlements) {
        settlement_places[settlement.offset] = settlements.size();
        settlements.push_back(settlement);
    }
    events.insert(events.end(), effects.events.begin(), effects.events.end());
    for (const auto& row : effects.balances) {
        auto& totals = balances[row.account_id];
        totals.debit_minor += row.delta.debit_minor;
        totals.credit_minor += row.delta.credit_minor;
        totals.pending_debit_minor += row.delta.pending_debit_minor;
        totals.pending_credit_minor += row.delta.pending_credit_minor;
    }
    const auto add_activity = [](auto& sums, const std::vector<ActivityDelta>& rows) {
        for (const auto& row : rows) {
            auto [place, is_new] = sums.try_emplace({row.outlet_id, row.account_id, row.day}, row);
            if (!is_new) {
                place->second.debit_minor += row.debit_minor;
                place->second.credit_minor += row.credit_minor;
            }
        }
    };
    add_activity(by_day, effects.by_day);
    add_activity(by_month, effects.by_month);
    for (const auto& row : effects.by_hour) {
        auto [place, is_new] = by_hour.try_emplace({row.outlet_id, row.day, row.hour}, row);
        if (!is_new) {
            place->second.income_minor += row.income_minor;
            place->second.expense_minor += row.expense_minor;
            place->second.sales += row.sales;
        }
    }
    for (const auto& row : effects.payments) {
        auto [place, is_new] = payments.try_emplace({row.outlet_id, row.day, row.account_id}, row);
        if (!is_new) {
            place->second.amount_minor += row.amount_minor;
            place->second.sales += row.sales;
        }
    }
    for (const auto& row : effects.contact_balances) {
        auto [place, is_new] = contact_balances.try_emplace({row.contact_id, row.account_id}, row);
        if (!is_new) {
            place->second.debit_minor += row.debit_minor;
            place->second.credit_minor += row.credit_minor;
        }
    }
    for (const auto& entry : account_entries(effects, state)) {
        kept_entries.push_back(entry);
    }
}

std::string TestBook::digest() const {
    const auto& head = state.head;
    std::string out = encode_book(state.book) + "\nhead " + std::to_string(head.sequence) + " "
                      + std::to_string(head.offset) + " " + hash_text(head.hash) + " "
                      + std::to_string(head.version) + " " + std::to_string(head.writer) + " "
                      + head.epoch + " " + std::to_string(head.at.us) + "\n";
    const auto book_id = state.book.id;
    const int exponent = state.book.exponent;
    add_sorted(out, "accounts", state.accounts, [&](const auto& entry) {
        return encode_account(entry.second.account, book_id, exponent)
               + totals_text(entry.second.totals);
    });
    const auto code_line = [](const auto& entry) {
        return entry.first + " " + entry.second.text();
    };
    add_sorted(out, "account ids", state.account_ids, code_line);
    add_sorted(out, "outlets", state.outlets, [&](const auto& entry) {
        return encode_outlet(entry.second, book_id);
    });
    add_sorted(out, "outlet ids", state.outlet_ids, code_line);
    add_sorted(out, "contacts", state.contacts, [](const auto& entry) {
        const auto& contact = entry.second;
        return contact.id.text() + contact.code + contact.name + contact.phone.value_or("-")
               + contact.email.value_or("-") + contact.note.value_or("-")
               + (contact.archived ? "1" : "0") + std::to_string(contact.version);
    });
    add_sorted(out, "contact ids", state.contact_ids, code_line);
    add_sorted(out, "transactions", state.transactions, [&](const auto& entry) {
        const auto& kind = entry.second.reversed_kind;
        return encode_transaction(entry.second.transaction, exponent)
               + (kind ? std::string(text_of(*kind)) : "");
    });
    add_sorted(out, "keys", state.keys, [](const auto& entry) {
        return entry.first + " " + hash_text(entry.second.request_hash) + " "
               + entry.second.transaction_id.text() + " " + std::to_string(entry.second.offset);
    });
    return out;
}

EventRows TestBook::rows_of(const Event& event) const {
    EventRows rows;
    if (const auto settled = settlement_places.find(event.offset);
        settled != settlement_places.end()) {
        rows.settlement = &settlements[settled->second];
        rows.transaction = &transactions[transaction_places.at(rows.settlement->transaction_id)]
                                .transaction;
    } else if (const auto made = transaction_offsets.find(event.offset);
               made != transaction_offsets.end()) {
        rows.transaction = &transactions[made->second].transaction;
        if (rows.transaction->reverses_id) {
            rows.reversed = &transactions[transaction_places.at(*rows.transaction->reverses_id)]
                                 .transaction;
        }
    }
    return rows;
}

void TestBook::feed(Verification& history) const {
    for (auto offset = history.next_offset(); offset <= events.size(); ++offset) {
        history.add(events[offset - 1], rows_of(events[offset - 1]));
    }
}

VerificationReport TestBook::compare(const Verification& history) const {
    auto comparison = history.compare(state.book, state.head);
    for (const auto& [id, account] : state.accounts) {
        comparison.account(account.account);
    }
    for (const auto& [id, row] : state.outlets) {
        comparison.outlet(row);
    }
    for (const auto& [id, row] : state.contacts) {
        comparison.contact(row);
    }
    for (const auto& [id, totals] : balances) {
        comparison.balance({id, totals});
    }
    for (const auto& [key, row] : by_day) {
        comparison.by_day(row);
    }
    for (const auto& [key, row] : by_month) {
        comparison.by_month(row);
    }
    for (const auto& [key, row] : by_hour) {
        comparison.by_hour(row);
    }
    for (const auto& [key, row] : payments) {
        comparison.payment(row);
    }
    for (const auto& [key, row] : contact_balances) {
        comparison.contact_balance(row);
    }
    std::uint64_t postings = 0;
    for (const auto& made : transactions) {
        postings += made.transaction.postings.size();
    }
    comparison.counts({transactions.size(), postings, settlements.size()});
    return comparison.finish();
}

std::string outcome_of(const Verdict& verdict) {
    if (const auto* accepted = std::get_if<Accepted>(&verdict)) {
        return accepted->replayed ? "replayed" : "accepted";
    }
    return std::string(code_of(std::get<Refusal>(verdict).code));
}

std::string pointers_of(const Verdict& verdict) {
    std::string pointers;
    if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
        for (const auto& field : refusal->fields) {
            pointers += (pointers.empty() ? "" : " ") + field.pointer;
        }
    }
    return pointers;
}

}  // namespace arus::ledger::testing
