// SPDX-License-Identifier: Apache-2.0
#include "arus/app/people/people.hpp"

#include "arus/app/detail/test_house.hpp"
#include "arus/app/people/api_keys.hpp"
#include "arus/app/people/invitations.hpp"
#include "arus/app/people/operator_acts.hpp"
#include "arus/app/people/totp.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace arus::app {
namespace {

using namespace std::chrono_literals;
using detail::code_in;
using detail::first_field_in;
using detail::TestHouse;

constexpr const char* password = "rahasia sekali";

class PeopleTest : public testing::Test {
protected:
    PeopleTest() {
        RegisterRequest request{"sari@arus.test", password, "Sari", "id", {}, {}};
        const Caller local{"127.0.0.1", true, {}, "r"};
        sari_ = *house_.run(
            authentication_.register_user(std::move(request), local, TestHouse::soon()));
    }

    RequestContext as_sari() { return as(sari_.access_token); }
    RequestContext as(const std::string& token) {
        auto principal = *house_.run(authentication_.authenticate(token, TestHouse::soon()));
        return {principal, TestHouse::soon(), "request-1", "192.0.2.1", std::nullopt};
    }
    std::string sign_in(const std::string& text = password) {
        LoginRequest request{"sari@arus.test", text};
        const Result<SignedIn> made = house_.run(authentication_.login(
            std::move(request), {"192.0.2.5", false, {}, "r", "Firefox"}, TestHouse::soon()));
        return made ? made->access_token : std::string(code_of(made.refusal().code));
    }
    std::optional<std::string> make_reset(const std::string& email) {
        const OperatorParts parts{house_.identities, house_.people, house_.clock};
        return house_.run(make_password_reset(parts, email, TestHouse::soon()));
    }
    std::string is_alive(const std::string& token) {
        return code_in(house_.run(authentication_.authenticate(token, TestHouse::soon())));
    }

