// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/job_store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arus::app {

using NotificationId = Id<struct NotificationKindOfId>;
using NotificationRuleId = Id<struct NotificationRuleKindOfId>;

enum class NotificationKind { balance_below, transaction_above, outlet_silent, job_finished };

/// When one person wants to be told of something in one book.
struct NotificationRule {
    NotificationRuleId id;
    BookId book_id;
    UserId user_id;
    NotificationKind kind = NotificationKind::job_finished;
    std::optional<AccountId> account_id;
    std::optional<OutletId> outlet_id;
    std::optional<std::int64_t> amount_minor;
    std::optional<int> minutes;
    std::optional<int> from_hour;  ///< 0 to 23
    std::optional<int> to_hour;    ///< 1 to 24, after from_hour
    bool active = true;
    Instant created_at;
    Instant changed_at;  ///< nothing that came before it is told

    // How far the events have been looked at, for kinds that follow them.
    std::string epoch;
    std::uint64_t at_offset = 0;
    std::optional<std::int64_t> balance_minor;  ///< of balance_below: the balance at `at_offset`
};

struct Notification {
    NotificationId id;
    std::uint64_t number = 0;  ///< counts the notifications of the person, from 1 on
    BookId book_id;
    UserId user_id;
    NotificationRuleId rule_id;
    NotificationKind kind = NotificationKind::job_finished;
    std::optional<OutletId> outlet_id;  ///< the outlet it is about
    Instant at;
    std::string currency;
    int exponent = 0;
    std::string subject;  ///< JSON object, as the wire shows it
    bool read = false;
};

/// A notification that may have been told before: the store decides, by rule and cause.
struct Telling {
    Notification notification;            ///< `number` is given by the store
    std::string cause;                    ///< what happened, within the rule: at most 100 of ASCII
    std::optional<std::uint64_t> offset;  ///< of the event that is the cause
};

/// How far a rule has come.
struct RuleProgress {
    NotificationRuleId rule;
    std::string epoch;
    std::uint64_t at_offset = 0;
    std::optional<std::int64_t> balance_minor;
};

struct NotificationPage {
    std::vector<Notification> items;  ///< newest first
    bool has_more = false;
    std::uint64_t unread = 0;  ///< of all that may be seen
};

/// Rules, what was told by them, and what was read of it. Safe from every executor. Every call
/// throws Failure.
class NotificationStore {
public:
    virtual ~NotificationStore() = default;

    /// False where the person has `rules_max` rules in the book.
    virtual Awaitable<bool> create_rule(
        NotificationRule rule, std::size_t rules_max, Deadline deadline) = 0;
    /// Newest first.
    virtual Awaitable<std::vector<NotificationRule>> list_rules(
        BookId book, UserId user, Deadline deadline) = 0;
    /// Replaces the rule of the same id, book and user; false if there is none.
    virtual Awaitable<bool> change_rule(NotificationRule rule, Deadline deadline) = 0;
    virtual Awaitable<bool> delete_rule(
        BookId book, UserId user, NotificationRuleId rule, Deadline deadline) = 0;

    /// Books with an active rule that follows events and has not seen all of them.
    virtual Awaitable<std::vector<BookId>> books_behind(std::size_t limit, Deadline deadline) = 0;
    /// Books with an active rule of that kind.
    virtual Awaitable<std::vector<BookId>> books_with(NotificationKind kind, Deadline deadline) = 0;
    /// All active rules of the book.
    virtual Awaitable<std::vector<NotificationRule>> active_rules(
        BookId book, Deadline deadline) = 0;
    /// Jobs that have ended and whose end nobody was told of yet, oldest first.
    virtual Awaitable<std::vector<JobRecord>> untold_jobs(std::size_t limit, Deadline deadline) = 0;

    struct Report {
        std::vector<Telling> tellings;
        std::vector<RuleProgress> progress;  ///< a rule never goes back within an epoch
        std::vector<JobId> told_jobs;
    };
    /// All of it in one database transaction: after a kill either nothing or everything is there,
    /// so that the same report again, from whichever worker, tells nothing twice. A telling whose
    /// rule is gone, inactive, or has seen the event already, or whose cause was told, is left out.
    /// Returns those that were told now, with their numbers. Of each person the latest 1,000 stay.
    virtual Awaitable<std::vector<Notification>> tell(Report report, Deadline deadline) = 0;

    /// Those older than number `before` (absent: from the newest) that the person may see: of a
    /// book they are a member of and, of a cashier, of an own outlet or about a job.
    virtual Awaitable<NotificationPage> list(
        UserId user, std::optional<std::uint64_t> before, std::size_t limit, Deadline deadline) = 0;
    /// Everything up to that notification counts as read. How many are left unread; nothing if it
    /// is none of the person's.
    virtual Awaitable<std::optional<std::uint64_t>> read_up_to(
        UserId user, NotificationId notification, Deadline deadline) = 0;
};

std::string_view text_of(NotificationKind kind);
std::optional<NotificationKind> parse_notification_kind(std::string_view text);

}  // namespace arus::app
