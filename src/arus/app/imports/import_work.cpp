// SPDX-License-Identifier: Apache-2.0
#include "arus/app/imports/import_work.hpp"

#include "arus/app/detail/committing.hpp"
#include "arus/app/imports/import_rows.hpp"
#include "arus/app/imports/import_task.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/json_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arus::app {

namespace {

using imports::Field;
using imports::RowFault;
using imports::Verdict;

constexpr std::size_t sample_bytes = 128U << 10U;
constexpr std::uint64_t counted_bytes_min = 2U << 20U;
constexpr std::size_t contacts_max = 100'000;
constexpr std::uint32_t undone_max = 100;
constexpr std::size_t mappings_max = 100;

Deadline soon() {
    return Deadline::in(import_ask_timeout);
}

JobOutcome unreadable(std::string detail) {
    return JobError{"file_unreadable", std::move(detail)};
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text.append(text.empty() ? "" : ", ").append(word);
    }
    return text;
}

Verdict verdict_of(const RowFault& fault) {
    return fault.is_skipped ? Verdict::skipped : Verdict::refused;
}

/// Who asked for the job, for the committer and the audit log.
std::shared_ptr<const Principal> principal_of(const JobOrder& order) {
    auto principal = std::make_shared<Principal>();
    principal->user_id = order.created_by;
    principal->name = order.created_by_name;
    principal->locale = order.locale;
    return principal;
}

RequestContext context_of(const ImportWork::Task& task) {
    return {task.principal, soon(), task.job.text(), "", std::nullopt};
}

/// The access as it is now, within the outlets that bounded whoever asked.
BookAccessRef bounded(const BookAccessRef& access, const JobOrder& order) {
    if (!order.outlet_scope) {
        return access;
    }
    auto narrowed = std::make_shared<BookAccess>(*access);
    std::vector<OutletId> outlets;
    for (const OutletId& outlet : *order.outlet_scope) {
        if (access->in_scope(outlet)) {
            outlets.push_back(outlet);
        }
    }
    narrowed->outlet_scope = std::move(outlets);
    return narrowed;
}

/// The rows that wait as pages: as they are kept before they are posted (see import_rows.hpp), or
/// with what became of them.
std::vector<ImportRowPage> pages_of(const ImportWork::Task& task, bool is_before) {
    std::vector<ImportRowPage> pages;
    for (std::size_t begin = 0; begin < task.pending.size(); begin += import_page_rows) {
        const std::size_t end = std::min(begin + import_page_rows, task.pending.size());
        imports::RowPage page;
        for (std::size_t i = begin; i < end; ++i) {
            const PendingRow& row = task.pending[i];
            imports::RowOutcome outcome = row.outcome;
            if (outcome.fault) {
                outcome.verdict = verdict_of(*outcome.fault);
            } else if (is_before && row.draft) {
                outcome.verdict = Verdict::new_;
                outcome.transaction_id = row.draft->id;
                outcome.is_id_hidden = true;  // there is no such transaction yet
            }
            page.add(outcome, task.exponent());
        }
        pages.push_back({task.page + pages.size(), page.counts(), page.bytes()});
    }
    return pages;
}

}  // namespace

Awaitable<JobOutcome> ImportWork::run(JobRun& run) {
    const JobOrder& order = run.job().order;
    const Result<BookAccessRef> access = co_await parts_.access.require(
        order.created_by, order.book_id, Permission::post_transactions, soon());
    if (!access) {
        co_return access.refusal();
    }
    auto task = std::make_shared<Task>();
    task->job = order.id;
    task->access = bounded(*access, order);
    task->principal = principal_of(order);
    const std::optional<JobId> target = decode_undo_order(order.parameters);
    if (target) {
        co_return co_await undo(run, task, *target);
    }
    std::optional<ImportOrder> import = decode_import_order(order.parameters);
    if (!import) {
        throw Failure(
            {Failure::Kind::corrupt, false, true, "imports"}, "an import without parameters");
    }
    task->order = std::move(*import);
    co_return co_await import_file(run, task);
}

