// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/authentication.hpp"

#include "arus/app/detail/test_house.hpp"
#include "arus/app/people/totp.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace arus::app {
namespace {

using namespace std::chrono_literals;
using detail::code_in;
using detail::first_field_in;
using detail::TestHouse;

constexpr const char* password = "rahasia sekali";

class AuthenticationTest : public testing::Test {
protected:
    void SetUp() override { make({}); }

    void make(Authentication::Options options) {
        options.setup_code = "ABCD-EFGH";
        authentication_.emplace(
            Authentication::Parts{
                house_.identities, house_.people, house_.books, passwords_, house_.audit, secrets_,
                house_.clock},
            options);
    }

    static RegisterRequest request(const std::string& email) {
        return {email, password, "Sari", "id", {}, {}};
    }

    Result<SignedIn> register_user(RegisterRequest request, Caller caller) {
        return house_.run(authentication_->register_user(
            std::move(request), std::move(caller), TestHouse::soon()));
    }
    Result<SignedIn> login(
        const std::string& email, const std::string& text,
        const std::string& address = "192.0.2.9") {
        return house_.run(
            authentication_->login({email, text}, {address, false, {}, "r"}, TestHouse::soon()));
    }
    Result<std::shared_ptr<const Principal>> authenticate(const std::string& token) {
        return house_.run(authentication_->authenticate(token, TestHouse::soon()));
    }
    void logout(const std::string& token) {
        auto principal = std::make_shared<Principal>();
        principal->token_hash = sha256(token);
        RequestContext context{principal, TestHouse::soon(), "r", "192.0.2.9", std::nullopt};
        house_.run(authentication_->logout(std::move(context)));
    }
    Result<FreshToken> refresh(std::shared_ptr<const Principal> principal) {
        return house_.run(
            authentication_->refresh(std::move(principal), remote_, TestHouse::soon()));
    }
    SetupState setup_state(const Caller& caller) {
        return house_.run(authentication_->setup_state(caller, TestHouse::soon()));
    }

    SignedIn first_user() {
        Result<SignedIn> first = register_user(request("sari@arus.test"), local_);
        EXPECT_TRUE(first);
        return *first;
    }

    /// Lets what was read before count no more; the caches reckon in real time.
    void forget_cached(const std::string& token) {
        const std::optional<Session> session = house_.identities.sessions.at(sha256(token));
        logout(token);
        house_.identities.sessions.insert_or_assign(sha256(token), *session);
    }

