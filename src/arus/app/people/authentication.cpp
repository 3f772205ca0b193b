// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/authentication.hpp"

#include "arus/app/people/totp.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/text.hpp"

#include <arpa/inet.h>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace arus::app {

namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

Instant later(Instant instant, std::chrono::microseconds span) {
    return {instant.us + span.count()};
}

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return text;
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
    if (request.book && request.invitation) {
        faults.push_back({"/invitation", "conflict", "Come by invitation, or make a book."});
    }
    return faults;
}

Refusal registration_closed() {
    return {
        RefusalCode::registration_closed, "Registration is not possible with these details.", {}};
}

Refusal invalid_credentials() {
    return {RefusalCode::invalid_credentials, "E-mail or password is wrong.", {}};
}

Refusal rate_limited() {
    return {RefusalCode::rate_limited, "There were too many tries; wait a little.", {}};
}

/// The password was right; the code was not, or is missing.
Refusal totp_required(bool was_sent) {
    Refusal refusal{RefusalCode::totp_required, "Send a code of your authenticator as totp.", {}};
    if (was_sent) {
        refusal.fields.push_back(
            {"/totp", "invalid_credentials", "This code is not right, or was used already."});
    }
    return refusal;
}

Refusal wrong_at(std::string pointer, std::string detail) {
    return {
        RefusalCode::validation_failed,
        "Some fields are not valid.",
        {{std::move(pointer), "invalid_credentials", std::move(detail)}}};
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

std::string throttle_name(const std::string& address) {
    in6_addr parsed{};
    if (inet_pton(AF_INET6, address.c_str(), &parsed) != 1 || IN6_IS_ADDR_V4MAPPED(&parsed)) {
        return address;
    }
    return hex_of(std::span(parsed.s6_addr).first(8)) + "/64";
}

std::size_t Authentication::HashOfHash::operator()(const Hash256& hash) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, hash.data(), sizeof value);
    return value;
}

Authentication::Authentication(Parts parts, Options options) :
    identities_(parts.identities),
    people_(parts.people),
    books_(parts.books),
    passwords_(parts.passwords),
    audit_(parts.audit),
    secrets_(parts.secrets),
    clock_(parts.clock),
    options_(std::move(options)),
    setup_code_(options_.setup_code.value_or(make_setup_code())),
    per_account_(options_.per_account),
    per_address_(options_.per_address),
    any_per_account_(options_.any_per_account),
    any_per_address_(options_.any_per_address),
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

/// False where the invitation is not open, or nobody may be made of it, whatever the reason.
Awaitable<bool> Authentication::create_invited(
    UserCredentials credentials, std::string token, Caller caller, Deadline deadline) {
    const Hash256 token_hash = sha256(token);
    const std::optional<Invitation> invitation = co_await people_.find_invitation(
        token_hash, deadline);
    if (!invitation || !takes_invited()) {
        co_return false;
    }
    AuditDraft entry = audit_.draft(caller, credentials.user, "invitation.accepted");
    entry.book_id = invitation->book_id;
    entry.subject_kind = "invitation";
    entry.subject_id = invitation->id.bytes;
    entry.after = audit_text(invitation->membership);
    PeopleStore::Acceptance acceptance;
    acceptance.token_hash = token_hash;
    acceptance.name = credentials.user.name;
    acceptance.now = clock_.now();
    acceptance.who = std::move(credentials);
    const PeopleStore::AcceptOutcome outcome = co_await people_.accept_invitation(
        std::move(acceptance), std::move(entry), deadline);
    co_return outcome == PeopleStore::AcceptOutcome::accepted;
}

