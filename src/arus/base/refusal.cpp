// SPDX-License-Identifier: Apache-2.0
#include "arus/base/refusal.hpp"

#include "arus/base/assert.hpp"

namespace arus {

std::string_view code_of(RefusalCode code) {
    switch (code) {
        case RefusalCode::malformed_request:
            return "malformed_request";
        case RefusalCode::request_timeout:
            return "request_timeout";
        case RefusalCode::payload_too_large:
            return "payload_too_large";
        case RefusalCode::header_too_large:
            return "header_too_large";
        case RefusalCode::rate_limited:
            return "rate_limited";
        case RefusalCode::unauthenticated:
            return "unauthenticated";
        case RefusalCode::invalid_credentials:
            return "invalid_credentials";
        case RefusalCode::totp_required:
            return "totp_required";
        case RefusalCode::not_found:
            return "not_found";
        case RefusalCode::method_not_allowed:
            return "method_not_allowed";
        case RefusalCode::upgrade_required:
            return "upgrade_required";
        case RefusalCode::forbidden:
            return "forbidden";
        case RefusalCode::origin_refused:
            return "origin_refused";
        case RefusalCode::registration_closed:
            return "registration_closed";
        case RefusalCode::version_unsupported:
            return "version_unsupported";
        case RefusalCode::not_connected:
            return "not_connected";
        case RefusalCode::token_expired:
            return "token_expired";
        case RefusalCode::unsupported_media_type:
            return "unsupported_media_type";
        case RefusalCode::malformed_json:
            return "malformed_json";
        case RefusalCode::unknown_command:
            return "unknown_command";
        case RefusalCode::validation_failed:
            return "validation_failed";
        case RefusalCode::already_connected:
            return "already_connected";
        case RefusalCode::already_subscribed:
            return "already_subscribed";
        case RefusalCode::unknown_subscription:
            return "unknown_subscription";
        case RefusalCode::too_many_subscriptions:
            return "too_many_subscriptions";
        case RefusalCode::idempotency_key_reused:
            return "idempotency_key_reused";
        case RefusalCode::amount_invalid:
            return "amount_invalid";
        case RefusalCode::unbalanced_transaction:
            return "unbalanced_transaction";
        case RefusalCode::unknown_account:
            return "unknown_account";
        case RefusalCode::unknown_outlet:
            return "unknown_outlet";
        case RefusalCode::unknown_contact:
            return "unknown_contact";
        case RefusalCode::balance_overflow:
            return "balance_overflow";
        case RefusalCode::code_taken:
            return "code_taken";
        case RefusalCode::currency_fixed:
            return "currency_fixed";
        case RefusalCode::subtype_fixed:
            return "subtype_fixed";
        case RefusalCode::account_archived:
            return "account_archived";
        case RefusalCode::outlet_archived:
            return "outlet_archived";
        case RefusalCode::contact_archived:
            return "contact_archived";
        case RefusalCode::period_locked:
            return "period_locked";
        case RefusalCode::insufficient_balance:
            return "insufficient_balance";
        case RefusalCode::already_reversed:
            return "already_reversed";
        case RefusalCode::not_reversible:
            return "not_reversible";
        case RefusalCode::not_pending:
            return "not_pending";
        case RefusalCode::last_owner:
            return "last_owner";
        case RefusalCode::job_unfinished:
            return "job_unfinished";
        case RefusalCode::not_cancellable:
            return "not_cancellable";
        case RefusalCode::batch_refused:
            return "batch_refused";
        case RefusalCode::unavailable:
            return "unavailable";
    }
    ARUS_ASSERT(!"a refusal code without a name");
}

}  // namespace arus
