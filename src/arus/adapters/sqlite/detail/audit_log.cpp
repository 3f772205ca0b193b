// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/audit_log.hpp"

#include "arus/adapters/sqlite/detail/audit_queries.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace arus::sqlite {

namespace {

constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

app::AuditRecord record_of(const Rows& rows) {
    return {rows.count(0), rows.string(1), rows.hash(2)};
}

/// What sorts right behind every text that begins with `prefix`; actions are ASCII.
std::string after_prefix(const std::string& prefix) {
    return prefix + '\x7f';
}

}  // namespace

AuditWriter::AuditWriter(const Connection& connection) :
    find_head_(connection, queries::find_audit_head),
    put_head_(connection, queries::put_audit_head),
    insert_entry_(connection, queries::insert_audit_entry) {
}

void AuditWriter::append(const app::AuditDraft& draft) {
    std::uint64_t sequence = 1;
    Hash256 before = app::audit_chain_start(draft.book_id);
    {
        auto rows = find_head_.query(draft.book_id);
        if (rows.next()) {
            sequence = rows.count(0) + 1;
            before = rows.hash(1);
        }
    }
    const std::string data = app::encode_audit(draft, sequence);
    const Hash256 hash = app::audit_hash(before, data);
    insert_entry_.run(
        draft.book_id, sequence, draft.at, draft.actor_id, draft.action, draft.subject_id,
        Statement::Blob{data}, hash);
    put_head_.run(draft.book_id, sequence, hash);
}

AuditReads::AuditReads(const Connection& connection) :
    find_head_(connection, queries::find_audit_head),
    list_(connection, queries::list_audit_entries),
    list_of_actor_(connection, queries::list_audit_entries_of_actor),
    list_of_subject_(connection, queries::list_audit_entries_of_subject),
    walk_(connection, queries::walk_audit_entries) {
}

std::vector<app::AuditRecord> AuditReads::list(const app::AuditQuery& query) {
    const std::string prefix = query.action_prefix.value_or("");
    const std::string end = after_prefix(prefix);
    const std::int64_t before = query.before_sequence
                                    ? static_cast<std::int64_t>(*query.before_sequence)
                                    : no_limit;
    const std::int64_t from = query.from ? query.from->us : 0;
    const std::int64_t until = query.until ? query.until->us : no_limit;
    auto rows = query.actor_id ? list_of_actor_.query(
                                     query.book_id, before, prefix, end, from, until, query.limit,
                                     *query.actor_id)
                : query.subject_id
                    ? list_of_subject_.query(
                          query.book_id, before, prefix, end, from, until, query.limit,
                          *query.subject_id)
                    : list_.query(query.book_id, before, prefix, end, from, until, query.limit);
    std::vector<app::AuditRecord> records;
    while (rows.next()) {
        records.push_back(record_of(rows));
    }
    return records;
}

app::AuditVerification AuditReads::verify(BookId book) {
    app::AuditVerification found;
    found.head = app::audit_chain_start(book);
    auto rows = walk_.query(book);
    while (rows.next()) {
        const app::AuditRecord record = record_of(rows);
        ++found.entries;
        const Hash256 hash = app::audit_hash(found.head, record.data);
        if (record.sequence != found.entries || hash != record.hash) {
            found.ok = false;
            found.broken_at = found.broken_at.value_or(record.sequence);
        }
        found.head = record.hash;
    }
    // Entries that were cut off at the end are missed by the head.
    auto head = find_head_.query(book);
    const bool has_head = head.next();
    const std::uint64_t expected = has_head ? head.count(0) : 0;
    if (expected != found.entries || (has_head && head.hash(1) != found.head)) {
        found.ok = false;
        found.broken_at = found.broken_at.value_or(std::min(expected, found.entries) + 1);
    }
    return found;
}

}  // namespace arus::sqlite
