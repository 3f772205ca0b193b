// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/config/settings.hpp"
#include "arus/server/instance.hpp"
#include "arus/server/lan_certificates.hpp"

#include <string>

// `arus serve --lan`: for a shop without a server room. The machine at the till serves its whole
// network by https, with a certificate of its own.
namespace arus::server {

/// What `--lan` makes of the options of an instance: certificates in the data folder, the public
/// listener on all addresses (port 8443, unless `listen` was set), the page about the certificate.
/// Throws Failure: configuration where tls_cert is set too, and as make_lan_certificates().
void prepare_lan(Instance::Options& options, bool listen_is_default);

/// Makes a new certificate if the one of before ends soon or the machine's addresses have changed;
/// true if so. What fails is logged and tried again the next time.
bool renew_lan(const config::Settings& settings);

/// What is printed at start: the addresses, the CA's fingerprint and, on a terminal, a QR code of
/// the page.
std::string lan_text(const Instance& instance, const LanPage& page);

}  // namespace arus::server
