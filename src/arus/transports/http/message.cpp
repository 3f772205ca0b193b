// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/message.hpp"

#include <algorithm>

namespace arus::http {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view Request::header(std::string_view name) const {
    for (const HeaderField& field : fields) {
        if (equal_ignoring_case(field.name, name)) {
            return field.value;
        }
    }
    return {};
}

bool Request::has_header(std::string_view name) const {
    return std::ranges::any_of(
        fields, [&](const HeaderField& field) { return equal_ignoring_case(field.name, name); });
}

std::optional<std::string_view> cookie_of(const Request& request, std::string_view name) {
    for (const HeaderField& field : request.fields) {
        if (!equal_ignoring_case(field.name, "Cookie")) {
            continue;
        }
        std::string_view rest = field.value;
        while (!rest.empty()) {
            const std::size_t end = rest.find(';');
            const std::string_view pair = trimmed(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            const std::size_t equals = pair.find('=');
            if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
                return pair.substr(equals + 1);
            }
        }
    }
    return std::nullopt;
}

Response json_response(int status, std::string body) {
    Response response;
    response.status = status;
    response.content_type = "application/json";
    response.body = std::move(body);
    return response;
}

Response empty_response(int status) {
    Response response;
    response.status = status;
    return response;
}

Response problem_response(const wire::Problem& problem, std::string_view request_id) {
    Response response;
    response.status = problem.error->status;
    response.content_type = "application/problem+json";
    wire::append_problem(response.body, problem, request_id);
    if (response.status == 401) {
        response.set("WWW-Authenticate", "Bearer realm=\"arus\"");  // RFC 9110 section 11.6.1
    }
    if (problem.retry_after_s) {
        response.set("Retry-After", std::to_string(*problem.retry_after_s));
    }
    return response;
}

Response refusal_response(Refusal refusal, std::string_view request_id) {
    return problem_response(wire::problem_of(std::move(refusal)), request_id);
}

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 302:
            return "Found";
        case 304:
            return "Not Modified";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 424:
            return "Failed Dependency";
        case 426:
            return "Upgrade Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        default:
            return "Unknown";
    }
}

}  // namespace arus::http
