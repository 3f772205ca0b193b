// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/router.hpp"

#include "arus/base/assert.hpp"

#include <algorithm>

namespace arus::http {

/// One segment of the paths that begin alike.
struct Router::Node {
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
    std::unique_ptr<Node> parameter;
    std::vector<const Route*> routes;

    const Node* literal(std::string_view segment) const {
        for (const auto& [text, node] : literals) {
            if (text == segment) {
                return node.get();
            }
        }
        return nullptr;
    }
};

namespace {

/// Takes the next segment of a path that begins with `/`; the rest begins with `/` again or is
/// empty.
std::string_view take_segment(std::string_view& rest) {
    rest.remove_prefix(1);
    const std::string_view segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(segment.size());
    return segment;
}

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {
}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

void Router::add(verb method, std::string pattern, Entry entry, Handler handler, Upload upload) {
    ARUS_ASSERT(pattern.starts_with('/'));
    ARUS_ASSERT(upload.bytes_max == 0 || entry == Entry::signed_in || entry == Entry::person);
    Node* node = root_.get();
    std::string_view rest = pattern;
    while (!rest.empty()) {
        const std::string_view segment = take_segment(rest);
        if (is_parameter(segment)) {
            if (!node->parameter) {
                node->parameter = std::make_unique<Node>();
            }
            node = node->parameter.get();
            continue;
        }
        const auto found = std::ranges::find_if(
            node->literals, [&](const auto& one) { return one.first == segment; });
        if (found != node->literals.end()) {
            node = found->second.get();
        } else {
            node = node->literals.emplace_back(std::string(segment), std::make_unique<Node>())
                       .second.get();
        }
    }
    ARUS_ASSERT(std::ranges::none_of(
        node->routes, [&](const Route* route) { return route->method == method; }));
    routes_.push_back(std::make_unique<Route>(Route{
        method, std::move(pattern), entry, std::move(handler), routes_.size(), std::move(upload)}));
    node->routes.push_back(routes_.back().get());
}

void Router::set_fallback(Handler handler) {
    ARUS_ASSERT(!fallback_);
    fallback_ = std::make_unique<Route>(
        Route{verb::get, "(client)", Entry::open, std::move(handler), 0, {}});
}

Router::Match Router::find(Request& request) const {
    const Node* node = root_.get();
    std::string_view rest = request.path;
    std::size_t parameters = 0;
    while (node != nullptr && rest.starts_with('/')) {
        const std::string_view segment = take_segment(rest);
        if (const Node* const next = node->literal(segment)) {
            node = next;
        } else if (node->parameter && !segment.empty() && parameters < Request::parameters_max) {
            request.parameters[parameters++] = segment;
            node = node->parameter.get();
        } else {
            node = nullptr;
        }
    }
    const verb wanted = request.method == verb::head ? verb::get : request.method;
    Match match;
    if (node != nullptr && !node->routes.empty()) {
        match.path_known = true;
        for (const Route* const route : node->routes) {
            if (route->method == wanted) {
                match.route = route;
                return match;
            }
            match.allow += match.allow.empty() ? "" : ", ";
            match.allow += boost::beast::http::to_string(route->method);
            if (route->method == verb::get) {
                match.allow += ", HEAD";
            }
        }
        return match;
    }
    if (fallback_ && wanted == verb::get) {
        match.route = fallback_.get();
    }
    return match;
}

}  // namespace arus::http
