// SPDX-License-Identifier: Apache-2.0
#include "arus/app/books/books.hpp"

#include "arus/app/books/chart_templates.hpp"
#include "arus/app/detail/committing.hpp"
#include "arus/app/detail/page_of.hpp"
#include "arus/base/assert.hpp"
#include "arus/base/json_writer.hpp"
#include "arus/ledger/event.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

namespace arus::app {

namespace {

/// Decimals in use, where they are not two (ISO 4217; rupiah is kept without sen, as people do).
int usual_exponent(std::string_view currency) {
    constexpr std::array<std::string_view, 17> none{"IDR", "BIF", "CLP", "DJF", "GNF", "ISK",
                                                    "JPY", "KMF", "KRW", "PYG", "RWF", "UGX",
                                                    "VND", "VUV", "XAF", "XOF", "XPF"};
    constexpr std::array<std::string_view, 7> three{"BHD", "IQD", "JOD", "KWD",
                                                    "LYD", "OMR", "TND"};
    if (std::ranges::find(none, currency) != none.end()) {
        return 0;
    }
    return std::ranges::find(three, currency) != three.end() ? 3 : 2;
}

/// A day that every year has.
bool is_month_day(const std::string& text) {
    return text.size() == 5 && parse_date("2001-" + text).has_value();
}

void check_zone(
    std::vector<FieldRefusal>& faults, const std::string& pointer, const std::string& zone) {
    if (!is_time_zone(zone)) {
        faults.push_back(
            {pointer, "enum", "It is no time zone of the IANA database, such as Asia/Jakarta."});
    }
}

void check_fiscal_year(
    std::vector<FieldRefusal>& faults, const std::string& pointer, const std::string& month_day) {
    if (!is_month_day(month_day)) {
        faults.push_back(
            {pointer, "pattern", "It is a month and a day that every year has, such as 01-01."});
    }
}

Refusal invalid(std::vector<FieldRefusal> faults) {
    return {RefusalCode::validation_failed, "Some fields are not valid.", std::move(faults)};
}

ledger::Submission chart_submission(
    const std::vector<ledger::Account>& accounts, const User& owner) {
    ledger::Submission chart;
    chart.atomic = true;
    for (const ledger::Account& account : accounts) {
        ledger::Entry entry;
        entry.act = ledger::AccountDraft{account, std::nullopt};
        entry.actor = {owner.id, owner.name, std::nullopt, std::nullopt};
        chart.entries.push_back(std::move(entry));
    }
    return chart;
}

bool touches_more_than_the_lock(const ledger::BookChange& change) {
    return change.name || change.currency || change.exponent || change.time_zone
           || change.fiscal_year_start;
}

Refusal only_an_owner() {
    return {RefusalCode::forbidden, "Only an owner makes or changes an owner.", {}};
}

Refusal last_owner() {
    return {RefusalCode::last_owner, "A book needs an owner; make somebody else one first.", {}};
}

Refusal no_such_member(const char* detail) {
    return {RefusalCode::not_found, detail, {}};
}

}  // namespace

std::optional<Refusal> outlets_fault(Role role, const std::vector<OutletId>& outlets) {
    if (role == Role::cashier && outlets.empty()) {
        return invalid({{"/outlet_ids", "too_short", "A cashier needs at least one outlet."}});
    }
    if (role != Role::cashier && !outlets.empty()) {
        return invalid(
            {{"/outlet_ids", "too_long", "Only a cashier has outlets; the others see all."}});
    }
    return std::nullopt;
}

std::optional<Refusal> unknown_outlet_fault(
    const std::vector<OutletId>& outlets, const std::vector<ledger::Outlet>& known) {
    for (std::size_t i = 0; i < outlets.size(); ++i) {
        if (std::ranges::find(known, outlets[i], &ledger::Outlet::id) == known.end()) {
            return Refusal{
                RefusalCode::unknown_outlet,
                "There is no such outlet in this book.",
                {{"/outlet_ids/" + std::to_string(i), "unknown_outlet",
                  "Choose an outlet of this book."}}};
        }
    }
    return std::nullopt;
}

std::string audit_text(const Membership& membership) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().field("role", text_of(membership.role));
    json.key("outlet_ids").begin_array();
    for (const OutletId& outlet : membership.outlet_ids) {
        json.string(outlet.text());
    }
    json.end_array().end_object();
    return text;
}

Books::Books(Parts parts) :
    identities_(parts.identities),
    people_(parts.people),
    ledgers_(parts.ledgers),
    committer_(parts.committer),
    access_(parts.access),
    audit_(parts.audit),
    clock_(parts.clock) {
}

