// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/transaction.hpp"

#include "arus/ledger/detail/names.hpp"

namespace arus::ledger {

namespace {

constexpr detail::Names<TransactionKind, 9> kinds{
    {"sale", "purchase", "expense", "income", "transfer", "opening", "adjustment", "journal",
     "reversal"}};
constexpr detail::Names<TransactionStatus, 3> statuses{{"pending", "posted", "voided"}};

}  // namespace

std::string_view text_of(TransactionKind kind) {
    return kinds.of(kind);
}
std::string_view text_of(TransactionStatus status) {
    return statuses.of(status);
}
std::optional<TransactionKind> parse_transaction_kind(std::string_view text) {
    return kinds.find(text);
}
std::optional<TransactionStatus> parse_transaction_status(std::string_view text) {
    return statuses.find(text);
}

}  // namespace arus::ledger
