// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/rows.hpp"
#include "arus/records/people_records.hpp"

#include <vector>

// What a PeopleStore reads. What is given by reference is looked at until the call returns.
namespace arus::mysql {

Awaitable<std::optional<app::PasswordReset>> find_password_reset(
    Connection& connection, const Hash256& token_hash);
Awaitable<std::vector<app::SessionOnDevice>> list_sessions(
    Connection& connection, UserId user, Instant now);
Awaitable<std::optional<app::TotpRecord>> find_totp(Connection& connection, UserId user);
Awaitable<std::optional<app::Invitation>> find_invitation(
    Connection& connection, const Hash256& token_hash);
Awaitable<std::vector<app::Invitation>> list_invitations(
    Connection& connection, BookId book, const std::optional<app::InvitationId>& after,
    std::size_t limit);
Awaitable<std::optional<app::ApiKey>> find_api_key(
    Connection& connection, const Hash256& token_hash);
Awaitable<std::optional<app::ApiKey>> find_api_key(Connection& connection, app::ApiKeyId id);
Awaitable<std::vector<app::ApiKey>> list_api_keys(
    Connection& connection, BookId book, const std::optional<app::ApiKeyId>& after,
    std::size_t limit);

}  // namespace arus::mysql