Awaitable<std::vector<BookOfUser>> Books::mine(UserId user, Deadline deadline) {
    std::vector<BookOfUser> books = co_await identities_.books_of(user, deadline);
    if (!books.empty()) {
        co_return books;
    }
    const std::optional<ApiKey> key = co_await people_.find_api_key(ApiKeyId{user.bytes}, deadline);
    if (key && key->is_active(clock_.now())) {
        std::optional<BookRecord> record = co_await ledgers_.find_book(key->book_id, deadline);
        if (record) {
            BookOfUser book{
                std::move(record->book), std::move(record->head.epoch), key->membership};
            books.push_back(std::move(book));
        }
    }
    co_return books;
}

Awaitable<Result<Page<BookView>>> Books::list(RequestContext context, PageRequest page) {
    std::vector<BookOfUser> books = co_await mine(context.principal->user_id, context.deadline);
    std::vector<BookView> views;
    for (BookOfUser& one : books) {
        views.push_back({std::move(one.book), std::move(one.epoch), one.membership.role});
    }
    co_return detail::page_of(std::move(views), page, "books", [](const BookView& view) {
        return detail::newest_first(view.book.created_at.us, view.book.id.text());
    });
}

std::vector<FieldRefusal> Books::faults_of(const BookDraft& draft, const std::string& prefix) {
    std::vector<FieldRefusal> faults;
    check_zone(faults, prefix + "/time_zone", draft.time_zone);
    if (!is_chart_template(draft.chart_template)) {
        faults.push_back({prefix + "/template", "enum", "It is umkm, minimal or none."});
    }
    if (draft.fiscal_year_start) {
        check_fiscal_year(faults, prefix + "/fiscal_year_start", *draft.fiscal_year_start);
    }
    return faults;
}

Awaitable<Result<BookView>> Books::create(User owner, BookDraft draft, Deadline deadline) {
    if (std::vector<FieldRefusal> faults = faults_of(draft, ""); !faults.empty()) {
        co_return invalid(std::move(faults));
    }
    const Instant now = clock_.now();
    NewBook fresh;
    fresh.book.id = BookId::make(now);
    fresh.book.name = std::move(draft.name);
    fresh.book.exponent = draft.exponent.value_or(usual_exponent(draft.currency));
    fresh.book.currency = std::move(draft.currency);
    fresh.book.time_zone = std::move(draft.time_zone);
    fresh.book.fiscal_year_start = draft.fiscal_year_start.value_or("01-01");
    fresh.book.chart_template = draft.chart_template;
    fresh.book.created_at = now;
    fresh.owner = owner.id;
    fresh.chart = chart_submission(chart_accounts(draft.chart_template, owner.locale, now), owner);
    BookRecord record = co_await ledgers_.create_book(std::move(fresh), deadline);
    co_return BookView{std::move(record.book), std::move(record.head.epoch), Role::owner};
}

Awaitable<Result<BookView>> Books::create(RequestContext context, BookDraft draft) {
    const Principal& principal = *context.principal;
    const User owner{
        principal.user_id, principal.email, principal.name, principal.locale,
        principal.user_created_at};
    Result<BookView> made = co_await create(owner, std::move(draft), context.deadline);
    if (made) {
        AuditDraft entry = audit_.draft(context, made->book.id, "book.created");
        entry.subject_kind = "book";
        entry.subject_id = made->book.id.bytes;
        entry.after = audit_difference({}, ledger::encode_book(made->book)).after;
        co_await audit_.note(std::move(entry), context.deadline);
    }
    co_return made;
}

Awaitable<Result<BookView>> Books::find(RequestContext context, BookId book) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::read_book, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    std::optional<BookRecord> record = co_await ledgers_.find_book(book, context.deadline);
    if (!record) {
        co_return Refusal{RefusalCode::not_found, "There is no such book.", {}};
    }
    co_return BookView{std::move(record->book), std::move(record->head.epoch), (*access)->role};
}

Awaitable<Result<BookView>> Books::change(
    RequestContext context, BookId book, ledger::BookChange change,
    std::optional<std::string> reason) {
    const Permission needed = touches_more_than_the_lock(change) ? Permission::manage_book
                                                                 : Permission::lock_period;
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, needed, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    const Role role = (*access)->role;
    std::vector<FieldRefusal> faults;
    if (change.time_zone) {
        check_zone(faults, "/time_zone", *change.time_zone);
    }
    if (change.fiscal_year_start) {
        check_fiscal_year(faults, "/fiscal_year_start", *change.fiscal_year_start);
    }
    if (!faults.empty()) {
        co_return invalid(std::move(faults));
    }
    const std::optional<BookRecord> before = co_await ledgers_.find_book(book, context.deadline);
    ledger::Entry act = detail::entry_of(context, **access, std::move(change));
    Result<Committed> committed = co_await detail::commit_one(
        committer_, book, std::move(act), context.deadline);
    access_.forget(book);
    if (!committed) {
        co_return std::move(committed).refusal();
    }
    BookView view{
        std::get<ledger::Book>(std::move(committed->made)), std::move(committed->epoch), role};
    AuditDifference difference = audit_difference(
        before ? ledger::encode_book(before->book) : std::string(), ledger::encode_book(view.book));
    if (difference.after != "{}") {
        AuditDraft entry = audit_.draft(context, book, "book.changed");
        entry.subject_kind = "book";
        entry.subject_id = book.bytes;
        entry.before = std::move(difference.before);
        entry.after = std::move(difference.after);
        entry.reason = std::move(reason);
        co_await audit_.note(std::move(entry), context.deadline);
    }
    co_return view;
}

