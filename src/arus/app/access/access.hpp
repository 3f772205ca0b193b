// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/caller.hpp"
#include "arus/app/access/permissions.hpp"
#include "arus/app/detail/fresh_cache.hpp"
#include "arus/app/ports/identity_store.hpp"
#include "arus/app/ports/ledger_store.hpp"
#include "arus/app/ports/people_store.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace arus::app {

/// What somebody is in a book, and the book's basics. Never changed once made; at most half a
/// second old.
struct BookAccess {
    ledger::Book book;  ///< lock_date and name may be a second old: who shows them reads the book
    std::string epoch;
    Role role = Role::viewer;
    /// Present for a cashier, and only for one: the outlets whose transactions exist for them.
    std::optional<std::vector<OutletId>> outlet_scope;
    bool is_api_key = false;  ///< of a program, not of a person
    bool read_only = false;   ///< of a key that may write nothing

    bool in_scope(const std::optional<OutletId>& outlet) const;
};
using BookAccessRef = std::shared_ptr<const BookAccess>;

/// True if somebody with this access may be told of the event. Everybody but a cashier may be told
/// of everything. A cashier is told of own outlets and their transactions, of contacts and the
/// book, and of accounts that have no limit (an account's event carries its limit, and events are
/// the same bytes for everybody: those with one are kept back).
bool may_see(const BookAccess& access, const ledger::Event& event);

/// Decides who may do what in which book; one for the process. Safe from every executor.
class Access {
public:
    struct Options {
        std::size_t entries_max = 20'000;  ///< remembered memberships
    };

    Access(
        IdentityStore& identities, LedgerStore& ledgers, PeopleStore& people, const Clock& clock,
        Options options);

    /// What `user` is in `book`: not_found where there is no such book or they are no member;
    /// forbidden where the role does not carry the permission, or a key's scope does not. The one
    /// place where this is decided, for REST, the socket, jobs and exports. Throws Failure.
    Awaitable<Result<BookAccessRef>> require(
        UserId user, BookId book, Permission permission, Deadline deadline);

    /// What was read of it before does not count any more, on this instance at once, on others
    /// within a second.
    void forget(UserId user, BookId book);
    void forget(BookId book);

private:
    struct Key {
        UserId user;
        BookId book;
        auto operator<=>(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<UserId>{}(key.user) * 31 + std::hash<BookId>{}(key.book);
        }
    };

    Awaitable<BookAccessRef> load(UserId user, BookId book, Deadline deadline);
    Awaitable<std::shared_ptr<BookAccess>> find_access(UserId user, BookId book, Deadline deadline);

    IdentityStore& identities_;
    LedgerStore& ledgers_;
    PeopleStore& people_;
    const Clock& clock_;
    detail::FreshCache<Key, BookAccessRef, KeyHash> cache_;
};

}  // namespace arus::app
