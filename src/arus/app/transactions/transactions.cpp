// SPDX-License-Identifier: Apache-2.0
#include "arus/app/transactions/transactions.hpp"

#include "arus/app/detail/committing.hpp"
#include "arus/app/transactions/event_feed.hpp"
#include "arus/base/assert.hpp"
#include "arus/base/json_writer.hpp"
#include "arus/ledger/money.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace arus::app {

namespace {

constexpr std::int32_t default_days = 90;

/// The path as it is part of a request's hash. Items of a batch are hashed as if each had been
/// posted alone.
std::string transactions_path(BookId book) {
    return "/api/v1/books/" + book.text() + "/transactions";
}

Refusal key_required() {
    return {
        RefusalCode::validation_failed,
        "What moves money needs a key.",
        {{"header:Idempotency-Key", "required", "Send Idempotency-Key, or an id in the body."}}};
}

/// A replay is only for one who may read it. What lies outside of a cashier's outlets does not
/// exist for them.
std::optional<Refusal> check_replay(const BookAccess& access, const CommitVerdict& verdict) {
    const auto* committed = std::get_if<Committed>(&verdict);
    if (committed == nullptr || !committed->replayed
        || access.in_scope(committed->event.outlet_id)) {
        return std::nullopt;
    }
    return Refusal{RefusalCode::not_found, "There is no such transaction.", {}};
}

Refusal batch_refused() {
    return {RefusalCode::batch_refused, "Another transaction of the atomic batch was refused.", {}};
}

template <class Text>
void put_id(JsonWriter& json, const char* name, const std::optional<Text>& id) {
    if (id) {
        json.field(name, id->text());
    }
}

/// The list with its filters, for its cursors.
std::string list_name(BookId book, const TransactionListRequest& request) {
    std::string text = "transactions " + book.text();
    JsonWriter json(text);
    json.begin_object();
    json.field("order", request.order == TransactionQuery::Order::date ? "date" : "sequence");
    if (request.from) {
        json.field("from", date_text(*request.from));
    }
    if (request.to) {
        json.field("to", date_text(*request.to));
    }
    put_id(json, "account", request.account_id);
    put_id(json, "outlet", request.outlet_id);
    put_id(json, "contact", request.contact_id);
    put_id(json, "created_by", request.created_by);
    if (request.tag) {
        json.field("tag", *request.tag);
    }
    if (request.kind) {
        json.field("kind", ledger::text_of(*request.kind));
    }
    if (request.status) {
        json.field("status", ledger::text_of(*request.status));
    }
    if (request.late) {
        json.field("late", *request.late);
    }
    if (request.q) {
        json.field("q", *request.q);
    }
    json.end_object();
    return text;
}

std::string place_text(const ledger::Transaction& last) {
    return std::to_string(last.sequence) + ' ' + date_text(last.date);
}

std::optional<TransactionQuery::After> parse_place(const std::string& text) {
    TransactionQuery::After after;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), after.sequence);
    const auto digits = static_cast<std::size_t>(parsed.ptr - text.data());
    if (parsed.ec != std::errc{} || digits >= text.size() || text[digits] != ' ') {
        return std::nullopt;
    }
    const std::optional<Date> date = parse_date(std::string_view(text).substr(digits + 1));
    if (!date) {
        return std::nullopt;
    }
    after.date = *date;
    return after;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        if (end > begin) {
            words.emplace_back(text.substr(begin, end - begin));
        }
        begin = end + 1;
    }
    return words;
}

/// Own outlets and asked-for ones: what both allow; nothing where neither narrows.
std::optional<std::vector<OutletId>> outlets_to_show(
    const BookAccess& access, std::optional<OutletId> wanted) {
    if (!wanted) {
        return access.outlet_scope;
    }
    if (!access.in_scope(wanted)) {
        return std::vector<OutletId>{};
    }
    return std::vector<OutletId>{*wanted};
}

