// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/failure.hpp"
#include "arus/base/refusal.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// One table says what each refusal is on HTTP and on the socket. It equals contracts/errors.yaml; a
// test compares them.
namespace arus::wire {

/// What the socket does with a code: `none` never meets it, `reply` answers the command and stays;
/// any other value is the close code (4000 to 4999) that follows the reply.
struct SocketUse {
    static constexpr int none = 0;
    static constexpr int reply = 1;
};

struct ErrorInfo {
    std::string_view code;
    int status = 0;      ///< of HTTP; 0: never sent over HTTP
    bool retry = false;  ///< the very same request may be sent again by the client itself, after a
                         ///< pause
    int socket = SocketUse::none;
    std::string_view title;
};

/// All codes, in precedence order.
std::span<const ErrorInfo> error_table();

/// The row of a refusal.
const ErrorInfo& error_info(RefusalCode code);

/// The row of a code that only the transports use, such as `malformed_request` or `internal`. A
/// code that is not in the table is a fault.
const ErrorInfo& error_named(std::string_view code);

/// A refusal or a failure on its way out.
struct Problem {
    const ErrorInfo* error = nullptr;  ///< never null
    std::string detail;
    std::vector<FieldRefusal> fields;
    bool outcome_unknown = false;      ///< a commit was in flight
    std::optional<int> retry_after_s;  ///< 1 to 3600
};

Problem problem_of(Refusal refusal);
/// A problem of the transports' own, by code.
Problem problem_named(std::string_view code, std::string detail = {});
/// `unavailable` with Retry-After for what is worth trying again or whose outcome is not known,
/// else `internal` without a word about the cause.
Problem problem_of(const Failure& failure);
/// For what is neither: a fault that was caught at the request. Says nothing but the request id.
Problem internal_problem();

/// Appends the document of RFC 9457 as application/problem+json.
void append_problem(std::string& out, const Problem& problem, std::string_view request_id);

/// Appends `code`, `title`, `detail`, `errors` as one object: an item's error inside a batch.
void append_batch_error(std::string& out, const Refusal& refusal);

}  // namespace arus::wire
