// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/rows.hpp"
#include "arus/app/ports/people_store.hpp"

#include <string>
#include <string_view>
#include <vector>

// From rows to the structs of PeopleStore.
namespace arus::sqlite {

/// 16 bytes for each outlet, and back.
std::string bytes_of(const std::vector<OutletId>& outlets);
std::vector<OutletId> outlets_of(std::string_view bytes);

/// The columns of queries::find_password_reset.
app::PasswordReset password_reset_of(const Rows& rows);
/// The columns of queries::list_sessions.
app::SessionOnDevice session_on_device_of(const Rows& rows);
/// The columns of queries::find_invitation.
app::Invitation invitation_of(const Rows& rows);
/// The columns of queries::find_api_key.
app::ApiKey api_key_of(const Rows& rows);

}  // namespace arus::sqlite
