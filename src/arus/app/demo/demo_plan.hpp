// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/time.hpp"
#include "arus/ledger/act.hpp"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// What the demo's coffee-shop chain does on a day, as drafts of transactions with the time of each.
// Pure: the same seed and the same day give the same drafts with the same ids, so that making the
// history again after it was interrupted books nothing twice.
namespace arus::app {

inline constexpr std::size_t demo_outlet_count = 3;

/// An outlet of the chain.
struct DemoOutlet {
    std::string_view code;
    std::string_view name;
    std::string_view cashier;  ///< name of who enters its sales
    std::string_view cashier_email;
    double busy = 1.0;  ///< customers, as a multiple of the usual
    bool open_at_night = false;
};
const std::array<DemoOutlet, demo_outlet_count>& demo_outlets();

/// A customer or supplier of the chain.
struct DemoContact {
    std::string_view code;
    std::string_view name;
};
const std::vector<DemoContact>& demo_contacts();

/// Ids the drafts refer to, in the order of demo_outlets() and demo_contacts().
struct DemoIds {
    std::array<OutletId, demo_outlet_count> outlets;
    std::vector<ContactId> contacts;
};

/// One entry and the moment it is made. `outlet` is who makes it: that outlet's cashier, or the
/// owner for head office.
struct DemoEntry {
    static constexpr std::size_t head_office = demo_outlet_count;

    Instant at;
    std::size_t outlet = head_office;
    ledger::TransactionDraft draft;
    bool is_mistake = false;  ///< reversed by its maker some minutes later
};

/// The plan of one business, from its first day on.
class DemoPlan {
public:
    /// `first_day` is when the shops open; a day of its zone begins at midnight in Jakarta (UTC+7,
    /// no summer time).
    DemoPlan(std::uint64_t seed, Date first_day, DemoIds ids);

    /// Everything of one day, by time. Precondition: day >= first_day.
    std::vector<DemoEntry> day(Date day) const;

    /// One sale that happens now, at an outlet that is open now. `random` is the caller's, so that
    /// no two are alike.
    DemoEntry live_sale(Instant now, std::mt19937_64& random) const;

private:
    class Day;

    std::uint64_t seed_;
    Date first_day_;
    DemoIds ids_;
};

}  // namespace arus::app
