// SPDX-License-Identifier: Apache-2.0
#include "people_fixture.hpp"

#include <algorithm>
#include <future>

namespace arus::contract {
namespace {

using AcceptOutcome = app::PeopleStore::AcceptOutcome;
using MemberOutcome = app::IdentityStore::MemberOutcome;

TEST_P(People, change_name_and_language) {
    const auto user = make_user("ani@example.org");
    EXPECT_TRUE(wait(people().change_profile(
        user, {"Ani Baru", std::nullopt}, entry("profile.changed"), soon())));
    EXPECT_TRUE(wait(
        people().change_profile(user, {std::nullopt, "id"}, entry("profile.changed"), soon())));
    const auto found = wait(identity().find_user(user, soon()));
    EXPECT_EQ(found->name, "Ani Baru");
    EXPECT_EQ(found->locale, "id");
    EXPECT_EQ(found->email, "ani@example.org");
    EXPECT_FALSE(wait(people().change_profile(
        new_id<UserId>(), {"X", std::nullopt}, entry("profile.changed"), soon())));
    EXPECT_EQ(actions(), (std::vector<std::string>{"profile.changed", "profile.changed"}));
}

TEST_P(People, lose_every_other_session_with_a_new_password) {
    const auto user = make_user("ani@example.org");
    for (std::uint8_t number = 1; number <= 3; ++number) {
        sign_in(user, number);
    }
    sign_in(owner, 9);
    wait(people().create_password_reset(
        {hash_of(7), user, store->clock.now(), {store->clock.now().us + 1}}, entry("link.made"),
        soon()));
    EXPECT_TRUE(wait(
        people().set_password({user, "$new$", hash_of(2)}, entry("password.changed"), soon())));
    EXPECT_EQ(
        wait(identity().find_user_by_email("ani@example.org", soon()))->password_hash, "$new$");
    EXPECT_FALSE(wait(identity().find_session(hash_of(1), soon())));
    EXPECT_TRUE(wait(identity().find_session(hash_of(2), soon())));
    EXPECT_TRUE(wait(identity().find_session(hash_of(9), soon()))) << "another person's";
    EXPECT_FALSE(wait(people().find_password_reset(hash_of(7), soon())));
    EXPECT_FALSE(wait(people().set_password(
        {new_id<UserId>(), "$new$", std::nullopt}, entry("password.changed"), soon())));
    EXPECT_EQ(actions(), (std::vector<std::string>{"link.made", "password.changed"}));
}

TEST_P(People, set_a_password_by_a_link_once_and_in_time) {
    const auto user = make_user("ani@example.org");
    sign_in(user, 1);
    const Instant now = store->clock.now();
    wait(people().create_password_reset(
        {hash_of(7), user, now, {now.us + 100}}, entry("a.b"), soon()));
    EXPECT_EQ(wait(people().find_password_reset(hash_of(7), soon()))->user_id, user);
    const auto use = [&](std::uint8_t number, std::int64_t after_us) {
        return wait(people().use_password_reset(
            hash_of(number), "$reset$", {now.us + after_us}, entry("password.reset"), soon()));
    };
    EXPECT_FALSE(use(8, 0));
    EXPECT_FALSE(use(7, 100));
    EXPECT_TRUE(use(7, 99));
    EXPECT_FALSE(use(7, 99));
    EXPECT_EQ(
        wait(identity().find_user_by_email("ani@example.org", soon()))->password_hash, "$reset$");
    EXPECT_FALSE(wait(identity().find_session(hash_of(1), soon())));
    EXPECT_EQ(actions(), (std::vector<std::string>{"a.b", "password.reset"}));
}

TEST_P(People, list_and_end_their_sessions) {
    const auto user = make_user("ani@example.org");
    sign_in(user, 1, entry("sign_in.succeeded"));
    store->clock.advance_us(1'000);
    sign_in(user, 2);
    store->clock.advance_us(1'000);
    sign_in(user, 3);
    sign_in(owner, 9);
    const auto mine = wait(people().list_sessions(user, store->clock.now(), soon()));
    ASSERT_EQ(mine.size(), 3U);
    EXPECT_EQ(mine[0].session.token_hash, hash_of(3));
    EXPECT_EQ(mine[2].session.token_hash, hash_of(1));
    EXPECT_EQ(mine[0].user_agent, "Browser");
    EXPECT_EQ(mine[0].session.address, "192.0.2.1");
    EXPECT_TRUE(wait(people().list_sessions(user, mine[0].session.expires_at, soon())).empty());
    EXPECT_TRUE(wait(people().delete_session(hash_of(1), entry("session.ended"), soon())));
    EXPECT_FALSE(wait(people().delete_session(hash_of(1), entry("session.ended"), soon())));
    EXPECT_EQ(
        wait(people().delete_other_sessions(user, hash_of(3), entry("others.ended"), soon())), 1U);
    EXPECT_EQ(
        wait(people().delete_other_sessions(user, hash_of(3), entry("others.ended"), soon())), 0U);
    EXPECT_TRUE(wait(identity().find_session(hash_of(9), soon())));
    EXPECT_EQ(
        actions(),
        (std::vector<std::string>{"sign_in.succeeded", "session.ended", "others.ended"}));
}

TEST_P(People, confirm_a_second_factor_and_use_each_code_once) {
    const auto user = make_user("ani@example.org");
    const Instant now = store->clock.now();
    EXPECT_FALSE(wait(people().find_totp(user, soon())));
    EXPECT_TRUE(wait(people().begin_totp(user, "first", now, soon())));
    const std::string secret("se\0cret\xff", 8);
    EXPECT_TRUE(wait(people().begin_totp(user, secret, now, soon())));
    EXPECT_FALSE(wait(people().find_totp(user, soon()))->confirmed_at);
    EXPECT_FALSE(wait(people().use_totp_step(user, 5, soon()))) << "not confirmed";
    EXPECT_FALSE(wait(people().use_recovery_code(user, hash_of(1), entry("a.b"), soon())));
    app::PeopleStore::TotpConfirmation confirmation{user, 10, now, {hash_of(1), hash_of(2)}};
    EXPECT_TRUE(wait(people().confirm_totp(confirmation, entry("totp.enabled"), soon())));
    EXPECT_FALSE(wait(people().confirm_totp(confirmation, entry("totp.enabled"), soon())));
    EXPECT_FALSE(wait(people().begin_totp(user, "other", now, soon())));
    store->restart();
    const auto found = wait(people().find_totp(user, soon()));
    EXPECT_EQ(found->secret, secret);
    EXPECT_EQ(found->confirmed_at, now);
    EXPECT_EQ(found->last_step, 10U);
    EXPECT_EQ(found->recovery_codes_left, 2U);
    EXPECT_FALSE(wait(people().use_totp_step(user, 10, soon())));
    EXPECT_TRUE(wait(people().use_totp_step(user, 11, soon())));
    EXPECT_FALSE(wait(people().use_totp_step(user, 11, soon())));
    EXPECT_TRUE(wait(people().use_recovery_code(user, hash_of(2), entry("code.used"), soon())));
    EXPECT_FALSE(wait(people().use_recovery_code(user, hash_of(2), entry("code.used"), soon())));
    EXPECT_TRUE(
        wait(people().renew_recovery_codes(user, {hash_of(3)}, entry("codes.renewed"), soon())));
    EXPECT_FALSE(wait(people().use_recovery_code(user, hash_of(1), entry("code.used"), soon())));
    EXPECT_TRUE(wait(people().remove_totp(user, entry("totp.disabled"), soon())));
    EXPECT_FALSE(wait(people().remove_totp(user, entry("totp.disabled"), soon())));
    EXPECT_FALSE(wait(people().find_totp(user, soon())));
    EXPECT_EQ(
        actions(),
        (std::vector<std::string>{"totp.enabled", "code.used", "codes.renewed", "totp.disabled"}));
}

TEST_P(People, use_a_code_once_however_many_try_at_the_same_moment) {
    const auto user = make_user("ani@example.org");
    wait(people().begin_totp(user, "secret", store->clock.now(), soon()));
    app::PeopleStore::TotpConfirmation confirmation{user, 1, store->clock.now(), {}};
    wait(people().confirm_totp(confirmation, entry("totp.enabled"), soon()));
    std::vector<std::future<bool>> tries;
    for (int i = 0; i < 20; ++i) {
        tries.push_back(start(people().use_totp_step(user, 2, soon())));
    }
    int taken = 0;
    for (auto& one : tries) {
        taken += one.get() ? 1 : 0;
    }
    EXPECT_EQ(taken, 1);
}

TEST_P(People, become_members_with_an_entry_or_not_at_all) {
    const auto user = make_user("ani@example.org");
    EXPECT_EQ(
        wait(people().put_member(
            book, user, {app::Role::cashier, {outlet("PST")}}, entry("member.added", book),
            soon())),
        MemberOutcome::done);
    EXPECT_EQ(
        wait(identity().find_membership(user, book, soon()))->outlet_ids,
        std::vector<OutletId>{outlet("PST")});
    EXPECT_EQ(
        wait(people().put_member(
            book, owner, {app::Role::viewer, {}}, entry("member.changed", book), soon())),
        MemberOutcome::last_owner);
    EXPECT_EQ(
        wait(people().delete_member(book, user, entry("member.removed", book), soon())),
        MemberOutcome::done);
    EXPECT_EQ(
        wait(people().delete_member(book, user, entry("member.removed", book), soon())),
        MemberOutcome::no_such_user);
    EXPECT_EQ(actions(book), (std::vector<std::string>{"member.added", "member.removed"}));
    EXPECT_TRUE(actions().empty());
}

TEST_P(People, accept_an_invitation_once) {
    const auto outlets = std::vector<OutletId>{outlet("BDG"), outlet("PST")};
    const auto made = invitation(app::Role::cashier, outlets);
    EXPECT_TRUE(wait(people().create_invitation(
        made, hash_of(1), 10, entry("invitation.created", book), soon())));
    const auto found = wait(people().find_invitation(hash_of(1), soon()));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, made.id);
    EXPECT_EQ(found->membership.role, app::Role::cashier);
    EXPECT_EQ(found->membership.outlet_ids, outlets);
    EXPECT_EQ(found->note, "for Ani");
    EXPECT_EQ(found->created_by.name, "Sari");
    EXPECT_TRUE(found->is_open(store->clock.now()));
    EXPECT_FALSE(wait(people().find_invitation(hash_of(2), soon())));

    const auto user = make_user("ani@example.org");
    const auto accept = [&](app::PeopleStore::Acceptance how) {
        return wait(
            people().accept_invitation(std::move(how), entry("invitation.accepted", book), soon()));
    };
    EXPECT_EQ(accept(acceptance(2, user)), AcceptOutcome::not_open);
    EXPECT_EQ(accept(acceptance(1, new_id<UserId>())), AcceptOutcome::no_such_user);
    EXPECT_EQ(accept(acceptance(1, owner)), AcceptOutcome::last_owner);
    auto late = acceptance(1, user);
    late.now = made.expires_at;
    EXPECT_EQ(accept(late), AcceptOutcome::not_open);
    EXPECT_EQ(accept(acceptance(1, user)), AcceptOutcome::accepted);
    EXPECT_EQ(accept(acceptance(1, user)), AcceptOutcome::not_open);
    auto members = wait(identity().find_membership(user, book, soon()))->outlet_ids;
    EXPECT_EQ(members.size(), 2U);
    const auto ended = wait(people().find_invitation(hash_of(1), soon()));
    EXPECT_EQ(ended->accepted_by->id, user.bytes);
    EXPECT_EQ(ended->accepted_by->name, "Ani");
    EXPECT_EQ(ended->ended_at, store->clock.now());
    EXPECT_EQ(
        actions(book), (std::vector<std::string>{"invitation.created", "invitation.accepted"}));
}

TEST_P(People, accept_nothing_that_its_maker_may_not_offer_any_more) {
    const auto ani = make_user("ani@example.org");
    const auto be = [&](app::Role role) {
        EXPECT_EQ(wait(identity().put_member(book, ani, {role, {}}, soon())), MemberOutcome::done);
    };
    const auto invite = [&](std::uint8_t number, app::Role role) {
        auto made = invitation(role);
        made.created_by = {ani.bytes, "Ani"};
        EXPECT_TRUE(wait(people().create_invitation(
            std::move(made), hash_of(number), 10, entry("invitation.created", book), soon())));
    };
    const auto accept = [&](app::PeopleStore::Acceptance how) {
        return wait(
            people().accept_invitation(std::move(how), entry("invitation.accepted", book), soon()));
    };
    be(app::Role::owner);
    invite(1, app::Role::admin);
    invite(2, app::Role::owner);
    be(app::Role::viewer);
    auto before = store->dump();
    EXPECT_EQ(accept(acceptance(1, ani)), AcceptOutcome::not_open) << "lowered";
    EXPECT_EQ(store->dump(), before);
    EXPECT_EQ(wait(identity().delete_member(book, ani, soon())), MemberOutcome::done);
    before = store->dump();
    EXPECT_EQ(accept(acceptance(1, ani)), AcceptOutcome::not_open) << "removed";
    auto fresh = acceptance(1, ani);
    app::UserCredentials other;
    other.user = {new_id<UserId>(), "budi@example.org", "Budi", "id", store->clock.now()};
    other.password_hash = "$";
    fresh.who = other;
    EXPECT_EQ(accept(fresh), AcceptOutcome::not_open) << "nor somebody in their place";
    EXPECT_EQ(store->dump(), before);
    be(app::Role::admin);
    EXPECT_EQ(accept(acceptance(2, ani)), AcceptOutcome::not_open) << "an owner's offer";
    EXPECT_EQ(accept(fresh), AcceptOutcome::accepted);
    EXPECT_EQ(
        wait(identity().find_membership(other.user.id, book, soon()))->role, app::Role::admin);
}

TEST_P(People, are_made_by_an_invitation_or_nothing_is) {
    wait(people().create_invitation(
        invitation(app::Role::viewer), hash_of(1), 10, entry("invitation.created", book), soon()));
    make_user("ani@example.org");
    app::UserCredentials fresh;
    fresh.user = {new_id<UserId>(), "ani@example.org", "Ani", "id", store->clock.now()};
    fresh.password_hash = "$";
    auto how = acceptance(1, owner);
    how.who = fresh;
    const auto before = store->dump();
    EXPECT_EQ(
        wait(people().accept_invitation(how, entry("invitation.accepted", book), soon())),
        AcceptOutcome::email_taken);
    EXPECT_EQ(store->dump(), before);
    fresh.user.email = "baru@example.org";
    how.who = fresh;
    EXPECT_EQ(
        wait(people().accept_invitation(how, entry("invitation.accepted", book), soon())),
        AcceptOutcome::accepted);
    EXPECT_EQ(
        wait(identity().find_membership(fresh.user.id, book, soon()))->role, app::Role::viewer);
    EXPECT_TRUE(wait(identity().find_user_by_email("baru@example.org", soon())));
}

TEST_P(People, take_back_list_and_count_invitations) {
    std::vector<app::InvitationId> ids;
    for (std::uint8_t number = 1; number <= 3; ++number) {
        const auto made = invitation(app::Role::viewer);
        ids.push_back(made.id);
        EXPECT_TRUE(wait(people().create_invitation(
            made, hash_of(number), 3, entry("invitation.created", book), soon())));
        store->clock.advance_us(2'000);
    }
    EXPECT_FALSE(wait(people().create_invitation(
        invitation(app::Role::viewer), hash_of(4), 3, entry("invitation.created", book), soon())))
        << "as many as may be are open";
    const auto revoke = [&](BookId of, app::InvitationId id) {
        return wait(people().revoke_invitation(
            of, id, store->clock.now(), entry("invitation.revoked", book), soon()));
    };
    EXPECT_FALSE(revoke(new_id<BookId>(), ids[1]));
    EXPECT_TRUE(revoke(book, ids[1]));
    EXPECT_FALSE(revoke(book, ids[1]));
    EXPECT_EQ(
        wait(people().accept_invitation(
            acceptance(2, make_user("ani@example.org")), entry("invitation.accepted", book),
            soon())),
        AcceptOutcome::not_open);
    EXPECT_TRUE(wait(people().create_invitation(
        invitation(app::Role::viewer), hash_of(4), 3, entry("invitation.created", book), soon())));
    auto page = wait(people().list_invitations(book, std::nullopt, 2, soon()));
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page[1].id, ids[2]);
    page = wait(people().list_invitations(book, ids[2], 5, soon()));
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page[0].id, ids[1]);
    EXPECT_TRUE(page[0].ended_at && !page[0].accepted_by);
    EXPECT_EQ(page[1].id, ids[0]);
    EXPECT_TRUE(wait(people().list_invitations(new_id<BookId>(), std::nullopt, 5, soon())).empty());
}

TEST_P(People, make_keys_find_and_end_them) {
    const auto made = key(app::Role::cashier, {outlet("PST")});
    EXPECT_TRUE(
        wait(people().create_api_key(made, hash_of(1), 2, entry("api_key.created", book), soon())));
    for (const auto& found :
         {wait(people().find_api_key(hash_of(1), soon())),
          wait(people().find_api_key(made.id, soon()))}) {
        ASSERT_TRUE(found);
        EXPECT_EQ(found->id, made.id);
        EXPECT_EQ(found->book_id, book);
        EXPECT_EQ(found->name, "Till");
        EXPECT_EQ(found->prefix, "arus_k_abcde");
        EXPECT_EQ(found->membership.role, app::Role::cashier);
        EXPECT_EQ(found->membership.outlet_ids, std::vector<OutletId>{outlet("PST")});
        EXPECT_TRUE(found->read_only);
        EXPECT_EQ(found->expires_at, made.expires_at);
        EXPECT_FALSE(found->last_used_at);
    }
    EXPECT_FALSE(wait(people().find_api_key(hash_of(2), soon())));
    EXPECT_FALSE(wait(people().find_api_key(new_id<app::ApiKeyId>(), soon())));
    const Instant used{store->clock.now().us + 5};
    wait(people().note_api_key_use(made.id, used, soon()));
    wait(people().note_api_key_use(made.id, {used.us - 3}, soon()));
    EXPECT_EQ(wait(people().find_api_key(made.id, soon()))->last_used_at, used);

    store->clock.advance_us(2'000);
    const auto second = key(app::Role::viewer);
    EXPECT_TRUE(wait(
        people().create_api_key(second, hash_of(2), 2, entry("api_key.created", book), soon())));
    EXPECT_FALSE(wait(people().create_api_key(
        key(app::Role::viewer), hash_of(3), 2, entry("api_key.created", book), soon())));
    const auto page = wait(people().list_api_keys(book, std::nullopt, 5, soon()));
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page[0].id, second.id);
    EXPECT_EQ(wait(people().list_api_keys(book, second.id, 5, soon())).size(), 1U);
    const auto revoke = [&](BookId of) {
        return wait(people().revoke_api_key(
            of, made.id, store->clock.now(), entry("api_key.revoked", book), soon()));
    };
    EXPECT_FALSE(revoke(new_id<BookId>()));
    EXPECT_TRUE(revoke(book));
    EXPECT_FALSE(revoke(book));
    EXPECT_FALSE(wait(people().find_api_key(made.id, soon()))->is_active(store->clock.now()));
    EXPECT_EQ(
        actions(book),
        (std::vector<std::string>{"api_key.created", "api_key.created", "api_key.revoked"}));
}

ARUS_CONTRACT_SUITE(People);

class AuditLog : public People {};

TEST_P(AuditLog, chains_each_book_by_itself) {
    for (int i = 0; i < 3; ++i) {
        wait(audit().append(entry("a.server"), soon()));
        wait(audit().append(entry("a.book", book), soon()));
    }
    for (const BookId of : {BookId(), book}) {
        app::AuditQuery query;
        query.book_id = of;
        auto records = wait(audit().list(query, soon()));
        std::reverse(records.begin(), records.end());
        Hash256 hash = app::audit_chain_start(of);
        std::uint64_t sequence = 0;
        for (const auto& record : records) {
            EXPECT_EQ(record.sequence, ++sequence);
            hash = app::audit_hash(hash, record.data);
            EXPECT_EQ(record.hash, hash);
            EXPECT_EQ(
                record.data,
                app::encode_audit(entry(of == book ? "a.book" : "a.server"), sequence));
        }
        EXPECT_EQ(sequence, 3U);
        const auto verified = wait(audit().verify(of, soon()));
        EXPECT_TRUE(verified.ok);
        EXPECT_EQ(verified.entries, 3U);
        EXPECT_EQ(verified.head, hash);
    }
    EXPECT_TRUE(wait(audit().verify(new_id<BookId>(), soon())).ok);
}

TEST_P(AuditLog, keeps_a_chain_whole_under_many_writers) {
    std::vector<std::future<void>> writers;
    for (int i = 0; i < 40; ++i) {
        writers.push_back(start(audit().append(entry("a.b", book), soon())));
    }
    for (auto& one : writers) {
        one.get();
    }
    const auto verified = wait(audit().verify(book, soon()));
    EXPECT_TRUE(verified.ok);
    EXPECT_EQ(verified.entries, 40U);
}

TEST_P(AuditLog, is_narrowed_by_actor_subject_action_time_and_place) {
    const Instant begin = store->clock.now();
    const auto other = new_id<UserId>();
    for (int i = 0; i < 6; ++i) {
        auto draft = entry(i % 2 == 0 ? "member.added" : "api_key.created", book);
        if (i >= 4) {
            draft.actor_id = other.bytes;
            draft.subject_id = other.bytes;
        }
        wait(audit().append(std::move(draft), soon()));
        store->clock.advance_us(1'000'000);
    }
    const auto sequences = [&](auto narrow) {
        app::AuditQuery query;
        query.book_id = book;
        narrow(query);
        std::vector<std::uint64_t> found;
        for (const auto& record : wait(audit().list(query, soon()))) {
            found.push_back(record.sequence);
        }
        return found;
    };
    using Sequences = std::vector<std::uint64_t>;
    EXPECT_EQ(sequences([](auto&) {}), (Sequences{6, 5, 4, 3, 2, 1}));
    EXPECT_EQ(sequences([&](auto& q) { q.actor_id = other.bytes; }), (Sequences{6, 5}));
    EXPECT_EQ(sequences([&](auto& q) { q.subject_id = owner.bytes; }), (Sequences{4, 3, 2, 1}));
    EXPECT_EQ(sequences([](auto& q) { q.action_prefix = "member."; }), (Sequences{5, 3, 1}));
    EXPECT_EQ(
        sequences([](auto& q) { q.action_prefix = "api_key.created"; }), (Sequences{6, 4, 2}));
    EXPECT_EQ(sequences([](auto& q) { q.action_prefix = "mem_er"; }), Sequences{});
    EXPECT_EQ(
        sequences([&](auto& q) { q.from = Instant{begin.us + 1'000'000}; }),
        (Sequences{6, 5, 4, 3, 2}));
    EXPECT_EQ(sequences([&](auto& q) { q.until = Instant{begin.us + 1'000'000}; }), Sequences{1});
    EXPECT_EQ(
        sequences([](auto& q) {
            q.before_sequence = 5;
            q.limit = 2;
        }),
        (Sequences{4, 3}));
}

TEST_P(AuditLog, is_never_changed_and_a_check_finds_what_was) {
    for (int i = 0; i < 3; ++i) {
        wait(audit().append(entry("a.b", book), soon()));
    }
    const auto before = store->dump();
    EXPECT_TRUE(store->try_sql("UPDATE audit_entries SET action = 'x.y'"));
    EXPECT_TRUE(store->try_sql("DELETE FROM audit_entries"));
    EXPECT_EQ(store->dump(), before);
    store->try_sql("DROP TRIGGER audit_entries_refuse_update");
    EXPECT_FALSE(store->try_sql("UPDATE audit_entries SET data = hash WHERE sequence = 2"));
    const auto found = wait(audit().verify(book, soon()));
    EXPECT_FALSE(found.ok);
    EXPECT_EQ(found.broken_at, 2U);
}

TEST_P(AuditLog, misses_entries_that_were_cut_off_at_its_end) {
    for (int i = 0; i < 3; ++i) {
        wait(audit().append(entry("a.b", book), soon()));
    }
    store->try_sql("DROP TRIGGER audit_entries_refuse_delete");
    EXPECT_FALSE(store->try_sql("DELETE FROM audit_entries WHERE sequence = 3"));
    const auto found = wait(audit().verify(book, soon()));
    EXPECT_FALSE(found.ok);
    EXPECT_EQ(found.broken_at, 3U);
}

ARUS_CONTRACT_SUITE(AuditLog);

}  // namespace
}  // namespace arus::contract
