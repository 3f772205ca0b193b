// SPDX-License-Identifier: Apache-2.0
#include "arus/app/audit/audit.hpp"

#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <charconv>

namespace arus::app {

namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr std::size_t waiting_max = 256;
constexpr auto note_timeout = 30s;
constexpr std::int64_t us_per_day = 86'400'000'000;
constexpr std::int64_t us_per_hour = 3'600'000'000;

AuditDraft::Actor actor_of(const Principal& principal) {
    return principal.kind == Principal::Kind::api_key ? AuditDraft::Actor::api_key
                                                      : AuditDraft::Actor::user;
}

json::object object_of(const std::string& text) {
    return text.empty() ? json::object() : json::parse(text).as_object();
}

/// The moment at which `day` begins in `zone`: found by looking at the clock there, since the
/// offset of a zone may change on that very day.
Instant begin_of(Date day, const std::string& zone) {
    Instant low{std::int64_t{day.days} * us_per_day - 16 * us_per_hour};
    Instant high{std::int64_t{day.days} * us_per_day + 16 * us_per_hour};
    while (high.us - low.us > 1'000) {
        const Instant middle{low.us + (high.us - low.us) / 2};
        (local_hour(zone, middle).date < day ? low : high) = middle;
    }
    return {high.us - high.us % 1'000};
}

std::optional<std::uint64_t> sequence_of(const std::string& text) {
    std::uint64_t value = 0;
    const auto end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    return parsed.ec == std::errc{} && parsed.ptr == end ? std::optional(value) : std::nullopt;
}

Refusal bad_cursor() {
    return {
        RefusalCode::validation_failed,
        "Some fields are not valid.",
        {{"?cursor", "pattern", "It is not a cursor of this list."}}};
}

}  // namespace

AuditDifference audit_difference(const std::string& before, const std::string& after) {
    json::object was = object_of(before);
    json::object is = object_of(after);
    was.erase("version");
    is.erase("version");
    if (!before.empty() && !after.empty()) {
        json::object changed_was;
        json::object changed_is;
        for (const auto& [name, value] : is) {
            const json::value* const old = was.if_contains(name);
            if (old == nullptr || *old != value) {
                changed_was[name] = old == nullptr ? json::value(nullptr) : *old;
                changed_is[name] = value;
            }
        }
        was = std::move(changed_was);
        is = std::move(changed_is);
    }
    AuditDifference difference;
    if (!before.empty()) {
        difference.before = json::serialize(was);
    }
    if (!after.empty()) {
        difference.after = json::serialize(is);
    }
    return difference;
}

Audit::Audit(AuditStore& store, Access& access, const Clock& clock) :
    store_(store), access_(access), clock_(clock) {
}

AuditDraft Audit::draft(const RequestContext& context, BookId book, std::string action) const {
    const Principal& principal = *context.principal;
    AuditDraft draft;
    draft.book_id = book;
    draft.at = clock_.now();
    draft.actor = actor_of(principal);
    draft.actor_id = principal.user_id.bytes;
    draft.actor_name = principal.name;
    draft.action = std::move(action);
    draft.subject_kind = "user";
    draft.subject_id = principal.user_id.bytes;
    if (context.address.empty() && context.request_id == command_line_request) {
        draft.actor = AuditDraft::Actor::operator_;
        draft.actor_id = std::nullopt;
        draft.actor_name = "command line";
        return draft;
    }
    draft.device_id = context.device_id ? context.device_id : principal.device_id;
    draft.address = context.address;
    draft.request_id = context.request_id;
    return draft;
}

AuditDraft Audit::draft(const Caller& caller, const User& user, std::string action) const {
    AuditDraft draft;
    draft.at = clock_.now();
    draft.actor = AuditDraft::Actor::user;
    draft.actor_id = user.id.bytes;
    draft.actor_name = user.name;
    draft.action = std::move(action);
    draft.subject_kind = "user";
    draft.subject_id = user.id.bytes;
    draft.device_id = caller.device_id;
    draft.address = caller.address;
    draft.request_id = caller.request_id;
    return draft;
}

Awaitable<void> Audit::write(AuditDraft draft, Deadline deadline) {
    co_await store_.append(std::move(draft), deadline);
}

Awaitable<void> Audit::note(AuditDraft draft, Deadline deadline) {
    const std::string action = draft.action;
    try {
        co_await store_.append(std::move(draft), deadline);
    } catch (const Failure& failure) {
        lost_.fetch_add(1, std::memory_order_relaxed);
        log::error(
            "an audit entry could not be written", {{"action", action}, {"what", failure.what()}});
    }
}

void Audit::note_later(const asio::any_io_executor& executor, AuditDraft draft) {
    if (tasks_.running() >= waiting_max) {
        lost_.fetch_add(1, std::memory_order_relaxed);
        log::warn("an audit entry was dropped: too many wait", {{"action", draft.action}});
        return;
    }
    tasks_.spawn(executor, note(std::move(draft), Deadline::in(note_timeout)));
}

Awaitable<Result<Page<AuditRecord>>> Audit::list(
    RequestContext context, BookId book, AuditListRequest request) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::read_audit, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    const std::string& zone = (*access)->book.time_zone;
    AuditQuery query;
    query.book_id = book;
    query.actor_id = request.who;
    query.action_prefix = request.what;
    std::string name = "audit " + book.text() + ' ' + request.what.value_or("");
    if (request.who) {
        name += ' ' + uuid_text(*request.who);
    }
    if (request.from) {
        query.from = begin_of(*request.from, zone);
        name += " from " + date_text(*request.from);
    }
    if (request.to) {
        query.until = begin_of(request.to->plus_days(1), zone);
        name += " to " + date_text(*request.to);
    }
    co_return co_await page_of(
        std::move(query), std::move(request.page), std::move(name), context.deadline);
}

Awaitable<Result<Page<AuditRecord>>> Audit::list_mine(RequestContext context, PageRequest page) {
    AuditQuery query;
    query.subject_id = context.principal->user_id.bytes;
    std::string name = "audit of " + context.principal->user_id.text();
    co_return co_await page_of(
        std::move(query), std::move(page), std::move(name), context.deadline);
}

Awaitable<Result<Page<AuditRecord>>> Audit::page_of(
    AuditQuery query, PageRequest page, std::string list, Deadline deadline) {
    if (page.cursor) {
        const Result<std::string> place = place_of(*page.cursor, list);
        if (!place) {
            co_return place.refusal();
        }
        query.before_sequence = sequence_of(*place);
        if (!query.before_sequence) {
            co_return bad_cursor();
        }
    }
    query.limit = page.limit + 1;
    Page<AuditRecord> found;
    found.items = co_await store_.list(std::move(query), deadline);
    if (found.items.size() > page.limit) {
        found.items.resize(page.limit);
        found.next_cursor = make_cursor(list, std::to_string(found.items.back().sequence));
    }
    co_return found;
}

}  // namespace arus::app
