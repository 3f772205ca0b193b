// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/access/caller.hpp"
#include "arus/app/paging.hpp"
#include "arus/app/ports/audit_store.hpp"
#include "arus/async/task_scope.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace arus::app {

/// The request id of what the command line does in the name of a member; it comes from no address.
/// The log calls it an act of the operator.
inline constexpr std::string_view command_line_request = "command-line";

/// Which part of a book's log.
struct AuditListRequest {
    std::optional<Bytes16> who;
    std::optional<std::string> what;  ///< an action, or what several begin with
    std::optional<Date> from;         ///< inclusive, in the book's time zone
    std::optional<Date> to;           ///< inclusive
    PageRequest page;
};

/// What changed between two JSON objects: the members that differ, as they were and as they are.
/// `version` is left out. Either may be empty (made, or gone): then everything of the other.
struct AuditDifference {
    std::optional<std::string> before;
    std::optional<std::string> after;
};
AuditDifference audit_difference(const std::string& before, const std::string& after);

/// Who did what beside transactions. One for the process; safe from every executor.
class Audit {
public:
    Audit(AuditStore& store, Access& access, const Clock& clock);

    /// An act of who is signed in, in a book; of a person's own account where `book` is none.
    AuditDraft draft(const RequestContext& context, BookId book, std::string action) const;
    /// An act of somebody who is about to be signed in, or failed to; on their own account.
    AuditDraft draft(const Caller& caller, const User& user, std::string action) const;

    /// Writes the entry of an act that is about to happen elsewhere. Throws Failure: then it must
    /// not happen.
    Awaitable<void> write(AuditDraft draft, Deadline deadline);
    /// Writes the entry of an act that has already happened elsewhere (in the ledger). A failure is
    /// logged and counted, not thrown: the act stands.
    Awaitable<void> note(AuditDraft draft, Deadline deadline);
    /// The same, without anybody waiting for it. Beyond 256 that wait, one is counted as lost.
    void note_later(const asio::any_io_executor& executor, AuditDraft draft);

    /// Newest first. Owner and admin.
    Awaitable<Result<Page<AuditRecord>>> list(
        RequestContext context, BookId book, AuditListRequest request);
    /// What happened to the caller's own account, newest first.
    Awaitable<Result<Page<AuditRecord>>> list_mine(RequestContext context, PageRequest page);

    /// Entries that could not be written, since the start.
    std::uint64_t lost() const { return lost_.load(std::memory_order_relaxed); }
    /// Waits for entries that nobody waits for. False if the deadline came first.
    bool stop(Deadline deadline) { return tasks_.wait(deadline); }

private:
    Awaitable<Result<Page<AuditRecord>>> page_of(
        AuditQuery query, PageRequest page, std::string list, Deadline deadline);

    AuditStore& store_;
    Access& access_;
    const Clock& clock_;
    std::atomic<std::uint64_t> lost_{0};
    TaskScope tasks_{"audit"};
};

}  // namespace arus::app
