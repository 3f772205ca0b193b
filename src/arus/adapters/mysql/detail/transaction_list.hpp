// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/rows.hpp"

namespace arus::mysql {

/// A page of transactions. Belongs inside one snapshot; `query` is looked at until it returns.
///
/// A list walks one index backwards from where the page begins: that of the narrowest filter that
/// has one, else all transactions; a chunk of candidates is one round trip, and chunks grow. Every
/// candidate is held against all filters here, so that both stores give the same verdict on every
/// text; once one more than the page holds was found, the page's transactions are read whole. The
/// cost grows with the page and with the candidates that do not fit.
Awaitable<app::TransactionPage> list_transactions(
    Connection& connection, BookId book, const app::TransactionQuery& query);

}  // namespace arus::mysql
