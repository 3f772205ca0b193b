// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace arus::reports {

enum class Language { id, en };

/// What a row that is no account, a column of ages or a report is called on paper, for the keys of
/// contracts/openapi.yaml (`gross_profit`, `balance-sheet`, …); `key` itself where there is no
/// label.
std::string_view label_of(std::string_view key, Language language);

}  // namespace arus::reports
