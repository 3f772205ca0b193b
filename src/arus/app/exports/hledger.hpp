// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/exports/journal_entry.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

// A book as a plain text journal that hledger and ledger read. Every entry balances by itself;
// amounts are `IDR 150000`, `USD -12.50`; entries come in the order of their numbers.
//
//   commodity IDR
//       format IDR 1000.
//
//   account assets:1101 Kas
//       ; type: A
//
//   2026-11-22 * (8) Kopi susu 3x
//       ; kind: sale
//       ; outlet: DAGO
//       assets:1101 Kas  IDR 75000
//       revenues:4101 Penjualan  IDR -75000
namespace arus::app {

/// The name of an account in the journal: its type, code and name, without what the format takes
/// for its own.
std::string hledger_account(const ledger::Account& account);

/// Writes the heads and entries of one book. Holds the chart.
class HledgerWriter {
public:
    HledgerWriter(
        std::string currency, int exponent, const std::vector<ledger::Account>& accounts,
        const std::vector<ledger::Outlet>& outlets);

    /// What stands above all entries: a remark, the currency, every account with its type.
    void write_head(std::string& out, std::string_view remark) const;
    /// One entry and an empty line. An account that is not of the chart is corrupt (Failure).
    void write(std::string& out, const JournalEntry& entry) const;

private:
    struct Named {
        std::string name;
        ledger::AccountType type = ledger::AccountType::asset;
    };

    std::string currency_;
    int exponent_;
    std::map<std::string, Named, std::less<>> accounts_;  ///< by code
    std::map<OutletId, std::string> outlets_;             ///< codes
};

}  // namespace arus::app