TransactionQuery query_of(
    const BookAccess& access, const TransactionListRequest& request, Date today) {
    TransactionQuery query;
    query.order = request.order;
    query.from = request.from ? *request.from : request.to.value_or(today).plus_days(-default_days);
    query.to = request.to;
    query.account_id = request.account_id;
    query.outlet_ids = outlets_to_show(access, request.outlet_id);
    query.contact_id = request.contact_id;
    query.tag = request.tag;
    query.kind = request.kind;
    query.status = request.status;
    query.created_by = request.created_by;
    query.late = request.late;
    if (request.q) {
        query.reference_prefix = request.q;
        query.amount_minor = ledger::parse_amount(*request.q, access.book.exponent);
        if (std::vector<std::string> words = words_of(*request.q); !words.empty()) {
            query.words = std::move(words);
        }
    }
    query.limit = request.page.limit;
    return query;
}

}  // namespace

Transactions::Transactions(
    LedgerStore& ledgers, Committer& committer, Access& access, const Clock& clock) :
    ledgers_(ledgers), committer_(committer), access_(access), clock_(clock) {
}

Awaitable<Result<BookAccessRef>> Transactions::require(
    const RequestContext& context, BookId book, Permission permission) {
    return access_.require(context.principal->user_id, book, permission, context.deadline);
}

Awaitable<Result<Committed>> Transactions::commit_one(
    RequestContext context, BookId book, ledger::Act act, ledger::Idempotency idempotency) {
    const Result<BookAccessRef> access = co_await require(
        context, book, Permission::post_transactions);
    if (!access) {
        co_return access.refusal();
    }
    if (idempotency.key.empty()) {
        co_return key_required();
    }
    ledger::Entry entry = detail::entry_of(context, **access, std::move(act));
    entry.idempotency = std::move(idempotency);
    Result<Committed> committed = co_await detail::commit_one(
        committer_, book, std::move(entry), context.deadline);
    if (committed) {
        if (std::optional<Refusal> refusal = check_replay(**access, *committed)) {
            co_return std::move(*refusal);
        }
    }
    co_return committed;
}

Awaitable<Result<Committed>> Transactions::post(
    RequestContext context, BookId book, ledger::TransactionDraft draft, RequestKey key) {
    if (!key.id_given) {
        draft.id = TransactionId::make(clock_.now());
    }
    const std::string own_key = key.id_given ? draft.id.text() : std::string();
    ledger::Act act = std::move(draft);
    ledger::Idempotency idempotency{
        key.header.value_or(own_key), key.id_given,
        ledger::request_hash("POST", transactions_path(book), act, key.id_given)};
    co_return co_await commit_one(std::move(context), book, std::move(act), std::move(idempotency));
}

Awaitable<Result<Committed>> Transactions::reverse(
    RequestContext context, BookId book, ledger::ReverseDraft draft, RequestKey key) {
    if (!key.id_given) {
        draft.id = TransactionId::make(clock_.now());
    }
    const std::string own_key = key.id_given ? draft.id.text() : std::string();
    const std::string path = transactions_path(book) + '/' + draft.target.text() + "/reverse";
    ledger::Act act = std::move(draft);
    ledger::Idempotency idempotency{
        key.header.value_or(own_key), key.id_given,
        ledger::request_hash("POST", path, act, key.id_given)};
    co_return co_await commit_one(std::move(context), book, std::move(act), std::move(idempotency));
}

Awaitable<Result<Committed>> Transactions::settle(
    RequestContext context, BookId book, ledger::SettleDraft draft, RequestKey key) {
    const bool is_post = draft.outcome == ledger::SettleDraft::Outcome::posted;
    const std::string path = transactions_path(book) + '/' + draft.target.text()
                             + (is_post ? "/post" : "/void");
    ledger::Act act = std::move(draft);
    ledger::Idempotency idempotency{
        key.header.value_or(std::string()), false, ledger::request_hash("POST", path, act, false)};
    co_return co_await commit_one(std::move(context), book, std::move(act), std::move(idempotency));
}