Awaitable<Result<SignedIn>> Authentication::register_user(
    RegisterRequest request, Caller caller, Deadline deadline) {
    Try attempt;
    if (!attempt.take(per_address_, throttle_name(caller.address))) {
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
    bool is_created = false;
    if (request.invitation) {
        is_created = co_await create_invited(
            std::move(credentials), std::move(*request.invitation), caller, deadline);
    } else {
        is_created = co_await create_user(std::move(credentials), may_be_first, deadline);
    }
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
        AuditDraft entry = audit_.draft(caller, user, "book.created");
        entry.book_id = signed_in.book->book.id;
        entry.subject_kind = "book";
        entry.subject_id = entry.book_id.bytes;
        co_await audit_.note(std::move(entry), deadline);
    }
    const Origin origin{caller.address, caller.device_id, caller.user_agent};
    AuditDraft entry = audit_.draft(caller, user, "user.registered");
    SessionGround ground;
    std::optional<FreshToken> token = co_await start_session(
        user.id, origin, std::move(ground), std::move(entry), deadline);
    if (!token) {
        co_return unauthenticated();
    }
    signed_in.access_token = std::move(token->access_token);
    signed_in.expires_at = token->expires_at;
    co_return signed_in;
}

Awaitable<Result<SignedIn>> Authentication::login(
    LoginRequest request, Caller caller, Deadline deadline) {
    Try attempt;
    request.email = lower_case(std::move(request.email));
    if (!attempt.take(per_address_, throttle_name(caller.address))
        || !attempt.take(per_account_, request.email)
        || !takes_any(caller.address, request.email)) {
        co_return rate_limited();
    }
    const auto executor = co_await asio::this_coro::executor;
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
        if (found) {
            // Nobody waits for it, so that the answer takes no longer than for an unknown e-mail.
            audit_.note_later(executor, audit_.draft(caller, found->user, "sign_in.failed"));
        }
        co_return invalid_credentials();
    }
    const std::optional<TotpRecord> totp = co_await people_.find_totp(found->user.id, deadline);
    if (totp && totp->confirmed_at) {
        if (!request.totp) {
            co_return totp_required(false);
        }
        const bool is_right = co_await is_code_of(
            caller, found->user, *totp, std::move(*request.totp), deadline);
        if (!is_right) {
            attempt.count();
            AuditDraft entry = audit_.draft(caller, found->user, "sign_in.failed");
            entry.reason = "second factor";
            audit_.note_later(executor, std::move(entry));
            co_return totp_required(true);
        }
    }
    SessionGround ground;
    ground.password_hash = found->password_hash;
    ground.better_hash = std::move(check.better_hash);
    const Origin origin{caller.address, caller.device_id, caller.user_agent};
    AuditDraft entry = audit_.draft(caller, found->user, "sign_in.succeeded");
    std::optional<FreshToken> token = co_await start_session(
        found->user.id, origin, std::move(ground), std::move(entry), deadline);
    if (!token) {
        co_return invalid_credentials();  // the password was changed since it was checked
    }
    co_return SignedIn{
        found->user, std::move(token->access_token), token->expires_at, std::nullopt};
}

/// Whether the code is right and not used; then it is used.
Awaitable<bool> Authentication::is_code_of(
    Caller caller, User user, TotpRecord record, std::string code, Deadline deadline) {
    if (!is_totp_code(code)) {
        AuditDraft entry = audit_.draft(caller, user, "totp.recovery_code_used");
        co_return co_await people_.use_recovery_code(
            user.id, recovery_code_hash(code), std::move(entry), deadline);
    }
    const std::optional<std::string> secret = secrets_.open(record.secret);
    if (!secret) {
        throw Failure(
            {Failure::Kind::configuration, false, true, "authentication"},
            "a second factor was sealed with a secret_key that is not set");
    }
    const auto step = matching_totp_step(*secret, code, clock_.now(), record.last_step);
    if (!step) {
        co_return false;
    }
    co_return co_await people_.use_totp_step(user.id, *step, deadline);
}

