// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace arus::mysql {

/// Every statement that is prepared, to be tried when the stores are opened: a bad one, or a right
/// that is missing, fails the boot and not a request.
std::span<const char* const> prepared_statements();

}  // namespace arus::mysql
