// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/documents.hpp"
#include "arus/app/statements/statements.hpp"
#include "arus/base/ids.hpp"
#include "arus/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arus::app {

/// What there is to export.
enum class ExportSubject {
    journal,
    trial_balance,
    income_statement,
    balance_sheet,
    cash_flow,
    general_ledger,
    aging
};

/// As on the wire: `journal`, `trial-balance` and so on.
std::string_view text_of(ExportSubject subject);
std::optional<ExportSubject> parse_export_subject(std::string_view text);

/// POST /exports. Shapes have been checked, sense has not.
struct ExportOrder {
    ExportSubject subject = ExportSubject::journal;
    DocumentForm form = DocumentForm::csv;
    std::string locale;  ///< `id`, `en`; empty: the person's own
    std::optional<Date> from;
    std::optional<Date> to;
    std::optional<Date> as_of;
    std::optional<OutletId> outlet_id;
    std::optional<std::uint64_t> at_sequence;
    std::optional<std::string> interval;
    std::optional<std::string> compare;
    std::optional<std::string> split;
    std::optional<std::string> side;
    std::optional<AccountId> account_id;
};

/// The order as the wire shows it in the job's `parameters`: only what was given.
std::string encode_export_order(const ExportOrder& order);
/// The order behind that text. Precondition: it was made by encode_export_order().
ExportOrder decode_export_order(const std::string& text);

/// The reports behind an order; validation_failed for words that they do not know. Precondition:
/// the subject is one of these.
Result<StatementRequest> statement_request_of(const ExportOrder& order);
Result<AgingRequest> aging_request_of(const ExportOrder& order);
/// validation_failed without an account.
Result<GeneralLedgerRequest> general_ledger_request_of(const ExportOrder& order);

}  // namespace arus::app
