// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/detail/session.hpp"

#include "arus/app/people/authentication.hpp"
#include "arus/base/bytes.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/transports/http/detail/response_head.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>

namespace arus::http::detail {

using ErrorCode = boost::system::error_code;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t idle_bytes_max = 4U << 10U;  ///< what each string of an idle connection may
                                                   ///< hold on to
constexpr std::size_t joined_bytes_max = 64U << 10U;  ///< bodies up to this go out together with
                                                      ///< their header
constexpr std::size_t request_id_bytes_max = 64;
constexpr std::size_t upload_bytes_max = 64U << 20U;  ///< no route takes more

/// Letters, digits, dot, hyphen, underscore: what may go into logs and back to the client as it
/// came.
bool is_request_id(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
               || c == '.' || c == '-' || c == '_';
    };
    return !text.empty() && text.size() <= request_id_bytes_max && std::ranges::all_of(text, fits);
}

void shrink(std::string& text) {
    if (text.capacity() > idle_bytes_max) {
        text = std::string();
    }
    text.clear();
}

bool is_write(verb method) {
    return method != verb::get && method != verb::head && method != verb::options;
}

}  // namespace

Session::Session(
    Shared& shared, Shard& shard, Tcp::socket socket,
    std::optional<boost::asio::ip::address> peer) :
    shared_(shared),
    shard_(shard),
    socket_(std::move(socket)),
    is_relayed_(peer.has_value()),
    peer_(peer.value_or(boost::asio::ip::address())) {
    shard_.sessions.push_front(this);
    place_ = shard_.sessions.begin();
    shared_.figures.connections.fetch_add(1, std::memory_order_relaxed);
    shared_.open.fetch_add(1, std::memory_order_relaxed);
    begin_wait(Wait::idle, shared_.options.idle_timeout);
}

Session::~Session() {
    release_buffers();
    shard_.sessions.erase(place_);
    shared_.open.fetch_sub(1, std::memory_order_relaxed);
    shared_.figures.connections.fetch_sub(1, std::memory_order_relaxed);
}

void Session::begin_wait(Wait wait, std::chrono::milliseconds time) {
    wait_ = wait;
    wait_ends_ = std::chrono::steady_clock::now() + time;
}

void Session::check_time(SteadyTime now) {
    if (wait_ == Wait::handler || now < wait_ends_ || timed_out_) {
        return;  // handlers keep their own deadline
    }
    timed_out_ = true;
    ErrorCode ignored;
    socket_.cancel(ignored);
}

void Session::stop_gently() {
    stop_after_answer_ = true;
    ErrorCode error;
    // A request that has arrived and was not looked at yet is still answered.
    if (wait_ == Wait::idle && (socket_.available(error) == 0 || error)) {
        cut_off();
    }
}

void Session::cut_off() {
    stop_after_answer_ = true;
    ErrorCode ignored;
    socket_.close(ignored);
}

Awaitable<void> Session::run() {
    ErrorCode error;
    if (!is_relayed_) {
        peer_ = socket_.remote_endpoint(error).address();
        if (!error) {
            socket_.set_option(Tcp::no_delay(true), error);
        }
    }
    if (!error) {
        socket_.non_blocking(true, error);
    }
    if (error) {
        co_return;
    }
    Next next = Next::go_on;
    while (next == Next::go_on) {
        next = co_await serve_one();
    }
    if (next == Next::close && socket_.is_open()) {
        socket_.shutdown(Tcp::socket::shutdown_both, error);
        socket_.close(error);
    }
}

void Session::release_buffers() {
    if (begin_ == end_ && !buffer_.empty()) {
        shard_.give_buffer(std::move(buffer_));
        buffer_ = {};
        begin_ = end_ = 0;
    }
    shrink(head_);
    shrink(body_);
    shrink(out_);
    request_.fields.clear();
    request_.principal.reset();
}

