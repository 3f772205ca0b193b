// SPDX-License-Identifier: Apache-2.0
// ImportWork's other half: reversing what an import posted.
#include "arus/app/detail/committing.hpp"
#include "arus/app/imports/import_rows.hpp"
#include "arus/app/imports/import_task.hpp"
#include "arus/base/json_writer.hpp"
#include "arus/ledger/money.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <utility>

namespace arus::app {

namespace {

using imports::Verdict;

constexpr auto posted_at = static_cast<std::size_t>(Verdict::posted);
constexpr auto refused_at = static_cast<std::size_t>(Verdict::refused);

std::optional<std::string> text_in(const boost::json::object& object, std::string_view name) {
    const boost::json::value& value = object.at(name);
    if (!value.is_string()) {
        return std::nullopt;
    }
    const boost::json::string& text = value.as_string();
    return std::string(text.data(), text.size());
}

/// The row as it was shown when it was posted.
imports::RowOutcome outcome_of(const imports::KeptRow& row, int exponent) {
    const boost::json::value document = boost::json::parse(
        boost::json::string_view(row.json.data(), row.json.size()));
    const boost::json::object& object = document.as_object();
    imports::RowOutcome outcome;
    outcome.line = object.at("row").to_number<std::uint64_t>();
    outcome.date = parse_date(text_in(object, "date").value_or(""));
    outcome.description = text_in(object, "description").value_or("");
    outcome.reference = text_in(object, "reference");
    outcome.amount_minor = ledger::parse_signed_amount(
        text_in(object, "amount").value_or(""), exponent);
    outcome.account_code = text_in(object, "account_code").value_or("");
    return outcome;
}

std::string encode_undo_result(JobId target, const ImportCheckpoint& done) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.field("undo", target.text());
    json.field("reversed", done.counts[posted_at]);
    json.field("already_reversed", done.already);
    json.field("refused", done.counts[refused_at]);
    json.end_object();
    return out;
}

}  // namespace

Awaitable<JobOutcome> ImportWork::undo(JobRun& run, TaskRef task, JobId target) {
    const BookId book = task->access->book.id;
    const std::string path = "/api/v1/books/" + book.text() + "/imports/" + target.text() + "/undo/"
                             + task->job.text();
    ImportCheckpoint done = decode_checkpoint(run.job().checkpoint);
    std::uint64_t read_from = done.pages;  // of the import; written pages have the same numbers
    bool may_go_on = co_await run.go_on(0, "undoing", std::nullopt);
    for (; may_go_on;) {
        const std::optional<ImportRowPage> page = co_await find_posted_rows(
            parts_.store, book, target, read_from, Verdict::posted,
            Deadline::in(import_ask_timeout));
        if (!page) {
            JobDone outcome;
            outcome.result = encode_undo_result(target, done);
            co_return outcome;
        }
        read_from = page->number + 1;
        const RequestContext context{
            task->principal, Deadline::in(import_ask_timeout), task->job.text(), "", std::nullopt};
        ledger::Submission submission;
        std::vector<imports::RowOutcome> outcomes;
        for (const imports::KeptRow& row : rows_of(*page)) {
            if (row.verdict != Verdict::posted) {
                continue;
            }
            ledger::ReverseDraft draft;
            draft.id = imports::reversal_id_of(row.transaction_id);
            draft.target = row.transaction_id;
            outcomes.push_back(outcome_of(row, task->exponent()));
            outcomes.back().transaction_id = draft.id;
            ledger::Entry entry = detail::entry_of(context, *task->access, std::move(draft));
            entry.idempotency = {
                outcomes.back().transaction_id.text(), true,
                ledger::request_hash("POST", path, entry.act, true)};
            submission.entries.push_back(std::move(entry));
        }
        if (outcomes.empty()) {
            continue;
        }
        const std::vector<CommitVerdict> verdicts = co_await parts_.committer.submit(
            book, std::move(submission), Deadline::in(import_ask_timeout));
        imports::RowPage kept;
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            imports::RowOutcome& outcome = outcomes[i];
            outcome.verdict = Verdict::posted;
            if (const auto* const refusal = std::get_if<Refusal>(&verdicts[i])) {
                const bool is_done = refusal->code == RefusalCode::already_reversed
                                     || refusal->code == RefusalCode::idempotency_key_reused;
                outcome.transaction_id = {};
                outcome.verdict = is_done ? Verdict::skipped : Verdict::refused;
                outcome.fault = fault_of(*refusal);
                if (is_done) {
                    outcome.fault = imports::RowFault{
                        "already_reversed", "It was reversed before.", true};
                    ++done.already;
                }
            }
            kept.add(outcome, task->exponent());
        }
        for (std::size_t i = 0; i < imports::verdict_count; ++i) {
            done.counts[i] += kept.counts()[i];
        }
        std::vector<ImportRowPage> written;
        written.push_back({page->number, kept.counts(), kept.bytes()});
        co_await parts_.store.put_rows(
            task->job, std::move(written), Deadline::in(import_ask_timeout));
        done.pages = read_from;
        may_go_on = co_await run.go_on(500, "undoing", encode_checkpoint(done));
    }
    co_return JobStopped{};
}

}  // namespace arus::app
