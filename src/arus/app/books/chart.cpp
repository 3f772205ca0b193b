// SPDX-License-Identifier: Apache-2.0
#include "arus/app/books/chart.hpp"

#include "arus/app/detail/committing.hpp"
#include "arus/app/detail/page_of.hpp"
#include "arus/base/json_writer.hpp"
#include "arus/ledger/event.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace arus::app {

namespace {

std::string text_of(const ledger::Account& account, const BookAccess& access) {
    return ledger::encode_account(account, access.book.id, access.book.exponent);
}
std::string text_of(const ledger::Outlet& outlet, const BookAccess& access) {
    return ledger::encode_outlet(outlet, access.book.id);
}
/// Without what is about a person: that can be erased, the audit log cannot.
std::string text_of(const ledger::Contact& contact, const BookAccess&) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().field("code", contact.code).field("archived", contact.archived);
    json.field("version", contact.version).end_object();
    return text;
}

template <class T, class AnyId>
std::string text_of(const std::vector<T>& items, AnyId id, const BookAccess& access) {
    const auto found = std::ranges::find(items, id, &T::id);
    return found == items.end() ? std::string() : text_of(*found, access);
}

/// The list with its filters, for its cursors.
std::string list_name(const char* what, BookId book, std::optional<bool> archived) {
    const char* filter = !archived ? "all" : *archived ? "archived" : "open";
    return std::string(what) + ' ' + book.text() + ' ' + filter;
}

template <class T>
Result<Page<T>> page_by_code(
    std::vector<T> items, const Chart::ListRequest& request, const char* what, BookId book) {
    if (request.archived) {
        std::erase_if(items, [&](const T& item) { return item.archived != *request.archived; });
    }
    return detail::page_of(
        std::move(items), request.page, list_name(what, book, request.archived),
        [](const T& item) { return item.code; });
}

template <class T>
Result<T> made_of(Result<Committed> committed) {
    if (!committed) {
        return std::move(committed).refusal();
    }
    return std::get<T>(std::move(committed->made));
}

}  // namespace

Chart::Chart(
    LedgerStore& ledgers, Committer& committer, Access& access, Audit& audit, const Clock& clock) :
    ledgers_(ledgers), committer_(committer), access_(access), audit_(audit), clock_(clock) {
}

Awaitable<Result<BookAccessRef>> Chart::require(
    const RequestContext& context, BookId book, Permission permission) {
    return access_.require(context.principal->user_id, book, permission, context.deadline);
}

template <class Made>
Awaitable<Result<Made>> Chart::commit(
    RequestContext context, BookId book, BookAccessRef access, ledger::Act act, Told told) {
    ledger::Entry asked = detail::entry_of(context, *access, std::move(act));
    Result<Committed> committed = co_await detail::commit_one(
        committer_, book, std::move(asked), context.deadline);
    Result<Made> made = made_of<Made>(std::move(committed));
    if (made) {
        const bool is_new = told.before.empty();
        AuditDifference difference = audit_difference(told.before, text_of(*made, *access));
        if (is_new || difference.after != "{}" || told.kind == "contact") {
            AuditDraft entry = audit_.draft(
                context, book, told.kind + (is_new ? ".created" : ".changed"));
            entry.subject_kind = std::move(told.kind);
            entry.subject_id = made->id.bytes;
            entry.before = std::move(difference.before);
            entry.after = std::move(difference.after);
            co_await audit_.note(std::move(entry), context.deadline);
        }
    }
    co_return made;
}

Awaitable<Result<Page<ledger::Account>>> Chart::list_accounts(
    RequestContext context, BookId book, ListRequest request) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::read_book);
    if (!access) {
        co_return access.refusal();
    }
    std::vector<ledger::Account> accounts = co_await ledgers_.list_accounts(book, context.deadline);
    if ((*access)->role == Role::cashier) {
        for (ledger::Account& account : accounts) {
            account.min_balance_minor = std::nullopt;
        }
    }
    co_return page_by_code(std::move(accounts), request, "accounts", book);
}

Awaitable<Result<ledger::Account>> Chart::create_account(
    RequestContext context, BookId book, ledger::AccountDraft draft) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::manage_chart);
    if (!access) {
        co_return access.refusal();
    }
    draft.account.id = AccountId::make(clock_.now());
    Told told{"account", {}};
    co_return co_await commit<ledger::Account>(
        context, book, *access, std::move(draft), std::move(told));
}

