// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/notification_tables.hpp"
#include "arus/adapters/mysql/detail/pool.hpp"

namespace arus::mysql {

/// The port, over the pool.
class MysqlNotificationStore final : public app::NotificationStore {
public:
    explicit MysqlNotificationStore(Pool& pool) : pool_(pool) {}

    Awaitable<bool> create_rule(
        app::NotificationRule rule, std::size_t rules_max, Deadline deadline) override;
    Awaitable<std::vector<app::NotificationRule>> list_rules(
        BookId book, UserId user, Deadline deadline) override;
    Awaitable<bool> change_rule(app::NotificationRule rule, Deadline deadline) override;
    Awaitable<bool> delete_rule(
        BookId book, UserId user, app::NotificationRuleId rule, Deadline deadline) override;
    Awaitable<std::vector<BookId>> books_behind(std::size_t limit, Deadline deadline) override;
    Awaitable<std::vector<BookId>> books_with(
        app::NotificationKind kind, Deadline deadline) override;
    Awaitable<std::vector<app::NotificationRule>> active_rules(
        BookId book, Deadline deadline) override;
    Awaitable<std::vector<app::JobRecord>> untold_jobs(
        std::size_t limit, Deadline deadline) override;
    Awaitable<std::vector<app::Notification>> tell(Report report, Deadline deadline) override;
    Awaitable<app::NotificationPage> list(
        UserId user, std::optional<std::uint64_t> before, std::size_t limit,
        Deadline deadline) override;
    Awaitable<std::optional<std::uint64_t>> read_up_to(
        UserId user, app::NotificationId notification, Deadline deadline) override;

private:
    Pool& pool_;
};

}  // namespace arus::mysql