    TestHouse house_;
    Passwords passwords_{8};
    const SecretBox secrets_{{}};
    Authentication authentication_{
        {house_.identities, house_.people, house_.books, passwords_, house_.audit, secrets_,
         house_.clock},
        {}};
    People people_{
        {house_.identities, house_.people, authentication_, passwords_, house_.audit, secrets_,
         house_.clock}};
    Invitations invitations_{
        {house_.people, house_.ledgers, authentication_, house_.books, house_.access, house_.audit,
         house_.clock},
        {}};
    ApiKeys keys_{
        {house_.people, house_.ledgers, authentication_, house_.access, house_.audit, house_.clock},
        {}};
    SignedIn sari_;
};

TEST_F(PeopleTest, changes_a_password_and_ends_every_other_session) {
    const std::string other = sign_in();
    EXPECT_EQ(
        first_field_in(house_.run(people_.change_password(as_sari(), "wrong", "baru baru baru"))),
        "/current_password invalid_credentials");
    EXPECT_EQ(is_alive(other), "accepted");
    EXPECT_EQ(
        code_in(house_.run(people_.change_password(as_sari(), password, "baru baru baru"))),
        "accepted");
    EXPECT_EQ(is_alive(other), "unauthenticated");
    EXPECT_EQ(is_alive(sari_.access_token), "accepted");
    EXPECT_EQ(sign_in(), "invalid_credentials");
    EXPECT_EQ(is_alive(sign_in("baru baru baru")), "accepted");
}

TEST_F(PeopleTest, lists_sessions_and_ends_one_or_all_others) {
    house_.clock.advance(1min);
    const std::string second = sign_in();
    house_.clock.advance(1min);
    const std::string third = sign_in();
    const auto mine = house_.run(people_.list_sessions(as_sari()));
    ASSERT_EQ(mine.size(), 3U);
    EXPECT_EQ(mine[0].on_device.user_agent, "Firefox");
    EXPECT_EQ(mine[0].on_device.session.address, "192.0.2.5");
    EXPECT_TRUE(mine[2].is_current);
    EXPECT_EQ(code_in(house_.run(people_.end_session(as_sari(), mine[1].id))), "accepted");
    EXPECT_EQ(is_alive(second), "unauthenticated");
    EXPECT_EQ(code_in(house_.run(people_.end_session(as_sari(), mine[1].id))), "not_found");
    const User tono = house_.add_user("Tono");
    EXPECT_EQ(
        code_in(house_.run(people_.end_session(TestHouse::context_of(tono), mine[0].id))),
        "not_found")
        << "another's session is none of theirs";
    EXPECT_EQ(house_.run(people_.end_other_sessions(as_sari())), 1U);
    EXPECT_EQ(is_alive(third), "unauthenticated");
    EXPECT_EQ(is_alive(sari_.access_token), "accepted");
}

TEST_F(PeopleTest, turns_a_second_factor_on_and_off) {
    EXPECT_EQ(
        first_field_in(house_.run(people_.begin_totp(as_sari(), "wrong"))),
        "/password invalid_credentials");
    EXPECT_EQ(first_field_in(house_.run(people_.confirm_totp(as_sari(), "123456"))), " conflict");
    const auto setup = house_.run(people_.begin_totp(as_sari(), password));
    ASSERT_TRUE(setup);
    const auto present = [&] { return totp_code(setup->secret, totp_step(house_.clock.now())); };
    EXPECT_EQ(is_alive(sign_in()), "accepted") << "it does not count before it is confirmed";
    EXPECT_EQ(
        first_field_in(house_.run(people_.confirm_totp(as_sari(), "000000"))),
        "/totp invalid_credentials");
    const auto codes = house_.run(people_.confirm_totp(as_sari(), present()));
    ASSERT_TRUE(codes);
    EXPECT_EQ(codes->size(), 10U);
    EXPECT_TRUE(house_.run(people_.totp_state(as_sari())).since);
    EXPECT_EQ(sign_in(), "totp_required");
    EXPECT_EQ(first_field_in(house_.run(people_.begin_totp(as_sari(), password))), " conflict");
    EXPECT_EQ(
        first_field_in(house_.run(people_.remove_totp(as_sari(), password, present()))),
        "/totp invalid_credentials")
        << "the code that confirmed it was used by that";
    const auto renewed = house_.run(
        people_.renew_recovery_codes(as_sari(), password, codes->front()));
    ASSERT_TRUE(renewed);
    EXPECT_NE(renewed->front(), codes->front());
    house_.clock.advance(30s);
    EXPECT_EQ(code_in(house_.run(people_.remove_totp(as_sari(), password, present()))), "accepted");
    EXPECT_FALSE(house_.run(people_.totp_state(as_sari())).since);
    EXPECT_EQ(is_alive(sign_in()), "accepted");
}

TEST_F(PeopleTest, sets_a_password_by_a_link_once_within_its_hour) {
    EXPECT_FALSE(make_reset("nobody@arus.test"));
    const auto use = [&](const std::string& token) {
        return code_in(house_.run(people_.use_reset(
            token, "baru baru baru", {"192.0.2.7", false, {}, "r"}, TestHouse::soon())));
    };
    const auto late = *make_reset("Sari@arus.test");
    house_.clock.advance(1h);
    EXPECT_EQ(use(late), "not_found");
    const auto first = *make_reset("sari@arus.test");
    const auto second = *make_reset("sari@arus.test");
    EXPECT_EQ(use(first), "accepted");
    EXPECT_EQ(use(first), "not_found");
    EXPECT_EQ(use(second), "not_found") << "the other links of the user are void too";
    EXPECT_EQ(use("arus_r_guess"), "not_found");
    EXPECT_EQ(is_alive(sari_.access_token), "unauthenticated");
    EXPECT_EQ(is_alive(sign_in("baru baru baru")), "accepted");
}

TEST_F(PeopleTest, invites_by_link_once_and_takes_back) {
    const BookId book = house_.add_book(sari_.user);
    const User admin = house_.add_user("Adi");
    house_.add_member(book, admin, Role::admin);
    const User vera = house_.add_user("Vera");
    const auto as_admin = TestHouse::context_of(admin);
    const auto as_vera = TestHouse::context_of(vera);
    EXPECT_EQ(
        code_in(house_.run(invitations_.create(as_admin, book, {{Role::owner, {}}, {}}))),
        "forbidden");
    EXPECT_EQ(
        first_field_in(house_.run(invitations_.create(as_admin, book, {{Role::cashier, {}}, {}}))),
        "/outlet_ids too_short");
    EXPECT_EQ(
        code_in(house_.run(invitations_.create(as_vera, book, {{Role::viewer, {}}, {}}))),
        "not_found");
    const auto made = house_.run(invitations_.create(as_admin, book, {{Role::viewer, {}}, "Vera"}));
    ASSERT_TRUE(made);
    const auto look = [&](const std::string& token) {
        return house_.run(
            invitations_.look(token, {"192.0.2.7", false, {}, "r"}, TestHouse::soon()));
    };
    EXPECT_EQ(look(made->token)->book_name, "Kopi Senja");
    EXPECT_EQ(look(made->token)->invited_by, "Adi");
    EXPECT_EQ(code_in(look("arus_i_guess")), "not_found");
    const auto joined = house_.run(invitations_.accept(as_vera, made->token));
    ASSERT_TRUE(joined);
    EXPECT_EQ(joined->role, Role::viewer);
    EXPECT_EQ(code_in(house_.run(invitations_.accept(as_vera, made->token))), "not_found");
    EXPECT_EQ(code_in(look(made->token)), "not_found");

    const auto other = house_.run(invitations_.create(as_admin, book, {{Role::admin, {}}, {}}));
    EXPECT_EQ(
        code_in(house_.run(invitations_.revoke(as_admin, book, other->invitation.id))), "accepted");
    EXPECT_EQ(
        code_in(house_.run(invitations_.revoke(as_admin, book, other->invitation.id))),
        "not_found");
    EXPECT_EQ(code_in(house_.run(invitations_.accept(as_vera, other->token))), "not_found");
    const auto late = house_.run(invitations_.create(as_admin, book, {{Role::admin, {}}, {}}));
    house_.clock.advance(std::chrono::days(7));
    EXPECT_EQ(code_in(house_.run(invitations_.accept(as_vera, late->token))), "not_found");
}

TEST_F(PeopleTest, lets_nobody_back_in_by_their_own_invitation) {
    const BookId book = house_.add_book(sari_.user);
    const User ani = house_.add_user("Ani");
    house_.add_member(book, ani, Role::admin);
    const auto as_ani = TestHouse::context_of(ani);
    const auto made = house_.run(invitations_.create(as_ani, book, {{Role::admin, {}}, {}}));
    ASSERT_TRUE(made);
    const auto look = [&] {
        return code_in(house_.run(
            invitations_.look(made->token, {"192.0.2.7", false, {}, "r"}, TestHouse::soon())));
    };
    const auto accept = [&](const RequestContext& context) {
        return code_in(house_.run(invitations_.accept(context, made->token)));
    };
    const auto is_listed_as_backed = [&] {
        return house_.run(invitations_.list(as_sari(), book, {}))->items.at(0).is_backed;
    };
    EXPECT_EQ(look(), "accepted");
    EXPECT_TRUE(is_listed_as_backed());
    ASSERT_TRUE(house_.run(house_.books.put_member(as_sari(), book, ani.id, {Role::viewer, {}})));
    EXPECT_EQ(look(), "not_found");
    EXPECT_FALSE(is_listed_as_backed());
    EXPECT_EQ(accept(as_ani), "not_found");
    EXPECT_EQ(house_.identities.members.at({book, ani.id}).role, Role::viewer);
    ASSERT_TRUE(house_.run(house_.books.delete_member(as_sari(), book, ani.id)));
    EXPECT_EQ(look(), "not_found");
    EXPECT_EQ(accept(as_ani), "not_found");
    EXPECT_EQ(accept(TestHouse::context_of(house_.add_user("Budi"))), "not_found");
    EXPECT_FALSE(is_listed_as_backed());
    const auto revoke = [&] {
        return code_in(house_.run(invitations_.revoke(as_sari(), book, made->invitation.id)));
    };
    EXPECT_EQ(revoke(), "accepted") << "it would hold again if Ani became an admin again";
    EXPECT_TRUE(is_listed_as_backed());
    EXPECT_FALSE(house_.identities.members.contains({book, ani.id}));
}

TEST_F(PeopleTest, makes_keys_that_are_listed_without_their_token) {
    const BookId book = house_.add_book(sari_.user);
    const auto refused = [&](ApiKeyDraft draft) {
        return first_field_in(house_.run(keys_.create(as_sari(), book, std::move(draft))));
    };
    EXPECT_EQ(refused({"Till", {Role::owner, {}}, false, {}}), "/role enum");
    EXPECT_EQ(refused({"Till", {Role::cashier, {}}, false, {}}), "/outlet_ids too_short");
    EXPECT_EQ(refused({"Till", {Role::viewer, {}}, false, Instant{1}}), "/expires_at range");
    const auto made = house_.run(
        keys_.create(as_sari(), book, {"Till", {Role::viewer, {}}, true, {}}));
    ASSERT_TRUE(made);
    EXPECT_TRUE(made->token.starts_with(made->key.prefix));
    EXPECT_EQ(
        made->key.expires_at.us - house_.clock.now().us,
        std::chrono::microseconds(std::chrono::days(365)).count());
    EXPECT_EQ(is_alive(made->token), "accepted");
    EXPECT_EQ(house_.run(keys_.list(as_sari(), book, {}))->items.size(), 1U);
    EXPECT_EQ(code_in(house_.run(keys_.revoke(as_sari(), book, made->key.id))), "accepted");
    EXPECT_EQ(is_alive(made->token), "unauthenticated");
    EXPECT_EQ(code_in(house_.run(keys_.revoke(as_sari(), book, made->key.id))), "not_found");
}

TEST_F(PeopleTest, writes_down_what_changed_in_a_book_for_its_managers) {
    const BookId book = house_.add_book(sari_.user);
    const User vera = house_.add_user("Vera");
    ledger::BookChange change;
    change.lock_date.emplace(parse_date("2026-10-31"));
    ASSERT_TRUE(house_.run(house_.books.change(as_sari(), book, change, "year end")));
    ASSERT_TRUE(house_.run(house_.books.put_member(as_sari(), book, vera.id, {Role::viewer, {}})));
    ASSERT_TRUE(house_.run(house_.books.put_member(as_sari(), book, vera.id, {Role::admin, {}})));
    ASSERT_TRUE(house_.run(house_.books.delete_member(as_sari(), book, vera.id)));
    const auto log = house_.run(house_.audit.list(as_sari(), book, {}));
    ASSERT_TRUE(log);
    std::vector<std::string> shown;
    for (const AuditRecord& record : log->items) {
        shown.push_back(record.data.substr(record.data.find("\"action\"")));
    }
    ASSERT_EQ(shown.size(), 4U);
    EXPECT_NE(shown[0].find("member.removed"), std::string::npos);
    EXPECT_NE(
        shown[1].find(R"("before":{"role":"viewer","outlet_ids":[]},"after":{"role":"admin")"),
        std::string::npos)
        << shown[1];
    EXPECT_NE(shown[2].find("member.added"), std::string::npos);
    EXPECT_NE(
        shown[3].find(
            R"("before":{"lock_date":null},"after":{"lock_date":"2026-10-31"},"reason":"year end")"),
        std::string::npos)
        << shown[3];
    AuditListRequest members;
    members.what = "member.";
    EXPECT_EQ(house_.run(house_.audit.list(as_sari(), book, members))->items.size(), 3U);
    house_.add_member(book, vera, Role::accountant);
    EXPECT_EQ(
        code_in(house_.run(house_.audit.list(TestHouse::context_of(vera), book, {}))), "forbidden");
}

}  // namespace
}  // namespace arus::app
