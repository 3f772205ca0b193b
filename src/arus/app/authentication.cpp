// SPDX-License-Identifier: Apache-2.0
#include "arus/app/authentication.hpp"

#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace arus::app {

namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view token_prefix = "arus_s_";
constexpr std::size_t token_random_bytes = 32;
constexpr std::size_t token_length = token_prefix.size() + (token_random_bytes * 4 + 2) / 3;
constexpr std::chrono::microseconds prolonged_after = 1h;

Instant later(Instant instant, std::chrono::microseconds span) {
    return {instant.us + span.count()};
}

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return text;
}

std::string make_token() {
    std::array<std::uint8_t, token_random_bytes> random{};
    fill_random(random);
    return std::string(token_prefix) + base64url_of(random);
}

/// Twelve characters that cannot be mistaken for one another, in groups of four: sixty bits.
std::string make_setup_code() {
    constexpr std::string_view alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    std::array<std::uint8_t, 12> random{};
    fill_random(random);
    std::string code;
    for (std::size_t i = 0; i < random.size(); ++i) {
        if (i == 4 || i == 8) {
            code += '-';
        }
        code += alphabet[random[i] % alphabet.size()];
    }
    return code;
}

/// A code as people type it: case, dashes and spaces do not count.
std::string plain_code(std::string_view code) {
    std::string plain;
    for (const char c : lower_case(std::string(code))) {
        if (c != '-' && c != ' ') {
            plain += c;
        }
    }
    return plain;
}

void check_length(
    std::vector<FieldRefusal>& faults, const std::string& pointer, const std::string& text,
    std::size_t least, std::size_t most) {
    const std::optional<std::size_t> length = utf8_length(text);
    if (!length) {
        faults.push_back({pointer, "pattern", "It must be well-formed UTF-8."});
    } else if (*length < least) {
        faults.push_back(
            {pointer, "too_short", "It needs at least " + std::to_string(least) + " characters."});
    } else if (*length > most) {
        faults.push_back(
            {pointer, "too_long", "It may have at most " + std::to_string(most) + " characters."});
    }
}

std::vector<FieldRefusal> faults_of(const RegisterRequest& request) {
    std::vector<FieldRefusal> faults;
    check_length(faults, "/email", request.email, 3, 254);
    if (std::ranges::count(request.email, '@') != 1) {
        faults.push_back({"/email", "pattern", "It must be an e-mail address."});
    }
    check_length(faults, "/password", request.password, 10, 200);
    check_length(faults, "/name", request.name, 1, 120);
    if (request.locale != "id" && request.locale != "en") {
        faults.push_back({"/locale", "enum", "It is id or en."});
    }
    if (request.book) {
        std::ranges::move(Books::faults_of(*request.book, "/book"), std::back_inserter(faults));
    }
    return faults;
}

Refusal registration_closed() {
    return {
        RefusalCode::registration_closed, "Registration is not possible with these details.", {}};
}

Refusal rate_limited() {
    return {RefusalCode::rate_limited, "There were too many tries; wait a little.", {}};
}

Refusal unauthenticated() {
    return {RefusalCode::unauthenticated, "Sign in first.", {}};
}

/// One try to sign in or to register: counts against its names unless forgive() says that it was a
/// right one, or an exception shows that it was none.
class Try {
public:
    bool take(Throttle& throttle, const std::string& name) {
        if (!throttle.take(name, SteadyClock::now())) {
            return false;
        }
        taken_.emplace_back(&throttle, name);
        return true;
    }
    void count() { taken_.clear(); }
    ~Try() {
        for (auto& [throttle, name] : taken_) {
            throttle->give_back(name, SteadyClock::now());
        }
    }
    Try() = default;
    Try(const Try&) = delete;
    Try& operator=(const Try&) = delete;

private:
    std::vector<std::pair<Throttle*, std::string>> taken_;
};

}  // namespace

std::size_t Authentication::HashOfHash::operator()(const Hash256& hash) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, hash.data(), sizeof value);
    return value;
}

