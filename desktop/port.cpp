// SPDX-License-Identifier: Apache-2.0
#include "desktop/port.hpp"

#include <arpa/inet.h>
#include <glib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace arus::desktop {

namespace {

constexpr int port_first = 20'000;
constexpr int port_end = 32'000;
constexpr int tries = 100;

}  // namespace

bool port_is_free(std::uint16_t port) {
    const int socket_fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_fd < 0) {
        return false;
    }
    // As the server does it: connections that linger after the last run are no hindrance.
    const int yes = 1;
    ::setsockopt(socket_fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool is_free = ::bind(
                             socket_fd, reinterpret_cast<const sockaddr*>(&address), sizeof address)
                             == 0
                         && ::listen(socket_fd, 1) == 0;
    ::close(socket_fd);
    return is_free;
}

std::optional<std::uint16_t> choose_port() {
    for (int i = 0; i < tries; ++i) {
        const auto port = static_cast<std::uint16_t>(g_random_int_range(port_first, port_end));
        if (port_is_free(port)) {
            return port;
        }
    }
    return std::nullopt;
}

}  // namespace arus::desktop
