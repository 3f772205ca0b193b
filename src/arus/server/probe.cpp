// SPDX-License-Identifier: Apache-2.0
// `arus probe`: asks the server or worker of these settings whether it is ready, over its internal
// listener. For whoever supervises it and has no other program at hand, such as a container's
// health check.
#include "arus/server/commands.hpp"
#include "arus/server/verb_options.hpp"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace arus::server {

namespace {

constexpr timeval patience{3, 0};  ///< for each step of the exchange
constexpr std::size_t reply_bytes_max = 16'384;

struct Place {
    std::string host;
    std::string port;
};

/// Where to ask: what listens on every address is reached over the loopback one.
Place place_of(const std::string& listen) {
    const std::size_t colon = listen.rfind(':');
    Place place{listen.substr(0, colon), listen.substr(colon + 1)};
    if (place.host.starts_with('[')) {
        place.host = place.host.substr(1, place.host.size() - 2);
    }
    if (place.host == "0.0.0.0") {
        place.host = "127.0.0.1";
    } else if (place.host == "::") {
        place.host = "::1";
    }
    return place;
}

class Link {
public:
    explicit Link(int descriptor) : descriptor_(descriptor) {}
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    ~Link() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    int descriptor() const { return descriptor_; }

private:
    const int descriptor_;
};

/// The whole reply, or nothing where nobody answered in time.
std::optional<std::string> ask(const Place& place) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(place.host.c_str(), place.port.c_str(), &wanted, &found) != 0) {
        return std::nullopt;
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
    const Link link(::socket(found->ai_family, found->ai_socktype, found->ai_protocol));
    const int socket = link.descriptor();
    if (socket < 0 || ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0
        || ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) != 0
        || ::connect(socket, found->ai_addr, found->ai_addrlen) != 0) {
        return std::nullopt;
    }
    constexpr std::string_view request =
        "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    if (::send(socket, request.data(), request.size(), MSG_NOSIGNAL)
        != static_cast<ssize_t>(request.size())) {
        return std::nullopt;
    }
    std::string reply;
    char part[2'048];
    while (reply.size() < reply_bytes_max) {
        const ssize_t count = ::recv(socket, part, sizeof part, 0);
        if (count < 0) {
            return std::nullopt;
        }
        if (count == 0) {
            break;
        }
        reply.append(part, static_cast<std::size_t>(count));
    }
    return reply;
}

}  // namespace

int probe(const Arguments& arguments) {
    const auto read = read_verb_options(arguments, {});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    const std::string& listen = std::get<VerbOptions>(read).settings.admin_listen;
    const Place place = place_of(listen);
    if (place.port == "0") {
        return refuse_usage("admin_listen must name a port");
    }
    const std::optional<std::string> reply = ask(place);
    if (!reply) {
        std::printf("no answer from %s\n", listen.c_str());
        return exit_failure;
    }
    const std::size_t head = reply->find("\r\n\r\n");
    const std::string body = head == std::string::npos ? "" : reply->substr(head + 4);
    std::printf("%s\n", body.c_str());
    return reply->starts_with("HTTP/1.1 200 ") ? exit_ok : exit_failure;
}

}  // namespace arus::server
