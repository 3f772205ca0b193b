// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/http/message.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arus::http {

/// Which web origins (RFC 6454) may write. The page that this server itself delivers always may:
/// its Origin names the host that the request names. Others are listed.
class AllowedOrigins {
public:
    /// `origins`: as in `https://books.example.com`, without a path.
    explicit AllowedOrigins(std::vector<std::string> origins);

    /// `host`: the request's Host field.
    bool allows(std::string_view origin, std::string_view host) const;

private:
    std::vector<std::string> origins_;
};

/// Whose word about the client's address is believed: X-Forwarded-For counts only from these.
class TrustedProxies {
public:
    /// Addresses or networks (`10.0.0.0/8`, `fd00::/8`); nothing if one of them is neither.
    static std::optional<TrustedProxies> parse(const std::vector<std::string>& texts);

    struct Client {
        std::string address;
        bool is_local = false;  ///< on this machine itself, forwarding for nobody
    };
    /// The last address of all lines of X-Forwarded-For that is not itself a trusted proxy, else
    /// the peer.
    Client client_of(const boost::asio::ip::address& peer, const Request& request) const;

private:
    bool trusts(const boost::asio::ip::address& address) const;

    std::vector<boost::asio::ip::network_v4> v4_;
    std::vector<boost::asio::ip::network_v6> v6_;
};

}  // namespace arus::http
