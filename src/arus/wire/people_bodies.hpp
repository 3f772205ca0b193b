// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/people/api_keys.hpp"
#include "arus/app/people/invitations.hpp"
#include "arus/base/result.hpp"

#include <string>
#include <string_view>

// The bodies of one's own account, of invitations and of API keys.
namespace arus::wire {

Result<app::ProfileChange> read_profile_change(std::string_view body);

struct PasswordChangeBody {
    std::string current;
    std::string password;
};
Result<PasswordChangeBody> read_password_change(std::string_view body);

struct PasswordResetBody {
    std::string token;
    std::string password;
};
Result<PasswordResetBody> read_password_reset(std::string_view body);

/// The present password alone.
Result<std::string> read_password_confirmation(std::string_view body);
/// Six digits.
Result<std::string> read_totp_code(std::string_view body);
struct TotpRemovalBody {
    std::string password;
    std::string totp;
};
Result<TotpRemovalBody> read_totp_removal(std::string_view body);

/// The token of an invitation's link.
Result<std::string> read_invitation_token(std::string_view body);
Result<app::InvitationDraft> read_invitation_draft(std::string_view body);
Result<app::ApiKeyDraft> read_api_key_draft(std::string_view body);

}  // namespace arus::wire
