// SPDX-License-Identifier: Apache-2.0
#include "arus/server/lan.hpp"

#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/base/time.hpp"

#include <unistd.h>

#include <fstream>
#include <sstream>

namespace arus::server {

namespace {

constexpr const char* lan_listen = "0.0.0.0:8443";

std::uint16_t port_of(const std::string& url) {
    return static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) {
        throw Failure(
            {Failure::Kind::unavailable, false, true, "lan"}, path.string() + " cannot be read");
    }
    return text.str();
}

/// Numeric addresses first: not every network knows names. Of IPv6 only where it is listened on.
std::vector<std::string> hosts_of(const LanNames& names, const std::string& listen) {
    std::vector<std::string> hosts = names.addresses;
    if (!listen.starts_with('[')) {
        std::erase_if(hosts, [](const std::string& one) { return one.find(':') != one.npos; });
    }
    hosts.insert(hosts.end(), names.hosts.begin(), names.hosts.end());
    return hosts;
}

}  // namespace

void prepare_lan(Instance::Options& options, bool listen_is_default) {
    config::Settings& settings = options.settings;
    if (!settings.tls_cert.empty() || !settings.tls_key.empty()) {
        throw Failure(
            {Failure::Kind::configuration, false, true, "lan"},
            "--lan makes a certificate of its own: leave out tls_cert and tls_key, or --lan");
    }
    const LanNames names = LanNames::of_this_machine();
    const LanCertificates made = make_lan_certificates(
        settings.data_dir, names, system_clock().now());
    if (listen_is_default) {
        settings.listen = lan_listen;
    }
    settings.tls_cert = made.certificate.string();
    settings.tls_key = made.key.string();
    options.lan_page = LanPage{
        read_file(made.ca_certificate), made.ca_fingerprint, hosts_of(names, settings.listen),
        settings.public_url};
}

bool renew_lan(const config::Settings& settings) {
    try {
        return make_lan_certificates(
                   settings.data_dir, LanNames::of_this_machine(), system_clock().now())
            .renewed;
    } catch (const Failure& failure) {
        log::error("the certificate could not be renewed", {{"what", failure.what()}});
        return false;
    }
}

std::string lan_text(const Instance& instance, const LanPage& page) {
    const std::uint16_t https_port = port_of(instance.url());
    const std::uint16_t trust_port = port_of(instance.trust_url().value_or(":0"));
    const std::string trust = lan_url(page.hosts.front(), trust_port, "http");
    std::string text;
    for (const std::string& host : page.hosts) {
        text += "lan " + lan_url(host, https_port, "https") + "\n";
    }
    text += "trust " + trust + "\n";
    text += "fingerprint " + page.ca_fingerprint + "\n";
    if (::isatty(STDOUT_FILENO) == 1) {
        text += "\nOpen this address on each device once, to make it trust this machine:\n"
                + qr_lines(trust) + "\n";
    }
    return text;
}

}  // namespace arus::server
