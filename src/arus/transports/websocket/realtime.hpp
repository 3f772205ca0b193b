// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/deadline.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/base/ids.hpp"
#include "arus/base/time.hpp"
#include "arus/transports/websocket/backend.hpp"
#include "arus/transports/websocket/figures.hpp"
#include "arus/transports/websocket/options.hpp"

#include <chrono>
#include <memory>

namespace arus::websocket {

struct Upgrade;

/// The socket `arus.v1`: lets connections in, keeps them, and hands every committed event to those
/// who listen.
///
/// Owned by `server/`. Made before the first commit, since it subscribes to the backend's events at
/// once. stop() must come before the end of the backend, of the event bus and of the loops.
class Realtime {
public:
    static std::unique_ptr<Realtime> make(
        Backend& backend, LoopPool& loops, const Clock& clock, Options options);
    virtual ~Realtime() = default;

    /// Takes a connection over. Call on the loop of its socket. Answers 503 with Retry-After while
    /// draining or over capacity, 403 where the origin is not allowed, and what RFC 6455 says of a
    /// broken handshake; else the socket is open when this client knows it.
    virtual void accept(Upgrade upgrade) = 0;

    /// Something was changed about what this user may do: looked at again now instead of within a
    /// second, and what is committed from now on is kept back until that is known. Any thread.
    virtual void recheck(UserId user) = 0;

    /// From now on the heads of books that somebody listens to are read so often, 0: never; in
    /// place of Options::poll_heads_every. For an instance that shares its database and has (or has
    /// just lost, or found again) a bus that tells of other instances' commits. Any thread.
    virtual void poll_heads(std::chrono::milliseconds every) = 0;

    /// No socket is let in any more; the open ones are asked, a part at a time over the first half
    /// of the time left, to open another one elsewhere; those that are still here at the deadline
    /// are closed with 4200. Blocks the calling thread, which must be none of the loops', until the
    /// last one has gone or was cut off a little after the deadline.
    virtual void drain(Deadline deadline) = 0;

    /// drain() without asking, then waits for everything that is still under way. The deadline
    /// bounds the wait for closing handshakes. Nothing of this object runs afterwards; the batches
    /// still published are ignored.
    virtual void stop(Deadline deadline) = 0;

    /// From any thread.
    virtual Figures figures() const = 0;
};

}  // namespace arus::websocket
