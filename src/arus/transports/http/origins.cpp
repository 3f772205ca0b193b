// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/origins.hpp"

#include <algorithm>

namespace arus::http {

namespace asio = boost::asio;
using asio::ip::address;

namespace {

/// An IPv4 address that arrived on an IPv6 socket is that IPv4 address.
address plain(const address& any) {
    if (any.is_v6() && any.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, any.to_v6());
    }
    return any;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos) {
        return {};
    }
    return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

}  // namespace

AllowedOrigins::AllowedOrigins(std::vector<std::string> origins) : origins_(std::move(origins)) {
}

bool AllowedOrigins::allows(std::string_view origin, std::string_view host) const {
    const std::size_t slashes = origin.find("://");
    if (slashes == std::string_view::npos || origin.size() > 300) {
        return false;
    }
    if (!host.empty() && equal_ignoring_case(origin.substr(slashes + 3), host)) {
        return true;
    }
    return std::ranges::any_of(
        origins_, [&](const std::string& known) { return equal_ignoring_case(known, origin); });
}

std::optional<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& texts) {
    TrustedProxies proxies;
    for (const std::string& text : texts) {
        boost::system::error_code error;
        const bool is_network = text.find('/') != std::string::npos;
        const bool is_v6 = text.find(':') != std::string::npos;
        if (is_v6) {
            const auto network = asio::ip::make_network_v6(
                is_network ? text : text + "/128", error);
            proxies.v6_.push_back(network);
        } else {
            const auto network = asio::ip::make_network_v4(is_network ? text : text + "/32", error);
            proxies.v4_.push_back(network);
        }
        if (error) {
            return std::nullopt;
        }
    }
    return proxies;
}

bool TrustedProxies::trusts(const address& any) const {
    if (any.is_v4()) {
        return std::ranges::any_of(v4_, [&](const asio::ip::network_v4& network) {
            return asio::ip::network_v4(any.to_v4(), network.prefix_length()).canonical()
                   == network.canonical();
        });
    }
    return std::ranges::any_of(v6_, [&](const asio::ip::network_v6& network) {
        return asio::ip::network_v6(any.to_v6(), network.prefix_length()).canonical()
               == network.canonical();
    });
}

namespace {

/// `localhost` or an address as it stands, with or without a port.
bool names_this_machine(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
        host = host.substr(0, colon);
    }
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    }
    boost::system::error_code error;
    asio::ip::make_address(std::string(host), error);
    return !error || host == "localhost";
}

}  // namespace

TrustedProxies::Client TrustedProxies::client_of(
    const address& peer, const Request& request) const {
    address client = plain(peer);
    const bool forwards = request.has_header("X-Forwarded-For") || request.has_header("Forwarded")
                          || request.has_header("X-Forwarded-Host")
                          || request.has_header("X-Real-IP");
    // A page on the web can make its visitor's browser send to this machine under a name of the
    // page's own (DNS rebinding); such a request carries that name.
    const bool is_local = client.is_loopback() && !forwards
                          && names_this_machine(request.header("Host"));
    if (forwards && trusts(client)) {
        // Several lines are one list (RFC 9110 section 5.3): a proxy may add its own below what
        // the client made up.
        std::string list;
        for (const HeaderField& field : request.fields) {
            if (equal_ignoring_case(field.name, "X-Forwarded-For")) {
                list += list.empty() ? "" : ",";
                list += field.value;
            }
        }
        std::string_view rest = list;
        while (!rest.empty()) {
            const std::size_t comma = rest.rfind(',');
            const std::string_view last = trimmed(
                comma == std::string_view::npos ? rest : rest.substr(comma + 1));
            rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
            boost::system::error_code error;
            const address named = plain(asio::ip::make_address(std::string(last), error));
            if (error) {
                break;  // who wrote this cannot be believed any further
            }
            client = named;
            if (!trusts(client)) {
                break;
            }
        }
    }
    return {client.to_string(), is_local};
}

}  // namespace arus::http
