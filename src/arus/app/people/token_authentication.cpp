// SPDX-License-Identifier: Apache-2.0
// Whose token this is: the part of Authentication that runs with every request.
#include "arus/app/people/authentication.hpp"

#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/base/text.hpp"

#include <array>
#include <utility>

namespace arus::app {

namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t token_random_bytes = 32;
constexpr std::chrono::microseconds key_use_noted_after = 1min;
constexpr std::size_t token_length = session_prefix.size() + (token_random_bytes * 4 + 2) / 3;
constexpr std::chrono::microseconds prolonged_after = 1h;

Instant later(Instant instant, std::chrono::microseconds span) {
    return {instant.us + span.count()};
}

bool is_token(const std::string& token) {
    return token.size() == token_length
           && (token.starts_with(session_prefix) || token.starts_with(api_key_prefix));
}

Refusal unauthenticated() {
    return {RefusalCode::unauthenticated, "Sign in first.", {}};
}

}  // namespace

std::string make_token(std::string_view prefix) {
    std::array<std::uint8_t, token_random_bytes> random{};
    fill_random(random);
    return std::string(prefix) + base64url_of(random);
}

Awaitable<Result<std::shared_ptr<const Principal>>> Authentication::authenticate(
    std::string token, Deadline deadline) {
    if (!is_token(token)) {
        co_return unauthenticated();
    }
    co_return co_await authenticate(sha256(token), deadline);
}

Awaitable<Result<std::shared_ptr<const Principal>>> Authentication::authenticate(
    Hash256 token_hash, Deadline deadline) {
    PrincipalRef principal;
    if (std::optional<PrincipalRef> known = sessions_.find(token_hash, SteadyClock::now())) {
        principal = std::move(*known);
    } else {
        principal = co_await load(token_hash, deadline);
    }
    if (!principal || principal->expires_at <= clock_.now()) {
        co_return unauthenticated();
    }
    co_return principal;
}

Awaitable<Authentication::PrincipalRef> Authentication::load(
    Hash256 token_hash, Deadline deadline) {
    const auto reading = sessions_.begin(SteadyClock::now());
    std::optional<Session> session = co_await identities_.find_session(token_hash, deadline);
    PrincipalRef principal;
    if (session) {
        principal = co_await load_session(std::move(*session), deadline);
    } else {
        principal = co_await load_key(token_hash, deadline);
    }
    if (principal) {
        sessions_.put(token_hash, principal, reading);
    }
    co_return principal;
}

Awaitable<Authentication::PrincipalRef> Authentication::load_key(
    Hash256 token_hash, Deadline deadline) {
    const std::optional<ApiKey> key = co_await people_.find_api_key(token_hash, deadline);
    const Instant now = clock_.now();
    if (!key || !key->is_active(now)) {
        co_return nullptr;
    }
    auto principal = std::make_shared<Principal>();
    principal->kind = Principal::Kind::api_key;
    principal->user_id = UserId{key->id.bytes};
    principal->name = key->name;
    principal->locale = "en";
    principal->user_created_at = key->created_at;
    principal->token_hash = token_hash;
    principal->expires_at = key->expires_at;
    if (!key->last_used_at || now.us - key->last_used_at->us >= key_use_noted_after.count()) {
        try {
            co_await people_.note_api_key_use(key->id, now, deadline);
        } catch (const Failure& failure) {
            // The key is good all the same; the next use tries again.
            log::warn("the use of a key could not be noted", {{"what", failure.what()}});
        }
    }
    co_return principal;
}

Awaitable<Authentication::PrincipalRef> Authentication::load_session(
    Session session, Deadline deadline) {
    const Hash256 token_hash = session.token_hash;
    const Instant now = clock_.now();
    if (session.expires_at <= now) {
        co_await identities_.delete_session(token_hash, deadline);
        co_return nullptr;
    }
    std::optional<User> user = co_await identities_.find_user(session.user_id, deadline);
    if (!user) {
        co_return nullptr;
    }
    auto principal = std::make_shared<Principal>();
    principal->user_id = user->id;
    principal->name = std::move(user->name);
    principal->email = std::move(user->email);
    principal->locale = std::move(user->locale);
    principal->user_created_at = user->created_at;
    principal->token_hash = token_hash;
    principal->device_id = session.device_id;
    principal->expires_at = co_await prolong(std::move(session), now, deadline);
    co_return principal;
}

/// When the session ends, after having put that off if it is time.
Awaitable<Instant> Authentication::prolong(Session session, Instant now, Deadline deadline) {
    if (now.us - session.last_used_at.us < prolonged_after.count()) {
        co_return session.expires_at;
    }
    const Instant ends = later(now, options_.session_life);
    try {
        const bool is_there = co_await identities_.extend_session(
            session.token_hash, ends, now, deadline);
        co_return is_there ? ends : session.expires_at;
    } catch (const Failure& failure) {
        // The session is good as it is; the next use tries again.
        log::warn("a session could not be prolonged", {{"what", failure.what()}});
    }
    co_return session.expires_at;
}

}  // namespace arus::app
