// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/problem.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/json_writer.hpp"
#include "arus/base/text.hpp"

#include <algorithm>
#include <array>

namespace arus::wire {

namespace {

constexpr int none = SocketUse::none;
constexpr int reply = SocketUse::reply;

constexpr ErrorInfo table[] = {
    {"malformed_request", 400, false, none, "The request is not valid HTTP"},
    {"request_timeout", 408, true, none, "The request took too long to arrive"},
    {"payload_too_large", 413, false, 4000, "The body is larger than allowed"},
    {"header_too_large", 431, false, none, "The request header is larger than allowed"},
    {"rate_limited", 429, true, 4102, "Too many requests"},
    {"unauthenticated", 401, false, 4001, "Sign in first"},
    {"invalid_credentials", 401, false, none, "E-mail or password is wrong"},
    {"totp_required", 401, false, none, "A code from your authenticator is needed"},
    {"not_found", 404, false, reply, "Not found"},
    {"method_not_allowed", 405, false, none, "This path does not know that method"},
    {"upgrade_required", 426, false, none, "This path speaks WebSocket only"},
    {"forbidden", 403, false, reply, "Your role does not allow this"},
    {"origin_refused", 403, false, none, "Writes from this origin are refused"},
    {"registration_closed", 403, false, none, "Registration is not possible"},
    {"version_unsupported", 0, false, 4005, "This version of the protocol is not spoken"},
    {"not_connected", 0, false, 4000, "The first command must be connect"},
    {"token_expired", 0, false, 4101, "The token of this link has expired"},
    {"unsupported_media_type", 415, false, 4000, "The body must be application/json"},
    {"malformed_json", 400, false, 4000, "The body is not valid JSON"},
    {"unknown_command", 0, false, reply, "Unknown command"},
    {"validation_failed", 422, false, reply, "Some fields are not valid"},
    {"already_connected", 0, false, reply, "This link is connected already"},
    {"already_subscribed", 0, false, reply, "This link is subscribed to that already"},
    {"unknown_subscription", 0, false, reply, "No such subscription on this link"},
    {"too_many_subscriptions", 0, false, reply, "Too many subscriptions on this link"},
    {"idempotency_key_reused", 422, false, none, "This key was used for a different request"},
    {"amount_invalid", 422, false, none, "An amount is not valid for this book"},
    {"unbalanced_transaction", 422, false, none, "Debit and credit are not equal"},
    {"unknown_account", 422, false, reply, "There is no such account in this book"},
    {"unknown_outlet", 422, false, reply, "There is no such outlet, or it is not yours"},
    {"unknown_contact", 422, false, none, "There is no such contact in this book"},
    {"balance_overflow", 422, false, none, "The balance would become too large"},
    {"code_taken", 409, false, none, "This code is taken"},
    {"currency_fixed", 409, false, none,
     "Currency, exponent and time zone are fixed by the first posting"},
    {"subtype_fixed", 409, false, none, "The account's subtype is fixed by its first posting"},
    {"account_archived", 409, false, none, "The account is archived"},
    {"outlet_archived", 409, false, none, "The outlet is archived"},
    {"contact_archived", 409, false, none, "The contact is archived"},
    {"period_locked", 409, false, none, "The period is locked"},
    {"insufficient_balance", 409, false, none, "The balance is not sufficient"},
    {"already_reversed", 409, false, none, "The transaction is reversed already"},
    {"not_reversible", 409, false, none, "This transaction cannot be reversed"},
    {"not_pending", 409, false, none, "The transaction is not pending"},
    {"last_owner", 409, false, none, "A book needs an owner"},
    {"job_unfinished", 409, false, none, "The job has not finished"},
    {"not_cancellable", 409, false, none, "The job cannot be cancelled any more"},
    {"batch_refused", 424, false, none, "Another transaction of the atomic batch was refused"},
    {"unavailable", 503, true, reply, "Arus cannot do this at the moment"},
    {"internal", 500, true, 4111, "Something went wrong in Arus"},
};

constexpr std::size_t fields_shown_max = 50;
constexpr int retry_after_default_s = 1;

const ErrorInfo* find(std::string_view code) {
    const auto* const found = std::ranges::find(table, code, &ErrorInfo::code);
    return found == std::end(table) ? nullptr : found;
}

/// The rows of the refusals by the number of their code, found once.
std::vector<const ErrorInfo*> index_refusals() {
    std::vector<const ErrorInfo*> rows;
    for (int i = 0; i <= static_cast<int>(RefusalCode::unavailable); ++i) {
        rows.push_back(&error_named(code_of(static_cast<RefusalCode>(i))));
    }
    return rows;
}

/// A JSON string. Details and pointers may quote what a client sent: what is not UTF-8 is not
/// repeated.
void write_text(JsonWriter& json, std::string_view name, std::string_view value) {
    json.field(name, utf8_length(value) ? value : std::string_view("(not UTF-8)"));
}

void write_fields(JsonWriter& json, const std::vector<FieldRefusal>& fields) {
    json.key("errors").begin_array();
    for (std::size_t i = 0; i < std::min(fields.size(), fields_shown_max); ++i) {
        json.begin_object();
        write_text(json, "pointer", fields[i].pointer);
        json.field("code", std::string_view(fields[i].code));
        write_text(json, "detail", fields[i].detail);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

std::span<const ErrorInfo> error_table() {
    return table;
}

const ErrorInfo& error_info(RefusalCode code) {
    static const std::vector<const ErrorInfo*> rows = index_refusals();
    return *rows.at(static_cast<std::size_t>(code));
}

const ErrorInfo& error_named(std::string_view code) {
    const ErrorInfo* const row = find(code);
    ARUS_ASSERT(row != nullptr);
    return *row;
}

Problem problem_of(Refusal refusal) {
    Problem problem;
    problem.error = &error_info(refusal.code);
    problem.detail = std::move(refusal.detail);
    problem.fields = std::move(refusal.fields);
    if (problem.error->status == 429 || problem.error->status == 503) {
        problem.retry_after_s = retry_after_default_s;
    }
    return problem;
}

Problem problem_named(std::string_view code, std::string detail) {
    Problem problem;
    problem.error = &error_named(code);
    problem.detail = std::move(detail);
    if (problem.error->status == 429 || problem.error->status == 503) {
        problem.retry_after_s = retry_after_default_s;
    }
    return problem;
}

Problem problem_of(const Failure& failure) {
    const Failure::Facts& facts = failure.facts();
    if (!facts.retryable && facts.outcome_known) {
        return internal_problem();
    }
    Problem problem = problem_of(Refusal{RefusalCode::unavailable, {}, {}});
    problem.outcome_unknown = !facts.outcome_known;
    problem.detail = facts.outcome_known
                         ? "Nothing was written; send the same request again later."
                         : "A commit was in flight; send the same request again with the same key.";
    if (facts.kind == Failure::Kind::storage_full) {
        problem.retry_after_s = 30;
    }
    return problem;
}

Problem internal_problem() {
    return {
        .error = &error_named("internal"),
        .detail = {},
        .fields = {},
        .outcome_unknown = false,
        .retry_after_s = {}};
}

void append_problem(std::string& out, const Problem& problem, std::string_view request_id) {
    JsonWriter json(out);
    json.begin_object();
    const std::string type = "/errors/" + std::string(problem.error->code);
    json.field("type", std::string_view(type));
    json.field("code", problem.error->code);
    json.field("title", problem.error->title);
    json.field("status", problem.error->status);
    write_text(json, "detail", problem.detail);
    json.field("request_id", request_id);
    write_fields(json, problem.fields);
    if (problem.outcome_unknown) {
        json.field("outcome", "unknown");
    }
    json.end_object();
}

void append_batch_error(std::string& out, const Refusal& refusal) {
    const ErrorInfo& info = error_info(refusal.code);
    JsonWriter json(out);
    json.begin_object();
    json.field("code", info.code);
    json.field("title", info.title);
    write_text(json, "detail", refusal.detail);
    write_fields(json, refusal.fields);
    json.end_object();
}

}  // namespace arus::wire
