// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/people/authentication.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace arus::app {

/// Names a session to its owner: what can be shown, unlike the hash that finds it.
using SessionId = Id<struct SessionKind>;

/// A session as its owner sees it.
struct MySession {
    SessionId id;
    bool is_current = false;
    SessionOnDevice on_device;
};

struct TotpState {
    std::optional<Instant> since;  ///< absent: there is no second factor
    std::size_t recovery_codes_left = 0;
};

/// Shown once, while it is set up.
struct TotpSetup {
    std::string secret;
    std::string uri;
};

/// What people do with their own account. One for the process; safe from every executor. Nothing
/// here is for API keys. Every call throws Failure.
class People {
public:
    struct Parts {
        IdentityStore& identities;
        PeopleStore& people;
        Authentication& authentication;
        Passwords& passwords;
        Audit& audit;
        const SecretBox& secrets;
        const Clock& clock;
    };
    explicit People(Parts parts);

    /// The caller as they are now.
    Awaitable<Result<User>> change_profile(RequestContext context, ProfileChange change);

    /// Ends every other session of the caller. What Authentication::confirm_password refuses, at
    /// `/current_password`. Precondition: the new one has 10 to 200 characters.
    Awaitable<Result<Done>> change_password(
        RequestContext context, std::string current, std::string password);

    /// Newest first.
    Awaitable<std::vector<MySession>> list_sessions(RequestContext context);
    /// not_found where it is none of the caller's.
    Awaitable<Result<Done>> end_session(RequestContext context, SessionId id);
    /// How many have ended.
    Awaitable<std::size_t> end_other_sessions(RequestContext context);

    Awaitable<TotpState> totp_state(RequestContext context);
    /// A wrong password as above, at `/password`; validation_failed (conflict) where a second
    /// factor is on.
    Awaitable<Result<TotpSetup>> begin_totp(RequestContext context, std::string password);
    /// The recovery codes. validation_failed at `/totp`, or (conflict) where none was begun.
    Awaitable<Result<std::vector<std::string>>> confirm_totp(
        RequestContext context, std::string code);
    /// Wrong password or code as above; validation_failed (conflict) where there is none.
    Awaitable<Result<Done>> remove_totp(
        RequestContext context, std::string password, std::string code);
    Awaitable<Result<std::vector<std::string>>> renew_recovery_codes(
        RequestContext context, std::string password, std::string code);

    /// Sets the password of a link's user and ends all their sessions; who it was. not_found for a
    /// link that is not good any more; rate_limited. Precondition as change_password.
    Awaitable<Result<UserId>> use_reset(
        std::string token, std::string password, Caller caller, Deadline deadline);

private:
    Awaitable<Result<User>> find_me(RequestContext context);
    Awaitable<Result<Done>> confirm_both(
        RequestContext context, std::string password, std::string code);

    IdentityStore& identities_;
    PeopleStore& people_;
    Authentication& authentication_;
    Passwords& passwords_;
    Audit& audit_;
    const SecretBox& secrets_;
    const Clock& clock_;
    Throttle reset_tries_;
};

}  // namespace arus::app