Awaitable<Result<Done>> Authentication::confirm_password(
    RequestContext context, std::string password, std::string pointer) {
    const auto executor = co_await asio::this_coro::executor;
    const std::string email = context.principal->email;
    Try attempt;
    if (!attempt.take(per_address_, throttle_name(context.address))
        || !attempt.take(per_account_, email) || !takes_any(context.address, email)) {
        co_return rate_limited();
    }
    const std::optional<UserCredentials> found = co_await identities_.find_user_by_email(
        email, context.deadline);
    if (!found) {
        co_return unauthenticated();
    }
    const Passwords::Check check = co_await passwords_.check(
        std::move(password), found->password_hash, context.deadline);
    if (!check.matches) {
        attempt.count();
        AuditDraft entry = audit_.draft(context, BookId(), "sign_in.failed");
        entry.reason = "password asked for again";
        audit_.note_later(executor, std::move(entry));
        co_return wrong_at(std::move(pointer), "This is not your password.");
    }
    co_return Done{};
}

Awaitable<Result<Done>> Authentication::confirm_totp(
    Caller caller, User user, std::string code, Deadline deadline) {
    const std::optional<TotpRecord> record = co_await people_.find_totp(user.id, deadline);
    if (!record || !record->confirmed_at) {
        co_return Done{};
    }
    Try attempt;
    if (!attempt.take(per_account_, user.email)) {
        co_return rate_limited();
    }
    const bool is_right = co_await is_code_of(caller, user, *record, std::move(code), deadline);
    if (!is_right) {
        attempt.count();
        co_return wrong_at("/totp", "This code is not right, or was used already.");
    }
    co_return Done{};
}

/// Counts a password that is about to be checked, whatever comes of it.
bool Authentication::takes_any(const std::string& address, const std::string& email) {
    const auto now = SteadyClock::now();
    // The account first: one that loops does not use up the address for its neighbours.
    return any_per_account_.take(email, now) && any_per_address_.take(throttle_name(address), now);
}

/// Nothing where `ground` does not hold any more.
Awaitable<std::optional<FreshToken>> Authentication::start_session(
    UserId user, Origin origin, SessionGround ground, std::optional<AuditDraft> audit,
    Deadline deadline) {
    const Instant now = clock_.now();
    FreshToken fresh{make_token(session_prefix), later(now, options_.session_life)};
    SessionOnDevice made;
    made.user_agent = std::move(origin.user_agent);
    Session& session = made.session;
    session.token_hash = sha256(fresh.access_token);
    session.user_id = user;
    session.created_at = now;
    session.expires_at = fresh.expires_at;
    session.last_used_at = now;
    session.device_id = origin.device_id;
    session.address = std::move(origin.address);
    const bool is_made = co_await people_.create_session(
        std::move(made), std::move(ground), std::move(audit), deadline);
    if (!is_made) {
        co_return std::nullopt;
    }
    co_return fresh;
}

Awaitable<void> Authentication::logout(RequestContext context) {
    const Hash256 token_hash = context.principal->token_hash;
    AuditDraft entry = audit_.draft(context, BookId(), "session.ended");
    co_await people_.delete_session(token_hash, std::move(entry), context.deadline);
    sessions_.forget(token_hash);
}

Awaitable<Result<FreshToken>> Authentication::refresh(
    std::shared_ptr<const Principal> principal, Caller caller, Deadline deadline) {
    const std::optional<Session> old = co_await identities_.find_session(
        principal->token_hash, deadline);
    const Instant now = clock_.now();
    if (!old || old->expires_at <= now) {
        co_return unauthenticated();
    }
    const Origin origin{old->address, old->device_id, std::move(caller.user_agent)};
    // The use that is noted of it keeps prolong() from the old session for its last minute.
    const Instant ends = std::min(old->expires_at, later(now, options_.old_token_life));
    SessionGround ground;
    ground.instead_of = SessionGround::Old{old->token_hash, ends};
    std::optional<FreshToken> fresh = co_await start_session(
        old->user_id, origin, std::move(ground), std::nullopt, deadline);
    sessions_.forget(old->token_hash);
    if (!fresh) {
        co_return unauthenticated();
    }
    co_return std::move(*fresh);
}

std::chrono::seconds Authentication::retry_after() const {
    return std::chrono::ceil<std::chrono::seconds>(std::max(
        {per_account_.refill(), per_address_.refill(), any_per_account_.refill(),
         any_per_address_.refill()}));
}

}  // namespace arus::app
