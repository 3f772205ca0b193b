// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace arus {

/// Every expected "no" of Arus, in order of precedence: where a request breaks several rules the
/// first one listed is the answer. The same codes stand in `contracts/errors.yaml`; a test holds
/// the two lists together.
enum class RefusalCode {
    malformed_request,
    request_timeout,
    payload_too_large,
    header_too_large,
    rate_limited,
    unauthenticated,
    invalid_credentials,
    totp_required,
    not_found,
    method_not_allowed,
    upgrade_required,
    forbidden,
    origin_refused,
    registration_closed,
    version_unsupported,
    not_connected,
    token_expired,
    unsupported_media_type,
    malformed_json,
    unknown_command,
    validation_failed,
    already_connected,
    already_subscribed,
    unknown_subscription,
    too_many_subscriptions,
    idempotency_key_reused,
    amount_invalid,
    unbalanced_transaction,
    unknown_account,
    unknown_outlet,
    unknown_contact,
    balance_overflow,
    code_taken,
    currency_fixed,
    subtype_fixed,
    account_archived,
    outlet_archived,
    contact_archived,
    period_locked,
    insufficient_balance,
    already_reversed,
    not_reversible,
    not_pending,
    last_owner,
    job_unfinished,
    not_cancellable,
    batch_refused,
    unavailable,
};

/// The code as it stands on the wire, for example `period_locked`.
std::string_view code_of(RefusalCode code);

/// One field of a request that was refused.
struct FieldRefusal {
    std::string pointer;  ///< RFC 6901 pointer into the request body, or `?name` for a query
                          ///< parameter
    std::string code;     ///< required, too_long, too_short, pattern, range, type, enum,
                          ///< unknown_field, …
    std::string detail;   ///< one sentence in English that says what to do
};

/// An expected "no" with what the caller needs to act on it. Not an exception: it is returned.
struct Refusal {
    RefusalCode code = RefusalCode::validation_failed;
    std::string detail;                ///< one sentence in English; never another's data
    std::vector<FieldRefusal> fields;  ///< empty where no single field is to blame
};

}  // namespace arus
