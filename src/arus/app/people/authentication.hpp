// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/caller.hpp"
#include "arus/app/audit/audit.hpp"
#include "arus/app/books/books.hpp"
#include "arus/app/detail/fresh_cache.hpp"
#include "arus/app/people/passwords.hpp"
#include "arus/app/people/secret_box.hpp"
#include "arus/app/people/throttle.hpp"
#include "arus/app/ports/identity_store.hpp"
#include "arus/app/ports/people_store.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

// Signing in. A session is a random token that only its holder has; the store keeps its SHA-256.
//
//   signed in --use, at most once an hour--> expires 30 days later
//      |---- refresh: a new session; this one ends in 60 s and is not prolonged again
//      '---- logout: gone at once here, within half a second on other instances
//
// An API key is a token of another prefix: no session, one book, until it expires.
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
    std::optional<std::string> invitation{};  ///< token of an invitation; not with `book`
};

struct LoginRequest {
    std::string email;
    std::string password;
    std::optional<std::string> totp{};  ///< six digits, or a recovery code
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

/// What the token of a session begins with.
inline constexpr std::string_view session_prefix = "arus_s_";
/// What the token of an API key begins with.
inline constexpr std::string_view api_key_prefix = "arus_k_";

/// A fresh random token: 43 characters behind a prefix. Only its SHA-256 is ever stored.
std::string make_token(std::string_view prefix);

/// The name under which an address is throttled: itself, of IPv6 its first 64 bits, since whoever
/// has one of them has them all.
std::string throttle_name(const std::string& address);

/// Users and sessions; one for the process. Safe from every executor.
class Authentication {
public:
    struct Options {
        Registration registration = Registration::invite;
        std::optional<std::string> setup_code = std::nullopt;  ///< absent: a random one
        Throttle::Options per_account{.burst = 10, .refill = std::chrono::seconds(30)};
        Throttle::Options per_address{.burst = 30, .refill = std::chrono::seconds(2)};
        /// Every password that is checked counts here, right ones too: each costs a hash, and a
        /// session and an entry of the log.
        Throttle::Options any_per_account{.burst = 60, .refill = std::chrono::seconds(1)};
        Throttle::Options any_per_address{.burst = 300, .refill = std::chrono::milliseconds(200)};
        std::size_t cached_sessions_max = 20'000;
        std::chrono::seconds session_life = std::chrono::days(30);
        std::chrono::seconds old_token_life{60};
    };
    struct Parts {
        IdentityStore& identities;
        PeopleStore& people;
        Books& books;
        Passwords& passwords;
        Audit& audit;
        const SecretBox& secrets;
        const Clock& clock;
    };

    Authentication(Parts parts, Options options);

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

    /// rate_limited: too many wrong tries for this account or from this address, or very many of
    /// any kind, before anything is hashed; invalid_credentials after the same time for a wrong
    /// password and for an e-mail that nobody has, also where the password was changed meanwhile;
    /// totp_required where a second factor is on and the password right, but the code missing,
    /// wrong or used. Of more than 100 sessions of a person those that would have ended first end.
    Awaitable<Result<SignedIn>> login(LoginRequest request, Caller caller, Deadline deadline);

    /// Ends the session. Idempotent.
    Awaitable<void> logout(RequestContext context);

    /// A new session for the same person; the old one ends within 60 s. unauthenticated where it
    /// has ended already, be it at the same moment.
    Awaitable<Result<FreshToken>> refresh(
        std::shared_ptr<const Principal> principal, Caller caller, Deadline deadline);

    /// That it is really they who ask for something that a stolen session must not do: the present
    /// password, counted like a sign-in. rate_limited; validation_failed at `pointer` with the code
    /// invalid_credentials.
    Awaitable<Result<Done>> confirm_password(
        RequestContext context, std::string password, std::string pointer);

    /// The same for a second factor that is on: six digits, once, or a recovery code, once.
    /// validation_failed at `/totp`; done where there is no second factor.
    Awaitable<Result<Done>> confirm_totp(
        Caller caller, User user, std::string code, Deadline deadline);

    /// What was read of sessions and keys does not count any more here.
    void forget_sessions() {
        sessions_.forget_if([](const Hash256&) { return true; });
    }

    /// Whether an invitation lets somebody register.
    bool takes_invited() const { return options_.registration != Registration::off; }

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
        std::string user_agent;
    };

    Awaitable<bool> has_users(Deadline deadline);
    Awaitable<bool> create_user(UserCredentials credentials, bool may_be_first, Deadline deadline);
    Awaitable<bool> create_invited(
        UserCredentials credentials, std::string token, Caller caller, Deadline deadline);
    bool takes_any(const std::string& address, const std::string& email);
    Awaitable<std::optional<FreshToken>> start_session(
        UserId user, Origin origin, SessionGround ground, std::optional<AuditDraft> audit,
        Deadline deadline);
    Awaitable<PrincipalRef> load(Hash256 token_hash, Deadline deadline);
    Awaitable<PrincipalRef> load_session(Session session, Deadline deadline);
    Awaitable<PrincipalRef> load_key(Hash256 token_hash, Deadline deadline);
    Awaitable<bool> is_code_of(
        Caller caller, User user, TotpRecord record, std::string code, Deadline deadline);
    Awaitable<Instant> prolong(Session session, Instant now, Deadline deadline);
    bool is_setup_code(const std::optional<std::string>& code) const;

    IdentityStore& identities_;
    PeopleStore& people_;
    Books& books_;
    Passwords& passwords_;
    Audit& audit_;
    const SecretBox& secrets_;
    const Clock& clock_;
    const Options options_;
    const std::string setup_code_;
    std::atomic<bool> has_users_{false};  ///< once true it stays so
    Throttle per_account_;
    Throttle per_address_;
    Throttle any_per_account_;
    Throttle any_per_address_;
    detail::FreshCache<Hash256, PrincipalRef, HashOfHash> sessions_;
};

}  // namespace arus::app