    const Caller local_{"127.0.0.1", true, {}, "r"};
    const Caller remote_{"192.0.2.7", false, {}, "r"};
    TestHouse house_;
    Passwords passwords_{8};
    const SecretBox secrets_{{std::string(32, 'k')}};
    std::optional<Authentication> authentication_;
};

TEST_F(AuthenticationTest, lets_the_first_user_in_from_this_machine_without_a_code) {
    EXPECT_EQ(house_.run(authentication_->open_setup(TestHouse::soon())), "ABCD-EFGH");
    EXPECT_FALSE(setup_state(local_).code_required);
    EXPECT_TRUE(setup_state(remote_).code_required);
    const SignedIn first = first_user();
    EXPECT_EQ(first.user.email, "sari@arus.test");
    EXPECT_FALSE(first.book);
    EXPECT_EQ((*authenticate(first.access_token))->user_id, first.user.id);
    EXPECT_FALSE(house_.run(authentication_->open_setup(TestHouse::soon())));
    EXPECT_FALSE(setup_state(remote_).waits_for_first_user);
}

TEST_F(AuthenticationTest, asks_a_first_user_from_elsewhere_for_the_code) {
    EXPECT_EQ(code_in(register_user(request("a@arus.test"), remote_)), "registration_closed");
    RegisterRequest wrong = request("a@arus.test");
    wrong.setup_code = "ABCD-EFGX";
    EXPECT_EQ(code_in(register_user(wrong, remote_)), "registration_closed");
    EXPECT_TRUE(house_.identities.users.empty());
    RegisterRequest right = request("a@arus.test");
    right.setup_code = "abcd efgh";
    EXPECT_EQ(code_in(register_user(right, remote_)), "accepted");
    right.email = "b@arus.test";
    EXPECT_EQ(code_in(register_user(right, remote_)), "registration_closed")
        << "the code is good for one";
}

TEST_F(AuthenticationTest, makes_the_book_that_was_asked_for_in_the_users_language) {
    RegisterRequest wanted = request("sari@arus.test");
    wanted.locale = "en";
    wanted.book = BookDraft{"Kopi", "USD", std::nullopt, "Asia/Jakarta", "minimal", std::nullopt};
    const Result<SignedIn> made = register_user(wanted, local_);
    ASSERT_TRUE(made);
    ASSERT_TRUE(made->book);
    EXPECT_EQ(made->book->role, Role::owner);
    EXPECT_EQ(made->book->book.exponent, 2);
    const auto accounts = house_.run(
        house_.ledgers.list_accounts(made->book->book.id, TestHouse::soon()));
    EXPECT_EQ(accounts.at(0).name, "Cash");
}

TEST_F(AuthenticationTest, checks_every_field_before_it_makes_a_user) {
    const auto refused = [&](auto change) {
        RegisterRequest wrong = request("sari@arus.test");
        change(wrong);
        return first_field_in(register_user(wrong, local_));
    };
    EXPECT_EQ(refused([](auto& r) { r.email = "sari"; }), "/email pattern");
    EXPECT_EQ(refused([](auto& r) { r.password = "123456789"; }), "/password too_short");
    EXPECT_EQ(refused([](auto& r) { r.password = std::string(201, 'x'); }), "/password too_long");
    EXPECT_EQ(refused([](auto& r) { r.password = "é€é€é€é€é€"; }), "none")
        << "ten characters are ten, whatever their bytes";
    house_.identities.users.clear();
    EXPECT_EQ(refused([](auto& r) { r.name = ""; }), "/name too_short");
    EXPECT_EQ(refused([](auto& r) { r.locale = "fr"; }), "/locale enum");
    EXPECT_EQ(
        refused([](auto& r) { r.book = BookDraft{"K", "IDR", {}, "Mars/Base", "umkm", {}}; }),
        "/book/time_zone enum");
    EXPECT_TRUE(house_.identities.users.empty());
}

TEST_F(AuthenticationTest, is_closed_for_strangers_unless_registration_is_open) {
    first_user();
    EXPECT_EQ(code_in(register_user(request("tono@arus.test"), local_)), "registration_closed");
    make({.registration = Registration::off});
    EXPECT_EQ(code_in(register_user(request("tono@arus.test"), remote_)), "registration_closed");
    make({.registration = Registration::open});
    EXPECT_EQ(code_in(register_user(request("tono@arus.test"), remote_)), "accepted");
}

TEST_F(AuthenticationTest, answers_a_known_email_like_closed_registration) {
    first_user();
    make({.registration = Registration::open});
    const Result<SignedIn> known = register_user(request("SARI@arus.test"), remote_);
    make({.registration = Registration::off});
    const Result<SignedIn> closed = register_user(request("nobody@arus.test"), remote_);
    ASSERT_FALSE(known);
    ASSERT_FALSE(closed);
    EXPECT_EQ(known.refusal().code, closed.refusal().code);
    EXPECT_EQ(known.refusal().detail, closed.refusal().detail);
    EXPECT_EQ(house_.identities.users.size(), 1U);
}

TEST_F(AuthenticationTest, signs_in_with_the_right_password_alone) {
    const SignedIn first = first_user();
    const Result<SignedIn> again = login("Sari@Arus.test", password);
    ASSERT_TRUE(again);
    EXPECT_NE(again->access_token, first.access_token);
    EXPECT_EQ((*authenticate(again->access_token))->email, "sari@arus.test");
    const Result<SignedIn> wrong = login("sari@arus.test", "rahasia sekalI");
    const Result<SignedIn> unknown = login("nobody@arus.test", password);
    EXPECT_EQ(code_in(wrong), "invalid_credentials");
    EXPECT_EQ(code_in(unknown), "invalid_credentials");
    EXPECT_EQ(wrong.refusal().detail, unknown.refusal().detail);
}

TEST_F(AuthenticationTest, stores_neither_password_nor_token) {
    const SignedIn first = first_user();
    const UserCredentials& stored = house_.identities.users.begin()->second;
    EXPECT_TRUE(stored.password_hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    ASSERT_EQ(house_.identities.sessions.size(), 1U);
    EXPECT_EQ(house_.identities.sessions.begin()->first, sha256(first.access_token));
    EXPECT_EQ(first.access_token.size(), 50U);
    EXPECT_TRUE(first.access_token.starts_with("arus_s_"));
}

TEST_F(AuthenticationTest, takes_as_long_for_an_unknown_email_as_for_a_wrong_password) {
    first_user();
    make({.per_account = {.burst = 1000}, .per_address = {.burst = 1000}});
    const auto time_of = [&](const std::string& email) {
        std::vector<std::chrono::nanoseconds> times;
        for (int i = 0; i < 9; ++i) {
            const auto began = std::chrono::steady_clock::now();
            EXPECT_FALSE(login(email, "wrong password"));
            times.push_back(std::chrono::steady_clock::now() - began);
        }
        std::ranges::nth_element(times, times.begin() + 4);
        return times[4];
    };
    const auto known = time_of("sari@arus.test");
    const auto unknown = time_of("nobody@arus.test");
    // A check that was left out would be a hundred times faster; a busy machine is not that uneven.
    EXPECT_LT(known, unknown * 3);
    EXPECT_LT(unknown, known * 3);
}

TEST_F(AuthenticationTest, slows_down_who_guesses_and_nobody_else) {
    first_user();
    make({.per_account = {.burst = 3, .refill = 1h}, .per_address = {.burst = 5, .refill = 1h}});
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(code_in(login("sari@arus.test", "guess number 1")), "invalid_credentials");
    }
    EXPECT_EQ(code_in(login("sari@arus.test", password)), "rate_limited")
        << "the account is watched";
    EXPECT_EQ(code_in(login("a@arus.test", "guess number 1")), "invalid_credentials");
    EXPECT_EQ(code_in(login("b@arus.test", "guess number 1")), "invalid_credentials");
    EXPECT_EQ(code_in(login("c@arus.test", "guess number 1")), "rate_limited")
        << "the address is watched";
    EXPECT_EQ(code_in(login("c@arus.test", "guess number 1", "192.0.2.10")), "invalid_credentials");
    EXPECT_EQ(authentication_->retry_after(), 3600s);
}

TEST_F(AuthenticationTest, does_not_count_right_passwords) {
    first_user();
    make({.per_account = {.burst = 1, .refill = 1h}, .per_address = {.burst = 1, .refill = 1h}});
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(code_in(login("sari@arus.test", password)), "accepted");
    }
}

