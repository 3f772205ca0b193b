// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/reports/statement.hpp"

namespace arus::reports::detail {

/// Whether anything that must hold of a filled statement does not; see make_statement().
bool broken_identity(const Statement& statement, const std::vector<ColumnSums>& sums);

}  // namespace arus::reports::detail
