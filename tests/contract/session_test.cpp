// SPDX-License-Identifier: Apache-2.0
// When a session may begin, and how many there may be.
#include "people_fixture.hpp"

#include <future>

namespace arus::contract {
namespace {

class Sessions : public People {};

TEST_P(Sessions, follow_a_session_that_is_still_there) {
    const auto user = make_user("ani@example.org");
    sign_in(user, 1);
    store->clock.advance_us(1'000);
    const Instant now = store->clock.now();
    app::SessionGround ground;
    ground.instead_of = app::SessionGround::Old{hash_of(1), {now.us + 5'000}};
    EXPECT_TRUE(begin(user, 2, ground));
    const auto old = wait(identity().find_session(hash_of(1), soon()));
    EXPECT_EQ(old->expires_at.us, now.us + 5'000);
    EXPECT_EQ(old->last_used_at, now);
    EXPECT_EQ(sessions_of(user), (std::vector<int>{1, 2}));
    EXPECT_TRUE(wait(people().delete_session(hash_of(1), entry("session.ended"), soon())));
    const auto before = store->dump();
    EXPECT_FALSE(begin(user, 3, ground));
    EXPECT_EQ(store->dump(), before);
}

TEST_P(Sessions, begin_a_session_with_the_password_that_was_checked) {
    const auto user = make_user("ani@example.org");
    app::SessionGround ground;
    ground.password_hash = "$old$";
    ground.better_hash = "$better$";
    EXPECT_TRUE(begin(user, 1, ground));
    EXPECT_EQ(
        wait(identity().find_user_by_email("ani@example.org", soon()))->password_hash, "$better$");
    EXPECT_TRUE(wait(
        people().set_password({user, "$new$", std::nullopt}, entry("password.changed"), soon())));
    const auto before = store->dump();
    EXPECT_FALSE(begin(user, 2, ground));
    EXPECT_FALSE(wait(
        people().create_session(session(user, 3), ground, entry("sign_in.succeeded"), soon())));
    EXPECT_FALSE(begin(new_id<UserId>(), 4, {}));
    EXPECT_EQ(store->dump(), before);
}

TEST_P(Sessions, keep_no_session_however_many_begin_while_all_are_ended) {
    const auto user = make_user("ani@example.org");
    sign_in(user, 1);
    app::SessionGround follows;
    follows.instead_of = app::SessionGround::Old{hash_of(1), {store->clock.now().us + 60'000'000}};
    app::SessionGround checked;
    checked.password_hash = "$old$";
    std::vector<std::future<bool>> begun;
    const auto begin_some = [&](std::uint8_t from) {
        for (std::uint8_t number = from; number < from + 10; ++number) {
            begun.push_back(start(people().create_session(
                session(user, number), number % 2 == 0 ? follows : checked, std::nullopt, soon())));
        }
    };
    begin_some(10);
    auto changed = start(
        people().set_password({user, "$new$", std::nullopt}, entry("password.changed"), soon()));
    begin_some(20);
    EXPECT_TRUE(changed.get());
    for (auto& one : begun) {
        one.get();
    }
    EXPECT_EQ(sessions_of(user), std::vector<int>{});

    sign_in(user, 1);
    checked.password_hash.reset();
    checked.instead_of = follows.instead_of;
    begun.clear();
    begin_some(30);
    auto ended = start(
        people().delete_other_sessions(user, hash_of(99), entry("others.ended"), soon()));
    begin_some(40);
    EXPECT_GE(ended.get(), 1U);
    for (auto& one : begun) {
        one.get();
    }
    EXPECT_EQ(sessions_of(user), std::vector<int>{});
}

TEST_P(Sessions, have_so_many_sessions_at_most_and_lose_those_that_would_have_ended_first) {
    const auto user = make_user("ani@example.org");
    sign_in(owner, 9);
    app::SessionGround ground;
    ground.sessions_max = 3;
    for (std::uint8_t number = 1; number <= 3; ++number) {
        EXPECT_TRUE(begin(user, number, ground));
        store->clock.advance_us(1'000);
    }
    const Instant now = store->clock.now();
    EXPECT_TRUE(wait(identity().extend_session(hash_of(1), {now.us + 90'000'000}, now, soon())));
    EXPECT_TRUE(begin(user, 4, ground));
    EXPECT_EQ(sessions_of(user), (std::vector<int>{1, 3, 4}));
    ground.sessions_max = 2;
    EXPECT_TRUE(begin(user, 5, ground));
    EXPECT_EQ(sessions_of(user), (std::vector<int>{1, 5}));
    ground.sessions_max = 1;
    EXPECT_TRUE(begin(user, 6, ground)) << "the new one stays even where another would end later";
    EXPECT_EQ(sessions_of(user), std::vector<int>{6});
    EXPECT_EQ(sessions_of(owner), std::vector<int>{9}) << "another person's";
}

ARUS_CONTRACT_SUITE(Sessions);

}  // namespace
}  // namespace arus::contract
