// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

// What the cases about people, sessions and the audit log share.
namespace arus::contract {

inline Hash256 hash_of(std::uint8_t number) {
    Hash256 hash;
    hash.fill(number);
    return hash;
}

class People : public BookTest {
protected:
    app::AuditDraft entry(std::string action, BookId of = {}) {
        app::AuditDraft draft;
        draft.book_id = of;
        draft.at = store->clock.now();
        draft.actor = app::AuditDraft::Actor::user;
        draft.actor_id = owner.bytes;
        draft.actor_name = "Sari \"S\"";
        draft.action = std::move(action);
        draft.subject_kind = "user";
        draft.subject_id = owner.bytes;
        draft.address = "192.0.2.1";
        draft.after = R"({"n":1})";
        return draft;
    }
    /// The actions of a chain, oldest first.
    std::vector<std::string> actions(BookId of = {}) {
        app::AuditQuery query;
        query.book_id = of;
        query.limit = 500;
        std::vector<std::string> found;
        for (const auto& record : wait(audit().list(query, soon()))) {
            const auto at = record.data.find(R"("action":")") + 10;
            found.push_back(record.data.substr(at, record.data.find('"', at) - at));
        }
        std::reverse(found.begin(), found.end());
        return found;
    }
    UserId make_user(std::string email) {
        app::UserCredentials made;
        made.user = {new_id<UserId>(), std::move(email), "Ani", "en", store->clock.now()};
        made.password_hash = "$old$";
        const auto id = made.user.id;
        wait(identity().create_user(std::move(made), app::IdentityStore::NewUserRule::any, soon()));
        return id;
    }
    app::SessionOnDevice session(UserId user, std::uint8_t number) {
        app::SessionOnDevice made;
        made.session.token_hash = hash_of(number);
        made.session.user_id = user;
        made.session.created_at = store->clock.now();
        made.session.expires_at = {store->clock.now().us + 60'000'000};
        made.session.last_used_at = store->clock.now();
        made.session.address = "192.0.2.1";
        made.user_agent = "Browser";
        return made;
    }
    bool begin(UserId user, std::uint8_t number, app::SessionGround ground) {
        return wait(people().create_session(
            session(user, number), std::move(ground), std::nullopt, soon()));
    }
    void sign_in(UserId user, std::uint8_t number, std::optional<app::AuditDraft> audit = {}) {
        EXPECT_TRUE(
            wait(people().create_session(session(user, number), {}, std::move(audit), soon())));
    }
    /// First bytes of the hashes of their sessions, in order.
    std::vector<int> sessions_of(UserId user) {
        std::vector<int> found;
        for (const auto& one : wait(people().list_sessions(user, store->clock.now(), soon()))) {
            found.push_back(one.session.token_hash[0]);
        }
        std::sort(found.begin(), found.end());
        return found;
    }
    app::Invitation invitation(app::Role role, std::vector<OutletId> outlets = {}) {
        app::Invitation made;
        made.id = new_id<app::InvitationId>();
        made.book_id = book;
        made.membership = {role, std::move(outlets)};
        made.note = "for Ani";
        made.created_by = {owner.bytes, "Sari"};
        made.created_at = store->clock.now();
        made.expires_at = {made.created_at.us + 60'000'000};
        return made;
    }
    app::PeopleStore::Acceptance acceptance(std::uint8_t number, UserId user) {
        app::PeopleStore::Acceptance made;
        made.token_hash = hash_of(number);
        made.who = user;
        made.name = "Ani";
        made.now = store->clock.now();
        return made;
    }
    app::ApiKey key(app::Role role, std::vector<OutletId> outlets = {}) {
        app::ApiKey made;
        made.id = new_id<app::ApiKeyId>();
        made.book_id = book;
        made.name = "Till";
        made.prefix = "arus_k_abcde";
        made.membership = {role, std::move(outlets)};
        made.read_only = true;
        made.created_by = {owner.bytes, "Sari"};
        made.created_at = store->clock.now();
        made.expires_at = {made.created_at.us + 60'000'000};
        return made;
    }
};

}  // namespace arus::contract
