// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/people/authentication.hpp"

#include <optional>
#include <string>

namespace arus::app {

struct ApiKeyDraft {
    std::string name;       ///< 1 to 120 characters
    Membership membership;  ///< every role but owner
    bool read_only = false;
    std::optional<Instant> expires_at;  ///< absent: in 365 days
};

/// A fresh key. The only place where its token stands.
struct ApiKeyMade {
    ApiKey key;
    std::string token;
};

/// Programs' rights to one book. One for the process; safe from every executor. Every call throws
/// Failure.
class ApiKeys {
public:
    struct Options {
        std::chrono::seconds life = std::chrono::days(365);
        std::chrono::seconds life_max = std::chrono::days(3'660);
        std::size_t active_max = 200;  ///< of one book
    };
    struct Parts {
        PeopleStore& people;
        LedgerStore& ledgers;
        Authentication& authentication;
        Access& access;
        Audit& audit;
        const Clock& clock;
    };
    ApiKeys(Parts parts, Options options);

    /// Newest first. Owner and admin.
    Awaitable<Result<Page<ApiKey>>> list(RequestContext context, BookId book, PageRequest page);
    /// Owner and admin. validation_failed for role and outlets that do not go together, an end that
    /// is past or too far, or too many keys; unknown_outlet.
    Awaitable<Result<ApiKeyMade>> create(RequestContext context, BookId book, ApiKeyDraft draft);
    /// not_found unless it is in force. Refused from now on here, within a second everywhere.
    Awaitable<Result<Done>> revoke(RequestContext context, BookId book, ApiKeyId id);

private:
    PeopleStore& people_;
    LedgerStore& ledgers_;
    Authentication& authentication_;
    Access& access_;
    Audit& audit_;
    const Clock& clock_;
    const Options options_;
};

}  // namespace arus::app
