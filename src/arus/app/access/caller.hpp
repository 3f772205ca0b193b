// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/deadline.hpp"
#include "arus/base/bytes.hpp"
#include "arus/base/ids.hpp"
#include "arus/base/time.hpp"

#include <memory>
#include <optional>
#include <string>

namespace arus::app {

/// Who is signed in, as a session or an API key says. A plain value, shared and never changed; at
/// most half a second old.
struct Principal {
    enum class Kind { person, api_key };
    Kind kind = Kind::person;
    UserId user_id;  ///< of a key its own id: what it is in its book, Access knows
    std::string name;
    std::string email;   ///< empty for a key
    std::string locale;  ///< `id` or `en`
    Instant user_created_at;
    Hash256 token_hash{};               ///< names the session; the token itself is nowhere kept
    Instant expires_at;                 ///< of the session
    std::optional<DeviceId> device_id;  ///< the device that signed in
};

/// Where a request of somebody who need not be signed in comes from.
struct Caller {
    std::string address;  ///< of the peer without port, or what a trusted proxy says of it
    /// The peer itself is on this machine, and no proxy stands between (a request that carries
    /// forwarding headers is never local). Only such a caller is spared the set-up code.
    bool is_local = false;
    std::optional<DeviceId> device_id;  ///< header Arus-Device
    std::string request_id;
    std::string user_agent{};  ///< as the browser calls itself, at most 200 bytes of UTF-8
};

/// What every use case of a signed-in person is handed.
struct RequestContext {
    std::shared_ptr<const Principal> principal;  ///< never null
    Deadline deadline;                           ///< bounds every wait of the request
    std::string request_id;
    std::string address;
    std::optional<DeviceId> device_id;  ///< header Arus-Device of this request; absent: the
                                        ///< session's
};

}  // namespace arus::app
