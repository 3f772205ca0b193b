// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/database.hpp"
#include "arus/app/ports/audit_store.hpp"

#include <vector>

namespace arus::sqlite {

/// Adds entries to the chains. Every call runs inside a part of a group of WriterThread, beside the
/// act that the entry tells of.
class AuditWriter {
public:
    explicit AuditWriter(const Connection& connection);

    void append(const app::AuditDraft& draft);

private:
    Statement find_head_;
    Statement put_head_;
    Statement insert_entry_;
};

/// Reads the chains, for one read connection. Each call belongs inside a Snapshot.
class AuditReads {
public:
    explicit AuditReads(const Connection& connection);

    std::vector<app::AuditRecord> list(const app::AuditQuery& query);
    app::AuditVerification verify(BookId book);

private:
    Statement find_head_;
    Statement list_;
    Statement list_of_actor_;
    Statement list_of_subject_;
    Statement walk_;
};

}  // namespace arus::sqlite
