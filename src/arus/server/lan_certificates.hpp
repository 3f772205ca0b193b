// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/time.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace arus::server {

/// By what this machine is reached in its own network.
struct LanNames {
    std::vector<std::string> hosts;      ///< names, such as `kasir.local`
    std::vector<std::string> addresses;  ///< numeric, IPv4 and IPv6

    /// The machine's name below `.local`; `localhost`; the addresses of its network
    /// cards that are private (RFC 1918, RFC 4193) and of loopback. Others are left out: a
    /// certificate of one's own is for one's own network.
    static LanNames of_this_machine();
};

/// Where the certificates stand: a small CA that is made once, and the server's certificate, which
/// it signs. Keys are for their owner alone to read.
struct LanCertificates {
    std::filesystem::path ca_certificate;  ///< PEM; what people's devices are told to trust
    std::filesystem::path certificate;     ///< PEM, followed by that of the CA
    std::filesystem::path key;             ///< PEM
    std::string ca_fingerprint;            ///< SHA-256 of its DER form: `AB:CD:…`
    bool renewed = false;                  ///< the server's certificate was made just now
};

/// Makes what is missing in `folder`/lan and renews the server's certificate where it ends within
/// 30 days or its names are not these. The CA holds for ten years and can vouch for names below
/// `.local` and private addresses only (RFC 5280 section 4.2.1.10): who steals its
/// key cannot pretend to be a bank. Throws Failure: unavailable (the folder), configuration (what
/// stands there cannot be read).
LanCertificates make_lan_certificates(
    const std::filesystem::path& folder, const LanNames& names, Instant now);

}  // namespace arus::server
