// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/http/router.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace arus::server {

/// What the page tells whose device does not trust this machine's certificate yet.
struct LanPage {
    std::string ca_pem;
    std::string ca_fingerprint;
    std::vector<std::string> hosts;  ///< names and addresses of the server, the best first
    std::string public_url;          ///< named first; empty: none
};

/// `/` in Indonesian or English (by `?lang=` or what the browser prefers), `/arus-ca.crt`,
/// `/alamat.svg` (a QR code of the server's address), `/gaya.css`. Plain, without scripts.
/// `https_port`: where the server itself listens.
void add_lan_routes(http::Router& router, const LanPage& page, std::uint16_t https_port);

/// The address that people open: `https://192.168.1.5:8443`. Brackets around IPv6.
std::string lan_url(const std::string& host, std::uint16_t port, const std::string& scheme);

/// A QR code of the text (ISO/IEC 18004, error correction M) as an image, and as lines for a
/// terminal whose letters are lighter than its ground. Throws Failure where the text is too long.
std::string qr_svg(const std::string& text);
std::string qr_lines(const std::string& text);

}  // namespace arus::server
