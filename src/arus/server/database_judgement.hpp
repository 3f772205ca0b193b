// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/mysql_stores.hpp"

#include <string>
#include <vector>

namespace arus::server {

/// One thing that was looked at, in words for who runs the server.
struct Judgement {
    enum class Level {
        ok,
        warning,  ///< it works, and something is less than it could be
        problem,  ///< the server would not work
        refusal,  ///< the server does not start: what it confirmed could be lost
    };
    Level level = Level::ok;
    std::string subject;  ///< what was looked at
    std::string found;
    std::string advice;  ///< what to set; empty where all is well
};

/// The subject of what is said of the schema's version.
inline constexpr const char* schema_subject = "schema";
/// The subject of what is said of the rights of the user that serves.
inline constexpr const char* rights_subject = "rights of the server's user";

struct JudgementContext {
    bool has_owner_url = false;       ///< the schema's owner is another user
    bool is_of_owner = false;         ///< the diagnosis is of that other user, who does not serve
    bool is_remote = false;           ///< the database is on another machine
    std::size_t connections_max = 0;  ///< of one server
};

/// What a diagnosis of the server's own user, or of the schema's owner, amounts to; the gravest
/// things not necessarily first.
std::vector<Judgement> judge(const mysql::Diagnosis& diagnosis, const JudgementContext& context);

}  // namespace arus::server
