// SPDX-License-Identifier: Apache-2.0
#include "arus/app/exports/export_job.hpp"

#include "arus/app/exports/export_task.hpp"
#include "arus/app/exports/journal_entry.hpp"
#include "arus/app/jobs/jobs.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/json_writer.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace arus::app {

namespace {

using namespace std::chrono_literals;

constexpr auto ask_timeout = 60s;
constexpr std::size_t page_bytes_max = 4U << 20U;
constexpr int read_permille = 950;  // the rest is for closing the document
constexpr std::string_view spreadsheet_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How far a journal has come, and where it ends.
struct Checkpoint {
    Position until;
    std::uint64_t after = 0;
};

std::string text_of(const Checkpoint& checkpoint) {
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    json.field("epoch", checkpoint.until.epoch);
    json.field("sequence", checkpoint.until.sequence);
    json.field("until", checkpoint.until.offset);
    json.field("hash", hex_of(checkpoint.until.hash));
    json.field("after", checkpoint.after);
    json.end_object();
    return text;
}

std::optional<Checkpoint> parse_checkpoint(const std::string& text) {
    if (text.empty()) {
        return std::nullopt;
    }
    const boost::json::value document = boost::json::parse(text);
    const boost::json::object& object = document.as_object();
    Checkpoint checkpoint;
    checkpoint.until.epoch = std::string(object.at("epoch").as_string());
    checkpoint.until.sequence = object.at("sequence").to_number<std::uint64_t>();
    checkpoint.until.offset = object.at("until").to_number<std::uint64_t>();
    parse_hex(std::string_view(object.at("hash").as_string()), checkpoint.until.hash);
    checkpoint.after = object.at("after").to_number<std::uint64_t>();
    return checkpoint;
}

bool is_text(DocumentForm form) {
    return form == DocumentForm::csv || form == DocumentForm::hledger;
}

using Column = DocumentColumn;

std::vector<Column> journal_columns(DocumentForm form, const ExportWords& words) {
    const auto column = [](std::string_view title, Column::Kind kind, int width,
                           bool summed = false) {
        return Column{std::string(title), kind, width, summed};
    };
    if (form == DocumentForm::pdf) {
        return {
            column(words.date, Column::Kind::date, 10),
            column(words.number, Column::Kind::number, 8),
            column(words.description, Column::Kind::text, 30),
            column(words.outlet, Column::Kind::text, 9),
            column(words.account, Column::Kind::text, 34),
            column(words.debit, Column::Kind::amount, 19, true),
            column(words.credit, Column::Kind::amount, 19, true)};
    }
    return {
        column(words.number, Column::Kind::number, 9),
        column(words.date, Column::Kind::date, 11),
        column(words.kind, Column::Kind::text, 13),
        column(words.reference, Column::Kind::text, 16),
        column(words.description, Column::Kind::text, 40),
        column(words.outlet, Column::Kind::text, 12),
        column(words.code, Column::Kind::text, 10),
        column(words.account, Column::Kind::text, 32),
        column(words.debit, Column::Kind::amount, 20, true),
        column(words.credit, Column::Kind::amount, 20, true),
        column(words.memo, Column::Kind::text, 24),
        column(words.tags, Column::Kind::text, 16),
        column(words.entered_by, Column::Kind::text, 18),
        column(words.committed_at, Column::Kind::text, 25),
        column(words.transaction_id, Column::Kind::text, 37)};
}

/// Turns entries into rows of the columns above.
class JournalRows {
public:
    JournalRows(DocumentForm form, std::string locale, const std::vector<ledger::Outlet>& outlets) :
        form_(form), locale_(std::move(locale)) {
        for (const ledger::Outlet& outlet : outlets) {
            outlets_.emplace(outlet.id, outlet.code);
        }
    }

    /// False: the document takes no more.
    bool add(Document& document, const JournalEntry& entry) const {
        bool is_first = true;
        for (const JournalEntry::Leg& leg : entry.legs) {
            DocumentRow row;
            row.cells = form_ == DocumentForm::pdf ? paper_cells(entry, leg, is_first)
                                                   : data_cells(entry, leg);
            if (!document.add(row)) {
                return false;
            }
            is_first = false;
        }
        return true;
    }

private:
    using Cells = std::vector<DocumentCell>;

