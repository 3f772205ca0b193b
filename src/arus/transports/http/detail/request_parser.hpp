// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/http/detail/spooled_body.hpp"
#include "arus/transports/http/message.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace arus::http::detail {

/// What is wrong with the bytes of a request.
enum class Broken { malformed, header_too_large, body_too_large };

/// Reads one HTTP/1.x request (RFC 9112) with Boost.Beast's grammar, stricter where leniency lets
/// two readers of the same bytes disagree: one Content-Length with one number, Transfer-Encoding
/// only as `chunked` and never beside it, one Host, no folded fields, no line ends but CRLF, no
/// chunked HTTP/1.0. A new object for each request.
class RequestParser final : public boost::beast::http::basic_parser<true> {
public:
    static constexpr std::size_t fields_max = 100;

    /// The request's fields, target and method are filled in while reading; `request` must outlive
    /// the parser.
    RequestParser(
        Request& request, std::string& body, std::size_t header_bytes_max,
        std::size_t body_bytes_max);

    /// Reads a whole header, up to and including its empty line. The views of the request point
    /// into `head`.
    std::optional<Broken> read_head(std::string_view head);

    /// Reads what has arrived of the body. `used`: how much of it belongs to this request.
    /// Precondition: the head was read, !is_done(), `bytes` is not empty.
    std::optional<Broken> read_body(std::string_view bytes, std::size_t& used);

    /// The limit of this request's body, at most that of the constructor. Precondition: the head
    /// was read.
    std::optional<Broken> limit_body(std::size_t body_bytes_max);
    /// The body goes there instead. Precondition: nothing of it was read.
    void spool_into(SpooledBody& spooled) { spooled_ = &spooled; }

    bool wants_upgrade() const { return has_upgrade_ && upgrade(); }
    /// HTTP/1.1 without `Connection: close`; connections of older clients end after one answer.
    bool may_keep_alive() const { return version_ >= 11 && keep_alive(); }
    /// The client waits for `100 Continue` before it sends the body.
    bool expects_continue() const { return expects_continue_; }
    /// It expects something else, which nobody can fulfil.
    bool expects_unknown() const { return expects_unknown_; }

private:
    using Verb = boost::beast::http::verb;
    using Field = boost::beast::http::field;
    using Text = boost::beast::string_view;
    using Error = boost::beast::error_code;

    void on_request_impl(
        Verb method, Text method_text, Text target, int version, Error& error) override;
    void on_response_impl(int, Text, int, Error&) override {}
    void on_field_impl(Field field, Text name, Text value, Error& error) override;
    void on_header_impl(Error& error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error& error) override;
    std::size_t on_body_impl(Text bytes, Error& error) override;
    void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t remaining, Text bytes, Error& error) override;
    void on_finish_impl(Error&) override {}

    std::optional<Broken> broken(const Error& error) const;

    Request& request_;
    std::string& body_;
    SpooledBody* spooled_ = nullptr;
    int version_ = 11;
    int hosts_ = 0;
    int lengths_ = 0;
    bool is_chunked_ = false;
    bool has_upgrade_ = false;
    bool expects_continue_ = false;
    bool expects_unknown_ = false;
};

/// Where the header in `bytes` ends (after its empty line), or nothing if it has not all arrived.
/// `is_malformed` is set where it begins with no letter (TLS, for one), a line ends in a bare LF or
/// a field is folded, as far as can be seen.
struct HeadEnd {
    std::optional<std::size_t> end;
    bool is_malformed = false;
};
HeadEnd find_head_end(std::string_view bytes);

}  // namespace arus::http::detail