Awaitable<Result<ledger::Account>> Chart::change_account(
    RequestContext context, BookId book, ledger::AccountChange change) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::manage_chart);
    if (!access) {
        co_return access.refusal();
    }
    const std::vector<ledger::Account> accounts = co_await ledgers_.list_accounts(
        book, context.deadline);
    Told told{"account", text_of(accounts, change.id, **access)};
    co_return co_await commit<ledger::Account>(
        context, book, *access, std::move(change), std::move(told));
}

Awaitable<Result<Page<ledger::Outlet>>> Chart::list_outlets(
    RequestContext context, BookId book, ListRequest request) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::read_book);
    if (!access) {
        co_return access.refusal();
    }
    std::vector<ledger::Outlet> outlets = co_await ledgers_.list_outlets(book, context.deadline);
    std::erase_if(
        outlets, [&](const ledger::Outlet& outlet) { return !(*access)->in_scope(outlet.id); });
    co_return page_by_code(std::move(outlets), request, "outlets", book);
}

Awaitable<Result<ledger::Outlet>> Chart::create_outlet(
    RequestContext context, BookId book, ledger::OutletDraft draft) {
    const Result<BookAccessRef> access = co_await require(
        context, book, Permission::manage_outlets);
    if (!access) {
        co_return access.refusal();
    }
    draft.outlet.id = OutletId::make(clock_.now());
    Told told{"outlet", {}};
    co_return co_await commit<ledger::Outlet>(
        context, book, *access, std::move(draft), std::move(told));
}

Awaitable<Result<ledger::Outlet>> Chart::change_outlet(
    RequestContext context, BookId book, ledger::OutletChange change) {
    const Result<BookAccessRef> access = co_await require(
        context, book, Permission::manage_outlets);
    if (!access) {
        co_return access.refusal();
    }
    const std::vector<ledger::Outlet> outlets = co_await ledgers_.list_outlets(
        book, context.deadline);
    Told told{"outlet", text_of(outlets, change.id, **access)};
    co_return co_await commit<ledger::Outlet>(
        context, book, *access, std::move(change), std::move(told));
}

Awaitable<Result<Page<ledger::Contact>>> Chart::list_contacts(
    RequestContext context, BookId book, ListRequest request) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::read_book);
    if (!access) {
        co_return access.refusal();
    }
    const std::string list = list_name("contacts", book, request.archived);
    ContactQuery query;
    if (request.page.cursor) {
        Result<std::string> place = place_of(*request.page.cursor, list);
        if (!place) {
            co_return std::move(place).refusal();
        }
        query.after_code = std::move(*place);
    }
    // The store knows no filter by archive: pages are read until one is full of what is wanted.
    query.limit = request.page.limit;
    Page<ledger::Contact> page;
    for (bool has_more = true; has_more && page.items.size() < request.page.limit;) {
        ContactPage found = co_await ledgers_.list_contacts(book, query, context.deadline);
        has_more = found.has_more && !found.items.empty();
        for (ledger::Contact& contact : found.items) {
            query.after_code = contact.code;
            const bool is_wanted = !request.archived || contact.archived == *request.archived;
            if (is_wanted) {
                page.items.push_back(std::move(contact));
            }
            if (page.items.size() == request.page.limit) {
                has_more = has_more || &contact != &found.items.back();
                break;
            }
        }
        if (has_more && page.items.size() == request.page.limit) {
            page.next_cursor = make_cursor(list, *query.after_code);
        }
    }
    co_return page;
}

Awaitable<Result<ledger::Contact>> Chart::create_contact(
    RequestContext context, BookId book, ledger::ContactDraft draft) {
    const Result<BookAccessRef> access = co_await require(
        context, book, Permission::manage_contacts);
    if (!access) {
        co_return access.refusal();
    }
    draft.contact.id = ContactId::make(clock_.now());
    Told told{"contact", {}};
    co_return co_await commit<ledger::Contact>(
        context, book, *access, std::move(draft), std::move(told));
}

Awaitable<Result<ledger::Contact>> Chart::change_contact(
    RequestContext context, BookId book, ledger::ContactChange change) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::edit_contacts);
    if (!access) {
        co_return access.refusal();
    }
    Told told{"contact", "{}"};
    co_return co_await commit<ledger::Contact>(
        context, book, *access, std::move(change), std::move(told));
}

}  // namespace arus::app