    std::string outlet_of(const JournalEntry& entry) const {
        if (!entry.outlet_id) {
            return {};
        }
        const auto outlet = outlets_.find(*entry.outlet_id);
        return outlet == outlets_.end() ? entry.outlet_id->text() : outlet->second;
    }

    static DocumentCell side(const JournalEntry::Leg& leg, ledger::Direction direction) {
        return leg.direction == direction ? DocumentCell(leg.amount_minor) : DocumentCell();
    }

    Cells paper_cells(
        const JournalEntry& entry, const JournalEntry::Leg& leg, bool is_first) const {
        Cells cells(7);
        if (is_first) {
            cells[0] = entry.date;
            cells[1] = static_cast<std::int64_t>(entry.number);
            cells[2] = entry.description;
            cells[3] = outlet_of(entry);
        }
        cells[4] = leg.account_code + ' ' + leg.account_name;
        cells[5] = side(leg, ledger::Direction::debit);
        cells[6] = side(leg, ledger::Direction::credit);
        return cells;
    }

    Cells data_cells(const JournalEntry& entry, const JournalEntry::Leg& leg) const {
        std::string tags;
        for (const std::string& tag : entry.tags) {
            tags.append(tags.empty() ? "" : ", ").append(tag);
        }
        Cells cells;
        cells.reserve(15);
        cells.emplace_back(static_cast<std::int64_t>(entry.number));
        cells.emplace_back(entry.date);
        cells.emplace_back(std::string(word_of(entry.kind, locale_)));
        cells.emplace_back(entry.reference.value_or(""));
        cells.emplace_back(entry.description);
        cells.emplace_back(outlet_of(entry));
        cells.emplace_back(leg.account_code);
        cells.emplace_back(leg.account_name);
        cells.push_back(side(leg, ledger::Direction::debit));
        cells.push_back(side(leg, ledger::Direction::credit));
        cells.emplace_back(leg.memo.value_or(""));
        cells.emplace_back(std::move(tags));
        cells.emplace_back(entry.created_by_name);
        cells.emplace_back(instant_text(entry.committed_at));
        cells.emplace_back(entry.id.text());
        return cells;
    }

    DocumentForm form_;
    std::string locale_;
    std::map<OutletId, std::string> outlets_;
};

bool is_wanted(
    const JournalEntry& entry, const ExportOrder& order,
    const std::optional<std::vector<OutletId>>& scope) {
    if ((order.from && entry.date < *order.from) || (order.to && entry.date > *order.to)) {
        return false;
    }
    return !scope
           || (entry.outlet_id && std::ranges::find(*scope, *entry.outlet_id) != scope->end());
}

std::optional<std::vector<OutletId>> narrowed(
    std::optional<std::vector<OutletId>> scope, const std::optional<std::vector<OutletId>>& by) {
    if (!by) {
        return scope;
    }
    if (!scope) {
        return by;
    }
    std::erase_if(*scope, [&](const OutletId& outlet) {
        return std::ranges::find(*by, outlet) == by->end();
    });
    return scope;
}

Refusal too_large() {
    return {
        RefusalCode::payload_too_large,
        "The document would be too large in this form; choose CSV, or a shorter period.",
        {}};
}

/// Entries into the form that was asked for: rows of a document, or text.
class JournalSink {
public:
    JournalSink(
        Document* document, std::string* text, JournalRows rows,
        std::optional<HledgerWriter> hledger) :
        document_(document), text_(text), rows_(std::move(rows)), hledger_(std::move(hledger)) {}

    bool add(const JournalEntry& entry) {
        if (hledger_) {
            hledger_->write(*text_, entry);
            return true;
        }
        return rows_.add(*document_, entry);
    }

private:
    Document* document_;
    std::string* text_;
    JournalRows rows_;
    std::optional<HledgerWriter> hledger_;
};

}  // namespace

