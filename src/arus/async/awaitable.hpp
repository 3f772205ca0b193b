// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace arus {

namespace asio = boost::asio;

/// What every asynchronous function of Arus returns. Parameters go in by value, or by reference
/// only where the call is awaited in the same expression.
template <class T = void>
using Awaitable = asio::awaitable<T>;

/// The completion token for awaiting an Asio operation inside an Awaitable.
inline constexpr asio::use_awaitable_t<> use_awaitable;

}  // namespace arus
