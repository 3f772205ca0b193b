// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/audit/audit.hpp"
#include "arus/app/paging.hpp"
#include "arus/app/transactions/committer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace arus::app {

/// POST /books. Shapes have been checked; zone, template and fiscal year are judged here
/// (validation_failed).
struct BookDraft {
    std::string name;                              ///< 1 to 120 characters
    std::string currency;                          ///< three capital letters
    std::optional<int> exponent;                   ///< 0 to 4; absent: what the currency uses
    std::string time_zone;                         ///< IANA name
    std::string chart_template;                    ///< umkm, minimal or none
    std::optional<std::string> fiscal_year_start;  ///< `MM-DD`; absent: 01-01
};

/// A book as one of its members sees it.
struct BookView {
    ledger::Book book;
    std::string epoch;
    Role role = Role::viewer;
};

struct MemberChange {
    Role role = Role::viewer;
    std::vector<OutletId> outlet_ids;
};

/// What is wrong with a role and its outlets together: a cashier needs one at least, the others
/// have none.
std::optional<Refusal> outlets_fault(Role role, const std::vector<OutletId>& outlets);

/// unknown_outlet for the first that the book does not have.
std::optional<Refusal> unknown_outlet_fault(
    const std::vector<OutletId>& outlets, const std::vector<ledger::Outlet>& known);

/// A membership as the audit log shows it.
std::string audit_text(const Membership& membership);

/// Books and who may use them; one for the process. Safe from every executor. Every call throws
/// Failure.
class Books {
public:
    struct Parts {
        IdentityStore& identities;
        PeopleStore& people;
        LedgerStore& ledgers;
        Committer& committer;
        Access& access;
        Audit& audit;
        const Clock& clock;
    };
    explicit Books(Parts parts);

    /// All books of the user, by name: for /me. Of an API key its one.
    Awaitable<std::vector<BookOfUser>> mine(UserId user, Deadline deadline);

    /// A page of the caller's books, newest first.
    Awaitable<Result<Page<BookView>>> list(RequestContext context, PageRequest page);

    /// What is wrong with a draft beyond its shape; pointers begin with `prefix`, for example
    /// `/book`.
    static std::vector<FieldRefusal> faults_of(const BookDraft& draft, const std::string& prefix);

    /// Makes a book with the accounts of its template, named in the owner's language; the owner
    /// becomes its owner. validation_failed as above. Not idempotent.
    Awaitable<Result<BookView>> create(User owner, BookDraft draft, Deadline deadline);
    /// The same for who is signed in.
    Awaitable<Result<BookView>> create(RequestContext context, BookDraft draft);

    Awaitable<Result<BookView>> find(RequestContext context, BookId book);

    /// Owner and admin; an accountant may change `lock_date` and nothing else (forbidden).
    /// validation_failed for an unknown zone or a fiscal year that begins on no day;
    /// currency_fixed. `reason` goes into the audit log.
    Awaitable<Result<BookView>> change(
        RequestContext context, BookId book, ledger::BookChange change,
        std::optional<std::string> reason);

    /// Newest user first. Owner and admin.
    Awaitable<Result<Page<Member>>> list_members(
        RequestContext context, BookId book, PageRequest page);

    /// Adds a member or changes role and outlets; idempotent. Only an owner makes or changes an
    /// owner (forbidden). A cashier needs outlets, the others have none (validation_failed);
    /// unknown_outlet; not_found for no such user; last_owner.
    Awaitable<Result<Member>> put_member(
        RequestContext context, BookId book, UserId user, MemberChange change);

    /// not_found where they are no member; last_owner; only an owner takes an owner out.
    Awaitable<Result<Done>> delete_member(RequestContext context, BookId book, UserId user);

private:
    Awaitable<Result<std::optional<Member>>> member_to_change(
        RequestContext context, BookId book, UserId user, std::optional<Role> new_role);

    Awaitable<Result<Done>> check_outlets(
        BookId book, std::vector<OutletId> outlets, Deadline deadline);

    IdentityStore& identities_;
    PeopleStore& people_;
    LedgerStore& ledgers_;
    Committer& committer_;
    Access& access_;
    Audit& audit_;
    const Clock& clock_;
};

}  // namespace arus::app
