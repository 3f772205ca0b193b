// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/database.hpp"
#include "arus/adapters/sqlite/detail/queries.hpp"
#include "arus/app/ports/identity_store.hpp"
#include "arus/app/ports/ledger_store.hpp"

#include <optional>
#include <string_view>
#include <vector>

// From rows to the structs of the ledger. Text that stands for an enumerator and is none is Failure
// corrupt.
namespace arus::sqlite {

[[noreturn]] void throw_corrupt(std::string_view what);

template <class T>
T parsed(std::optional<T> value, std::string_view what) {
    if (!value) {
        throw_corrupt(what);
    }
    return *value;
}

inline std::int64_t signed_of(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

/// Rows of queries::find_head; none if there is no such book.
std::optional<ledger::Head> read_head(Statement& find_head, BookId book);
/// Rows of queries::find_book; none if there is no such book.
std::optional<ledger::Book> read_book(Statement& find_book, BookId book);
/// The columns of queries::find_book from 0 on.
ledger::Book book_of(const Rows& rows);
/// The columns of queries::list_accounts.
ledger::Account account_of(const Rows& rows);
/// The columns of queries::list_outlets.
ledger::Outlet outlet_of(const Rows& rows);
/// The columns of queries::find_contact.
ledger::Contact contact_of(const Rows& rows);
/// The columns of queries::list_events.
ledger::Event event_of(const Rows& rows);
/// The columns of queries::find_settlement, without the sequence of the transaction.
ledger::Settlement settlement_of(const Rows& rows);
/// The columns of queries::find_user.
app::User user_of(const Rows& rows);

app::Position position_of(const ledger::Head& head);

/// The statements that read a whole transaction, in whatever state they are asked for. Belongs to
/// one connection.
class TransactionReader {
public:
    explicit TransactionReader(const Connection& connection);

    struct Found {
        ledger::Transaction transaction;
        std::uint64_t offset = 0;  ///< of the event that shows its status
    };

    /// As it is now.
    std::optional<Found> find(BookId book, TransactionId id);
    std::optional<Found> find(BookId book, std::uint64_t sequence);
    /// As it was made, whatever happened to it since; with the postings, tags and lines that are
    /// there, which a check then compares with the history.
    std::optional<Found> find_as_made(BookId book, std::uint64_t sequence);
    std::optional<ledger::TransactionKind> find_kind(BookId book, TransactionId id);
    std::optional<std::uint64_t> find_sequence(BookId book, TransactionId id);

private:
    /// Whether parts that are not there are an error, or taken as they are found.
    enum class Parts { all, found };

    template <class Key>
    std::optional<Found> read(Statement& statement, BookId book, Key key, Parts parts);
    void add_parts(ledger::Transaction& transaction, bool has_tags, bool has_lines, Parts parts);

    Statement find_;
    Statement find_by_sequence_;
    Statement find_made_;
    Statement find_kind_;
    Statement find_sequence_;
    Statement list_postings_;
    Statement list_tags_;
    Statement list_lines_;
};

}  // namespace arus::sqlite
