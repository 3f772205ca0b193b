// SPDX-License-Identifier: Apache-2.0
#include "arus/app/imports/import_task.hpp"

#include "arus/base/json_writer.hpp"
#include "arus/ledger/money.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace arus::app {

namespace {

using imports::RowFault;
using imports::Verdict;

constexpr std::int32_t days_ahead_max = 366;

RowFault fault(RefusalCode code, std::string detail) {
    return {std::string(code_of(code)), std::move(detail), false};
}

void put_counts(JsonWriter& json, const imports::VerdictCounts& counts) {
    json.begin_object();
    for (std::size_t i = 0; i < imports::verdict_count; ++i) {
        json.field(imports::text_of(static_cast<Verdict>(i)), counts[i]);
    }
    json.end_object();
}

void put_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    json.key(name).begin_array();
    for (const std::string& text : texts) {
        json.string(text);
    }
    json.end_array();
}

/// What the other account says about the kind of entry.
ledger::TransactionKind kind_for(const ledger::Account& counter) {
    using ledger::AccountSubtype;
    switch (counter.type) {
        case ledger::AccountType::income:
            return counter.subtype == AccountSubtype::sales ? ledger::TransactionKind::sale
                                                            : ledger::TransactionKind::income;
        case ledger::AccountType::expense:
            return ledger::TransactionKind::expense;
        default:
            break;
    }
    const bool is_money = counter.subtype == AccountSubtype::cash
                          || counter.subtype == AccountSubtype::bank
                          || counter.subtype == AccountSubtype::clearing;
    return is_money ? ledger::TransactionKind::transfer : ledger::TransactionKind::journal;
}

}  // namespace

void ImportWork::Task::add(PendingRow row) {
    ++rows;
    pending.push_back(std::move(row));
}

int ImportWork::Task::permille() const {
    return file_bytes == 0 ? 0 : static_cast<int>(position * 990 / file_bytes);
}

RowFault fault_of(const Refusal& refusal) {
    std::string detail = refusal.detail;
    if (!refusal.fields.empty() && refusal.fields.front().detail != detail) {
        detail += ' ' + refusal.fields.front().detail;
    }
    return fault(refusal.code, std::move(detail));
}

std::optional<RowFault> foresee(
    const ImportWork::Task& task, const ledger::TransactionDraft& draft) {
    const ledger::Book& book = task.access->book;
    for (const ledger::PostingDraft& posting : draft.postings) {
        const std::string& code = std::get<std::string>(posting.account);
        if (task.account(code) != nullptr) {
            continue;
        }
        const bool is_new = std::ranges::find(task.new_accounts, code, &imports::NewAccount::code)
                            != task.new_accounts.end();
        if (!is_new) {
            return fault(
                RefusalCode::unknown_account, "There is no account " + code + " in this book.");
        }
    }
    if (task.is_posting()) {
        return std::nullopt;
    }
    if (!task.access->in_scope(draft.outlet_id)) {
        return fault(RefusalCode::unknown_outlet, "Name one of your outlets.");
    }
    for (const ledger::PostingDraft& posting : draft.postings) {
        const ledger::Account* const account = task.account(std::get<std::string>(posting.account));
        if (account != nullptr && account->archived) {
            return fault(
                RefusalCode::account_archived, "The account " + account->code + " is archived.");
        }
    }
    for (const auto& [code, outlet] : task.outlets) {
        if (draft.outlet_id && outlet.id == *draft.outlet_id && outlet.archived) {
            return fault(RefusalCode::outlet_archived, "The outlet " + code + " is archived.");
        }
    }
    const Date first = date_of({2000, 1, 1});
    if (*draft.date < first || *draft.date > task.today.plus_days(days_ahead_max)) {
        return fault(
            RefusalCode::validation_failed, "The date must lie between 2000-01-01 and "
                                                + date_text(task.today.plus_days(days_ahead_max))
                                                + ".");
    }
    if (book.lock_date && *draft.date <= *book.lock_date
        && draft.if_locked == ledger::IfLocked::refuse) {
        return fault(
            RefusalCode::period_locked,
            "The book is locked up to " + date_text(*book.lock_date) + ".");
    }
    return std::nullopt;
}

