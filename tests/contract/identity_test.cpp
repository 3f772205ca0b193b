// SPDX-License-Identifier: Apache-2.0
#include "support.hpp"

#include <set>

namespace arus::contract {
namespace {

using NewUserRule = app::IdentityStore::NewUserRule;
using NewUserOutcome = app::IdentityStore::NewUserOutcome;
using MemberOutcome = app::IdentityStore::MemberOutcome;

class Identity : public BookTest {
protected:
    app::UserCredentials credentials(std::string email, std::string name) {
        app::UserCredentials made;
        made.user = {new_id<UserId>(), std::move(email), std::move(name), "en", store->clock.now()};
        made.password_hash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA";
        return made;
    }
    UserId make_user(std::string email, std::string name) {
        auto made = credentials(std::move(email), std::move(name));
        const auto id = made.user.id;
        EXPECT_EQ(
            wait(identity().create_user(std::move(made), NewUserRule::any, soon())),
            NewUserOutcome::created);
        return id;
    }
    app::Session session_of(UserId user, std::uint8_t number) {
        app::Session session;
        session.token_hash.fill(number);
        session.user_id = user;
        session.created_at = store->clock.now();
        session.expires_at = {session.created_at.us + 1'000'000};
        session.last_used_at = session.created_at;
        session.device_id = new_id<DeviceId>();
        session.address = "127.0.0.1";
        return session;
    }
};

TEST_P(Identity, keeps_users_by_email_and_id) {
    const auto made = credentials("budi@example.org", "Budi");
    EXPECT_EQ(
        wait(identity().create_user(made, NewUserRule::any, soon())), NewUserOutcome::created);
    const auto found = wait(identity().find_user_by_email("budi@example.org", soon()));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->user.id, made.user.id);
    EXPECT_EQ(found->user.name, "Budi");
    EXPECT_EQ(found->user.locale, "en");
    EXPECT_EQ(found->user.created_at, made.user.created_at);
    EXPECT_EQ(found->password_hash, made.password_hash);
    EXPECT_EQ(wait(identity().find_user(made.user.id, soon()))->email, "budi@example.org");
    EXPECT_FALSE(wait(identity().find_user_by_email("nobody@example.org", soon())));
    EXPECT_FALSE(wait(identity().find_user(new_id<UserId>(), soon())));
}

TEST_P(Identity, refuses_an_email_that_is_taken) {
    make_user("budi@example.org", "Budi");
    const auto before = store->dump();
    EXPECT_EQ(
        wait(identity().create_user(
            credentials("budi@example.org", "Lain"), NewUserRule::any, soon())),
        NewUserOutcome::email_taken);
    EXPECT_EQ(store->dump(), before);
}

TEST_P(Identity, changes_passwords) {
    const auto user = make_user("budi@example.org", "Budi");
    EXPECT_TRUE(wait(identity().set_password_hash(user, "$new$", soon())));
    EXPECT_EQ(
        wait(identity().find_user_by_email("budi@example.org", soon()))->password_hash, "$new$");
    EXPECT_FALSE(wait(identity().set_password_hash(new_id<UserId>(), "$new$", soon())));
}

TEST_P(Identity, keeps_extends_and_deletes_sessions) {
    const auto made = session_of(owner, 7);
    wait(identity().create_session(made, soon()));
    auto found = wait(identity().find_session(made.token_hash, soon()));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->user_id, owner);
    EXPECT_EQ(found->expires_at, made.expires_at);
    EXPECT_EQ(found->device_id, made.device_id);
    EXPECT_EQ(found->address, "127.0.0.1");
    EXPECT_TRUE(wait(identity().extend_session(
        made.token_hash, {made.expires_at.us + 5}, {made.created_at.us + 3}, soon())));
    // The same again changes nothing and is no less true.
    EXPECT_TRUE(wait(identity().extend_session(
        made.token_hash, {made.expires_at.us + 5}, {made.created_at.us + 3}, soon())));
    store->restart();
    found = wait(identity().find_session(made.token_hash, soon()));
    EXPECT_EQ(found->expires_at.us, made.expires_at.us + 5);
    EXPECT_EQ(found->last_used_at.us, made.created_at.us + 3);
    EXPECT_TRUE(wait(identity().delete_session(made.token_hash, soon())));
    EXPECT_FALSE(wait(identity().delete_session(made.token_hash, soon())));
    EXPECT_FALSE(
        wait(identity().extend_session(made.token_hash, made.expires_at, made.created_at, soon())));
    EXPECT_FALSE(wait(identity().find_session(made.token_hash, soon())));
}

TEST_P(Identity, forgets_sessions_that_have_ended_when_a_new_one_begins) {
    const auto old = session_of(owner, 1);
    wait(identity().create_session(old, soon()));
    store->clock.advance_us(2'000'000);
    wait(identity().create_session(session_of(owner, 2), soon()));
    EXPECT_FALSE(wait(identity().find_session(old.token_hash, soon())));
    Hash256 second;
    second.fill(2);
    EXPECT_TRUE(wait(identity().find_session(second, soon())));
}

