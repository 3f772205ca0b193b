// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/jobs/jobs.hpp"
#include "arus/app/notifications/notifications.hpp"

#include <string>
#include <string_view>

// Bodies and replies of jobs and notifications.
namespace arus::wire {

Result<app::ExportOrder> read_export_order(std::string_view body);
/// Of requests that say everything by their path: no body, or an empty object.
Result<Done> read_nothing(std::string_view body);
Result<app::NotificationRuleDraft> read_notification_rule_draft(std::string_view body);
Result<app::NotificationRuleChange> read_notification_rule_change(std::string_view body);
Result<app::NotificationId> read_up_to(std::string_view body);

std::string job_list_reply(const app::Page<app::JobRecord>& page);
std::string notification_rule_reply(const app::NotificationRuleView& view);
std::string notification_rule_list_reply(const app::Page<app::NotificationRuleView>& page);
std::string notification_list_reply(const app::NotificationList& list);
std::string unread_reply(std::uint64_t unread);

}  // namespace arus::wire