void draft_row(const ImportWork::Task& task, const imports::TableRow& row, PendingRow& to) {
    const imports::Mapping& mapping = task.mapping;
    const auto refuse = [&](RowFault why) { to.outcome.fault = std::move(why); };
    if (row.account_code.empty()) {
        refuse({"account_missing", "No rule and no default names the other account.", false});
        return;
    }
    ledger::TransactionDraft draft;
    draft.date = row.date;
    draft.if_locked = task.order.options.if_locked;
    draft.description = row.description;
    draft.reference = row.reference;
    draft.outlet_id = mapping.outlet_id;
    if (!row.outlet_code.empty()) {
        const auto outlet = task.outlets.find(row.outlet_code);
        if (outlet == task.outlets.end()) {
            refuse(
                fault(RefusalCode::unknown_outlet, "There is no such outlet, or it is not yours."));
            return;
        }
        draft.outlet_id = outlet->second.id;
    }
    if (!row.contact_code.empty()) {
        const auto contact = task.contacts.find(row.contact_code);
        if (contact == task.contacts.end()) {
            refuse(fault(RefusalCode::unknown_contact, "There is no contact with this code."));
            return;
        }
        draft.contact_id = contact->second;
    }
    const ledger::Account* const counter = task.account(row.account_code);
    draft.kind = counter == nullptr ? ledger::TransactionKind::journal : kind_for(*counter);
    const std::int64_t amount = *row.amount_minor;
    if (amount > ledger::amount_minor_max || amount < -ledger::amount_minor_max) {
        refuse(fault(RefusalCode::amount_invalid, "The amount is too large for one entry."));
        return;
    }
    const std::string text = ledger::amount_text(amount < 0 ? -amount : amount, task.exponent());
    const std::string& money = *mapping.money_account_code;
    const bool came_in = amount > 0;
    draft.postings.push_back(
        {came_in ? money : row.account_code, ledger::Direction::debit, text, std::nullopt});
    draft.postings.push_back(
        {came_in ? row.account_code : money, ledger::Direction::credit, text, std::nullopt});
    if (auto foreseen = foresee(task, draft)) {
        refuse(std::move(*foreseen));
        return;
    }
    to.draft = std::move(draft);
}

std::string encode_result(const ImportWork::Task& task) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.field("import_id", task.order.import_id.text());
    json.field("kind", text_of(task.order.options.kind));
    json.field("dry_run", task.order.options.is_dry_run);
    json.field("file_name", task.order.file_name);
    json.field("rows", task.rows);
    json.key("counts");
    put_counts(json, task.counts);
    put_texts(json, "ambiguous", task.ambiguous);
    put_texts(json, "missing", task.missing);
    json.key("mapping");
    if (task.order.options.kind == ImportKind::csv) {
        write_mapping(json, task.mapping);
    } else {
        json.null();
    }
    json.field("mapping_remembered", task.is_remembered);
    json.key("columns").begin_array();
    if (task.guess) {
        for (std::size_t i = 0; i < task.guess->columns.size() && i < 256; ++i) {
            const imports::ColumnSample& column = task.guess->columns[i];
            json.begin_object();
            json.field("index", i);
            json.field("name", column.name);
            put_texts(json, "samples", column.samples);
            json.end_object();
        }
    }
    json.end_array();
    json.key("new_accounts").begin_array();
    for (std::size_t i = 0; i < task.new_accounts.size() && i < new_accounts_shown; ++i) {
        json.begin_object();
        json.field("name", task.new_account_names[i]);
        json.field("code", task.new_accounts[i].code);
        json.field("type", ledger::text_of(task.new_accounts[i].type));
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return out;
}

std::string encode_checkpoint(const ImportCheckpoint& checkpoint) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.field("pages", checkpoint.pages);
    json.field("rows", checkpoint.rows);
    json.field("already", checkpoint.already);
    json.key("counts");
    put_counts(json, checkpoint.counts);
    json.end_object();
    return out;
}

ImportCheckpoint decode_checkpoint(const std::string& text) {
    ImportCheckpoint checkpoint;
    if (text.empty()) {
        return checkpoint;
    }
    const boost::json::value document = boost::json::parse(text);
    const boost::json::object& object = document.as_object();
    checkpoint.pages = object.at("pages").to_number<std::uint64_t>();
    checkpoint.rows = object.at("rows").to_number<std::uint64_t>();
    checkpoint.already = object.at("already").to_number<std::uint64_t>();
    const boost::json::object& counts = object.at("counts").as_object();
    for (std::size_t i = 0; i < imports::verdict_count; ++i) {
        checkpoint.counts[i] = counts.at(imports::text_of(static_cast<Verdict>(i)))
                                   .to_number<std::uint64_t>();
    }
    return checkpoint;
}

}  // namespace arus::app