TEST_F(AuthenticationTest, slows_down_who_signs_in_without_end) {
    const SignedIn first = first_user();
    make({.any_per_account = {.burst = 3, .refill = 1h}});
    house_.people.totp[first.user.id] = {
        secrets_.seal(make_totp_secret()), house_.clock.now(), house_.clock.now(), 0, 0};
    EXPECT_EQ(code_in(login("sari@arus.test", password)), "totp_required");
    house_.people.totp.clear();
    EXPECT_EQ(code_in(login("sari@arus.test", password)), "accepted");
    auto principal = std::make_shared<Principal>();
    principal->email = "sari@arus.test";
    const RequestContext context{principal, TestHouse::soon(), "r", "192.0.2.9", std::nullopt};
    const auto confirm = [&] {
        return code_in(house_.run(authentication_->confirm_password(context, password, "/p")));
    };
    EXPECT_EQ(confirm(), "accepted");
    EXPECT_EQ(confirm(), "rate_limited");
    EXPECT_EQ(code_in(login("SARI@arus.test", password)), "rate_limited");
    EXPECT_EQ(code_in(login("a@arus.test", password)), "invalid_credentials")
        << "others are not held up";
    EXPECT_EQ(authentication_->retry_after(), 3600s);

    make({.any_per_address = {.burst = 2, .refill = 1h}});
    EXPECT_EQ(code_in(login("sari@arus.test", password)), "accepted");
    EXPECT_EQ(code_in(login("sari@arus.test", password)), "accepted");
    EXPECT_EQ(code_in(login("sari@arus.test", password)), "rate_limited");
    EXPECT_EQ(code_in(login("sari@arus.test", password, "192.0.2.10")), "accepted");
}

