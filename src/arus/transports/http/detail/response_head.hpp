// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/http/message.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace arus::http::detail {

/// Makes `date` the Date field's value (RFC 9110 section 5.6.7) of now, unless `second` says it is.
void refresh_date(std::string& date, std::int64_t& second);

struct HeadOptions {
    bool keep_alive = true;
    bool https = false;  ///< with Strict-Transport-Security (RFC 6797)
};

/// Appends status line and header, up to and including the empty line, with the security headers
/// that go with every response.
void append_response_head(
    std::string& out, const Response& response, std::size_t body_bytes, std::string_view request_id,
    std::string_view date, HeadOptions options);

}  // namespace arus::http::detail
