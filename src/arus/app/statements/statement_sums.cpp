// SPDX-License-Identifier: Apache-2.0
#include "arus/app/statements/statement_sums.hpp"

#include "arus/base/assert.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace arus::app {

namespace {

using reports::Sides;

constexpr Date first_date{std::numeric_limits<std::int32_t>::min()};

Date next_month_start(Date date) {
    return month_start(month_start(date).plus_days(31));
}

void add_sides(Sides& to, const Sides& more) {
    to.debit_minor += more.debit_minor;
    to.credit_minor += more.credit_minor;
}

void subtract_sides(Sides& from, const Sides& less) {
    from.debit_minor -= less.debit_minor;
    from.credit_minor -= less.credit_minor;
}

Date month_end(Date date) {
    return next_month_start(date).plus_days(-1);
}

/// Both inclusive.
std::int32_t day_count(Date first, Date last) {
    return last.days - first.days + 1;
}

/// Puts together the readings of one segment.
class Segment {
public:
    Segment(
        std::vector<ActivityRange>& ranges, OutletId outlet,
        const std::vector<std::size_t>& windows) :
        ranges_(ranges), outlet_(outlet), windows_(windows) {}

    /// Days [first, last], which may begin with time.
    void add(Date first, Date last) {
        const bool begins_with_time = first == first_date;
        if (!begins_with_time && month_start(first) == month_start(last)) {
            add_in_one_month(first, last);
            return;
        }
        Date months_from = first;
        if (!begins_with_time) {
            const Date start = month_start(first);
            const Date end = month_end(first);
            if (day_count(start, first) - 1 < day_count(first, end)) {
                months_from = start;
                days(true, start, first.plus_days(-1));
            } else {
                months_from = end.plus_days(1);
                days(false, first, end);
            }
        }
        const Date start = month_start(last);
        const Date end = month_end(last);
        if (day_count(last, end) - 1 < day_count(start, last)) {
            months(months_from, end);
            days(true, last.plus_days(1), end);
        } else {
            months(months_from, start.plus_days(-1));
            days(false, start, last);
        }
    }

private:
    void add_in_one_month(Date first, Date last) {
        const Date start = month_start(first);
        const Date end = month_end(last);
        const std::int32_t inside = day_count(first, last);
        if (day_count(start, end) - inside >= inside) {
            days(false, first, last);
            return;
        }
        months(start, end);
        days(true, start, first.plus_days(-1));
        days(true, last.plus_days(1), end);
    }
    void days(bool is_less, Date first, Date last) {
        if (first <= last) {
            ranges_.push_back({false, is_less, outlet_, first, last, windows_});
        }
    }
    void months(Date first, Date last) {
        if (first <= last) {
            ranges_.push_back({true, false, outlet_, first, last, windows_});
        }
    }

    std::vector<ActivityRange>& ranges_;
    OutletId outlet_;
    const std::vector<std::size_t>& windows_;
};

}  // namespace

std::vector<ActivityRange> activity_ranges(const std::vector<StatementQuery::Window>& windows) {
    std::map<OutletId, std::vector<std::size_t>> by_outlet;
    for (std::size_t i = 0; i < windows.size(); ++i) {
        by_outlet[windows[i].outlet_id.value_or(OutletId{})].push_back(i);
    }
    std::vector<ActivityRange> ranges;
    for (const auto& [outlet, members] : by_outlet) {
        // A segment begins at each cut and ends before the next one.
        std::vector<Date> cuts;
        for (const std::size_t i : members) {
            cuts.push_back(windows[i].from.value_or(first_date));
            cuts.push_back(windows[i].to.plus_days(1));
        }
        std::ranges::sort(cuts);
        cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
        for (std::size_t cut = 0; cut + 1 < cuts.size(); ++cut) {
            const Date first = cuts[cut];
            const Date last = cuts[cut + 1].plus_days(-1);
            std::vector<std::size_t> parts_of;
            for (const std::size_t i : members) {
                if (windows[i].from.value_or(first_date) <= first && windows[i].to >= last) {
                    parts_of.push_back(i);
                }
            }
            if (!parts_of.empty()) {
                Segment(ranges, outlet, parts_of).add(first, last);
            }
        }
    }
    return ranges;
}

