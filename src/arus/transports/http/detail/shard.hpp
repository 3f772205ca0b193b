// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <list>
#include <string>
#include <vector>

namespace arus::http::detail {

class Session;
class TlsRelay;

/// The part of a listener that lives on one loop: only that loop's thread touches it.
struct Shard {
    explicit Shard(boost::asio::io_context& context) : loop(context) {}

    boost::asio::io_context& loop;
    std::list<Session*> sessions;
    std::list<TlsRelay*> relays;
    std::vector<std::vector<char>> spare_buffers;
    bool stopping = false;
    std::int64_t date_second = -1;
    std::string date;  ///< the Date field of this second
    std::int64_t failures_second = -1;
    std::uint64_t failures = 0;  ///< of that second that may pass: no database, no room, no time

    std::vector<char> take_buffer();
    void give_buffer(std::vector<char> buffer);
    /// A database that is away refuses thousands of requests a second for the same reason: a few of
    /// each second are logged, and how many were not. The metrics count all of them.
    bool logs_another_failure();
};

}  // namespace arus::http::detail
