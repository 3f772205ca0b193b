// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/caller.hpp"
#include "arus/async/deadline.hpp"
#include "arus/base/result.hpp"
#include "arus/wire/problem.hpp"

#include <boost/beast/http/verb.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arus::http {

using boost::beast::http::verb;

/// One header field of a request.
struct HeaderField {
    std::string_view name;
    std::string_view value;  ///< without white space at its ends
};

/// A request that has arrived whole. Its views point into buffers of the connection and hold until
/// the response has been made; a handler that keeps anything longer copies it.
struct Request {
    static constexpr std::size_t parameters_max = 4;

    verb method = verb::get;
    std::string_view target;  ///< as sent, in origin form
    std::string_view path;    ///< before `?`
    std::string_view query;   ///< after `?`
    std::vector<HeaderField> fields;
    std::string_view body;
    std::array<std::string_view, parameters_max> parameters{};  ///< what the `{…}` of the route's
                                                                ///< pattern matched
    std::string request_id;
    std::string address;    ///< who asks: the peer, or what a trusted proxy says
    bool is_local = false;  ///< the peer is on this machine and forwards for nobody
    Deadline deadline{};    ///< by when the response should be made
    std::shared_ptr<const app::Principal> principal;  ///< set where the route asks for one
    bool by_cookie = false;                           ///< the principal was found by the cookie

    /// The first field of that name, case apart; empty if there is none.
    std::string_view header(std::string_view name) const;
    bool has_header(std::string_view name) const;
};

/// A response on its way out.
struct Response {
    int status = 200;
    std::string_view content_type;  ///< static text; empty: no body at all
    std::string body;
    /// Instead of `body`: bytes that live as long as the process (an embedded file).
    std::string_view file;
    /// Keeps `file` alive where it is not embedded.
    std::shared_ptr<const void> file_owner;
    /// More fields; names are static text.
    std::vector<std::pair<std::string_view, std::string>> fields;
    /// A field `Cache-Control` stands in `fields`; else it is `no-store`.
    bool names_cache_control = false;
    bool is_page = false;  ///< HTML: the content security policy of pages goes with it
    bool close = false;    ///< the connection ends after it

    void set(std::string_view name, std::string value) {
        fields.emplace_back(name, std::move(value));
    }
};

Response json_response(int status, std::string body);
Response empty_response(int status);
Response problem_response(const wire::Problem& problem, std::string_view request_id);
Response refusal_response(Refusal refusal, std::string_view request_id);

/// `a` and `b` are equal but for the case of ASCII letters.
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// The value of a cookie in the request; nothing if it is not there.
std::optional<std::string_view> cookie_of(const Request& request, std::string_view name);

/// The reason phrase of a status that Arus uses (RFC 9110 section 15).
std::string_view reason_of(int status);

}  // namespace arus::http
