// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/database.hpp"
#include "arus/app/ports/notification_store.hpp"

#include <vector>

namespace arus::sqlite {

/// Rules and notifications, for one read connection. Each call belongs inside a Snapshot.
class NotificationReads {
public:
    explicit NotificationReads(const Connection& connection);

    std::vector<app::NotificationRule> list_rules(BookId book, UserId user);
    std::vector<app::NotificationRule> active_rules(BookId book);
    std::vector<BookId> books_behind(std::size_t limit);
    std::vector<BookId> books_with(app::NotificationKind kind);
    app::NotificationPage list(UserId user, std::optional<std::uint64_t> before, std::size_t limit);

private:
    Statement list_rules_;
    Statement active_rules_;
    Statement books_behind_;
    Statement books_with_;
    Statement find_reader_;
    Statement list_;
    Statement count_unread_;
};

/// What the writer's thread does for a NotificationStore. Every call runs inside a part of a group
/// of WriterThread.
class NotificationWriter {
public:
    explicit NotificationWriter(Connection& connection);

    bool create_rule(const app::NotificationRule& rule, std::size_t rules_max);
    bool change_rule(const app::NotificationRule& rule);
    bool delete_rule(BookId book, UserId user, app::NotificationRuleId rule);
    std::vector<app::Notification> tell(const app::NotificationStore::Report& report);
    std::optional<std::uint64_t> read_up_to(UserId user, app::NotificationId notification);

private:
    bool is_new(const app::Telling& telling);
    app::Notification insert(const app::Telling& telling);

    Connection& connection_;
    Statement count_rules_;
    Statement insert_rule_;
    Statement find_rule_;
    Statement update_rule_;
    Statement delete_rule_;
    Statement move_rule_;
    Statement find_cause_;
    Statement insert_reader_;
    Statement count_up_;
    Statement find_reader_;
    Statement set_read_up_to_;
    Statement insert_;
    Statement delete_old_;
    Statement find_;
    Statement count_unread_;
    Statement mark_job_told_;
};

}  // namespace arus::sqlite
