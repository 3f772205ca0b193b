// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/database.hpp"
#include "arus/adapters/sqlite/detail/queries.hpp"
#include "arus/records/ledger_records.hpp"

#include <optional>
#include <string_view>
#include <vector>

// What several readers need of a book.
namespace arus::sqlite {

using namespace records;

inline std::int64_t signed_of(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

/// Rows of queries::find_head; none if there is no such book.
std::optional<ledger::Head> read_head(Statement& find_head, BookId book);
/// Rows of queries::find_book; none if there is no such book.
std::optional<ledger::Book> read_book(Statement& find_book, BookId book);
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