Authentication::Authentication(
    IdentityStore& identities, Books& books, Passwords& passwords, const Clock& clock,
    Options options) :
    identities_(identities),
    books_(books),
    passwords_(passwords),
    clock_(clock),
    options_(std::move(options)),
    setup_code_(options_.setup_code.value_or(make_setup_code())),
    per_account_(options_.per_account),
    per_address_(options_.per_address),
    sessions_(options_.cached_sessions_max) {
}

Awaitable<bool> Authentication::has_users(Deadline deadline) {
    if (!has_users_) {
        has_users_ = co_await identities_.has_users(deadline);
    }
    co_return has_users_;
}

Awaitable<std::optional<std::string>> Authentication::open_setup(Deadline deadline) {
    const bool is_set_up = co_await has_users(deadline);
    if (is_set_up) {
        co_return std::nullopt;
    }
    co_return setup_code_;
}

Awaitable<SetupState> Authentication::setup_state(Caller caller, Deadline deadline) {
    const bool is_first = !co_await has_users(deadline);
    co_return SetupState{is_first, options_.registration, is_first && !caller.is_local};
}

bool Authentication::is_setup_code(const std::optional<std::string>& code) const {
    if (!code) {
        return false;
    }
    return equal_constant_time(sha256(plain_code(*code)), sha256(plain_code(setup_code_)));
}

/// False where nobody may be made of it, whatever the reason.
Awaitable<bool> Authentication::create_user(
    UserCredentials credentials, bool may_be_first, Deadline deadline) {
    using Outcome = IdentityStore::NewUserOutcome;
    const bool is_first = !co_await has_users(deadline);
    if (is_first) {
        if (!may_be_first) {
            co_return false;
        }
        const Outcome outcome = co_await identities_.create_user(
            credentials, IdentityStore::NewUserRule::only_the_first, deadline);
        has_users_ = true;
        if (outcome == Outcome::created) {
            co_return true;
        }
        // Somebody else was the first at the same moment: now it is a registration like any other.
    }
    if (options_.registration != Registration::open) {
        co_return false;
    }
    const Outcome outcome = co_await identities_.create_user(
        std::move(credentials), IdentityStore::NewUserRule::any, deadline);
    co_return outcome == Outcome::created;
}

Awaitable<Result<SignedIn>> Authentication::register_user(
    RegisterRequest request, Caller caller, Deadline deadline) {
    Try attempt;
    if (!attempt.take(per_address_, caller.address)) {
        co_return rate_limited();
    }
    request.email = lower_case(std::move(request.email));
    if (std::vector<FieldRefusal> faults = faults_of(request); !faults.empty()) {
        co_return Refusal{
            RefusalCode::validation_failed, "Some fields are not valid.", std::move(faults)};
    }
    const bool may_be_first = caller.is_local || is_setup_code(request.setup_code);
    UserCredentials credentials;
    credentials.password_hash = co_await passwords_.hash(std::move(request.password), deadline);
    const Instant now = clock_.now();
    credentials.user = {UserId::make(now), request.email, request.name, request.locale, now};
    const User user = credentials.user;
    const bool is_created = co_await create_user(std::move(credentials), may_be_first, deadline);
    if (!is_created) {
        attempt.count();
        co_return registration_closed();
    }
    if (!caller.is_local) {
        attempt.count();  // one person needs one user: more from one address come slowly
    }
    SignedIn signed_in{.user = user, .access_token = {}, .expires_at = {}, .book = std::nullopt};
    if (request.book) {
        Result<BookView> book = co_await books_.create(user, std::move(*request.book), deadline);
        if (!book) {
            co_return std::move(book).refusal();
        }
        signed_in.book = std::move(*book);
    }
    const Origin origin{caller.address, caller.device_id};  // named: GCC bug 107288
    FreshToken token = co_await start_session(user.id, origin, deadline);
    signed_in.access_token = std::move(token.access_token);
    signed_in.expires_at = token.expires_at;
    co_return signed_in;
}

