// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace arus::mysql {

/// Runs a coroutine to its end on the calling thread, with an event loop of its own. For commands
/// that do nothing else meanwhile.
template <class T>
T run_here(Awaitable<T> task) {
    using Held = std::conditional_t<std::is_void_v<T>, bool, T>;
    asio::io_context loop(1);
    std::exception_ptr error;
    std::optional<Held> value;
    if constexpr (std::is_void_v<T>) {
        auto done = [&](std::exception_ptr thrown) { error = std::move(thrown); };
        asio::co_spawn(loop, std::move(task), std::move(done));
    } else {
        auto done = [&](std::exception_ptr thrown, T made) {
            error = std::move(thrown);
            value.emplace(std::move(made));
        };
        asio::co_spawn(loop, std::move(task), std::move(done));
    }
    loop.run();
    if (error) {
        std::rethrow_exception(error);
    }
    if constexpr (!std::is_void_v<T>) {
        return std::move(*value);
    }
}

}  // namespace arus::mysql