WindowSums::WindowSums(
    std::vector<StatementQuery::Window> windows, const std::vector<ledger::Account>& accounts) :
    windows_(std::move(windows)),
    ranges_(activity_ranges(windows_)),
    by_range_(ranges_.size(), std::vector<Sides>(accounts.size())) {
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        index_.emplace(accounts[i].id, i);
    }
}

bool WindowSums::add(std::size_t range, AccountId account, const Sides& sides) {
    const auto found = index_.find(account);
    if (found == index_.end()) {
        return false;
    }
    Sides& sum = by_range_[range][found->second];
    if (ranges_[range].is_less) {
        subtract_sides(sum, sides);
    } else {
        add_sides(sum, sides);
    }
    return true;
}

std::vector<std::vector<Sides>> WindowSums::take() {
    std::vector<std::vector<Sides>> sums(windows_.size(), std::vector<Sides>(index_.size()));
    for (std::size_t range = 0; range < ranges_.size(); ++range) {
        for (const std::size_t window : ranges_[range].windows) {
            for (std::size_t account = 0; account < by_range_[range].size(); ++account) {
                add_sides(sums[window][account], by_range_[range][account]);
            }
        }
    }
    by_range_.clear();
    return sums;
}

void WindowSums::subtract(std::vector<std::vector<Sides>>& sums, const LaterPostings& later) const {
    const auto account = index_.find(later.account_id);
    ARUS_ASSERT(account != index_.end());
    for (std::size_t i = 0; i < windows_.size(); ++i) {
        const StatementQuery::Window& window = windows_[i];
        if (later.date <= window.to && (!window.from || later.date >= *window.from)
            && (!window.outlet_id || later.outlet_id == window.outlet_id)) {
            subtract_sides(sums[i][account->second], later.sides);
        }
    }
}

AgingSums::AgingSums(const AgingQuery& query, std::vector<AccountId> accounts) :
    query_(query),
    accounts_(std::move(accounts)),
    is_one_(accounts_.begin(), accounts_.end()),
    columns_(reports::aging_columns(query.as_of)) {
}

Date AgingSums::first_day() const {
    return *columns_[reports::aging_buckets - 2].from;
}

void AgingSums::add_balance(ContactId contact, const Sides& sides) {
    add_sides(of(contact).until_end, sides);
}

void AgingSums::add_control(const Sides& sides) {
    add_sides(control_, sides);
}

void AgingSums::subtract(const LaterPostings& later) {
    if (!is_one_.contains(later.account_id)) {
        return;
    }
    subtract_sides(control_, later.sides);
    if (later.contact_id) {
        subtract_sides(of(later.contact_id).until_end, later.sides);
    }
}

void AgingSums::add_entries(
    Date date, const std::optional<ContactId>& contact, const Sides& sides) {
    reports::ContactSums& sums = of(contact);
    if (date > query_.as_of) {  // the stored balances count it already
        subtract_sides(control_, sides);
        if (contact) {
            subtract_sides(sums.until_end, sides);
        }
        return;
    }
    for (std::size_t bucket = 0; bucket + 1 < reports::aging_buckets; ++bucket) {
        if (date >= *columns_[bucket].from && date <= columns_[bucket].to) {
            add_sides(sums.young[bucket], sides);
        }
    }
}

void AgingSums::take(AgingRecord& record) {
    // What no contact has is what the accounts have beyond the contacts'.
    nobody_.until_end = control_;
    for (auto& [contact, sums] : contacts_) {
        subtract_sides(nobody_.until_end, sums.until_end);
        if (sums.until_end != Sides{}) {
            sums.contact_id = contact;
            record.contacts.push_back(std::move(sums));
        }
    }
    if (nobody_.until_end != Sides{}) {
        record.contacts.push_back(std::move(nobody_));
    }
    record.account_ids = accounts_;
    record.control = control_;
}

bool is_of_side(ledger::AccountSubtype subtype, reports::AgingSide side) {
    return side == reports::AgingSide::receivable ? subtype == ledger::AccountSubtype::receivable
                                                  : subtype == ledger::AccountSubtype::payable;
}

reports::Sides sides_of(std::int64_t amount_minor) {
    return amount_minor > 0 ? Sides{amount_minor, 0} : Sides{0, -amount_minor};
}

}  // namespace arus::app
