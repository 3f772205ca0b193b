// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/async/blocking_pool.hpp"
#include "arus/async/deadline.hpp"

#include <cstddef>
#include <string>

namespace arus::app {

/// Argon2id with 19 MiB, two passes, one lane (the second choice of OWASP's password storage sheet,
/// for small machines), on one thread of low priority: however many sign in at once, memory stays
/// at 19 MiB and posting keeps the processor.
///
/// Owned by `server/`; must outlive whoever awaits it. Both calls throw Failure: overloaded where
/// too many wait, timeout where the deadline passes first.
class Passwords {
public:
    /// `queue_max`: how many may wait for the thread.
    explicit Passwords(std::size_t queue_max);

    /// The argon2id text form with a fresh salt.
    Awaitable<std::string> hash(std::string password, Deadline deadline);

    struct Check {
        bool matches = false;
        std::string better_hash;  ///< not empty where `matches` and the stored hash was made with
                                  ///< other costs
    };
    /// Takes as long as hash().
    Awaitable<Check> check(std::string password, std::string stored_hash, Deadline deadline);

    /// Spends the time of a check for somebody who does not exist.
    Awaitable<void> check_nobody(std::string password, Deadline deadline);

    void stop() { pool_.stop(); }

private:
    BlockingPool pool_;
};

}  // namespace arus::app