std::string ExportWork::Task::take(std::size_t bytes_max) {
    if (document) {
        return document->take(bytes_max);
    }
    std::string piece = text.substr(0, bytes_max);
    text.erase(0, piece.size());
    return piece;
}

DocumentHead document_head(
    const ledger::Book& book, const ExportOrder& order, const Position& position) {
    const ExportWords& words = words_of(order.locale);
    DocumentHead head;
    head.book_name = book.name;
    head.footer = std::string(words.position) + ' ' + std::to_string(position.offset) + " · "
                  + hex_of(position.hash);
    head.page_word = words.page;
    head.of_word = words.of;
    head.total_word = words.total;
    head.locale = order.locale;
    head.currency = book.currency;
    head.exponent = book.exponent;
    return head;
}

JobFile export_file(const ExportOrder& order) {
    std::string name(text_of(order.subject));
    for (const auto& date : {order.from, order.to, order.as_of}) {
        if (date) {
            name += '-' + date_text(*date);
        }
    }
    switch (order.form) {
        case DocumentForm::csv:
            return {name + ".csv", "text/csv", 0};
        case DocumentForm::xlsx:
            return {name + ".xlsx", std::string(spreadsheet_type), 0};
        case DocumentForm::pdf:
            return {name + ".pdf", "application/pdf", 0};
        case DocumentForm::hledger:
            return {name + ".journal", "text/plain", 0};
    }
    ARUS_ASSERT(!"a form without a file");
}

ExportWork::ExportWork(Parts parts, Options options) : parts_(parts), options_(options) {
}

Awaitable<JobOutcome> ExportWork::run(JobRun& run) {
    const JobOrder& order = run.job().order;
    auto task = std::make_shared<Task>();
    task->order = decode_export_order(order.parameters);
    const Result<BookAccessRef> access = co_await parts_.access.require(
        order.created_by, order.book_id, Permission::read_book, Deadline::in(ask_timeout));
    if (!access) {
        co_return access.refusal();
    }
    task->access = *access;
    if (auto refusal = check_export(*task->access, task->order)) {
        co_return std::move(*refusal);
    }
    task->scope = narrowed(order.outlet_scope, task->access->outlet_scope);
    if (task->order.outlet_id) {
        const std::vector<OutletId> only{*task->order.outlet_id};
        task->scope = narrowed(std::move(task->scope), only);
    }
    if (task->order.subject == ExportSubject::journal) {
        co_return co_await export_journal(run, task);
    }
    co_return co_await export_statement(run, task);
}

