// SPDX-License-Identifier: Apache-2.0
// A session's part for requests whose body may be large: who may not send one, or has enough of
// them under way, learns it before it has arrived, and it is never held in memory.
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/transports/http/detail/session.hpp"

namespace arus::http::detail {

namespace {

/// A large body may take this long altogether; between two pieces of it the read timeout counts.
constexpr std::chrono::minutes upload_time{10};
/// After this long there may be room for one more.
constexpr int full_retry_after_s = 10;

}  // namespace

/// Prepares for the body that the head announces. A response: it is refused.
Awaitable<std::optional<Response>> Session::begin_upload(std::optional<Broken>& broken) {
    const Router::Match match = shared_.router.find(request_);
    const bool is_upload = match.route != nullptr && match.route->upload.bytes_max > 0;
    broken = parser_->limit_body(
        is_upload ? match.route->upload.bytes_max : shared_.options.body_bytes_max);
    if (broken || !is_upload || parser_->is_done()) {
        co_return std::nullopt;
    }
    name_request();
    name_client();
    request_.deadline = {std::chrono::steady_clock::now() + shared_.options.request_timeout};
    if (!is_within_limit()) {
        co_return rate_limited();
    }
    std::optional<wire::Problem> problem;
    try {
        auto admitted = co_await admit(*match.route, request_);
        if (!admitted) {
            co_return refusal_response(std::move(admitted).refusal(), request_.request_id);
        }
        auto let_in = co_await match.route->upload.gate(request_);
        if (!let_in) {
            co_return refusal_response(std::move(let_in).refusal(), request_.request_id);
        }
        const UserId who = request_.principal->user_id;
        if (auto full = shared_.uploads.take(who)) {
            problem = wire::problem_of(std::move(*full));
            problem->retry_after_s = full_retry_after_s;
        } else {
            upload_slot_.emplace(shared_.uploads, who);
            upload_.emplace();
            parser_->spool_into(*upload_);
            upload_ends_ = std::chrono::steady_clock::now() + upload_time;
        }
    } catch (const Failure& failure) {
        problem = upload_problem(failure);
    }
    if (problem) {
        co_return problem_response(*problem, request_.request_id);
    }
    co_return std::nullopt;
}

/// Reads a large body. A response: it could not be kept.
Awaitable<std::optional<Response>> Session::receive_upload(
    std::optional<Broken>& broken, bool& ended) {
    std::optional<wire::Problem> problem;
    try {
        broken = co_await read_body(ended);
        if (!broken && !ended) {
            request_.body = upload_->view();
        }
    } catch (const Failure& failure) {
        problem = upload_problem(failure);
    }
    if (problem) {
        co_return problem_response(*problem, request_.request_id);
    }
    co_return std::nullopt;
}

wire::Problem Session::upload_problem(const Failure& failure) {
    if (!failure.facts().retryable || shard_.logs_another_failure()) {
        log::error(
            "an upload met a failure",
            {{"request_id", request_.request_id}, {"what", failure.what()}});
    }
    return wire::problem_of(failure);
}

/// Makes room on disk; what is left of the request must not look at its body.
void Session::drop_upload() {
    request_.body = {};
    upload_.reset();
    upload_slot_.reset();
}

/// Something of a large body has arrived: the next piece has as long again.
void Session::prolong_upload() {
    const auto now = std::chrono::steady_clock::now();
    if (upload_ && now < upload_ends_) {
        begin_wait(Wait::read, shared_.options.read_timeout);
    }
}

}  // namespace arus::http::detail