Awaitable<Result<SignedIn>> Authentication::login(
    LoginRequest request, Caller caller, Deadline deadline) {
    Try attempt;
    request.email = lower_case(std::move(request.email));
    if (!attempt.take(per_address_, caller.address) || !attempt.take(per_account_, request.email)) {
        co_return rate_limited();
    }
    const std::optional<UserCredentials> found = co_await identities_.find_user_by_email(
        request.email, deadline);
    Passwords::Check check;
    if (found) {
        check = co_await passwords_.check(
            std::move(request.password), found->password_hash, deadline);
    } else {
        co_await passwords_.check_nobody(std::move(request.password), deadline);
    }
    if (!check.matches) {
        attempt.count();
        co_return Refusal{RefusalCode::invalid_credentials, "E-mail or password is wrong.", {}};
    }
    if (!check.better_hash.empty()) {
        co_await identities_.set_password_hash(
            found->user.id, std::move(check.better_hash), deadline);
    }
    const Origin origin{caller.address, caller.device_id};  // named: GCC bug 107288
    FreshToken token = co_await start_session(found->user.id, origin, deadline);
    co_return SignedIn{found->user, std::move(token.access_token), token.expires_at, std::nullopt};
}

Awaitable<FreshToken> Authentication::start_session(UserId user, Origin origin, Deadline deadline) {
    const Instant now = clock_.now();
    FreshToken fresh{make_token(), later(now, options_.session_life)};
    Session session;
    session.token_hash = sha256(fresh.access_token);
    session.user_id = user;
    session.created_at = now;
    session.expires_at = fresh.expires_at;
    session.last_used_at = now;
    session.device_id = origin.device_id;
    session.address = std::move(origin.address);
    co_await identities_.create_session(std::move(session), deadline);
    co_return fresh;
}

Awaitable<void> Authentication::logout(Hash256 token_hash, Deadline deadline) {
    co_await identities_.delete_session(token_hash, deadline);
    sessions_.forget(token_hash);
}

Awaitable<Result<FreshToken>> Authentication::refresh(
    std::shared_ptr<const Principal> principal, Deadline deadline) {
    const std::optional<Session> old = co_await identities_.find_session(
        principal->token_hash, deadline);
    const Instant now = clock_.now();
    if (!old || old->expires_at <= now) {
        co_return unauthenticated();
    }
    const Origin origin{old->address, old->device_id};  // named: GCC bug 107288
    FreshToken fresh = co_await start_session(old->user_id, origin, deadline);
    // The use that is noted here keeps prolong() from the old session for its last minute.
    const Instant ends = std::min(old->expires_at, later(now, options_.old_token_life));
    co_await identities_.extend_session(old->token_hash, ends, now, deadline);
    sessions_.forget(old->token_hash);
    co_return fresh;
}

Awaitable<Result<std::shared_ptr<const Principal>>> Authentication::authenticate(
    std::string token, Deadline deadline) {
    if (token.size() != token_length || !token.starts_with(token_prefix)) {
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
        principal = co_await load_session(token_hash, deadline);
    }
    if (!principal || principal->expires_at <= clock_.now()) {
        co_return unauthenticated();
    }
    co_return principal;
}

Awaitable<Authentication::PrincipalRef> Authentication::load_session(
    Hash256 token_hash, Deadline deadline) {
    const auto reading = sessions_.begin(SteadyClock::now());
    std::optional<Session> session = co_await identities_.find_session(token_hash, deadline);
    if (!session) {
        co_return nullptr;
    }
    const Instant now = clock_.now();
    if (session->expires_at <= now) {
        co_await identities_.delete_session(token_hash, deadline);
        co_return nullptr;
    }
    std::optional<User> user = co_await identities_.find_user(session->user_id, deadline);
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
    principal->device_id = session->device_id;
    principal->expires_at = co_await prolong(std::move(*session), now, deadline);
    sessions_.put(token_hash, principal, reading);
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

std::chrono::seconds Authentication::retry_after() const {
    return std::chrono::ceil<std::chrono::seconds>(
        std::max(per_account_.refill(), per_address_.refill()));
}

}  // namespace arus::app
