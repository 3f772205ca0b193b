// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/books.hpp"
#include "arus/app/caller.hpp"
#include "arus/app/detail/fresh_cache.hpp"
#include "arus/app/passwords.hpp"
#include "arus/app/ports/identity_store.hpp"
#include "arus/app/throttle.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

// Signing in. A session is a random token that only its holder has; the store keeps its SHA-256.
//
//   signed in --use, at most once an hour--> expires 30 days later
//      |---- refresh: a new session; this one ends in 60 s and is not prolonged again
//      '---- logout: gone at once here, within one second on other instances
namespace arus::app {

/// Who may make themselves a user once there is one.
enum class Registration { open, invite, off };

struct RegisterRequest {
    std::string email;          ///< 3 to 254 characters; case does not count
    std::string password;       ///< 10 to 200 characters
    std::string name;           ///< 1 to 120 characters
    std::string locale = "id";  ///< `id` or `en`
    std::optional<std::string> setup_code;
    std::optional<BookDraft> book;
};

struct LoginRequest {
    std::string email;
    std::string password;
};

/// A fresh sign-in. The only place where the token stands; it is handed to its owner and forgotten.
struct SignedIn {
    User user;
    std::string access_token;
    Instant expires_at;
    std::optional<BookView> book;  ///< the one that a registration asked for
};

struct FreshToken {
    std::string access_token;
    Instant expires_at;
};

/// What a sign-in page must know.
struct SetupState {
    bool waits_for_first_user = false;
    Registration registration = Registration::invite;
    bool code_required = false;  ///< for this caller, now
};

/// Users and sessions; one for the process. Safe from every executor.
class Authentication {
public:
    struct Options {
        Registration registration = Registration::invite;
        std::optional<std::string> setup_code = std::nullopt;  ///< absent: a random one
        Throttle::Options per_account{.burst = 10, .refill = std::chrono::seconds(30)};
        Throttle::Options per_address{.burst = 30, .refill = std::chrono::seconds(2)};
        std::size_t cached_sessions_max = 20'000;
        std::chrono::seconds session_life = std::chrono::days(30);
        std::chrono::seconds old_token_life{60};
    };

    Authentication(
        IdentityStore& identities, Books& books, Passwords& passwords, const Clock& clock,
        Options options);

    /// The set-up code while there is no user, else nothing. Call once at start and show it to the
    /// operator.
    Awaitable<std::optional<std::string>> open_setup(Deadline deadline);

    Awaitable<SetupState> setup_state(Caller caller, Deadline deadline);

    /// Makes a user, signs them in, and makes the book they asked for. The first user of an empty
    /// server may always come, from another machine with the set-up code only.
    ///
    /// rate_limited (from another machine right ones count too); validation_failed (shape of the
    /// parts, the book's too); registration_closed where registration is off, the code is wrong or
    /// missing, or the e-mail is known: one answer for all of these, each after the time of one
    /// password hash, so that neither answer nor time tells which it was. (Where registration is
    /// open, success itself tells that an e-mail was not known; no server without confirmation by
    /// e-mail can hide that.) Not idempotent. A book that fails after the user was made leaves the
    /// user, who can sign in and make it again.
    Awaitable<Result<SignedIn>> register_user(
        RegisterRequest request, Caller caller, Deadline deadline);

    /// rate_limited: too many wrong tries for this account or from this address (right ones do not
    /// count); invalid_credentials after the same time for a wrong password and for an e-mail that
    /// nobody has.
    Awaitable<Result<SignedIn>> login(LoginRequest request, Caller caller, Deadline deadline);

    /// Ends the session. Idempotent.
    Awaitable<void> logout(Hash256 token_hash, Deadline deadline);

    /// A new session for the same person; the old one ends within 60 s. unauthenticated where it
    /// has ended already.
    Awaitable<Result<FreshToken>> refresh(
        std::shared_ptr<const Principal> principal, Deadline deadline);

    /// Whose token this is; also keeps the session alive (at most one write an hour).
    /// unauthenticated where it is none of ours, unknown or expired. `token` is the text after
    /// `Bearer ` or the value of the cookie, whatever came.
    Awaitable<Result<std::shared_ptr<const Principal>>> authenticate(
        std::string token, Deadline deadline);

    /// The same for a link that has been let in before: says whether it may stay, and until when.
    Awaitable<Result<std::shared_ptr<const Principal>>> authenticate(
        Hash256 token_hash, Deadline deadline);

    /// The wait that goes with rate_limited: by then there is one more try.
    std::chrono::seconds retry_after() const;

private:
    using PrincipalRef = std::shared_ptr<const Principal>;
    struct HashOfHash {
        std::size_t operator()(const Hash256& hash) const noexcept;
    };

    /// Where a sign-in comes from, as its session keeps it.
    struct Origin {
        std::string address;
        std::optional<DeviceId> device_id;
    };

    Awaitable<bool> has_users(Deadline deadline);
    Awaitable<bool> create_user(UserCredentials credentials, bool may_be_first, Deadline deadline);
    Awaitable<FreshToken> start_session(UserId user, Origin origin, Deadline deadline);
    Awaitable<PrincipalRef> load_session(Hash256 token_hash, Deadline deadline);
    Awaitable<Instant> prolong(Session session, Instant now, Deadline deadline);
    bool is_setup_code(const std::optional<std::string>& code) const;

    IdentityStore& identities_;
    Books& books_;
    Passwords& passwords_;
    const Clock& clock_;
    const Options options_;
    const std::string setup_code_;
    std::atomic<bool> has_users_{false};  ///< once true it stays so
    Throttle per_account_;
    Throttle per_address_;
    detail::FreshCache<Hash256, PrincipalRef, HashOfHash> sessions_;
};

}  // namespace arus::app