Awaitable<JobOutcome> ImportWork::import_file(JobRun& run, TaskRef task) {
    bool may_go_on = co_await run.go_on(0, "reading", std::nullopt);
    if (!may_go_on) {
        co_return JobStopped{};
    }
    const BookId book = task->access->book.id;
    task->today = local_hour(task->access->book.time_zone, parts_.clock.now()).date;
    const std::vector<ledger::Account> accounts = co_await parts_.ledgers.list_accounts(
        book, soon());
    for (const ledger::Account& account : accounts) {
        task->accounts.emplace(account.code, account);
    }
    const std::vector<ledger::Outlet> outlets = co_await parts_.ledgers.list_outlets(book, soon());
    for (const ledger::Outlet& outlet : outlets) {
        if (task->access->in_scope(outlet.id)) {
            task->outlets.emplace(outlet.code, outlet);
        }
    }
    ImportCheckpoint checkpoint = decode_checkpoint(run.job().checkpoint);
    if (checkpoint.rows != checkpoint.pages * import_page_rows
        || checkpoint.rows % import_rows_at_once != 0) {
        checkpoint = {};  // of pages of another length: from the beginning, where all is known
    }
    task->pages_done = checkpoint.pages;
    task->counts = checkpoint.counts;
    // Pages beyond the checkpoint stay until they are written again: if this try fails early, they
    // are what an undo knows of.
    std::optional<JobOutcome> ended = co_await open_file(task);
    if (ended) {
        co_return std::move(*ended);
    }
    may_go_on = co_await run.go_on(0, task->is_posting() ? "posting" : "previewing", std::nullopt);
    if (!may_go_on) {
        co_return JobStopped{};
    }
    if (task->order.options.kind == ImportKind::csv) {
        co_return co_await import_table(run, task);
    }
    co_return co_await import_journal(run, task);
}

/// Finds the file, counts its lines, finds its encoding.
Awaitable<std::optional<JobOutcome>> ImportWork::open_file(TaskRef task) {
    const ImportId id = task->order.import_id;
    const std::optional<ImportFile> file = co_await parts_.store.find(id, soon());
    if (!file || !file->is_complete) {
        co_return JobOutcome(JobError{"file_gone", "The file is no longer kept; bring it again."});
    }
    task->file_bytes = file->bytes;
    std::string first = co_await parts_.store.read(id, 0, soon());
    task->mapping.encoding = task->order.options.mapping.encoding;
    if (!task->mapping.encoding) {
        task->mapping.encoding = imports::detect_encoding(
            std::string_view(first).substr(0, sample_bytes));
    }
    if (!task->mapping.encoding) {
        co_return unreadable("The file holds no text; save it as CSV or as a journal first.");
    }
    if (file->bytes > counted_bytes_min) {
        std::size_t lines = 0;
        std::uint64_t position = 0;
        for (std::string piece = first; !piece.empty();) {
            lines += static_cast<std::size_t>(std::ranges::count(piece, '\n'));
            position += piece.size();
            piece = co_await parts_.store.read(id, position, soon());
        }
        const std::size_t rows_per_line = task->order.options.kind == ImportKind::csv ? 1 : 3;
        if (lines > import_rows_max * rows_per_line) {
            co_return unreadable("The file has more than 1,000,000 rows; split it.");
        }
    }
    task->decoder.emplace(*task->mapping.encoding);
    co_return std::nullopt;
}

/// The next characters of the file into task->piece; false at the end.
Awaitable<bool> ImportWork::read_piece(TaskRef task) {
    const std::string bytes = co_await parts_.store.read(
        task->order.import_id, task->position, soon());
    task->piece.clear();
    if (bytes.empty()) {
        if (task->position < task->file_bytes) {
            throw Failure(
                {Failure::Kind::unavailable, true, true, "imports"},
                "the file went while it was read");
        }
        task->decoder->finish(task->piece);
        co_return false;
    }
    task->position += bytes.size();
    task->decoder->feed(bytes, task->piece);
    co_return true;
}

// Tables ----------------------------------------------------------------------------------------

