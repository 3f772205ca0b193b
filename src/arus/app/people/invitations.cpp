// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/invitations.hpp"

#include <algorithm>
#include <utility>

namespace arus::app {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view invitation_prefix = "arus_i_";

Refusal not_open() {
    return {RefusalCode::not_found, "This invitation is not open any more.", {}};
}

Refusal rate_limited() {
    return {RefusalCode::rate_limited, "There were too many tries; wait a little.", {}};
}

Refusal only_an_owner() {
    return {RefusalCode::forbidden, "Only an owner invites an owner.", {}};
}

std::string list_name(BookId book) {
    return "invitations " + book.text();
}

}  // namespace

Invitations::Invitations(Parts parts, Options options) :
    people_(parts.people),
    ledgers_(parts.ledgers),
    authentication_(parts.authentication),
    books_(parts.books),
    access_(parts.access),
    audit_(parts.audit),
    clock_(parts.clock),
    options_(options),
    looks_({.burst = 60, .refill = 1s}) {
}

Awaitable<Result<Page<InvitationRow>>> Invitations::list(
    RequestContext context, BookId book, PageRequest page) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::manage_members, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    std::optional<InvitationId> after;
    if (page.cursor) {
        const Result<std::string> place = place_of(*page.cursor, list_name(book));
        if (!place) {
            co_return place.refusal();
        }
        after = InvitationId::parse(*place);
    }
    std::vector<Invitation> found = co_await people_.list_invitations(
        book, after, page.limit + 1, context.deadline);
    Page<InvitationRow> rows;
    if (found.size() > page.limit) {
        found.resize(page.limit);
        rows.next_cursor = make_cursor(list_name(book), found.back().id.text());
    }
    const Instant now = clock_.now();
    rows.items.reserve(found.size());
    for (Invitation& invitation : found) {
        bool backed = true;
        if (invitation.is_open(now)) {
            backed = co_await is_backed(invitation, context.deadline);
        }
        rows.items.push_back({std::move(invitation), backed});
    }
    co_return rows;
}

/// Whether who made it may still offer it.
Awaitable<bool> Invitations::is_backed(const Invitation& invitation, Deadline deadline) {
    const Result<BookAccessRef> maker = co_await access_.require(
        UserId{invitation.created_by.id}, invitation.book_id, Permission::manage_members, deadline);
    const bool backed = maker && invitation.is_backed_by((*maker)->role);
    co_return backed;
}

Awaitable<Result<InvitationMade>> Invitations::create(
    RequestContext context, BookId book, InvitationDraft draft) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::manage_members, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    if (draft.membership.role == Role::owner && (*access)->role != Role::owner) {
        co_return only_an_owner();
    }
    if (auto fault = outlets_fault(draft.membership.role, draft.membership.outlet_ids)) {
        co_return std::move(*fault);
    }
    const std::vector<ledger::Outlet> outlets = co_await ledgers_.list_outlets(
        book, context.deadline);
    if (auto fault = unknown_outlet_fault(draft.membership.outlet_ids, outlets)) {
        co_return std::move(*fault);
    }
    const Instant now = clock_.now();
    InvitationMade made;
    made.token = make_token(invitation_prefix);
    made.invitation.id = InvitationId::make(now);
    made.invitation.book_id = book;
    made.invitation.membership = std::move(draft.membership);
    made.invitation.note = std::move(draft.note);
    made.invitation.created_by = {context.principal->user_id.bytes, context.principal->name};
    made.invitation.created_at = now;
    made.invitation.expires_at = {now.us + std::chrono::microseconds(options_.life).count()};
    AuditDraft entry = audit_.draft(context, book, "invitation.created");
    entry.subject_kind = "invitation";
    entry.subject_id = made.invitation.id.bytes;
    entry.after = audit_text(made.invitation.membership);
    const bool is_made = co_await people_.create_invitation(
        made.invitation, sha256(made.token), options_.open_max, std::move(entry), context.deadline);
    if (!is_made) {
        co_return Refusal{
            RefusalCode::validation_failed,
            "Too many invitations of this book are open; take some back.",
            {{"", "range", "At most 200 may be open."}}};
    }
    co_return made;
}

Awaitable<Result<Done>> Invitations::revoke(RequestContext context, BookId book, InvitationId id) {
    const Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, Permission::manage_members, context.deadline);
    if (!access) {
        co_return access.refusal();
    }
    AuditDraft entry = audit_.draft(context, book, "invitation.revoked");
    entry.subject_kind = "invitation";
    entry.subject_id = id.bytes;
    const bool is_done = co_await people_.revoke_invitation(
        book, id, clock_.now(), std::move(entry), context.deadline);
    if (!is_done) {
        co_return not_open();
    }
    co_return Done{};
}

Awaitable<Result<InvitationView>> Invitations::look(
    std::string token, Caller caller, Deadline deadline) {
    if (!looks_.take(throttle_name(caller.address), std::chrono::steady_clock::now())) {
        co_return rate_limited();
    }
    const std::optional<Invitation> found = co_await people_.find_invitation(
        sha256(token), deadline);
    if (!found || !found->is_open(clock_.now())) {
        co_return not_open();
    }
    const bool backed = co_await is_backed(*found, deadline);
    if (!backed) {
        co_return not_open();
    }
    const std::optional<BookRecord> book = co_await ledgers_.find_book(found->book_id, deadline);
    if (!book) {
        co_return not_open();
    }
    const std::vector<ledger::Outlet> outlets = co_await ledgers_.list_outlets(
        found->book_id, deadline);
    InvitationView view;
    view.book_name = book->book.name;
    view.role = found->membership.role;
    for (const OutletId& id : found->membership.outlet_ids) {
        const auto outlet = std::ranges::find(outlets, id, &ledger::Outlet::id);
        if (outlet != outlets.end()) {
            view.outlets.push_back(outlet->name);
        }
    }
    view.invited_by = found->created_by.name;
    view.expires_at = found->expires_at;
    view.may_register = authentication_.takes_invited();
    co_return view;
}

Awaitable<Result<BookView>> Invitations::accept(RequestContext context, std::string token) {
    using Outcome = PeopleStore::AcceptOutcome;
    if (!looks_.take(throttle_name(context.address), std::chrono::steady_clock::now())) {
        co_return rate_limited();
    }
    const Hash256 token_hash = sha256(token);
    const std::optional<Invitation> found = co_await people_.find_invitation(
        token_hash, context.deadline);
    if (!found) {
        co_return not_open();
    }
    const UserId me = context.principal->user_id;
    PeopleStore::Acceptance acceptance;
    acceptance.token_hash = token_hash;
    acceptance.who = me;
    acceptance.name = context.principal->name;
    acceptance.now = clock_.now();
    AuditDraft entry = audit_.draft(context, found->book_id, "invitation.accepted");
    entry.subject_kind = "invitation";
    entry.subject_id = found->id.bytes;
    entry.after = audit_text(found->membership);
    const Outcome outcome = co_await people_.accept_invitation(
        std::move(acceptance), std::move(entry), context.deadline);
    access_.forget(me, found->book_id);
    switch (outcome) {
        case Outcome::accepted:
            co_return co_await books_.find(context, found->book_id);
        case Outcome::last_owner:
            co_return Refusal{
                RefusalCode::last_owner,
                "A book needs an owner; make somebody else one first.",
                {}};
        case Outcome::not_open:
        case Outcome::email_taken:
        case Outcome::no_such_user:
            break;
    }
    co_return not_open();
}

}  // namespace arus::app