Awaitable<JobOutcome> ExportWork::export_journal(JobRun& run, std::shared_ptr<Task> task) {
    const BookId book = run.job().order.book_id;
    const ledger::Book& basics = task->access->book;
    const ExportOrder& order = task->order;
    const std::vector<ledger::Account> accounts = co_await parts_.ledgers.list_accounts(
        book, Deadline::in(ask_timeout));
    const std::vector<ledger::Outlet> outlets = co_await parts_.ledgers.list_outlets(
        book, Deadline::in(ask_timeout));
    std::optional<Checkpoint> known = parse_checkpoint(run.job().checkpoint);
    const bool goes_on = known && known->after > 0;
    Checkpoint checkpoint;
    if (known) {
        checkpoint = std::move(*known);
    } else {
        EventQuery query;
        query.limit = 1;
        const EventPage page = co_await parts_.ledgers.events(
            book, query, Deadline::in(ask_timeout));
        checkpoint.until = page.head;
        const bool may_go_on = co_await run.go_on(0, "reading", text_of(checkpoint));
        if (!may_go_on) {
            co_return JobStopped{};
        }
    }

    const ExportWords& words = task->words();
    DocumentHead head = document_head(basics, order, checkpoint.until);
    head.title = words.journal;
    head.lines.push_back(
        std::string(words.period) + ": "
        + (order.from ? paper_date(*order.from) : std::string(words.from_start)) + " – "
        + (order.to ? paper_date(*order.to) : std::string(words.to_end)));
    std::string outlet_line(task->scope ? words.own_outlets : words.all_outlets);
    if (order.outlet_id) {
        const auto outlet = std::ranges::find(outlets, *order.outlet_id, &ledger::Outlet::id);
        outlet_line = std::string(words.outlet) + ": "
                      + (outlet == outlets.end() ? "" : outlet->code + ' ' + outlet->name);
    }
    head.lines.push_back(std::move(outlet_line));
    head.columns = journal_columns(order.form, words);
    std::optional<HledgerWriter> hledger;
    if (order.form == DocumentForm::hledger) {
        hledger.emplace(basics.currency, basics.exponent, accounts, outlets);
        hledger->write_head(task->text, basics.name + ", " + head.footer);
    } else {
        task->document = parts_.documents.make(order.form, std::move(head));
    }
    if (goes_on) {
        // The head stands in the file already.
        while (!task->take(options_.piece_bytes).empty()) {}
    }
    JournalSink sink(
        task->document.get(), &task->text, JournalRows(order.form, order.locale, outlets),
        std::move(hledger));

    std::uint64_t since_checkpoint = 0;
    while (checkpoint.after < checkpoint.until.offset) {
        EventQuery query;
        query.after = checkpoint.after;
        query.limit = options_.page_events;
        query.bytes_max = page_bytes_max;
        const EventPage page = co_await parts_.ledgers.events(
            book, query, Deadline::in(ask_timeout));
        if (page.head.epoch != checkpoint.until.epoch || page.events.empty()) {
            throw Failure(
                {Failure::Kind::unavailable, false, true, "export"},
                "the history was rewound while it was exported");
        }
        for (const ledger::Event& event : page.events) {
            if (event.offset > checkpoint.until.offset) {
                break;
            }
            checkpoint.after = event.offset;
            const std::optional<JournalEntry> entry = entry_of(event, basics.exponent);
            if (entry && is_wanted(*entry, order, task->scope) && !sink.add(*entry)) {
                co_return too_large();
            }
        }
        const std::uint64_t before = task->bytes;
        std::optional<JobOutcome> ended = co_await deliver(run, task);
        if (ended) {
            co_return std::move(*ended);
        }
        since_checkpoint += task->bytes - before;
        task->permille = static_cast<int>(
            checkpoint.after * read_permille / checkpoint.until.offset);
        std::optional<std::string> mark;
        if (is_text(order.form) && since_checkpoint >= options_.checkpoint_bytes) {
            mark = text_of(checkpoint);
            since_checkpoint = 0;
        }
        const bool may_go_on = co_await run.go_on(task->permille, "reading", std::move(mark));
        if (!may_go_on) {
            co_return JobStopped{};
        }
    }
    const bool may_go_on = co_await run.go_on(task->permille, "writing", std::nullopt);
    if (!may_go_on) {
        co_return JobStopped{};
    }
    co_return co_await close(run, task);
}

/// No more rows come: the end of the document and of the job.
Awaitable<JobOutcome> ExportWork::close(JobRun& run, std::shared_ptr<Task> task) {
    if (task->document) {
        task->document->close();
    }
    std::optional<JobOutcome> ended = co_await deliver(run, task);
    if (ended) {
        co_return std::move(*ended);
    }
    JobDone done;
    done.file = export_file(task->order);
    co_return done;
}

/// Hands what is ready to the job's file; the outcome if that ends it.
Awaitable<std::optional<JobOutcome>> ExportWork::deliver(JobRun& run, std::shared_ptr<Task> task) {
    for (;;) {
        std::string piece = task->take(options_.piece_bytes);
        if (piece.empty()) {
            co_return std::nullopt;
        }
        task->bytes += piece.size();
        if (task->bytes > options_.file_bytes_max) {
            co_return JobOutcome(too_large());
        }
        const bool is_kept = co_await run.append(std::move(piece));
        if (!is_kept) {
            co_return JobOutcome(JobStopped{});
        }
    }
}

}  // namespace arus::app
