// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/time.hpp"
#include "arus/ledger/book.hpp"

#include <string_view>
#include <vector>

namespace arus::app {

/// True for `umkm`, `minimal` and `none`.
bool is_chart_template(std::string_view name);

/// The accounts of a template, each with a fresh id, parents before their children. Names are in
/// Bahasa Indonesia for the locale `id`, else in English. `umkm` follows the parts of SAK EMKM (the
/// Indonesian standard for small business); `minimal` is the least one can keep books with.
/// Precondition: is_chart_template(name).
std::vector<ledger::Account> chart_accounts(
    std::string_view name, std::string_view locale, Instant now);

}  // namespace arus::app
