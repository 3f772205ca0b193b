// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/ids.hpp"

namespace arus::app {

using JobId = Id<struct JobKindOfId>;

}  // namespace arus::app
