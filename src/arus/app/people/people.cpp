// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/people.hpp"

#include "arus/app/people/totp.hpp"
#include "arus/base/json_writer.hpp"

#include <algorithm>
#include <utility>

namespace arus::app {

namespace {

using namespace std::chrono_literals;

SessionId session_id_of(const Hash256& token_hash) {
    const Hash256 name = Sha256().add("arus.session.id.v1").add(token_hash).finish();
    SessionId id;
    std::copy_n(name.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

Refusal unauthenticated() {
    return {RefusalCode::unauthenticated, "Sign in first.", {}};
}

/// What is asked for does not go with how the second factor stands.
Refusal no_second_factor(const char* detail) {
    return {RefusalCode::validation_failed, detail, {{"", "conflict", detail}}};
}

std::string profile_text(const ProfileChange& change) {
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    if (change.name) {
        json.field("name", *change.name);
    }
    if (change.locale) {
        json.field("locale", *change.locale);
    }
    json.end_object();
    return text;
}

Caller caller_of(const RequestContext& context) {
    return {context.address, false, context.device_id, context.request_id, {}};
}

std::vector<Hash256> hashes_of(const std::vector<std::string>& codes) {
    std::vector<Hash256> hashes;
    for (const std::string& code : codes) {
        hashes.push_back(recovery_code_hash(code));
    }
    return hashes;
}

}  // namespace

People::People(Parts parts) :
    identities_(parts.identities),
    people_(parts.people),
    authentication_(parts.authentication),
    passwords_(parts.passwords),
    audit_(parts.audit),
    secrets_(parts.secrets),
    clock_(parts.clock),
    reset_tries_({.burst = 20, .refill = 5s}) {
}

Awaitable<Result<User>> People::find_me(RequestContext context) {
    std::optional<User> user = co_await identities_.find_user(
        context.principal->user_id, context.deadline);
    if (!user) {
        co_return unauthenticated();
    }
    co_return std::move(*user);
}

Awaitable<Result<User>> People::change_profile(RequestContext context, ProfileChange change) {
    const UserId me = context.principal->user_id;
    const Result<User> before = co_await find_me(context);
    if (!before) {
        co_return before.refusal();
    }
    const ProfileChange was{(*before).name, (*before).locale};
    const ProfileChange is{
        change.name ? change.name : was.name, change.locale ? change.locale : was.locale};
    AuditDraft entry = audit_.draft(context, BookId(), "profile.changed");
    AuditDifference difference = audit_difference(profile_text(was), profile_text(is));
    entry.before = std::move(difference.before);
    entry.after = std::move(difference.after);
    if (entry.after != "{}") {
        co_await people_.change_profile(me, std::move(change), std::move(entry), context.deadline);
        authentication_.forget_sessions();
    }
    co_return co_await find_me(context);
}

Awaitable<Result<Done>> People::change_password(
    RequestContext context, std::string current, std::string password) {
    Result<Done> confirmed = co_await authentication_.confirm_password(
        context, std::move(current), "/current_password");
    if (!confirmed) {
        co_return std::move(confirmed).refusal();
    }
    PeopleStore::NewPassword fresh;
    fresh.user_id = context.principal->user_id;
    fresh.password_hash = co_await passwords_.hash(std::move(password), context.deadline);
    fresh.keep = context.principal->token_hash;
    AuditDraft entry = audit_.draft(context, BookId(), "password.changed");
    const bool is_done = co_await people_.set_password(
        std::move(fresh), std::move(entry), context.deadline);
    authentication_.forget_sessions();
    if (!is_done) {
        co_return unauthenticated();
    }
    co_return Done{};
}

Awaitable<std::vector<MySession>> People::list_sessions(RequestContext context) {
    std::vector<SessionOnDevice> sessions = co_await people_.list_sessions(
        context.principal->user_id, clock_.now(), context.deadline);
    std::vector<MySession> mine;
    for (SessionOnDevice& one : sessions) {
        const Hash256 hash = one.session.token_hash;
        mine.push_back(
            {session_id_of(hash), hash == context.principal->token_hash, std::move(one)});
    }
    co_return mine;
}

Awaitable<Result<Done>> People::end_session(RequestContext context, SessionId id) {
    const std::vector<MySession> mine = co_await list_sessions(context);
    const auto found = std::ranges::find(mine, id, &MySession::id);
    bool is_done = false;
    if (found != mine.end()) {
        AuditDraft entry = audit_.draft(context, BookId(), "session.ended");
        is_done = co_await people_.delete_session(
            found->on_device.session.token_hash, std::move(entry), context.deadline);
        authentication_.forget_sessions();
    }
    if (!is_done) {
        co_return Refusal{RefusalCode::not_found, "You have no such session.", {}};
    }
    co_return Done{};
}

Awaitable<std::size_t> People::end_other_sessions(RequestContext context) {
    AuditDraft entry = audit_.draft(context, BookId(), "session.others_ended");
    const std::size_t ended = co_await people_.delete_other_sessions(
        context.principal->user_id, context.principal->token_hash, std::move(entry),
        context.deadline);
    authentication_.forget_sessions();
    co_return ended;
}

Awaitable<TotpState> People::totp_state(RequestContext context) {
    const std::optional<TotpRecord> record = co_await people_.find_totp(
        context.principal->user_id, context.deadline);
    if (!record || !record->confirmed_at) {
        co_return TotpState{};
    }
    co_return TotpState{record->confirmed_at, record->recovery_codes_left};
}

Awaitable<Result<TotpSetup>> People::begin_totp(RequestContext context, std::string password) {
    Result<Done> confirmed = co_await authentication_.confirm_password(
        context, std::move(password), "/password");
    if (!confirmed) {
        co_return std::move(confirmed).refusal();
    }
    TotpSetup setup;
    setup.secret = make_totp_secret();
    setup.uri = totp_uri(setup.secret, context.principal->email);
    const bool is_begun = co_await people_.begin_totp(
        context.principal->user_id, secrets_.seal(setup.secret), clock_.now(), context.deadline);
    if (!is_begun) {
        co_return no_second_factor("A second factor is on already; turn it off first.");
    }
    co_return setup;
}

Awaitable<Result<std::vector<std::string>>> People::confirm_totp(
    RequestContext context, std::string code) {
    const std::optional<TotpRecord> record = co_await people_.find_totp(
        context.principal->user_id, context.deadline);
    if (!record || record->confirmed_at) {
        co_return no_second_factor("No second factor waits for its confirmation.");
    }
    const std::optional<std::string> secret = secrets_.open(record->secret);
    const Instant now = clock_.now();
    const auto step = secret ? matching_totp_step(*secret, code, now, 0) : std::nullopt;
    if (!step) {
        co_return Refusal{
            RefusalCode::validation_failed,
            "Some fields are not valid.",
            {{"/totp", "invalid_credentials", "This code is not right."}}};
    }
    std::vector<std::string> codes = make_recovery_codes();
    PeopleStore::TotpConfirmation confirmation;
    confirmation.user_id = context.principal->user_id;
    confirmation.step = *step;
    confirmation.now = now;
    confirmation.recovery_codes = hashes_of(codes);
    AuditDraft entry = audit_.draft(context, BookId(), "totp.enabled");
    const bool is_done = co_await people_.confirm_totp(
        std::move(confirmation), std::move(entry), context.deadline);
    if (!is_done) {
        co_return no_second_factor("No second factor waits for its confirmation.");
    }
    co_return codes;
}

/// Password and code; a conflict where there is no second factor.
Awaitable<Result<Done>> People::confirm_both(
    RequestContext context, std::string password, std::string code) {
    Result<Done> confirmed = co_await authentication_.confirm_password(
        context, std::move(password), "/password");
    if (!confirmed) {
        co_return std::move(confirmed).refusal();
    }
    const TotpState state = co_await totp_state(context);
    if (!state.since) {
        co_return no_second_factor("There is no second factor.");
    }
    const Result<User> me = co_await find_me(context);
    if (!me) {
        co_return me.refusal();
    }
    co_return co_await authentication_.confirm_totp(
        caller_of(context), *me, std::move(code), context.deadline);
}

Awaitable<Result<Done>> People::remove_totp(
    RequestContext context, std::string password, std::string code) {
    Result<Done> confirmed = co_await confirm_both(context, std::move(password), std::move(code));
    if (!confirmed) {
        co_return std::move(confirmed).refusal();
    }
    AuditDraft entry = audit_.draft(context, BookId(), "totp.disabled");
    const bool is_done = co_await people_.remove_totp(
        context.principal->user_id, std::move(entry), context.deadline);
    if (!is_done) {
        co_return no_second_factor("There is no second factor.");
    }
    co_return Done{};
}

Awaitable<Result<std::vector<std::string>>> People::renew_recovery_codes(
    RequestContext context, std::string password, std::string code) {
    Result<Done> confirmed = co_await confirm_both(context, std::move(password), std::move(code));
    if (!confirmed) {
        co_return std::move(confirmed).refusal();
    }
    std::vector<std::string> codes = make_recovery_codes();
    AuditDraft entry = audit_.draft(context, BookId(), "totp.recovery_codes_renewed");
    const bool is_done = co_await people_.renew_recovery_codes(
        context.principal->user_id, hashes_of(codes), std::move(entry), context.deadline);
    if (!is_done) {
        co_return no_second_factor("There is no second factor.");
    }
    co_return codes;
}

Awaitable<Result<UserId>> People::use_reset(
    std::string token, std::string password, Caller caller, Deadline deadline) {
    const Refusal no_such_link{
        RefusalCode::not_found, "This link is not good any more; ask for a new one.", {}};
    if (!reset_tries_.take(throttle_name(caller.address), std::chrono::steady_clock::now())) {
        co_return Refusal{
            RefusalCode::rate_limited, "There were too many tries; wait a little.", {}};
    }
    const Hash256 token_hash = sha256(token);
    const std::optional<PasswordReset> reset = co_await people_.find_password_reset(
        token_hash, deadline);
    if (!reset || reset->expires_at <= clock_.now()) {
        co_return no_such_link;
    }
    const std::optional<User> user = co_await identities_.find_user(reset->user_id, deadline);
    if (!user) {
        co_return no_such_link;
    }
    std::string hash = co_await passwords_.hash(std::move(password), deadline);
    AuditDraft entry = audit_.draft(caller, *user, "password.reset");
    const bool is_done = co_await people_.use_password_reset(
        token_hash, std::move(hash), clock_.now(), std::move(entry), deadline);
    authentication_.forget_sessions();
    if (!is_done) {
        co_return no_such_link;
    }
    co_return reset->user_id;
}

}  // namespace arus::app
