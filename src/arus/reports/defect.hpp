// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace arus::reports {

/// Why no statement can be made of the sums that were handed in: the books themselves are wrong, or
/// a sum leaves int64. Never shown as a figure; an alarm.
enum class Defect {
    unbalanced,  ///< debits and credits differ, or an identity of the statement does not hold
    overflow
};

}  // namespace arus::reports
