// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/wire/object_reader.hpp"

#include <vector>

namespace arus::wire {

/// `outlet_ids`: at most 200 UUIDs, none twice. Whether they go with the role is judged elsewhere.
std::vector<OutletId> read_outlet_ids(ObjectReader& reader, Findings& findings, Presence presence);

}  // namespace arus::wire
