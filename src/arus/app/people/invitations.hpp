// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/people/authentication.hpp"

#include <optional>
#include <string>
#include <vector>

namespace arus::app {

struct InvitationDraft {
    Membership membership;
    std::optional<std::string> note;  ///< 1 to 120 characters: for whom it is
};

/// A fresh invitation. The only place where its token stands.
struct InvitationMade {
    Invitation invitation;
    std::string token;
};

/// An invitation as those see it who may make some.
struct InvitationRow {
    Invitation invitation;
    bool is_backed = true;  ///< who made it may still offer it; always true of one that has ended
};

/// What an invitation offers, for who holds its link.
struct InvitationView {
    std::string book_name;
    Role role = Role::viewer;
    std::vector<std::string> outlets;
    std::string invited_by;
    Instant expires_at;
    bool may_register = false;
};

/// Membership by link: seven days, once, and for as long as who made it may offer that. One for the
/// process; safe from every executor. Every call throws Failure.
class Invitations {
public:
    struct Options {
        std::chrono::seconds life = std::chrono::days(7);
        std::size_t open_max = 200;  ///< of one book
    };
    struct Parts {
        PeopleStore& people;
        LedgerStore& ledgers;
        Authentication& authentication;
        Books& books;
        Access& access;
        Audit& audit;
        const Clock& clock;
    };
    Invitations(Parts parts, Options options);

    /// Newest first. Owner and admin.
    Awaitable<Result<Page<InvitationRow>>> list(
        RequestContext context, BookId book, PageRequest page);
    /// Owner and admin; only an owner invites an owner (forbidden). validation_failed for role and
    /// outlets that do not go together or too many open ones; unknown_outlet.
    Awaitable<Result<InvitationMade>> create(
        RequestContext context, BookId book, InvitationDraft draft);
    /// Owner and admin, whoever made it: taking back gives nobody a right. not_found unless it is
    /// open.
    Awaitable<Result<Done>> revoke(RequestContext context, BookId book, InvitationId id);

    /// not_found unless it is open; rate_limited. For everybody who holds the token.
    Awaitable<Result<InvitationView>> look(std::string token, Caller caller, Deadline deadline);
    /// Makes the caller a member. not_found, last_owner, rate_limited.
    Awaitable<Result<BookView>> accept(RequestContext context, std::string token);

private:
    Awaitable<bool> is_backed(const Invitation& invitation, Deadline deadline);

    PeopleStore& people_;
    LedgerStore& ledgers_;
    Authentication& authentication_;
    Books& books_;
    Access& access_;
    Audit& audit_;
    const Clock& clock_;
    const Options options_;
    Throttle looks_;
};

}  // namespace arus::app