Awaitable<bool> Session::fill() {
    ErrorCode error;
    while (true) {
        if (timed_out_) {
            co_return false;
        }
        if (buffer_.empty()) {
            co_await socket_.async_wait(
                Tcp::socket::wait_read, asio::redirect_error(use_awaitable, error));
            if (error || timed_out_) {
                co_return false;
            }
            buffer_ = shard_.take_buffer();
        }
        if (begin_ > 0) {
            std::copy(
                buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
            end_ -= begin_;
            begin_ = 0;
        }
        if (end_ == buffer_.size()) {
            buffer_.resize(buffer_.size() * 2);  // bounded: who calls stops at the limits of head
                                                 // and body
        }
        const std::size_t count = socket_.read_some(
            asio::buffer(buffer_.data() + end_, buffer_.size() - end_), error);
        if (!error) {
            end_ += count;
            co_return true;
        }
        if (error != asio::error::would_block && error != asio::error::try_again) {
            co_return false;
        }
        co_await socket_.async_wait(
            Tcp::socket::wait_read, asio::redirect_error(use_awaitable, error));
        if (error || timed_out_) {
            co_return false;
        }
    }
}

Awaitable<std::optional<Broken>> Session::read_head(bool& ended) {
    while (true) {
        while (buffered().starts_with("\r\n")) {
            begin_ += 2;  // RFC 9112 section 2.2: empty lines before a request are skipped
        }
        const HeadEnd head = find_head_end(buffered());
        if (head.is_malformed) {
            co_return Broken::malformed;
        }
        if (head.end) {
            if (*head.end > shared_.options.header_bytes_max) {
                co_return Broken::header_too_large;
            }
            head_.assign(buffered().substr(0, *head.end));
            begin_ += *head.end;
            parser_.emplace(request_, body_, shared_.options.header_bytes_max, upload_bytes_max);
            co_return parser_->read_head(head_);
        }
        if (end_ - begin_ >= shared_.options.header_bytes_max) {
            co_return Broken::header_too_large;
        }
        if (begin_ == end_ && wait_ == Wait::idle) {
            release_buffers();
        }
        const bool filled = co_await fill();
        if (!filled) {
            ended = true;
            co_return std::nullopt;
        }
        if (wait_ == Wait::idle) {
            begin_wait(Wait::read, shared_.options.read_timeout);
        }
    }
}

Awaitable<std::optional<Broken>> Session::read_body(bool& ended) {
    if (parser_->expects_continue() && begin_ == end_ && !parser_->is_done()) {
        const bool written = co_await write_bytes("HTTP/1.1 100 Continue\r\n\r\n");
        if (!written) {
            ended = true;
            co_return std::nullopt;
        }
    }
    while (!parser_->is_done()) {
        if (begin_ < end_) {
            std::size_t used = 0;
            const auto broken = parser_->read_body(buffered(), used);
            begin_ += used;
            if (broken || parser_->is_done()) {
                co_return broken;
            }
            if (end_ - begin_ > shared_.options.header_bytes_max) {
                co_return Broken::malformed;  // a chunk's header without end
            }
        }
        const bool filled = co_await fill();
        if (!filled) {
            ended = true;
            co_return std::nullopt;
        }
        prolong_upload();
    }
    co_return std::nullopt;
}

void Session::name_request() {
    const std::string_view given = request_.header("X-Request-Id");
    if (is_request_id(given)) {
        request_.request_id = given;
        return;
    }
    std::array<std::uint8_t, 16> bytes{};
    const std::uint64_t number = shared_.next_id.fetch_add(1, std::memory_order_relaxed);
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[i] = static_cast<std::uint8_t>(shared_.id_salt >> (8 * i));
        bytes[8 + i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
    }
    request_.request_id = base64url_of(bytes);
}

/// Splits the target; an absolute form (RFC 9112 section 3.2.2) loses scheme and authority.
void Session::name_target() {
    std::string_view target = request_.target;
    if (!target.starts_with('/')) {
        const std::size_t authority = target.find("://");
        const std::size_t slash = authority == std::string_view::npos
                                      ? authority
                                      : target.find('/', authority + 3);
        target = slash == std::string_view::npos ? std::string_view{} : target.substr(slash);
    }
    const std::size_t mark = target.find('?');
    request_.path = target.substr(0, mark);
    request_.query = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

Awaitable<Session::Next> Session::serve_one() {
    begin_wait(Wait::idle, shared_.options.idle_timeout);
    request_.fields.clear();
    request_.principal.reset();
    request_.request_id.clear();
    request_.by_cookie = false;
    body_.clear();
    drop_upload();
    bool ended = false;
    auto broken = co_await read_head(ended);
    if (!broken && !ended) {
        if (wait_ == Wait::idle) {
            begin_wait(Wait::read, shared_.options.read_timeout);
        }
        name_target();
        if (parser_->wants_upgrade() && request_.method == verb::get && shared_.upgrade
            && request_.path == shared_.options.upgrade_path) {
            name_request();
            name_client();
            if (is_within_limit()) {
                hand_over();
                co_return Next::handed_over;
            }
            co_await write(rate_limited(), false, false);
            co_return Next::close;
        }
        std::optional<Response> refused;
        if (parser_->expects_unknown()) {
            broken = Broken::malformed;
        } else {
            refused = co_await begin_upload(broken);
        }
        if (!broken && !refused) {
            if (upload_) {
                refused = co_await receive_upload(broken, ended);
            } else {
                broken = co_await read_body(ended);
                request_.body = body_;
            }
        }
        if (refused) {
            drop_upload();
            shared_.figures.count(
                shared_.figures_of_others, refused->status, std::chrono::nanoseconds(0));
            const bool written = co_await write(*refused, false, false);
            if (written) {
                begin_wait(Wait::read, shared_.options.read_timeout);
                co_await drain();
            }
            co_return Next::close;
        }
    }
    if (ended) {
        if (timed_out_ && wait_ == Wait::read) {
            timed_out_ = false;
            name_request();
            const auto problem = wire::problem_named(
                "request_timeout", "Send the whole request within 15 s.");
            co_await write(problem_response(problem, request_.request_id), false, false);
        }
        co_return Next::close;
    }
    if (broken) {
        co_return co_await refuse_broken(*broken);
    }

    const auto began = std::chrono::steady_clock::now();
    wait_ = Wait::handler;
    name_request();
    request_.deadline = {began + shared_.options.request_timeout};
    name_client();
    std::size_t figures_index = shared_.figures_of_others;
    Response response;
    if (is_within_limit()) {
        response = co_await respond(request_, figures_index);
    } else {
        response = rate_limited();
    }
    drop_upload();
    const bool keep_alive = parser_->may_keep_alive() && !response.close && !stop_after_answer_
                            && !shard_.stopping;
    const bool written = co_await write(response, keep_alive, request_.method == verb::head);
    shared_.figures.count(figures_index, response.status, std::chrono::steady_clock::now() - began);
    co_return written&& keep_alive ? Next::go_on : Next::close;
}

void Session::name_client() {
    auto client = shared_.options.proxies.client_of(peer_, request_);
    request_.address = std::move(client.address);
    request_.is_local = client.is_local;
}

/// Whether the address may ask once more. The machine itself always may.
bool Session::is_within_limit() const {
    RateLimit* const limit = shared_.options.per_address;
    return limit == nullptr || request_.is_local
           || limit->take(app::throttle_name(request_.address), std::chrono::steady_clock::now());
}

Response Session::rate_limited() const {
    return refusal_response(
        {RefusalCode::rate_limited, "Too many requests come from this address.", {}},
        request_.request_id);
}

void Session::hand_over() {
    boost::beast::http::request<boost::beast::http::empty_body> request(
        verb::get, request_.target, 11);
    for (const HeaderField& field : request_.fields) {
        request.insert(field.name, field.value);
    }
    ErrorCode ignored;
    socket_.non_blocking(false, ignored);
    shared_.upgrade(
        {std::move(socket_), std::move(request), std::string(buffered()), request_.address,
         request_.request_id});
    begin_ = end_;
}

Awaitable<Session::Next> Session::refuse_broken(Broken what) {
    name_request();
    std::string_view code = "malformed_request";
    std::string detail = "The connection is closed.";
    if (what == Broken::header_too_large) {
        code = "header_too_large";
        detail = "Send less than " + std::to_string(shared_.options.header_bytes_max >> 10U)
                 + " KiB of header.";
    } else if (what == Broken::body_too_large) {
        code = "payload_too_large";
        detail = "A body may have " + std::to_string(shared_.options.body_bytes_max >> 10U)
                 + " KiB.";
    }
    const Response response = problem_response(
        wire::problem_named(code, std::move(detail)), request_.request_id);
    shared_.figures.count(shared_.figures_of_others, response.status, std::chrono::nanoseconds(0));
    const bool written = co_await write(response, false, false);
    if (written) {
        begin_wait(Wait::read, shared_.options.read_timeout);
        co_await drain();
    }
    co_return Next::close;
}

/// Reads on for a while, so that the client, who may still be sending, gets to read the answer
/// instead of a reset.
Awaitable<void> Session::drain() {
    ErrorCode error;
    socket_.shutdown(Tcp::socket::shutdown_send, error);
    std::size_t drained = end_ - begin_;
    begin_ = end_ = 0;
    bool filled = !error;
    while (filled && drained < shared_.options.drain_bytes_max) {
        filled = co_await fill();
        drained += end_;
        end_ = 0;
    }
}

Awaitable<Response> Session::respond(Request& request, std::size_t& figures_index) {
    const Router::Match match = shared_.router.find(request);
    if (match.route == nullptr) {
        if (match.path_known) {
            const auto problem = wire::problem_named(
                "method_not_allowed", "This path knows " + match.allow + ".");
            Response response = problem_response(problem, request.request_id);
            response.set("Allow", match.allow);
            co_return response;
        }
        co_return refusal_response(
            {RefusalCode::not_found, "There is nothing at this path.", {}}, request.request_id);
    }
    figures_index = match.route == shared_.router.fallback()
                        ? shared_.figures_of_fallback
                        : shared_.figures_of_route[match.route->index];
    std::optional<wire::Problem> problem;
    try {
        co_return co_await call(*match.route, request);
    } catch (const Failure& failure) {
        problem = wire::problem_of(failure);
        if (!failure.facts().retryable || shard_.logs_another_failure()) {
            log::error(
                "a request met a failure", {{"request_id", request.request_id},
                                            {"route", match.route->pattern},
                                            {"what", failure.what()},
                                            {"source", failure.facts().source},
                                            {"status", problem->error->status}});
        }
    } catch (const std::exception& error) {
        problem = wire::internal_problem();
        log::error(
            "a request ended in an exception", {{"request_id", request.request_id},
                                                {"route", match.route->pattern},
                                                {"what", error.what()}});
    }
    co_return problem_response(*problem, request.request_id);
}

Awaitable<Response> Session::call(const Route& route, Request& request) {
    if (route.entry != Entry::open) {
        auto admitted = co_await admit(route, request);
        if (!admitted) {
            co_return refusal_response(std::move(admitted).refusal(), request.request_id);
        }
    }
    co_return co_await route.handler(request);
}

Awaitable<Result<Done>> Session::admit(const Route& route, Request& request) {
    constexpr std::string_view bearer = "Bearer ";
    if (route.entry == Entry::signed_in || route.entry == Entry::person) {
        std::string token;
        if (request.has_header("Authorization")) {
            const std::string_view credentials = request.header("Authorization");
            if (credentials.size() > bearer.size()
                && equal_ignoring_case(credentials.substr(0, bearer.size()), bearer)) {
                token = credentials.substr(bearer.size());
            }
        } else if (const auto cookie = cookie_of(request, "arus_session")) {
            token = *cookie;
            request.by_cookie = true;
        }
        if (token.empty()) {
            co_return Refusal{
                RefusalCode::unauthenticated, "Send a bearer token or the session cookie.", {}};
        }
        auto principal = co_await shared_.authenticator(std::move(token), request.deadline);
        if (!principal) {
            co_return std::move(principal).refusal();
        }
        request.principal = std::move(principal).value();
        const bool is_key = request.principal->kind == app::Principal::Kind::api_key;
        if (is_key && shared_.options.per_key != nullptr
            && !shared_.options.per_key->take(
                request.principal->user_id.text(), std::chrono::steady_clock::now())) {
            co_return Refusal{
                RefusalCode::rate_limited, "Too many requests come with this API key.", {}};
        }
        if (route.entry == Entry::person && is_key) {
            co_return Refusal{RefusalCode::forbidden, "This is for people, not for API keys.", {}};
        }
    }
    if (is_write(request.method)) {
        const std::string_view origin = request.header("Origin");
        const bool has_origin = request.has_header("Origin");
        if (has_origin ? !shared_.options.origins.allows(origin, request.header("Host"))
                       : request.by_cookie) {
            co_return Refusal{
                RefusalCode::origin_refused,
                "Write from the address that Arus is served from.",
                {}};
        }
    }
    co_return Done{};
}

void Session::write_head(const Response& response, std::string_view body, bool keep_alive) {
    refresh_date(shard_.date, shard_.date_second);
    append_response_head(
        out_, response, body.size(), request_.request_id, shard_.date,
        {.keep_alive = keep_alive, .https = shared_.options.https});
}

Awaitable<bool> Session::write(const Response& response, bool keep_alive, bool head_only) {
    const bool has_file = response.file_owner || !response.file.empty();
    const std::string_view body = has_file ? response.file : std::string_view(response.body);
    out_.clear();
    write_head(response, body, keep_alive);
    begin_wait(Wait::write, shared_.options.write_timeout);
    if (head_only || body.size() <= joined_bytes_max) {
        out_ += head_only ? std::string_view{} : body;
        co_return co_await write_bytes(out_);
    }
    const bool head_written = co_await write_bytes(out_);
    co_return head_written&& co_await write_bytes(body);
}

Awaitable<bool> Session::write_bytes(std::string_view bytes) {
    ErrorCode error;
    while (!bytes.empty()) {
        const std::size_t count = socket_.write_some(
            asio::buffer(bytes.data(), bytes.size()), error);
        if (!error) {
            bytes.remove_prefix(count);
            if (count > 0 && wait_ == Wait::write) {
                begin_wait(Wait::write, shared_.options.write_timeout);
            }
            continue;
        }
        if (error != asio::error::would_block && error != asio::error::try_again) {
            co_return false;
        }
        co_await socket_.async_wait(
            Tcp::socket::wait_write, asio::redirect_error(use_awaitable, error));
        if (error || timed_out_) {
            co_return false;
        }
    }
    co_return true;
}

}  // namespace arus::http::detail
