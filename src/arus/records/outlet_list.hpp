// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/ids.hpp"
#include "arus/records/corrupt.hpp"

#include <algorithm>
#include <vector>

namespace arus::records {

/// A list of outlets as one column holds it: their ids, end to end.
inline std::string bytes_of(const std::vector<OutletId>& outlets) {
    std::string bytes;
    for (const OutletId& outlet : outlets) {
        bytes.append(outlet.bytes.begin(), outlet.bytes.end());
    }
    return bytes;
}

inline std::vector<OutletId> outlets_of(std::string_view bytes) {
    constexpr std::size_t id_bytes = sizeof(OutletId::bytes);
    if (bytes.size() % id_bytes != 0) {
        throw_corrupt("a list of outlets");
    }
    std::vector<OutletId> outlets(bytes.size() / id_bytes);
    for (OutletId& outlet : outlets) {
        std::copy_n(bytes.begin(), id_bytes, outlet.bytes.begin());
        bytes.remove_prefix(id_bytes);
    }
    return outlets;
}

}  // namespace arus::records