TEST_F(AuthenticationTest, keeps_a_hundred_sessions_of_a_person_at_most) {
    const SignedIn first = first_user();
    for (int i = 0; i < 120; ++i) {
        house_.clock.advance(1s);
        Session session;
        session.token_hash = sha256(std::to_string(i));
        session.user_id = first.user.id;
        session.expires_at = {house_.clock.now().us + 3'600'000'000};
        house_.identities.sessions.insert_or_assign(session.token_hash, session);
    }
    ASSERT_TRUE(login("sari@arus.test", password));
    EXPECT_EQ(house_.identities.sessions.size(), 100U);
    EXPECT_FALSE(house_.identities.sessions.contains(sha256("0")));
    EXPECT_TRUE(house_.identities.sessions.contains(sha256("119")));
}

TEST_F(AuthenticationTest, begins_no_session_with_a_password_that_was_changed_meanwhile) {
    const SignedIn first = first_user();
    house_.people.before_session = [&] {
        house_.identities.users.at(first.user.id).password_hash = "another";
        house_.identities.sessions.clear();
    };
    EXPECT_EQ(code_in(login("sari@arus.test", password)), "invalid_credentials");
    EXPECT_TRUE(house_.identities.sessions.empty());
    EXPECT_EQ(house_.identities.users.at(first.user.id).password_hash, "another");
}

TEST_F(AuthenticationTest, follows_no_session_that_was_ended_meanwhile) {
    const auto principal = *authenticate(first_user().access_token);
    house_.people.before_session = [&] { house_.identities.sessions.clear(); };
    EXPECT_EQ(code_in(refresh(principal)), "unauthenticated");
    EXPECT_TRUE(house_.identities.sessions.empty());
}

TEST_F(AuthenticationTest, slows_down_who_makes_many_users_from_elsewhere) {
    first_user();
    make({.registration = Registration::open, .per_address = {.burst = 2, .refill = 1h}});
    const auto made_from = [&](const Caller& caller, int number) {
        return code_in(register_user(request(std::to_string(number) + "@arus.test"), caller));
    };
    EXPECT_EQ(made_from(remote_, 1), "accepted");
    EXPECT_EQ(made_from(remote_, 2), "accepted");
    EXPECT_EQ(made_from(remote_, 3), "rate_limited");
    for (int i = 4; i < 8; ++i) {
        EXPECT_EQ(made_from(local_, i), "accepted");
    }
}

TEST_F(AuthenticationTest, refuses_what_is_no_token_of_ours) {
    const std::string token = first_user().access_token;
    std::string other = token;
    other.back() = other.back() == 'A' ? 'E' : 'A';
    for (const std::string& text :
         {std::string(), std::string("arus_s_"), token + "x", other, "x" + token.substr(1)}) {
        EXPECT_EQ(code_in(authenticate(text)), "unauthenticated") << text;
    }
}

TEST_F(AuthenticationTest, ends_a_session_at_logout_at_once) {
    const std::string token = first_user().access_token;
    ASSERT_TRUE(authenticate(token));
    logout(token);
    EXPECT_EQ(code_in(authenticate(token)), "unauthenticated");
    logout(token);
}

TEST_F(AuthenticationTest, reads_a_session_once_for_many_requests) {
    const std::string token = first_user().access_token;
    ASSERT_TRUE(authenticate(token));
    const int reads = house_.identities.session_reads;
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(authenticate(token));
    }
    EXPECT_EQ(house_.identities.session_reads, reads);
}

TEST_F(AuthenticationTest, keeps_a_session_alive_while_it_is_used_writing_at_most_once_an_hour) {
    const std::string token = first_user().access_token;
    const Instant made = house_.clock.now();
    const auto expires = [&] {
        return house_.identities.sessions.at(sha256(token)).expires_at.us - made.us;
    };
    const auto days = [](int count) {
        return std::chrono::microseconds(std::chrono::days(count)).count();
    };
    EXPECT_EQ(expires(), days(30));
    house_.clock.advance(59min);
    EXPECT_TRUE(authenticate(token));
    EXPECT_EQ(expires(), days(30));
    house_.clock.advance(std::chrono::days(20));
    forget_cached(token);
    EXPECT_TRUE(authenticate(token));
    EXPECT_GT(expires(), days(50));
    house_.clock.advance(std::chrono::days(31));
    EXPECT_EQ(code_in(authenticate(token)), "unauthenticated") << "even from the cache";
    forget_cached(token);
    EXPECT_EQ(code_in(authenticate(token)), "unauthenticated");
    EXPECT_FALSE(house_.identities.sessions.contains(sha256(token)));
}

