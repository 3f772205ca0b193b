// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/statements/statements.hpp"

#include <string>

// Statements and what stands behind them, as contracts/openapi.yaml shapes them; every function
// returns one whole JSON document.
namespace arus::wire {

std::string statement_reply(const app::StatementReport& report);
std::string aging_reply(const app::AgingReport& report);
std::string general_ledger_reply(const app::GeneralLedgerReport& report);
std::string explanation_reply(const app::StatementExplanation& explanation);
std::string explanation_reply(const app::AgingExplanation& explanation);
std::string changes_reply(const app::ChangesReport& changes);

}  // namespace arus::wire
