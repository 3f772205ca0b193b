// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/rows.hpp"

namespace arus::sqlite {

/// Books, charts, single transactions and events, for one read connection. Each call belongs inside
/// a Snapshot.
class BookReads {
public:
    explicit BookReads(const Connection& connection);

    std::optional<app::BookRecord> find_book(BookId book);
    std::vector<BookId> list_books();
    std::vector<ledger::Account> list_accounts(BookId book);
    std::vector<ledger::Outlet> list_outlets(BookId book);
    app::ContactPage list_contacts(BookId book, const app::ContactQuery& query);
    std::optional<app::TransactionRecord> find_transaction(BookId book, TransactionId id);
    app::EventPage events(BookId book, const app::EventQuery& query);
    std::optional<Hash256> event_hash(BookId book, std::uint64_t offset);

private:
    Statement find_head_;
    Statement find_book_;
    Statement list_books_;
    Statement list_accounts_;
    Statement list_outlets_;
    Statement list_contacts_;
    Statement list_events_;
    Statement find_event_hash_;
    TransactionReader transactions_;
};

}  // namespace arus::sqlite