TEST_P(Identity, keeps_members_with_role_and_outlets) {
    const auto cashier = make_user("ani@example.org", "Ani");
    const auto outlets = std::vector<OutletId>{outlet("PST"), outlet("BDG")};
    EXPECT_EQ(
        wait(identity().put_member(book, cashier, {app::Role::cashier, outlets}, soon())),
        MemberOutcome::done);
    EXPECT_EQ(
        wait(identity().put_member(book, cashier, {app::Role::cashier, outlets}, soon())),
        MemberOutcome::done);
    auto membership = wait(identity().find_membership(cashier, book, soon()));
    ASSERT_TRUE(membership);
    EXPECT_EQ(membership->role, app::Role::cashier);
    EXPECT_EQ(membership->outlet_ids.size(), 2U);
    const auto members = wait(identity().list_members(book, soon()));
    ASSERT_EQ(members.size(), 2U);
    EXPECT_EQ(members[0].user.name, "Ani");
    EXPECT_EQ(members[0].membership.outlet_ids.size(), 2U);
    EXPECT_EQ(members[1].membership.role, app::Role::owner);

    EXPECT_EQ(
        wait(identity().put_member(book, cashier, {app::Role::cashier, {outlets[0]}}, soon())),
        MemberOutcome::done);
    EXPECT_EQ(
        wait(identity().find_membership(cashier, book, soon()))->outlet_ids,
        std::vector<OutletId>{outlets[0]});
    EXPECT_EQ(
        wait(identity().put_member(book, cashier, {app::Role::viewer, {}}, soon())),
        MemberOutcome::done);
    EXPECT_TRUE(wait(identity().find_membership(cashier, book, soon()))->outlet_ids.empty());

    EXPECT_EQ(wait(identity().delete_member(book, cashier, soon())), MemberOutcome::done);
    EXPECT_FALSE(wait(identity().find_membership(cashier, book, soon())));
    EXPECT_EQ(wait(identity().delete_member(book, cashier, soon())), MemberOutcome::no_such_user);
    EXPECT_EQ(
        wait(identity().put_member(book, new_id<UserId>(), {app::Role::viewer, {}}, soon())),
        MemberOutcome::no_such_user);
}

TEST_P(Identity, keeps_the_last_owner) {
    const auto before = store->dump();
    EXPECT_EQ(
        wait(identity().put_member(book, owner, {app::Role::admin, {}}, soon())),
        MemberOutcome::last_owner);
    EXPECT_EQ(wait(identity().delete_member(book, owner, soon())), MemberOutcome::last_owner);
    EXPECT_EQ(store->dump(), before);
    const auto second = make_user("ani@example.org", "Ani");
    EXPECT_EQ(
        wait(identity().put_member(book, second, {app::Role::owner, {}}, soon())),
        MemberOutcome::done);
    EXPECT_EQ(
        wait(identity().put_member(book, owner, {app::Role::admin, {}}, soon())),
        MemberOutcome::done);
    EXPECT_EQ(wait(identity().delete_member(book, second, soon())), MemberOutcome::last_owner);
}

TEST_P(Identity, keeps_one_owner_where_two_take_each_other_s_role_at_once) {
    const auto second = make_user("ani@example.org", "Ani");
    for (int round = 0; round < 10; ++round) {
        for (const auto& user : {owner, second}) {
            ASSERT_EQ(
                wait(identity().put_member(book, user, {app::Role::owner, {}}, soon())),
                MemberOutcome::done);
        }
        auto demoted = start(identity().put_member(book, owner, {app::Role::admin, {}}, soon()));
        auto removed = start(identity().delete_member(book, second, soon()));
        const std::multiset<MemberOutcome> outcomes{demoted.get(), removed.get()};
        EXPECT_EQ(
            outcomes,
            (std::multiset<MemberOutcome>{MemberOutcome::done, MemberOutcome::last_owner}));
        int owners = 0;
        for (const auto& member : wait(identity().list_members(book, soon()))) {
            owners += member.membership.role == app::Role::owner ? 1 : 0;
        }
        EXPECT_EQ(owners, 1);
    }
}

TEST_P(Identity, gives_an_email_to_one_of_many_who_ask_at_once) {
    std::vector<std::future<NewUserOutcome>> outcomes;
    for (int i = 0; i < 20; ++i) {
        outcomes.push_back(start(identity().create_user(
            credentials("budi@example.org", "Budi"), NewUserRule::any, soon())));
    }
    int created = 0;
    for (auto& outcome : outcomes) {
        const auto is = outcome.get();
        created += is == NewUserOutcome::created ? 1 : 0;
        EXPECT_NE(is, NewUserOutcome::not_the_first);
    }
    EXPECT_EQ(created, 1);
}

TEST_P(Identity, lists_the_books_of_a_user_by_name) {
    const auto second = wait(ledger().create_book(new_book("Alfa"), soon()));
    const auto books = wait(identity().books_of(owner, soon()));
    ASSERT_EQ(books.size(), 2U);
    EXPECT_EQ(books[0].book.name, "Alfa");
    EXPECT_EQ(books[0].epoch, second.head.epoch);
    EXPECT_EQ(books[1].book.id, book);
    EXPECT_EQ(books[1].membership.role, app::Role::owner);
    EXPECT_TRUE(wait(identity().books_of(new_id<UserId>(), soon())).empty());
}

ARUS_CONTRACT_SUITE(Identity);

class FirstUser : public StoreTest {};

TEST_P(FirstUser, is_one_of_many_who_try_at_once) {
    EXPECT_FALSE(wait(identity().has_users(soon())));
    std::vector<std::future<NewUserOutcome>> outcomes;
    for (int i = 0; i < 20; ++i) {
        app::UserCredentials made;
        made.user = {
            new_id<UserId>(), "user" + std::to_string(i) + "@example.org", "User", "id",
            store->clock.now()};
        made.password_hash = "$";
        outcomes.push_back(
            start(identity().create_user(std::move(made), NewUserRule::only_the_first, soon())));
    }
    int created = 0;
    for (auto& outcome : outcomes) {
        const auto is = outcome.get();
        created += is == NewUserOutcome::created ? 1 : 0;
        EXPECT_NE(is, NewUserOutcome::email_taken);
    }
    EXPECT_EQ(created, 1);
    EXPECT_TRUE(wait(identity().has_users(soon())));
}

ARUS_CONTRACT_SUITE(FirstUser);

}  // namespace
}  // namespace arus::contract
