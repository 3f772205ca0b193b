// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace arus::http::detail {

/// A large request body, written into a file without a name as it arrives and then read as memory
/// that the system may drop and fetch again. Throws Failure storage_full. Used by one thread at a
/// time.
class SpooledBody {
public:
    SpooledBody();
    ~SpooledBody();
    SpooledBody(const SpooledBody&) = delete;
    SpooledBody& operator=(const SpooledBody&) = delete;

    void append(std::string_view bytes);
    /// All of it; nothing is appended afterwards. Valid as long as this lives.
    std::string_view view();

private:
    int descriptor_ = -1;
    std::size_t size_ = 0;
    void* memory_ = nullptr;
};

}  // namespace arus::http::detail