/// How the table is read: what was said, what is remembered, what can be found out.
Awaitable<std::optional<JobOutcome>> ImportWork::prepare_table(TaskRef task) {
    const std::string bytes = co_await parts_.store.read(task->order.import_id, 0, soon());
    const std::string_view head = std::string_view(bytes).substr(0, sample_bytes);
    const bool is_whole = head.size() == task->file_bytes;
    std::string sample;
    imports::TextDecoder decoder(*task->mapping.encoding);
    decoder.feed(head, sample);
    const int exponent = task->exponent();
    const BookId book = task->access->book.id;
    imports::Mapping known = task->order.options.mapping;
    known.encoding = task->mapping.encoding;
    // The signature is of the form alone, whatever was said about how to read it.
    std::optional<imports::TableGuess> plain = imports::guess_table(sample, is_whole, {}, exponent);
    std::string signature = plain ? plain->signature : std::string();
    if (plain) {
        task->header_rows_found = plain->mapping.header_rows;
        const std::optional<RememberedMapping> remembered = co_await parts_.store.find_mapping(
            book, signature, soon());
        if (remembered && task->access->in_scope(remembered->outlet_id)) {
            imports::Mapping mapping = decode_mapping(remembered->mapping);
            mapping.outlet_id = remembered->outlet_id;
            const imports::Mapping with = imports::merged(known, mapping);
            task->is_remembered = with != known;
            known = with;
        }
    }
    task->guess = imports::guess_table(sample, is_whole, known, exponent);
    if (!task->guess) {
        co_return unreadable("There is no table in this file: no row has two columns.");
    }
    if (!signature.empty()) {
        task->guess->signature = std::move(signature);
    }
    task->mapping = imports::merged(std::move(known), task->guess->mapping);
    const imports::Mapping& mapping = task->mapping;
    if (!mapping.columns || !are_enough(*mapping.columns)) {
        task->missing.emplace_back("columns");
    } else if (!mapping.date_order) {
        task->missing.emplace_back("date_format");
    }
    if (task->guess->is_date_ambiguous) {
        task->ambiguous.emplace_back("date_format");
    }
    if (task->guess->is_decimal_ambiguous) {
        task->ambiguous.emplace_back("decimal");
    }
    if (!mapping.money_account_code) {
        task->missing.emplace_back("money_account_code");
    } else if (task->account(*mapping.money_account_code) == nullptr) {
        co_return JobOutcome(Refusal{
            RefusalCode::unknown_account,
            "There is no account " + *mapping.money_account_code + " in this book.",
            {}});
    }
    if (!mapping.counter_account_code && !(mapping.columns && (*mapping.columns)[Field::account])) {
        task->missing.emplace_back("counter_account_code");
    }
    if (task->is_posting() && !(task->missing.empty() && task->ambiguous.empty())) {
        std::vector<std::string> wanted = task->missing;
        wanted.insert(wanted.end(), task->ambiguous.begin(), task->ambiguous.end());
        co_return JobOutcome(
            JobError{"mapping_incomplete", "The mapping must say: " + joined(wanted) + "."});
    }
    if (mapping.columns && (*mapping.columns)[Field::contact]) {
        ContactQuery query;
        query.limit = 500;
        for (bool has_more = true; has_more && task->contacts.size() < contacts_max;) {
            const ContactPage page = co_await parts_.ledgers.list_contacts(book, query, soon());
            for (const ledger::Contact& contact : page.items) {
                task->contacts.emplace(contact.code, contact.id);
                query.after_code = contact.code;
            }
            has_more = page.has_more;
        }
    }
    co_return std::nullopt;
}

