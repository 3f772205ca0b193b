// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/transaction_reader.hpp"

#include "arus/adapters/mysql/detail/queries_read.hpp"
#include "arus/adapters/mysql/detail/text_formatter.hpp"

#include <string>
#include <unordered_map>
#include <utility>

namespace arus::mysql {

namespace {

/// What the rows of the transactions themselves say, in no order, and how many parts there should
/// be.
struct Loaded {
    FoundTransaction found;
    std::uint64_t postings = 0;
    std::uint64_t tags = 0;
    std::uint64_t lines = 0;

    bool is_whole() const {
        const auto& made = found.transaction;
        return made.postings.size() == postings && made.tags.size() == tags
               && made.lines.size() == lines;
    }
};
using LoadedBySequence = std::unordered_map<std::uint64_t, Loaded>;

LoadedBySequence loaded_of(Rows rows, BookId book) {
    LoadedBySequence loaded;
    loaded.reserve(rows.size());
    while (rows.next()) {
        auto& one = loaded[rows.count(1)];
        one.found.transaction = transaction_of(rows);
        one.found.transaction.book_id = book;
        one.found.offset = rows.count(2);
        if (!rows.is_null(25)) {
            one.found.hash = rows.hash(25);
        }
        one.postings = rows.count(19);
        one.tags = rows.count(20);
        one.lines = rows.count(21);
        one.found.transaction.postings.reserve(one.postings);
    }
    return loaded;
}

/// Adds to its transaction what each row holds; rows of transactions that were not asked for do not
/// come.
template <class Add>
void add_parts(Rows rows, LoadedBySequence& loaded, Add add) {
    while (rows.next()) {
        const auto found = loaded.find(rows.count(0));
        if (found != loaded.end()) {
            add(found->second.found.transaction, rows);
        }
    }
}

LoadedBySequence loaded_of(const Replies& replies, BookId book) {
    auto loaded = loaded_of(replies.rows(0), book);
    add_parts(replies.rows(1), loaded, [](ledger::Transaction& transaction, const Rows& rows) {
        transaction.postings.push_back(
            {rows.id<AccountId>(1), rows.is_null(2) ? std::string() : rows.string(2),
             rows.is_null(3) ? std::string() : rows.string(3),
             parsed(ledger::parse_direction(rows.text(4)), "direction of a posting"),
             rows.integer(5), rows.optional_string(6)});
    });
    add_parts(replies.rows(2), loaded, [](ledger::Transaction& transaction, const Rows& rows) {
        transaction.tags.push_back(rows.string(1));
    });
    add_parts(replies.rows(3), loaded, [](ledger::Transaction& transaction, const Rows& rows) {
        transaction.lines.push_back({rows.string(1), rows.string(2), rows.integer(3)});
    });
    return loaded;
}

void check_whole(const Loaded& loaded) {
    if (!loaded.is_whole()) {
        throw_corrupt("a transaction whose postings, tags or lines are not all there");
    }
}

/// The postings, tags and lines of the transactions that `add_which` names after "sequence".
template <class AddWhich>
void add_part_queries(TextFormatter& text, BookId book, AddWhich add_which) {
    text.sql(queries::list_postings_text).value(book).sql(" AND p.sequence");
    add_which(text);
    text.sql(queries::list_postings_order).sql(";").sql(queries::list_tags_text).value(book);
    text.sql(" AND sequence");
    add_which(text);
    text.sql(queries::list_parts_order).sql(";").sql(queries::list_lines_text).value(book);
    text.sql(" AND sequence");
    add_which(text);
    text.sql(queries::list_parts_order);
}

}  // namespace

Awaitable<std::vector<std::optional<FoundTransaction>>> read_transactions(
    Connection& connection, BookId book, std::vector<std::uint64_t> sequences,
    TransactionState state) {
    std::vector<std::optional<FoundTransaction>> found(sequences.size());
    if (sequences.empty()) {
        co_return found;
    }
    std::string sql;
    TextFormatter text(sql);
    if (state == TransactionState::now) {
        text.sql(queries::list_transactions_text).value(book).sql(" AND t.sequence IN ");
    } else {
        text.sql(queries::list_made_text).value(book).sql(" AND sequence IN ");
    }
    text.list(sequences).sql(";");
    const auto add_which = [&sequences](TextFormatter& to) { to.sql(" IN ").list(sequences); };
    add_part_queries(text, book, add_which);
    const auto replies = co_await connection.query(std::move(sql));
    auto loaded = loaded_of(replies, book);
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        const auto one = loaded.find(sequences[i]);
        if (one == loaded.end()) {
            continue;
        }
        if (state == TransactionState::now) {
            check_whole(one->second);
        }
        found[i] = std::move(one->second.found);
    }
    co_return found;
}

Awaitable<std::optional<FoundTransaction>> read_transaction(
    Connection& connection, BookId book, TransactionId id) {
    std::string sql;
    TextFormatter text(sql);
    text.sql(queries::list_transactions_text).value(book).sql(" AND t.id = ").value(id).sql(";");
    const auto add_which = [book, id](TextFormatter& to) {
        to.sql(" = ").sql(queries::sequence_of_text).value(book);
        to.sql(" AND id = ").value(id).sql(")");
    };
    add_part_queries(text, book, add_which);
    const auto replies = co_await connection.query(std::move(sql));
    auto loaded = loaded_of(replies, book);
    if (loaded.empty()) {
        co_return std::nullopt;
    }
    check_whole(loaded.begin()->second);
    co_return std::move(loaded.begin()->second.found);
}

Awaitable<std::vector<IdSequence>> read_sequences(
    Connection& connection, BookId book, std::vector<TransactionId> ids) {
    std::vector<IdSequence> found;
    if (ids.empty()) {
        co_return found;
    }
    std::string sql;
    TextFormatter text(sql);
    text.sql(queries::list_sequences_text).value(book).sql(" AND id IN ").list(ids);
    const auto replies = co_await connection.query(std::move(sql));
    auto rows = replies.rows(0);
    while (rows.next()) {
        found.push_back({rows.id<TransactionId>(1), rows.count(0)});
    }
    co_return found;
}

}  // namespace arus::mysql
