// SPDX-License-Identifier: Apache-2.0
#include "arus/app/access/access.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace arus::app {

namespace {

Refusal no_such_book() {
    return {RefusalCode::not_found, "There is no such book, or you are not a member of it.", {}};
}

bool is_own_outlet(const BookAccess& access, const ledger::Event& event) {
    const boost::json::value data = boost::json::parse(*event.data);
    const auto outlet = OutletId::parse(std::string_view(data.at("id").as_string()));
    return access.in_scope(outlet);
}

bool has_limit(const ledger::Event& event) {
    const boost::json::value data = boost::json::parse(*event.data);
    return !data.at("min_balance").is_null();
}

}  // namespace

bool BookAccess::in_scope(const std::optional<OutletId>& outlet) const {
    return !outlet_scope
           || (outlet && std::ranges::find(*outlet_scope, *outlet) != outlet_scope->end());
}

bool may_see(const BookAccess& access, const ledger::Event& event) {
    if (!access.outlet_scope) {
        return true;
    }
    switch (event.type) {
        case ledger::EventType::transaction_posted:
        case ledger::EventType::transaction_pending:
        case ledger::EventType::transaction_voided:
            return access.in_scope(event.outlet_id);
        case ledger::EventType::outlet_created:
        case ledger::EventType::outlet_updated:
            return is_own_outlet(access, event);
        case ledger::EventType::account_created:
        case ledger::EventType::account_updated:
            return !has_limit(event);
        case ledger::EventType::contact_created:
        case ledger::EventType::contact_updated:
        case ledger::EventType::book_updated:
            return true;
    }
    ARUS_ASSERT(!"an event type without a rule");
}

Access::Access(
    IdentityStore& identities, LedgerStore& ledgers, PeopleStore& people, const Clock& clock,
    Options options) :
    identities_(identities),
    ledgers_(ledgers),
    people_(people),
    clock_(clock),
    cache_(options.entries_max) {
}

Awaitable<Result<BookAccessRef>> Access::require(
    UserId user, BookId book, Permission permission, Deadline deadline) {
    BookAccessRef access;
    if (std::optional<BookAccessRef> known = cache_.find(
            {user, book}, std::chrono::steady_clock::now())) {
        access = std::move(*known);
    } else {
        access = co_await load(user, book, deadline);
    }
    if (!access) {
        co_return no_such_book();
    }
    if (!may(access->role, permission)) {
        co_return Refusal{
            RefusalCode::forbidden,
            "As " + std::string(text_of(access->role)) + " of this book you may not do this.",
            {}};
    }
    if (access->is_api_key && is_for_people_only(permission)) {
        co_return Refusal{RefusalCode::forbidden, "This is for people, not for API keys.", {}};
    }
    if (access->read_only && is_write(permission)) {
        co_return Refusal{RefusalCode::forbidden, "This API key is for reading only.", {}};
    }
    co_return access;
}

/// Membership or key, without the book itself; null where there is neither.
Awaitable<std::shared_ptr<BookAccess>> Access::find_access(
    UserId user, BookId book, Deadline deadline) {
    std::optional<Membership> membership = co_await identities_.find_membership(
        user, book, deadline);
    auto access = std::make_shared<BookAccess>();
    if (!membership) {
        std::optional<ApiKey> key = co_await people_.find_api_key(ApiKeyId{user.bytes}, deadline);
        if (!key || key->book_id != book || !key->is_active(clock_.now())) {
            co_return nullptr;
        }
        access->is_api_key = true;
        access->read_only = key->read_only;
        membership = std::move(key->membership);
    }
    access->role = membership->role;
    if (membership->role == Role::cashier) {
        access->outlet_scope = std::move(membership->outlet_ids);
    }
    co_return access;
}

Awaitable<BookAccessRef> Access::load(UserId user, BookId book, Deadline deadline) {
    const auto reading = cache_.begin(std::chrono::steady_clock::now());
    std::shared_ptr<BookAccess> access = co_await find_access(user, book, deadline);
    if (!access) {
        co_return nullptr;
    }
    std::optional<BookRecord> record = co_await ledgers_.find_book(book, deadline);
    if (!record) {
        co_return nullptr;
    }
    access->book = std::move(record->book);
    access->epoch = std::move(record->head.epoch);
    cache_.put({user, book}, access, reading);
    co_return access;
}

void Access::forget(UserId user, BookId book) {
    cache_.forget({user, book});
}

void Access::forget(BookId book) {
    cache_.forget_if([book](const Key& key) { return key.book == book; });
}

}  // namespace arus::app
