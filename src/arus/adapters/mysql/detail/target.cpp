// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/target.hpp"

#include "arus/base/failure.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <charconv>

namespace arus::mysql {

namespace {

[[noreturn]] void refuse(const std::string& message) {
    throw Failure({Failure::Kind::configuration, false, true, "mysql"}, message);
}

bool is_loopback(const std::string& host) {
    if (host == "localhost") {
        return true;
    }
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(host, error);
    return !error && address.is_loopback();
}

Tls tls_of(const std::string& text) {
    if (text == "off") {
        return Tls::off;
    }
    if (text == "prefer") {
        return Tls::prefer;
    }
    if (text == "require") {
        return Tls::require;
    }
    if (text == "verify") {
        return Tls::verify;
    }
    refuse(
        "the database's address has tls=" + text + "; it is one of off, prefer, require, verify");
}

void read_parameters(const boost::urls::url_view& url, Options& options, bool& has_tls) {
    for (const auto& parameter : url.params()) {
        if (parameter.key == "tls") {
            options.tls = tls_of(parameter.value);
            has_tls = true;
        } else if (parameter.key == "ca") {
            options.ca_file = parameter.value;
        } else if (parameter.key == "socket") {
            options.unix_socket = parameter.value;
        } else {
            refuse(
                "the database's address has an unknown parameter `" + parameter.key
                + "`; there are tls, ca and socket");
        }
    }
}

std::uint16_t port_of(const boost::urls::url_view& url) {
    if (!url.has_port() || url.port().empty()) {
        return 3306;
    }
    if (url.port_number() == 0) {
        refuse("the port in the database's address is not between 1 and 65535");
    }
    return url.port_number();
}

}  // namespace

Options parse_url(std::string_view text) {
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed || parsed->scheme() != "mysql" || !parsed->has_authority()) {
        refuse("the database's address is not of the form mysql://user:password@host:port/name");
    }
    const auto& url = *parsed;
    Options options;
    options.host = url.host_address();
    options.port = port_of(url);
    options.user = url.user();
    options.password = url.password();
    const auto segments = url.segments();
    if (segments.size() != 1 || segments.front().empty()) {
        refuse("the database's address must name one database: mysql://user:password@host/name");
    }
    options.database = segments.front();
    bool has_tls = false;
    read_parameters(url, options, has_tls);
    if (options.user.empty()) {
        refuse("the database's address names no user");
    }
    if (options.unix_socket.empty() && options.host.empty()) {
        refuse("the database's address names neither a host nor a socket");
    }
    if (!options.unix_socket.empty() && !options.host.empty() && options.host != "localhost") {
        refuse("the database's address names a host and a socket; one of them is too much");
    }
    if (!has_tls) {
        const bool near = !options.unix_socket.empty() || is_loopback(options.host);
        options.tls = near ? Tls::prefer : Tls::require;
    }
    return options;
}

std::shared_ptr<const Target> make_target(const Options& options) {
    namespace ssl = boost::asio::ssl;
    auto target = std::make_shared<Target>();
    target->options = options;
    target->tls.set_options(
        ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
    boost::system::error_code error;
    if (!options.ca_file.empty()) {
        target->tls.load_verify_file(options.ca_file, error);
        if (error) {
            refuse("the file of the database's CA cannot be used: " + options.ca_file);
        }
        target->tls.set_verify_mode(ssl::verify_peer);
    } else if (options.tls == Tls::verify) {
        target->tls.set_default_verify_paths(error);
        if (error) {
            refuse("this machine's list of certificate authorities cannot be read");
        }
        target->tls.set_verify_mode(ssl::verify_peer);
        target->checks_host_name = true;
    }
    return target;
}

std::string address_text(const Options& options) {
    if (!options.unix_socket.empty()) {
        return options.unix_socket;
    }
    const bool is_v6 = options.host.find(':') != std::string::npos;
    return (is_v6 ? "[" + options.host + "]" : options.host) + ":" + std::to_string(options.port);
}

}  // namespace arus::mysql
