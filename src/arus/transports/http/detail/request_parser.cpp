// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/detail/request_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

namespace arus::http::detail {

namespace beast = boost::beast;
using Fault = beast::http::error;

namespace {

/// Room that is made for a body before it arrives.
constexpr std::uint64_t reserved_bytes_max = 1U << 20U;

}  // namespace

RequestParser::RequestParser(
    Request& request, std::string& body, std::size_t header_bytes_max, std::size_t body_bytes_max) :
    request_(request), body_(body) {
    header_limit(static_cast<std::uint32_t>(header_bytes_max));
    body_limit(body_bytes_max);
}

std::optional<Broken> RequestParser::broken(const Error& error) const {
    if (!error || error == Fault::need_more) {
        return std::nullopt;
    }
    if (error == Fault::header_limit) {
        // After the header the same limit bounds chunk extensions and trailers.
        return Broken::header_too_large;
    }
    return error == Fault::body_limit ? Broken::body_too_large : Broken::malformed;
}

std::optional<Broken> RequestParser::read_head(std::string_view head) {
    Error error;
    put(boost::asio::buffer(head.data(), head.size()), error);
    if (error == Fault::need_more) {
        return Broken::malformed;  // the head is whole: what is missing cannot come
    }
    return broken(error);
}

std::optional<Broken> RequestParser::read_body(std::string_view bytes, std::size_t& used) {
    used = 0;
    while (!is_done() && used < bytes.size()) {
        Error error;
        const std::size_t taken = put(
            boost::asio::buffer(bytes.data() + used, bytes.size() - used), error);
        used += taken;
        if (error == Fault::need_more || (!error && taken == 0)) {
            break;
        }
        if (const auto what = broken(error)) {
            return what;
        }
    }
    return std::nullopt;
}

void RequestParser::on_request_impl(Verb method, Text, Text target, int version, Error&) {
    request_.method = method;
    request_.target = {target.data(), target.size()};
    version_ = version;
}

void RequestParser::on_field_impl(Field field, Text name, Text value, Error& error) {
    if (request_.fields.size() >= fields_max) {
        error = Fault::header_limit;
        return;
    }
    const std::string_view text(value.data(), value.size());
    switch (field) {
        case Field::host:
            error = ++hosts_ > 1 ? Error(Fault::bad_field) : Error();
            break;
        case Field::content_length:
            // A list of equal numbers is allowed by RFC 9110 section 8.6; a sender that means well
            // sends one.
            if (++lengths_ > 1 || is_chunked_ || text.find(',') != std::string_view::npos) {
                error = Fault::bad_content_length;
            }
            break;
        case Field::transfer_encoding:
            if (is_chunked_ || lengths_ > 0 || version_ < 11
                || !equal_ignoring_case(text, "chunked")) {
                error = Fault::bad_transfer_encoding;
            }
            is_chunked_ = true;
            break;
        case Field::upgrade:
            has_upgrade_ = has_upgrade_ || equal_ignoring_case(text, "websocket");
            break;
        case Field::expect:
            (equal_ignoring_case(text, "100-continue") ? expects_continue_
                                                       : expects_unknown_) = true;
            break;
        default:
            break;
    }
    if (!is_header_done()) {  // trailers are read and dropped
        request_.fields.push_back({{name.data(), name.size()}, text});
    }
}

void RequestParser::on_header_impl(Error& error) {
    if (version_ >= 11 && hosts_ != 1) {
        error = Fault::bad_field;
    }
}

std::optional<Broken> RequestParser::limit_body(std::size_t body_bytes_max) {
    if (is_done()) {
        return std::nullopt;
    }
    if (const auto length = content_length()) {
        return *length > body_bytes_max ? std::optional(Broken::body_too_large) : std::nullopt;
    }
    body_limit(body_bytes_max);
    return std::nullopt;
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, Error&) {
    if (length && *length <= reserved_bytes_max) {
        body_.reserve(static_cast<std::size_t>(*length));
    }
}

std::size_t RequestParser::on_body_impl(Text bytes, Error&) {
    if (spooled_ != nullptr) {
        spooled_->append({bytes.data(), bytes.size()});
    } else {
        body_.append(bytes.data(), bytes.size());
    }
    return bytes.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text bytes, Error& error) {
    return on_body_impl(bytes, error);
}

HeadEnd find_head_end(std::string_view bytes) {
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    if (!bytes.empty() && bytes.front() != '\r' && !is_letter(bytes.front())) {
        return {.end = std::nullopt, .is_malformed = true};
    }
    std::size_t from = 0;
    while (true) {
        const std::size_t feed = bytes.find('\n', from);
        if (feed == std::string_view::npos) {
            return {};
        }
        if (feed == 0 || bytes[feed - 1] != '\r') {
            return {.end = std::nullopt, .is_malformed = true};
        }
        if (feed == from + 1 && from > 0) {
            return {.end = feed + 1, .is_malformed = false};
        }
        from = feed + 1;
        if (from < bytes.size() && (bytes[from] == ' ' || bytes[from] == '\t')) {
            return {.end = std::nullopt, .is_malformed = true};
        }
    }
}

}  // namespace arus::http::detail
