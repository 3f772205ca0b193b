// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/websocket/backend.hpp"
#include "arus/transports/websocket/detail/event_lines.hpp"

#include <string>

namespace arus::websocket::detail {

/// Which events of a book a stream holds: what the client asked for, within what the reader may
/// see.
class Filter {
public:
    Filter(Narrowing narrowing, app::BookAccessRef access);

    /// Every event passes: the stream is the whole history and can be checked against the chain.
    bool is_open() const { return open_; }

    /// Precondition: lines.holds(offset).
    bool passes(const EventLines& lines, std::uint64_t offset) const;

    const Narrowing& narrowing() const { return narrowing_; }

    /// Equal for filters that let the same events pass by the same rules: what makes two
    /// subscriptions one stream.
    std::string key() const;

private:
    bool is_in_scope(const EventLines& lines, std::uint64_t offset) const;

    Narrowing narrowing_;
    app::BookAccessRef scope_;  ///< present where the reader may not see everything
    std::string account_needle_;
    bool open_;
};

}  // namespace arus::websocket::detail