Awaitable<JobOutcome> ImportWork::import_table(JobRun& run, TaskRef task) {
    std::optional<JobOutcome> ended = co_await prepare_table(task);
    if (ended) {
        co_return std::move(*ended);
    }
    const imports::Mapping& mapping = task->mapping;
    if (!mapping.columns || !are_enough(*mapping.columns) || !mapping.date_order
        || !mapping.decimal) {
        co_return co_await finish(task);  // a dry run that says what is missing
    }
    const imports::TableRowReader reader(mapping, task->exponent());
    imports::CsvReader table({*mapping.separator, *mapping.quote});
    const std::size_t head = mapping.header_rows.value_or(0);
    const ledger::Account* const money = mapping.money_account_code
                                             ? task->account(*mapping.money_account_code)
                                             : nullptr;
    const std::string money_id = money == nullptr ? "" : money->id.text();
    std::size_t skipped = 0;
    imports::CsvRow row;
    for (bool goes_on = true; goes_on;) {
        goes_on = co_await read_piece(task);
        table.feed(task->piece);
        if (!goes_on) {
            table.finish();
        }
        while (table.next(row)) {
            if (skipped < head) {
                ++skipped;
                continue;
            }
            if (row.is_blank()) {
                continue;
            }
            imports::TableRow read = reader.read(row);
            PendingRow pending;
            imports::RowOutcome& outcome = pending.outcome;
            outcome.line = read.line;
            outcome.date = read.date;
            outcome.amount_minor = read.amount_minor;
            outcome.account_code = read.account_code;
            outcome.fault = read.fault;
            if (!read.fault && money != nullptr) {
                imports::RowContent content;
                content.account = money_id;
                content.date = *read.date;
                content.amount_minor = *read.amount_minor;
                content.description = read.description;
                if (read.reference) {
                    content.reference = *read.reference;
                }
                pending.content = imports::content_hash(content);
                pending.count = task->counter.next(pending.content);
                const bool has_default = !read.account_code.empty() || task->missing.empty();
                if (has_default) {
                    draft_row(*task, read, pending);
                }
            }
            outcome.description = std::move(read.description);
            outcome.reference = std::move(read.reference);
            task->add(std::move(pending));
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

// Verdicts --------------------------------------------------------------------------------------

/// What has become of the rows that wait.
Awaitable<std::optional<JobOutcome>> ImportWork::flush(JobRun& run, TaskRef task) {
    if (task->pending.empty()) {
        co_return std::nullopt;
    }
    const bool is_full = task->pending.size() == import_rows_at_once;
    if (task->page < task->pages_done) {
        // An earlier try has done these pages; only the counting of equal rows was wanted.
        task->page += import_rows_at_once / import_page_rows;
        task->pending.clear();
        co_return std::nullopt;
    }
    if (task->is_posting()) {
        std::optional<JobOutcome> ended = co_await make_accounts(task);
        if (ended) {
            co_return std::move(*ended);
        }
    }
    co_await find_ids(task);
    if (task->is_posting()) {
        std::vector<ImportRowPage> before = pages_of(*task, true);
        co_await parts_.store.put_rows(task->job, std::move(before), soon());
        for (std::size_t i = 0; i < task->pending.size(); i += import_page_rows) {
            co_await post_rows(task, i);
        }
    }
    std::vector<ImportRowPage> pages = pages_of(*task, false);
    for (const ImportRowPage& page : pages) {
        for (std::size_t i = 0; i < imports::verdict_count; ++i) {
            task->counts[i] += page.counts[i];
        }
    }
    task->page += pages.size();
    task->pending.clear();
    co_await parts_.store.put_rows(task->job, std::move(pages), soon());
    std::optional<std::string> mark;
    if (is_full) {
        ImportCheckpoint checkpoint;
        checkpoint.pages = task->page;
        checkpoint.rows = task->rows;
        checkpoint.counts = task->counts;
        mark = encode_checkpoint(checkpoint);
    }
    const bool may_go_on = co_await run.go_on(
        task->permille(), task->is_posting() ? "posting" : "previewing", std::move(mark));
    if (!may_go_on) {
        co_return JobOutcome(JobStopped{});
    }
    co_return std::nullopt;
}

/// Gives every draft the id of its row: the first whose transaction no undoing of an import has
/// reversed. In a dry run one that is there already makes its row a duplicate.
Awaitable<void> ImportWork::find_ids(TaskRef task) {
    std::vector<PendingRow*> open;
    for (PendingRow& row : task->pending) {
        row.outcome.verdict = Verdict::new_;
        if (row.draft) {
            open.push_back(&row);
        }
    }
    for (std::uint32_t undone = 0; !open.empty() && undone <= undone_max; ++undone) {
        std::vector<TransactionId> ids;
        for (PendingRow* const row : open) {
            row->draft->id = imports::transaction_id_of(
                row->content, row->count, undone, *row->outcome.date);
            ids.push_back(row->draft->id);
        }
        const std::vector<ImportedTransaction> known = co_await parts_.store.known(
            task->access->book.id, std::move(ids), soon());
        std::unordered_map<TransactionId, const ImportedTransaction*> by_id;
        for (const ImportedTransaction& one : known) {
            by_id.emplace(one.id, &one);
        }
        std::vector<PendingRow*> next;
        for (PendingRow* const row : open) {
            const auto found = by_id.find(row->draft->id);
            if (found == by_id.end()) {
                continue;
            }
            // A reversal of somebody's own corrects the row: it is in the book as they want it.
            if (found->second->reversed_by == imports::reversal_id_of(row->draft->id)) {
                next.push_back(row);
                continue;
            }
            row->outcome.transaction_id = row->draft->id;
            row->outcome.is_id_hidden = !task->access->in_scope(found->second->outlet_id);
            row->outcome.verdict = Verdict::duplicate;
        }
        open = std::move(next);
    }
}

/// Posts the drafts of a page of rows, which begins at `begin`. One whose id another import has
/// taken is a duplicate.
Awaitable<void> ImportWork::post_rows(TaskRef task, std::size_t begin) {
    const RequestContext context = context_of(*task);
    const std::size_t end = std::min(begin + import_page_rows, task->pending.size());
    ledger::Submission submission;
    std::vector<PendingRow*> sent;
    for (std::size_t i = begin; i < end; ++i) {
        PendingRow& row = task->pending[i];
        if (!row.draft) {
            continue;
        }
        ledger::Entry entry = detail::entry_of(context, *task->access, std::move(*row.draft));
        const auto& draft = std::get<ledger::TransactionDraft>(entry.act);
        row.outcome.transaction_id = draft.id;
        entry.idempotency = {draft.id.text(), true, row_request_hash(task->job, draft.id)};
        submission.entries.push_back(std::move(entry));
        sent.push_back(&row);
    }
    const std::vector<CommitVerdict> verdicts = co_await parts_.committer.submit(
        task->access->book.id, std::move(submission), soon());
    for (std::size_t i = 0; i < sent.size(); ++i) {
        imports::RowOutcome& outcome = sent[i]->outcome;
        const Refusal* const refusal = std::get_if<Refusal>(&verdicts[i]);
        if (refusal == nullptr) {
            outcome.verdict = Verdict::posted;
        } else if (refusal->code == RefusalCode::idempotency_key_reused) {
            if (outcome.verdict != Verdict::duplicate) {
                // It came between our looking and our posting; whose it is was not looked at.
                outcome.verdict = Verdict::duplicate;
                outcome.is_id_hidden = task->access->outlet_scope.has_value();
            }
        } else {
            outcome.transaction_id = {};
            outcome.fault = fault_of(*refusal);
        }
    }
}

Awaitable<JobOutcome> ImportWork::finish(TaskRef task) {
    co_await parts_.store.drop_rows(task->job, task->page, soon());
    if (task->is_posting() && task->guess && !task->guess->signature.empty()) {
        RememberedMapping remembered;
        remembered.signature = task->guess->signature;
        JsonWriter names(remembered.columns);
        names.begin_array();
        for (const imports::ColumnSample& column : task->guess->columns) {
            names.string(column.name);
        }
        names.end_array();
        // What stands above the table changes from file to file: only what had to be said is kept.
        imports::Mapping mapping = task->mapping;
        if (mapping.header_rows == task->header_rows_found) {
            mapping.header_rows.reset();
        }
        remembered.mapping = encode_mapping(mapping);
        remembered.outlet_id = task->mapping.outlet_id;
        remembered.used_at = parts_.clock.now();
        co_await parts_.store.remember(
            task->access->book.id, std::move(remembered), mappings_max, soon());
    }
    JobDone done;
    done.result = encode_result(*task);
    done.is_kept_long = task->is_posting();  // its rows are what an undo knows of
    co_return done;
}

}  // namespace arus::app
