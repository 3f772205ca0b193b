// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace arus {

/// Logs the broken expectation to stderr and aborts. Never returns.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace arus

/// A fault of our own (never of input): on in every build, logs and aborts.
#define ARUS_ASSERT(condition) \
    ((condition) ? static_cast<void>(0) : ::arus::assertion_failed(#condition, __FILE__, __LINE__))
