// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/audit/audit.hpp"
#include "arus/app/paging.hpp"
#include "arus/app/transactions/committer.hpp"

#include <optional>
#include <string>

namespace arus::app {

/// Accounts, outlets and contacts of a book. Changes go through the committer and advance the
/// book's head. One for the process; safe from every executor; every call throws Failure. Lists are
/// by code.
///
/// Every call: not_found for a book one may not see, forbidden for a role that may not. What a path
/// names and the book does not have is not_found.
class Chart {
public:
    Chart(
        LedgerStore& ledgers, Committer& committer, Access& access, Audit& audit,
        const Clock& clock);

    /// `archived`: only those, only the others, or (absent) all.
    struct ListRequest {
        std::optional<bool> archived;
        PageRequest page;
    };

    /// A cashier sees no limits.
    Awaitable<Result<Page<ledger::Account>>> list_accounts(
        RequestContext context, BookId book, ListRequest request);
    /// Owner, admin, accountant. The id of the draft's account is made here. code_taken,
    /// unknown_account (parent), amount_invalid (limit), validation_failed (parent of another
    /// type).
    Awaitable<Result<ledger::Account>> create_account(
        RequestContext context, BookId book, ledger::AccountDraft draft);
    /// subtype_fixed and what create_account refuses. `archived` true closes it to new postings.
    Awaitable<Result<ledger::Account>> change_account(
        RequestContext context, BookId book, ledger::AccountChange change);

    /// A cashier sees the own ones.
    Awaitable<Result<Page<ledger::Outlet>>> list_outlets(
        RequestContext context, BookId book, ListRequest request);
    /// Owner and admin. The id of the draft's outlet is made here. code_taken.
    Awaitable<Result<ledger::Outlet>> create_outlet(
        RequestContext context, BookId book, ledger::OutletDraft draft);
    Awaitable<Result<ledger::Outlet>> change_outlet(
        RequestContext context, BookId book, ledger::OutletChange change);

    Awaitable<Result<Page<ledger::Contact>>> list_contacts(
        RequestContext context, BookId book, ListRequest request);
    /// Everybody but a viewer. The id of the draft's contact is made here. code_taken.
    Awaitable<Result<ledger::Contact>> create_contact(
        RequestContext context, BookId book, ledger::ContactDraft draft);
    /// Owner, admin, accountant.
    Awaitable<Result<ledger::Contact>> change_contact(
        RequestContext context, BookId book, ledger::ContactChange change);

private:
    Awaitable<Result<BookAccessRef>> require(
        const RequestContext& context, BookId book, Permission permission);
    /// What an entry of the audit log tells of one thing of the chart.
    struct Told {
        std::string kind;    ///< account, outlet, contact
        std::string before;  ///< JSON as it was; empty where it is new
    };
    template <class Made>
    Awaitable<Result<Made>> commit(
        RequestContext context, BookId book, BookAccessRef access, ledger::Act act, Told told);

    LedgerStore& ledgers_;
    Committer& committer_;
    Access& access_;
    Audit& audit_;
    const Clock& clock_;
};

}  // namespace arus::app
