// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/audit_store.hpp"

#include <string>

namespace arus::wire {

/// The line of titles of an audit log as comma-separated values.
void append_audit_csv_titles(std::string& out);

/// The line of one entry: its members in the order of AuditEntry of the contract, `who` and
/// `subject` in several columns, `before` and `after` as JSON, then the hash.
void append_audit_csv_line(std::string& out, const app::AuditRecord& record);

}  // namespace arus::wire