TEST_F(AuthenticationTest, exchanges_a_token_for_a_fresh_one_and_lets_the_old_live_a_minute) {
    const std::string old = first_user().access_token;
    const auto principal = *authenticate(old);
    const Result<FreshToken> fresh = refresh(principal);
    ASSERT_TRUE(fresh);
    EXPECT_TRUE(authenticate(fresh->access_token));
    house_.clock.advance(59s);
    EXPECT_TRUE(authenticate(old));
    ASSERT_TRUE(refresh(*authenticate(old)));
    EXPECT_TRUE(authenticate(old)) << "a second refresh does not cut it shorter";
    house_.clock.advance(2s);
    EXPECT_EQ(code_in(authenticate(old)), "unauthenticated") << "nor does it live longer";
    EXPECT_EQ(code_in(refresh(principal)), "unauthenticated");
    EXPECT_TRUE(authenticate(fresh->access_token));
}

TEST_F(AuthenticationTest, asks_for_the_second_factor_once_the_password_is_right) {
    const SignedIn first = first_user();
    const UserId me = first.user.id;
    const std::string secret = make_totp_secret();
    house_.people.totp[me] = {secrets_.seal(secret), house_.clock.now(), house_.clock.now(), 0, 0};
    house_.people.recovery_codes[me] = {recovery_code_hash("ABCDE-FGHJK")};
    const auto login_with = [&](const std::string& text, std::optional<std::string> code) {
        LoginRequest request{"sari@arus.test", text, std::move(code)};
        return code_in(
            house_.run(authentication_->login(std::move(request), remote_, TestHouse::soon())));
    };
    const auto present = [&] { return totp_code(secret, totp_step(house_.clock.now())); };
    EXPECT_EQ(login_with("wrong password", present()), "invalid_credentials")
        << "a code without the password tells nothing";
    EXPECT_EQ(login_with(password, std::nullopt), "totp_required");
    EXPECT_EQ(login_with(password, "000000"), "totp_required");
    EXPECT_EQ(login_with(password, present()), "accepted");
    EXPECT_EQ(login_with(password, present()), "totp_required") << "each code counts once";
    house_.clock.advance(30s);
    EXPECT_EQ(login_with(password, present()), "accepted");
    EXPECT_EQ(login_with(password, "abcde fghjk"), "accepted");
    EXPECT_EQ(login_with(password, "abcde fghjk"), "totp_required") << "so does a recovery code";
}

TEST_F(AuthenticationTest, slows_down_who_guesses_codes) {
    const SignedIn first = first_user();
    make({.per_account = {.burst = 3, .refill = 1h}, .per_address = {.burst = 99, .refill = 1h}});
    house_.people.totp[first.user.id] = {
        secrets_.seal(make_totp_secret()), house_.clock.now(), house_.clock.now(), 0, 0};
    for (int i = 0; i < 4; ++i) {
        LoginRequest request{"sari@arus.test", password, "12345" + std::to_string(i)};
        EXPECT_EQ(
            code_in(
                house_.run(authentication_->login(std::move(request), remote_, TestHouse::soon()))),
            i < 3 ? "totp_required" : "rate_limited");
    }
}