Awaitable<Result<Page<Member>>> Books::list_members(
    RequestContext context, BookId book, PageRequest page) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::manage_members, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    std::vector<Member> members = co_await identities_.list_members(book, context.deadline);
    co_return detail::page_of(
        std::move(members), page, "members " + book.text(), [](const Member& member) {
            return detail::newest_first(member.user.created_at.us, member.user.id.text());
        });
}

/// The member as they are now, if they are one, once it is sure that the caller may change them.
Awaitable<Result<std::optional<Member>>> Books::member_to_change(
    RequestContext context, BookId book, UserId user, std::optional<Role> new_role) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::manage_members, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    std::vector<Member> members = co_await identities_.list_members(book, context.deadline);
    const auto found = std::ranges::find_if(
        members, [&](const Member& member) { return member.user.id == user; });
    std::optional<Member> member;
    if (found != members.end()) {
        member = std::move(*found);
    }
    const bool concerns_owner = new_role == Role::owner
                                || (member && member->membership.role == Role::owner);
    if (concerns_owner && (*access)->role != Role::owner) {
        co_return only_an_owner();
    }
    co_return member;
}

Awaitable<Result<Done>> Books::check_outlets(
    BookId book, std::vector<OutletId> outlets, Deadline deadline) {
    if (!outlets.empty()) {
        const std::vector<ledger::Outlet> known = co_await ledgers_.list_outlets(book, deadline);
        if (std::optional<Refusal> fault = unknown_outlet_fault(outlets, known)) {
            co_return std::move(*fault);
        }
    }
    co_return Done{};
}

Awaitable<Result<Member>> Books::put_member(
    RequestContext context, BookId book, UserId user, MemberChange change) {
    Result<std::optional<Member>> now = co_await member_to_change(context, book, user, change.role);
    if (!now) {
        co_return std::move(now).refusal();
    }
    const Result<Done> checked = co_await check_outlets(book, change.outlet_ids, context.deadline);
    if (std::optional<Refusal> fault = outlets_fault(change.role, change.outlet_ids)) {
        co_return std::move(*fault);
    }
    if (!checked) {
        co_return checked.refusal();
    }
    const Membership membership{change.role, std::move(change.outlet_ids)};
    AuditDraft entry = audit_.draft(context, book, *now ? "member.changed" : "member.added");
    entry.subject_kind = "member";
    entry.subject_id = user.bytes;
    if (*now) {
        entry.before = audit_text((*now)->membership);
    }
    entry.after = audit_text(membership);
    const IdentityStore::MemberOutcome outcome = co_await people_.put_member(
        book, user, membership, std::move(entry), context.deadline);
    access_.forget(user, book);
    if (outcome == IdentityStore::MemberOutcome::last_owner) {
        co_return last_owner();
    }
    std::optional<User> found;
    if (outcome == IdentityStore::MemberOutcome::done) {
        found = co_await identities_.find_user(user, context.deadline);
    }
    if (!found) {
        co_return no_such_member("There is no such user.");
    }
    co_return Member{std::move(*found), membership};
}

Awaitable<Result<Done>> Books::delete_member(RequestContext context, BookId book, UserId user) {
    Result<std::optional<Member>> now = co_await member_to_change(
        context, book, user, std::nullopt);
    if (!now) {
        co_return std::move(now).refusal();
    }
    if (!*now) {
        co_return no_such_member("They are no member of this book.");
    }
    AuditDraft entry = audit_.draft(context, book, "member.removed");
    entry.subject_kind = "member";
    entry.subject_id = user.bytes;
    entry.before = audit_text((*now)->membership);
    const IdentityStore::MemberOutcome outcome = co_await people_.delete_member(
        book, user, std::move(entry), context.deadline);
    access_.forget(user, book);
    if (outcome == IdentityStore::MemberOutcome::last_owner) {
        co_return last_owner();
    }
    if (outcome == IdentityStore::MemberOutcome::no_such_user) {
        co_return no_such_member("They are no member of this book.");
    }
    co_return Done{};
}

}  // namespace arus::app
