// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/identity_reads.hpp"

#include "arus/adapters/mysql/detail/identity_queries.hpp"

#include <unordered_map>
#include <utility>

namespace arus::mysql {

namespace {

app::Role role_of(const Rows& rows, std::size_t column) {
    return parsed(app::parse_role(rows.text(column)), "role of a member");
}

/// From rows of a key and an outlet_id.
template <class Key>
std::unordered_map<Key, std::vector<OutletId>> outlets_by(Rows rows) {
    std::unordered_map<Key, std::vector<OutletId>> outlets;
    while (rows.next()) {
        outlets[rows.id<Key>(0)].push_back(rows.id<OutletId>(1));
    }
    return outlets;
}

}  // namespace

Awaitable<bool> has_users(Connection& connection) {
    const auto rows = co_await connection.execute(queries::has_users);
    co_return !rows.empty();
}

Awaitable<std::optional<app::UserCredentials>> find_user_by_email(
    Connection& connection, const std::string& email) {
    auto rows = co_await connection.execute(queries::find_user_by_email, email);
    if (!rows.next()) {
        co_return std::nullopt;
    }
    app::UserCredentials found;
    found.user = user_of(rows);
    found.password_hash = rows.string(5);
    co_return found;
}

Awaitable<std::optional<app::User>> find_user(Connection& connection, UserId user) {
    auto rows = co_await connection.execute(queries::find_user, user);
    co_return rows.next() ? std::optional<app::User>(user_of(rows)) : std::nullopt;
}

Awaitable<std::optional<app::Session>> find_session(
    Connection& connection, const Hash256& token_hash) {
    auto rows = co_await connection.execute(queries::find_session, token_hash);
    if (!rows.next()) {
        co_return std::nullopt;
    }
    app::Session session;
    session.token_hash = rows.hash(0);
    session.user_id = rows.id<UserId>(1);
    session.created_at = rows.instant(2);
    session.expires_at = rows.instant(3);
    session.last_used_at = rows.instant(4);
    session.device_id = rows.optional_id<DeviceId>(5);
    session.address = rows.string(6);
    co_return session;
}

Awaitable<std::vector<app::BookOfUser>> books_of(Connection& connection, UserId user) {
    auto rows = co_await connection.execute(queries::list_books_of_user, user);
    auto outlet_rows = co_await connection.execute(queries::list_outlets_of_user, user);
    auto outlets = outlets_by<BookId>(std::move(outlet_rows));
    std::vector<app::BookOfUser> books;
    while (rows.next()) {
        app::BookOfUser book;
        book.book = book_of(rows);
        book.epoch = rows.string(9);
        book.membership.role = role_of(rows, 10);
        book.membership.outlet_ids = std::move(outlets[book.book.id]);
        books.push_back(std::move(book));
    }
    co_return books;
}

Awaitable<std::optional<app::Membership>> find_membership(
    Connection& connection, UserId user, BookId book) {
    auto rows = co_await connection.execute(queries::find_membership, book, user);
    std::optional<app::Membership> membership;
    while (rows.next()) {
        if (!membership) {
            membership.emplace();
            membership->role = role_of(rows, 0);
        }
        if (!rows.is_null(1)) {
            membership->outlet_ids.push_back(rows.id<OutletId>(1));
        }
    }
    co_return membership;
}

Awaitable<std::vector<app::Member>> list_members(Connection& connection, BookId book) {
    auto rows = co_await connection.execute(queries::list_members, book);
    auto outlet_rows = co_await connection.execute(queries::list_outlets_of_members, book);
    auto outlets = outlets_by<UserId>(std::move(outlet_rows));
    std::vector<app::Member> members;
    while (rows.next()) {
        app::Member member;
        member.user = user_of(rows);
        member.membership.role = role_of(rows, 5);
        member.membership.outlet_ids = std::move(outlets[member.user.id]);
        members.push_back(std::move(member));
    }
    co_return members;
}

}  // namespace arus::mysql
