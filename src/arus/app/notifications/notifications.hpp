// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/audit/audit.hpp"
#include "arus/app/paging.hpp"
#include "arus/app/ports/event_bus.hpp"
#include "arus/app/ports/notification_store.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace arus::app {

/// What a notification is about, as it was then. Members that the kind has no use for are absent.
struct NotificationSubject {
    std::optional<AccountId> account_id;
    std::optional<std::string> account_code;
    std::optional<std::string> account_name;
    std::optional<OutletId> outlet_id;
    std::optional<std::string> outlet_code;
    std::optional<std::string> outlet_name;
    std::optional<TransactionId> transaction_id;
    std::optional<std::int64_t> amount_minor;
    std::optional<std::int64_t> limit_minor;
    std::optional<Instant> since;
    std::optional<JobId> job_id;
    std::optional<JobKind> job_kind;
    std::optional<JobStatus> job_status;
};
std::string encode_subject(const NotificationSubject& subject, int exponent);

/// A notification as REST and the socket's channel `notify` show it.
std::string encode_notification(const Notification& notification);
/// The same for the bus, on its way to every device of its person.
std::shared_ptr<const ValueNews> news_of(const Notification& notification);

/// POST …/notification-rules. Shapes have been checked, sense has not.
struct NotificationRuleDraft {
    NotificationKind kind = NotificationKind::job_finished;
    std::optional<AccountId> account_id;
    std::optional<OutletId> outlet_id;
    std::optional<std::string> amount;  ///< as sent
    std::optional<int> minutes;
    std::optional<int> from_hour;
    std::optional<int> to_hour;
};

/// PATCH; what is absent stays.
struct NotificationRuleChange {
    std::optional<std::string> amount;
    std::optional<int> minutes;
    std::optional<int> from_hour;
    std::optional<int> to_hour;
    std::optional<bool> active;
};

struct NotificationRuleView {
    NotificationRule rule;
    int exponent = 0;
};

struct NotificationList {
    Page<Notification> page;
    std::uint64_t unread = 0;
};

/// One person's rules and what they were told. One for the process; safe from every executor; every
/// call throws Failure. Rules are made in a book (not_found, forbidden); an API key has none
/// (forbidden).
class Notifications {
public:
    Notifications(
        NotificationStore& store, LedgerStore& ledgers, Access& access, Audit& audit, EventBus& bus,
        const Clock& clock);

    /// Newest first.
    Awaitable<Result<Page<NotificationRuleView>>> list_rules(
        RequestContext context, BookId book, PageRequest page);
    /// forbidden for a cashier without an own outlet; validation_failed for members that are
    /// missing or that the kind does not take, and beyond 50 rules; amount_invalid,
    /// unknown_account, unknown_outlet. What happened before is not told. Not idempotent.
    Awaitable<Result<NotificationRuleView>> create_rule(
        RequestContext context, BookId book, NotificationRuleDraft draft);
    /// As above; not_found where it is none of theirs.
    Awaitable<Result<NotificationRuleView>> change_rule(
        RequestContext context, BookId book, NotificationRuleId rule,
        NotificationRuleChange change);
    Awaitable<Result<Done>> delete_rule(
        RequestContext context, BookId book, NotificationRuleId rule);

    /// Newest first, of all books.
    Awaitable<Result<NotificationList>> list(RequestContext context, PageRequest page);
    /// How many are left unread; not_found where it is none of theirs. Idempotent. What became read
    /// among the latest 200 is told to the person's other devices.
    Awaitable<Result<std::uint64_t>> read_up_to(
        RequestContext context, NotificationId notification);

    /// The person's latest in one book, newest first: what the channel `notify` shows at first.
    Awaitable<std::vector<Notification>> latest(UserId user, BookId book, Deadline deadline);

private:
    Awaitable<Result<BookAccessRef>> require(
        const RequestContext& context, BookId book, Permission permission);
    /// What the audit log is told of an act on a rule; one of both may be null.
    AuditDraft entry_of(
        const RequestContext& context, std::string action, const NotificationRule* before,
        const NotificationRule* after, int exponent) const;
    /// Sets where the rule begins: at the head, with the balance there.
    Awaitable<NotificationRule> begin_now(NotificationRule rule, Deadline deadline);

    NotificationStore& store_;
    LedgerStore& ledgers_;
    Access& access_;
    Audit& audit_;
    EventBus& bus_;
    const Clock& clock_;
};

}  // namespace arus::app