Awaitable<Result<std::vector<CommitVerdict>>> Transactions::post_batch(
    RequestContext context, BookId book, std::vector<BatchItem> items, bool atomic) {
    const Result<BookAccessRef> access = co_await require(
        context, book, Permission::post_transactions);
    if (!access) {
        co_return access.refusal();
    }
    std::vector<std::optional<CommitVerdict>> verdicts(items.size());
    ledger::Submission submission;
    submission.atomic = atomic;
    const std::string path = transactions_path(book);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (Refusal* refusal = std::get_if<Refusal>(&items[i])) {
            verdicts[i] = std::move(*refusal);
            continue;
        }
        ledger::Entry entry = detail::entry_of(
            context, **access, std::get<ledger::TransactionDraft>(std::move(items[i])));
        const auto& draft = std::get<ledger::TransactionDraft>(entry.act);
        entry.idempotency = {
            draft.id.text(), true, ledger::request_hash("POST", path, entry.act, true)};
        submission.entries.push_back(std::move(entry));
    }
    const bool has_mistake = submission.entries.size() < items.size();
    std::vector<CommitVerdict> decided;
    if (atomic && has_mistake) {
        decided.assign(submission.entries.size(), batch_refused());
    } else if (!submission.entries.empty()) {
        decided = co_await committer_.submit(book, std::move(submission), context.deadline);
    }
    std::vector<CommitVerdict> all;
    all.reserve(verdicts.size());
    auto next = decided.begin();
    for (std::optional<CommitVerdict>& verdict : verdicts) {
        if (!verdict) {
            ARUS_ASSERT(next != decided.end());
            verdict = std::move(*next++);
            if (std::optional<Refusal> refusal = check_replay(**access, *verdict)) {
                verdict = std::move(*refusal);
            }
        }
        all.push_back(std::move(*verdict));
    }
    co_return all;
}

Awaitable<Result<TransactionRecord>> Transactions::find(
    RequestContext context, BookId book, TransactionId id) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::read_book);
    if (!access) {
        co_return access.refusal();
    }
    std::optional<TransactionRecord> record = co_await ledgers_.find_transaction(
        book, id, context.deadline);
    if (!record || !(*access)->in_scope(record->transaction.outlet_id)) {
        co_return Refusal{RefusalCode::not_found, "There is no such transaction.", {}};
    }
    co_return std::move(*record);
}

Awaitable<Result<Page<TransactionRecord>>> Transactions::list(
    RequestContext context, BookId book, TransactionListRequest request) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::read_book);
    if (!access) {
        co_return access.refusal();
    }
    const std::string list = list_name(book, request);
    const Date today = local_hour((*access)->book.time_zone, clock_.now()).date;
    TransactionQuery query = query_of(**access, request, today);
    if (request.page.cursor) {
        Result<std::string> place = place_of(*request.page.cursor, list);
        if (!place) {
            co_return std::move(place).refusal();
        }
        query.after = parse_place(*place);
        if (!query.after) {
            // Not one that we made, though it begins like one.
            co_return place_of(std::string(), list).refusal();
        }
    }
    if (request.from && request.to && *request.from > *request.to) {
        co_return Refusal{
            RefusalCode::validation_failed,
            "The first day lies after the last.",
            {{"?from", "range", "It must not be after `to`."}}};
    }
    TransactionPage found = co_await ledgers_.list_transactions(
        book, std::move(query), context.deadline);
    Page<TransactionRecord> page;
    if (found.has_more && !found.items.empty()) {
        page.next_cursor = make_cursor(list, place_text(found.items.back().transaction));
    }
    page.items = std::move(found.items);
    co_return page;
}

Awaitable<Result<EventList>> Transactions::list_events(
    RequestContext context, BookId book, EventListRequest request) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::read_book);
    if (!access) {
        co_return access.refusal();
    }
    if (request.hash && !request.epoch) {
        co_return Refusal{
            RefusalCode::validation_failed,
            "A hash needs its epoch.",
            {{"?epoch", "required", "Send the epoch of the event whose hash it is."}}};
    }
    EventQuery query;
    query.after = request.after;
    query.limit = request.limit;
    EventPage page = co_await ledgers_.events(book, query, context.deadline);
    std::optional<Hash256> hash_there;
    if (request.hash && request.after <= page.head.offset) {
        hash_there = co_await ledgers_.event_hash(book, request.after, context.deadline);
    }
    EventList list{
        .epoch = page.head.epoch,
        .head = page.head.offset,
        .recovered = true,
        .items = {},
        .next = 0};
    if (!is_in_history({request.after, request.epoch, request.hash}, page.head, hash_there)) {
        list.recovered = false;
        co_return list;
    }
    list.next = page.events.empty() ? request.after : page.events.back().offset;
    std::erase_if(
        page.events, [&](const ledger::Event& event) { return !may_see(**access, event); });
    list.items = std::move(page.events);
    co_return list;
}

}  // namespace arus::app
