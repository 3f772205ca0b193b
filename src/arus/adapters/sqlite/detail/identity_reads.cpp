// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/identity_reads.hpp"

#include "arus/adapters/sqlite/detail/identity_queries.hpp"

#include <utility>

namespace arus::sqlite {

IdentityReads::IdentityReads(const Connection& connection) :
    has_users_(connection, queries::has_users),
    find_user_by_email_(connection, queries::find_user_by_email),
    find_user_(connection, queries::find_user),
    find_session_(connection, queries::find_session),
    list_books_of_user_(connection, queries::list_books_of_user),
    find_role_(connection, queries::find_role),
    list_member_outlets_(connection, queries::list_member_outlets),
    list_members_(connection, queries::list_members) {
}

bool IdentityReads::has_users() {
    return has_users_.query().next();
}

std::optional<app::UserCredentials> IdentityReads::find_user_by_email(const std::string& email) {
    auto rows = find_user_by_email_.query(email);
    if (!rows.next()) {
        return std::nullopt;
    }
    return app::UserCredentials{user_of(rows), rows.string(5)};
}

std::optional<app::User> IdentityReads::find_user(UserId user) {
    auto rows = find_user_.query(user);
    return rows.next() ? std::optional<app::User>(user_of(rows)) : std::nullopt;
}

std::optional<app::Session> IdentityReads::find_session(const Hash256& token_hash) {
    auto rows = find_session_.query(token_hash);
    if (!rows.next()) {
        return std::nullopt;
    }
    app::Session session;
    session.token_hash = rows.hash(0);
    session.user_id = rows.id<UserId>(1);
    session.created_at = rows.instant(2);
    session.expires_at = rows.instant(3);
    session.last_used_at = rows.instant(4);
    session.device_id = rows.optional_id<DeviceId>(5);
    session.address = rows.string(6);
    return session;
}

std::vector<app::BookOfUser> IdentityReads::books_of(UserId user) {
    std::vector<app::BookOfUser> books;
    auto rows = list_books_of_user_.query(user);
    while (rows.next()) {
        app::BookOfUser book;
        book.book = book_of(rows);
        book.epoch = rows.string(9);
        book.membership.role = parsed(app::parse_role(rows.text(10)), "role of a member");
        book.membership.outlet_ids = outlets_of(user, book.book.id);
        books.push_back(std::move(book));
    }
    return books;
}

std::optional<app::Membership> IdentityReads::find_membership(UserId user, BookId book) {
    auto rows = find_role_.query(book, user);
    if (!rows.next()) {
        return std::nullopt;
    }
    return app::Membership{
        parsed(app::parse_role(rows.text(0)), "role of a member"), outlets_of(user, book)};
}

std::vector<app::Member> IdentityReads::list_members(BookId book) {
    std::vector<app::Member> members;
    auto rows = list_members_.query(book);
    while (rows.next()) {
        app::Member member;
        member.user = user_of(rows);
        member.membership.role = parsed(app::parse_role(rows.text(5)), "role of a member");
        member.membership.outlet_ids = outlets_of(member.user.id, book);
        members.push_back(std::move(member));
    }
    return members;
}

std::vector<OutletId> IdentityReads::outlets_of(UserId user, BookId book) {
    std::vector<OutletId> outlets;
    auto rows = list_member_outlets_.query(book, user);
    while (rows.next()) {
        outlets.push_back(rows.id<OutletId>(0));
    }
    return outlets;
}

}  // namespace arus::sqlite
