// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/time.hpp"
#include "arus/ledger/transaction.hpp"

#include <string>
#include <string_view>

namespace arus::app {

/// The words of a document in one language.
struct ExportWords {
    std::string_view journal, number, date, description, reference, outlet, code, account, debit,
        credit, memo, tags, kind, entered_by, committed_at, transaction_id, period, from_start,
        to_end, made_on, all_outlets, own_outlets, page, of, total, position, as_of, amount,
        difference, contact, opening, closing, balance;
};

/// `id`, else English.
const ExportWords& words_of(std::string_view locale);

std::string_view word_of(ledger::TransactionKind kind, std::string_view locale);

/// 22/11/2026, the form of both languages here.
std::string paper_date(Date date);

}  // namespace arus::app
