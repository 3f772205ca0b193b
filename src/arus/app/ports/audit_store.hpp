// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/async/deadline.hpp"
#include "arus/base/bytes.hpp"
#include "arus/base/ids.hpp"
#include "arus/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What was done beside transactions, kept for ever. Each book has a chain of its own, and the
// server has one (of the book id that is sixteen zero bytes) for what concerns people:
//
//   h(0) = SHA-256("arus.audit.v1" ‖ 16-byte book id)
//   h(n) = SHA-256(h(n-1) ‖ data of entry n)
namespace arus::app {

/// One act, before it has its place in a chain.
struct AuditDraft {
    enum class Actor { user, api_key, operator_, nobody };

    BookId book_id;  ///< none: the server's own chain
    Instant at;      ///< shown to the millisecond
    Actor actor = Actor::nobody;
    std::optional<Bytes16> actor_id;
    std::string actor_name;
    std::string action;        ///< `member.changed`: what kind of thing, what was done to it
    std::string subject_kind;  ///< `member`, `api_key`, `user`, …
    std::optional<Bytes16> subject_id;
    std::optional<DeviceId> device_id;
    std::optional<std::string> address;
    std::optional<std::string> request_id;
    std::optional<std::string> before;  ///< JSON object of what changed, as it was
    std::optional<std::string> after;   ///< the same as it is now
    std::optional<std::string> reason;
};

/// An entry as stored and sent.
struct AuditRecord {
    std::uint64_t sequence = 0;  ///< gap-free in its chain, from 1 on
    std::string data;            ///< JSON, the bytes that were hashed
    Hash256 hash{};
};

/// The bytes that are hashed: AuditEntry of the contract. Pure; the same draft gives the same bytes
/// for ever.
std::string encode_audit(const AuditDraft& draft, std::uint64_t sequence);
/// h(0).
Hash256 audit_chain_start(BookId book);
/// h(n) of h(n-1).
Hash256 audit_hash(const Hash256& before, std::string_view data);

/// Which entries, newest first. Every member that is present narrows the list.
struct AuditQuery {
    BookId book_id;  ///< none: the server's own chain
    std::optional<Bytes16> actor_id;
    std::optional<Bytes16> subject_id;
    std::optional<std::string> action_prefix;
    std::optional<Instant> from;                   ///< inclusive
    std::optional<Instant> until;                  ///< exclusive
    std::optional<std::uint64_t> before_sequence;  ///< strictly older
    std::size_t limit = 50;                        ///< 1 to 501
};

/// What a check of a chain found.
struct AuditVerification {
    bool ok = true;
    std::uint64_t entries = 0;
    Hash256 head{};
    std::optional<std::uint64_t> broken_at;  ///< the first sequence that does not fit
};

/// The audit log in a database: rows are added and never touched again. Throws Failure where the
/// database does not answer in time.
class AuditStore {
public:
    virtual ~AuditStore() = default;

    /// Adds one entry in a transaction of its own. What PeopleStore does carries its entry in the
    /// same transaction.
    virtual Awaitable<void> append(AuditDraft draft, Deadline deadline) = 0;
    virtual Awaitable<std::vector<AuditRecord>> list(AuditQuery query, Deadline deadline) = 0;
    /// Recomputes a chain from its first entry.
    virtual Awaitable<AuditVerification> verify(BookId book, Deadline deadline) = 0;
};

}  // namespace arus::app
