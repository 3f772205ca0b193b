// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/rows.hpp"
#include "arus/records/people_records.hpp"

namespace arus::sqlite {

/// Second factors, links, invitations and keys, for one read connection. Each call belongs inside a
/// Snapshot.
class PeopleReads {
public:
    explicit PeopleReads(const Connection& connection);

    std::optional<app::PasswordReset> find_password_reset(const Hash256& token_hash);
    std::vector<app::SessionOnDevice> list_sessions(UserId user, Instant now);
    std::optional<app::TotpRecord> find_totp(UserId user);
    std::optional<app::Invitation> find_invitation(const Hash256& token_hash);
    std::vector<app::Invitation> list_invitations(
        BookId book, const std::optional<app::InvitationId>& after, std::size_t limit);
    std::optional<app::ApiKey> find_api_key(const Hash256& token_hash);
    std::optional<app::ApiKey> find_api_key(app::ApiKeyId id);
    std::vector<app::ApiKey> list_api_keys(
        BookId book, const std::optional<app::ApiKeyId>& after, std::size_t limit);

private:
    Statement find_password_reset_;
    Statement list_sessions_;
    Statement find_totp_;
    Statement count_recovery_codes_;
    Statement find_invitation_;
    Statement list_invitations_;
    Statement find_api_key_;
    Statement find_api_key_by_id_;
    Statement list_api_keys_;
};

}  // namespace arus::sqlite
