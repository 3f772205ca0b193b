// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/detail/workspace.hpp"

#include <string>

namespace arus::ledger::detail {

/// The day a reversal is booked on: the target's if it is open, else today. May be locked all the
/// same.
Date default_reversal_date(const Book& book, const Transaction& target, Date today);

/// The transaction that undoes `target`: the same postings on the other sides; outlet, contact,
/// tags and reference are the target's. Without id, date, original_date and local_hour.
Transaction reversal_of(const Transaction& target, const Actor& actor);

}  // namespace arus::ledger::detail
