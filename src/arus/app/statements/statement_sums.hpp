// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/statement_store.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

// What every store does alike to answer StatementStore: which stored sums to read for which
// windows, and how what it reads comes together. Pure; a store does the reading.
namespace arus::app {

/// One reading of the sums by month or by day.
struct ActivityRange {
    bool by_month = false;
    bool is_less = false;              ///< to be subtracted: days of a month that was added whole
    OutletId outlet_id;                ///< none: all outlets together
    Date first;                        ///< of months the first day of one, or the beginning of time
    Date last;                         ///< inclusive
    std::vector<std::size_t> windows;  ///< which windows it is a part of
};

/// The readings that make the windows. Windows are cut at each other's ends, so that every month
/// and day is read once for each outlet, however many windows there are. Months come from the sums
/// by month. Of a month that is cut, the days inside are added, or the days outside are subtracted
/// from the whole, whichever are fewer: up to today that is next to nothing.
std::vector<ActivityRange> activity_ranges(const std::vector<StatementQuery::Window>& windows);

/// A posting, or several added up, that took effect after some knowledge.
struct LaterPostings {
    AccountId account_id;
    reports::Sides sides;
    Date date;
    std::optional<OutletId> outlet_id;
    std::optional<ContactId> contact_id;
};

/// Sums of windows in the making. Accounts stand in the order in which they were handed in.
class WindowSums {
public:
    WindowSums(
        std::vector<StatementQuery::Window> windows, const std::vector<ledger::Account>& accounts);

    const std::vector<ActivityRange>& ranges() const { return ranges_; }

    /// A stored sum of that range; false if there is no such account. Each range may have several
    /// rows of an account.
    bool add(std::size_t range, AccountId account, const reports::Sides& sides);

    /// One entry a window, of everything added; call it once, after the last add().
    std::vector<std::vector<reports::Sides>> take();

    /// Takes what came later out of sums that take() gave.
    void subtract(std::vector<std::vector<reports::Sides>>& sums, const LaterPostings& later) const;

private:
    std::vector<StatementQuery::Window> windows_;
    std::vector<ActivityRange> ranges_;
    std::unordered_map<AccountId, std::size_t> index_;
    std::vector<std::vector<reports::Sides>> by_range_;
};

/// What contacts owe in the making: stored balances, less what is not known yet or counts later,
/// and entries of the last ninety days. That the stored balances are those of the entries is the
/// book's check to find out.
class AgingSums {
public:
    AgingSums(const AgingQuery& query, std::vector<AccountId> accounts);

    /// The first day whose entries are wanted.
    Date first_day() const;

    /// A contact's stored balance on one of the accounts, or on several added up.
    void add_balance(ContactId contact, const reports::Sides& sides);
    /// The stored balance of one of the accounts, whoever's, or of several added up.
    void add_control(const reports::Sides& sides);
    /// What took effect after the knowledge asked for.
    void subtract(const LaterPostings& later);
    /// Entries of these accounts from first_day() on, known in time, added up by day.
    void add_entries(
        Date date, const std::optional<ContactId>& contact, const reports::Sides& sides);

    /// Fills accounts, contacts (without code and name, those with nothing but zeros left out) and
    /// control.
    void take(AgingRecord& record);

private:
    reports::ContactSums& of(const std::optional<ContactId>& contact) {
        return contact ? contacts_[*contact] : nobody_;
    }

    AgingQuery query_;
    std::vector<AccountId> accounts_;
    std::unordered_set<AccountId> is_one_;
    std::vector<reports::Column> columns_;
    std::unordered_map<ContactId, reports::ContactSums> contacts_;
    reports::ContactSums nobody_;  ///< of entries that name no contact
    reports::Sides control_;
};

/// Whether accounts of this subtype are receivables, payables.
bool is_of_side(ledger::AccountSubtype subtype, reports::AgingSide side);

/// A debit is positive.
reports::Sides sides_of(std::int64_t amount_minor);

}  // namespace arus::app