TEST_F(AuthenticationTest, lets_a_key_in_until_it_expires_or_is_revoked) {
    first_user();
    const std::string token = make_token(api_key_prefix);
    ApiKey key;
    key.id = ApiKeyId::make(house_.clock.now());
    key.name = "Till";
    key.created_at = house_.clock.now();
    key.expires_at = {house_.clock.now().us + 3'600'000'000};
    house_.people.keys[sha256(token)] = key;
    const auto principal = authenticate(token);
    ASSERT_TRUE(principal);
    EXPECT_EQ((*principal)->kind, Principal::Kind::api_key);
    EXPECT_EQ((*principal)->user_id.bytes, key.id.bytes);
    EXPECT_TRUE((*principal)->email.empty());
    EXPECT_TRUE(house_.people.keys[sha256(token)].last_used_at);
    house_.clock.advance(1h);
    EXPECT_EQ(code_in(authenticate(token)), "unauthenticated") << "even from the cache";
    house_.clock.advance(-1h);
    authentication_->forget_sessions();
    EXPECT_TRUE(authenticate(token));
    house_.people.keys[sha256(token)].revoked_at = house_.clock.now();
    authentication_->forget_sessions();
    EXPECT_EQ(code_in(authenticate(token)), "unauthenticated");
}

TEST_F(AuthenticationTest, makes_a_member_of_who_comes_by_invitation_once) {
    const SignedIn owner = first_user();
    const BookId book = house_.add_book(owner.user);
    const std::string token = make_token("arus_i_");
    Invitation offer;
    offer.id = InvitationId::make(house_.clock.now());
    offer.book_id = book;
    offer.membership = {Role::viewer, {}};
    offer.created_by = {owner.user.id.bytes, "Sari"};
    offer.expires_at = {house_.clock.now().us + 3'600'000'000};
    house_.people.invitations[sha256(token)] = offer;
    RegisterRequest wanted = request("vera@arus.test");
    wanted.invitation = token;
    const Result<SignedIn> made = register_user(wanted, remote_);
    ASSERT_TRUE(made);
    EXPECT_EQ(house_.identities.members.at({book, made->user.id}).role, Role::viewer);
    wanted.email = "tono@arus.test";
    EXPECT_EQ(code_in(register_user(wanted, remote_)), "registration_closed");
    wanted.book = BookDraft{"Kopi", "USD", std::nullopt, "Asia/Jakarta", "minimal", std::nullopt};
    EXPECT_EQ(first_field_in(register_user(wanted, remote_)), "/invitation conflict");
}

TEST_F(AuthenticationTest, writes_down_who_signed_in_and_who_failed) {
    first_user();
    EXPECT_FALSE(login("sari@arus.test", "wrong password"));
    EXPECT_FALSE(login("nobody@arus.test", "wrong password"));
    EXPECT_TRUE(login("sari@arus.test", password));
    ASSERT_TRUE(house_.audit.stop(TestHouse::soon()));
    auto actions = house_.audit_store.actions();
    std::ranges::sort(actions);
    EXPECT_EQ(
        actions,
        (std::vector<std::string>{"sign_in.failed", "sign_in.succeeded", "user.registered"}));
}

TEST(ThrottleName, takes_a_network_of_ipv6_for_one) {
    EXPECT_EQ(throttle_name("192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(throttle_name("2001:db8:1:2::3"), throttle_name("2001:db8:1:2:ffff::4"));
    EXPECT_NE(throttle_name("2001:db8:1:2::3"), throttle_name("2001:db8:1:3::3"));
    EXPECT_EQ(throttle_name("::ffff:192.0.2.1"), "::ffff:192.0.2.1");
    EXPECT_EQ(throttle_name("no address"), "no address");
}

TEST(Passwords, says_when_too_many_wait) {
    TestHouse house;
    Passwords passwords(1);
    std::vector<std::future<void>> checks;
    for (int i = 0; i < 12; ++i) {
        checks.push_back(asio::co_spawn(
            house.loops.loop(0), passwords.check_nobody("x", TestHouse::soon()), asio::use_future));
    }
    int overloaded = 0;
    for (auto& check : checks) {
        try {
            check.get();
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.facts().kind, Failure::Kind::overloaded);
            ++overloaded;
        }
    }
    EXPECT_GE(overloaded, 1);
    EXPECT_LE(overloaded, 11);
}

TEST(Passwords, tells_right_from_wrong_and_offers_a_better_hash_for_one_made_with_other_costs) {
    TestHouse house;
    Passwords passwords(4);
    const std::string good = house.run(passwords.hash(password, TestHouse::soon()));
    const Passwords::Check same = house.run(passwords.check(password, good, TestHouse::soon()));
    EXPECT_TRUE(same.matches);
    EXPECT_TRUE(same.better_hash.empty());
    std::array<char, crypto_pwhash_STRBYTES> weak{};
    ASSERT_EQ(
        crypto_pwhash_str(weak.data(), password, std::string_view(password).size(), 1, 8U << 20U),
        0);
    const Passwords::Check upgraded = house.run(
        passwords.check(password, weak.data(), TestHouse::soon()));
    EXPECT_TRUE(upgraded.matches);
    EXPECT_TRUE(upgraded.better_hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_FALSE(house.run(passwords.check("wrong", good, TestHouse::soon())).matches);
    EXPECT_FALSE(house.run(passwords.check(password, "no hash at all", TestHouse::soon())).matches);
}

}  // namespace
}  // namespace arus::app
