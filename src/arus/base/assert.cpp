// SPDX-License-Identifier: Apache-2.0
#include "arus/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace arus {

void assertion_failed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr, "fault: %s does not hold at %s:%d\n", condition, file, line);
    std::abort();
}

}  // namespace arus
