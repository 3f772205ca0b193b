// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/audit/audit.hpp"
#include "arus/app/people/api_keys.hpp"
#include "arus/app/people/invitations.hpp"
#include "arus/app/people/people.hpp"

#include <string>
#include <vector>

// The replies about one's own account, invitations, API keys and the audit log; see replies.hpp.
namespace arus::wire {

std::string session_list_reply(const std::vector<app::MySession>& sessions);
std::string sessions_ended_reply(std::size_t ended);
std::string totp_state_reply(const app::TotpState& state);
std::string totp_setup_reply(const app::TotpSetup& setup);
std::string recovery_codes_reply(const std::vector<std::string>& codes);

/// `now` decides what has expired.
std::string invitation_list_reply(const app::Page<app::InvitationRow>& page, Instant now);
std::string invitation_made_reply(const app::InvitationMade& made, Instant now);
std::string invitation_view_reply(const app::InvitationView& view);

std::string api_key_list_reply(const app::Page<app::ApiKey>& page, Instant now);
std::string api_key_made_reply(const app::ApiKeyMade& made, Instant now);

/// Each entry as the very bytes that were hashed.
std::string audit_list_reply(const app::Page<app::AuditRecord>& page);

}  // namespace arus::wire
