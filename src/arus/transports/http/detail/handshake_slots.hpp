// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace arus::http::detail {

/// How many TLS handshakes may be under way at once, of all clients and of one address, so that no
/// single one keeps the others out by connecting and saying nothing. Safe from every thread.
class HandshakeSlots {
public:
    struct Limits {
        std::size_t together = 1;
        std::size_t of_one = 1;
    };

    /// Takes one for this address until give_back(); false where it has its share, or all are
    /// taken.
    bool take(const std::string& address, const Limits& limits);
    /// Precondition: it was taken for this address.
    void give_back(const std::string& address);

private:
    std::mutex mutex_;
    std::unordered_map<std::string, std::size_t> taken_;  ///< who has none is not in it
    std::size_t taken_together_ = 0;
};

}  // namespace arus::http::detail
