// SPDX-License-Identifier: Apache-2.0
// ImportWork's part for journals of hledger: their accounts and entries.
#include "arus/app/imports/import_task.hpp"
#include "arus/ledger/money.hpp"

#include <algorithm>
#include <utility>

namespace arus::app {

namespace {

using imports::AccountNames;
using imports::JournalEntryDraft;
using imports::NewAccount;
using imports::RowFault;

constexpr std::size_t hopeless_lines = 50;

RequestContext context_of(const ImportWork::Task& task) {
    return {task.principal, Deadline::in(import_ask_timeout), task.job.text(), "", std::nullopt};
}

std::vector<ledger::Account> chart_of(const ImportWork::Task& task) {
    std::vector<ledger::Account> chart;
    for (const auto& [code, account] : task.accounts) {
        chart.push_back(account);
    }
    return chart;
}

/// The code of the account that the journal means; a new one is noted down. Nothing with the fault
/// set.
std::optional<std::string> code_for(
    ImportWork::Task& task, AccountNames& names, const imports::JournalReader& reader,
    const std::string& name, std::optional<RowFault>& fault) {
    const auto type = reader.type_of(name);
    if (!type) {
        fault = RowFault{
            "account_missing",
            "“" + name + "” has no type: declare it, as in `account " + name + "  ; type: A`.",
            false};
        return std::nullopt;
    }
    AccountNames::Found found = names.find(name, *type, reader.is_cash(name));
    if (const auto* const account = std::get_if<const ledger::Account*>(&found)) {
        return (*account)->code;
    }
    if (const auto* const why = std::get_if<std::string>(&found)) {
        fault = RowFault{"account_missing", *why, false};
        return std::nullopt;
    }
    const NewAccount& made = std::get<NewAccount>(found);
    if (!may(task.access->role, Permission::manage_chart)) {
        fault = RowFault{
            "unknown_account", "The book has no account “" + name + "”, and you may not make it.",
            false};
        return std::nullopt;
    }
    ledger::Account account;
    account.code = made.code;
    account.name = made.name;
    account.type = made.type;
    account.subtype = made.subtype;
    names.add(account);
    task.new_accounts.push_back(made);
    task.new_account_names.push_back(name);
    task.not_made_yet.push_back(made);
    return made.code;
}

/// The draft of an entry, or its fault in the outcome.
void draft_entry(
    ImportWork::Task& task, AccountNames& names, const imports::JournalReader& reader,
    const JournalEntryDraft& entry, PendingRow& to) {
    ledger::TransactionDraft draft;
    draft.date = entry.date;
    draft.if_locked = task.order.options.if_locked;
    draft.description = entry.description;
    draft.reference = entry.reference ? entry.reference : entry.code;
    draft.tags = entry.tags;
    const auto kind = ledger::parse_transaction_kind(entry.kind.value_or(""));
    if (kind && *kind != ledger::TransactionKind::reversal) {
        draft.kind = *kind;
    }
    draft.outlet_id = task.order.options.mapping.outlet_id;
    if (entry.outlet_code) {
        const auto outlet = task.outlets.find(*entry.outlet_code);
        if (outlet == task.outlets.end()) {
            to.outcome.fault = RowFault{
                "unknown_outlet", "There is no outlet " + *entry.outlet_code + " of yours.", false};
            return;
        }
        draft.outlet_id = outlet->second.id;
    }
    std::int64_t debits = 0;
    for (const imports::JournalPosting& posting : entry.postings) {
        const std::int64_t amount = posting.amount_minor;
        if (amount > ledger::amount_minor_max || amount < -ledger::amount_minor_max) {
            to.outcome.fault = RowFault{
                "amount_invalid", "An amount is too large for one posting.", false};
            return;
        }
        const auto code = code_for(task, names, reader, posting.account, to.outcome.fault);
        if (!code) {
            return;
        }
        if (to.outcome.account_code.empty()) {
            to.outcome.account_code = *code;
        }
        debits += amount > 0 ? amount : 0;
        draft.postings.push_back(
            {*code, amount > 0 ? ledger::Direction::debit : ledger::Direction::credit,
             ledger::amount_text(amount < 0 ? -amount : amount, task.exponent()), posting.memo});
    }
    to.outcome.amount_minor = debits;
    to.outcome.fault = foresee(task, draft);
    if (!to.outcome.fault) {
        to.draft = std::move(draft);
    }
}

Hash256 content_of(const JournalEntryDraft& entry) {
    imports::RowContent content;
    content.date = *entry.date;
    content.description = entry.description;
    if (entry.reference || entry.code) {
        content.reference = entry.reference ? *entry.reference : *entry.code;
    }
    for (const imports::JournalPosting& posting : entry.postings) {
        content.postings.emplace_back(posting.account, posting.amount_minor);
        content.amount_minor += posting.amount_minor > 0 ? posting.amount_minor : 0;
    }
    return imports::content_hash(content);
}

}  // namespace

Awaitable<JobOutcome> ImportWork::import_journal(JobRun& run, TaskRef task) {
    imports::JournalReader reader(task->access->book.currency, task->exponent());
    AccountNames names(chart_of(*task));
    std::size_t nonsense = 0;
    std::optional<JobOutcome> ended;
    JournalEntryDraft entry;
    for (bool goes_on = true; goes_on;) {
        goes_on = co_await read_piece(task);
        reader.feed(task->piece);
        if (!goes_on) {
            reader.finish();
        }
        while (reader.next(entry)) {
            PendingRow pending;
            imports::RowOutcome& outcome = pending.outcome;
            outcome.line = entry.line;
            outcome.date = entry.date;
            outcome.description = entry.description;
            outcome.reference = entry.reference ? entry.reference : entry.code;
            outcome.fault = entry.fault;
            if (!entry.fault) {
                pending.content = content_of(entry);
                pending.count = task->counter.next(pending.content);
                draft_entry(*task, names, reader, entry, pending);
            }
            nonsense += entry.fault && entry.fault->code == "syntax_invalid" ? 1 : 0;
            task->add(std::move(pending));
            if (nonsense == hopeless_lines && task->rows == nonsense) {
                co_return JobError{
                    "file_unreadable", "This is no journal: its first 50 lines are none of one."};
            }
            if (task->pending.size() == import_rows_at_once) {
                ended = co_await flush(run, task);
                if (ended) {
                    co_return std::move(*ended);
                }
            }
        }
    }
    ended = co_await flush(run, task);
    if (ended) {
        co_return std::move(*ended);
    }
    co_return co_await finish(task);
}

/// Makes the accounts that the page needs. One that another has made meanwhile is taken if it is
/// the same.
Awaitable<std::optional<JobOutcome>> ImportWork::make_accounts(TaskRef task) {
    const BookId book = task->access->book.id;
    const std::vector<NewAccount> wanted = std::exchange(task->not_made_yet, {});
    for (const NewAccount& one : wanted) {
        ledger::AccountDraft draft;
        draft.account.code = one.code;
        draft.account.name = one.name;
        draft.account.type = one.type;
        draft.account.subtype = one.subtype;
        const Result<ledger::Account> made = co_await parts_.chart.create_account(
            context_of(*task), book, std::move(draft));
        if (made) {
            task->accounts.emplace(made->code, *made);
            continue;
        }
        if (made.refusal().code != RefusalCode::code_taken) {
            co_return JobOutcome(
                JobError{"account_refused", one.code + ": " + made.refusal().detail});
        }
        bool is_same = false;
        const std::vector<ledger::Account> chart = co_await parts_.ledgers.list_accounts(
            book, Deadline::in(import_ask_timeout));
        for (const ledger::Account& account : chart) {
            if (account.code == one.code) {
                is_same = account.type == one.type && account.name == one.name;
                task->accounts.insert_or_assign(account.code, account);
            }
        }
        if (!is_same) {
            co_return JobOutcome(JobError{
                "account_refused",
                "Another account took the code " + one.code + " meanwhile; import again."});
        }
    }
    co_return std::nullopt;
}

}  // namespace arus::app
