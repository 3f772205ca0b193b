// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/audit_log.hpp"

#include "arus/adapters/mysql/detail/people_queries.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace arus::mysql {

namespace {

constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t walk_rows = 1'000;

app::AuditRecord record_of(const Rows& rows) {
    return {rows.count(0), rows.string(1), rows.hash(2)};
}

}  // namespace

Awaitable<void> append_audit(Connection& connection, const app::AuditDraft& draft) {
    auto head = co_await connection.execute(queries::lock_audit_head, draft.book_id);
    if (head.empty()) {
        const Hash256 start = app::audit_chain_start(draft.book_id);
        co_await connection.execute(queries::insert_audit_head, draft.book_id, 0, start);
        head = co_await connection.execute(queries::lock_audit_head, draft.book_id);
    }
    if (!head.next()) {
        throw_corrupt("head of an audit chain");
    }
    const std::uint64_t sequence = head.count(0) + 1;
    const std::string data = app::encode_audit(draft, sequence);
    const Hash256 hash = app::audit_hash(head.hash(1), data);
    const Value bytes = Value::blob(data);
    co_await connection.execute(
        queries::insert_audit_entry, draft.book_id, sequence, draft.at, draft.actor_id,
        draft.action, draft.subject_id, bytes, hash);
    co_await connection.execute(queries::update_audit_head, sequence, hash, draft.book_id);
}

Awaitable<std::vector<app::AuditRecord>> list_audit(
    Connection& connection, const app::AuditQuery& query) {
    const std::string prefix = query.action_prefix.value_or("");
    const std::string end = prefix + '\x7f';  // behind every text that begins so: actions are ASCII
    const std::int64_t before = query.before_sequence
                                    ? static_cast<std::int64_t>(*query.before_sequence)
                                    : no_limit;
    const std::int64_t from = query.from ? query.from->us : 0;
    const std::int64_t until = query.until ? query.until->us : no_limit;
    std::vector<Value> values{query.book_id};
    const char* sql = queries::list_audit_entries;
    if (query.actor_id) {
        sql = queries::list_audit_entries_of_actor;
        values.emplace_back(*query.actor_id);
    } else if (query.subject_id) {
        sql = queries::list_audit_entries_of_subject;
        values.emplace_back(*query.subject_id);
    }
    values.emplace_back(before);
    values.emplace_back(prefix);
    values.emplace_back(end);
    values.emplace_back(from);
    values.emplace_back(until);
    values.emplace_back(query.limit);
    auto rows = co_await connection.execute_list(sql, std::move(values));
    std::vector<app::AuditRecord> records;
    while (rows.next()) {
        records.push_back(record_of(rows));
    }
    co_return records;
}

Awaitable<app::AuditVerification> verify_audit(Connection& connection, BookId book) {
    app::AuditVerification found;
    found.head = app::audit_chain_start(book);
    std::uint64_t read_up_to = 0;
    bool has_more = true;
    while (has_more) {
        auto rows = co_await connection.execute(
            queries::walk_audit_entries, book, read_up_to, walk_rows);
        has_more = rows.size() == walk_rows;
        while (rows.next()) {
            const app::AuditRecord record = record_of(rows);
            read_up_to = record.sequence;
            ++found.entries;
            const Hash256 hash = app::audit_hash(found.head, record.data);
            if (record.sequence != found.entries || hash != record.hash) {
                found.ok = false;
                found.broken_at = found.broken_at.value_or(record.sequence);
            }
            found.head = record.hash;
        }
    }
    // Entries that were cut off at the end are missed by the head.
    auto head = co_await connection.execute(queries::find_audit_head, book);
    const bool has_head = head.next();
    const std::uint64_t expected = has_head ? head.count(0) : 0;
    if (expected != found.entries || (has_head && head.hash(1) != found.head)) {
        found.ok = false;
        found.broken_at = found.broken_at.value_or(std::min(expected, found.entries) + 1);
    }
    co_return found;
}

}  // namespace arus::mysql
