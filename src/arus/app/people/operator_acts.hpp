// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/people_store.hpp"

#include <optional>
#include <string>

// What who runs the command line on the server's machine may do to people's accounts. It takes
// nobody's password: whoever can call it has the database anyway. Each act is told in the audit log
// under "command line".
namespace arus::app {

struct OperatorParts {
    IdentityStore& identities;
    PeopleStore& people;
    const Clock& clock;
};

/// The token of a link that sets a new password once within an hour; nothing for an e-mail that
/// nobody has.
Awaitable<std::optional<std::string>> make_password_reset(
    OperatorParts parts, std::string email, Deadline deadline);

/// Sets a password and ends every session of its owner. False for an e-mail that nobody has.
Awaitable<bool> set_password_of(
    OperatorParts parts, std::string email, std::string password_hash, Deadline deadline);

/// Takes the second factor off an account, on or not. False for an e-mail that nobody has.
Awaitable<bool> drop_totp_of(OperatorParts parts, std::string email, Deadline deadline);

}  // namespace arus::app
