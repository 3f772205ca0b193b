// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/assert.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace arus::ledger::detail {

/// The wire's names of an enum whose values count from zero, in the order of its declaration.
template <class Enum, std::size_t count>
struct Names {
    std::array<std::string_view, count> names;

    std::string_view of(Enum value) const {
        const auto index = static_cast<std::size_t>(value);
        ARUS_ASSERT(index < count);
        return names[index];
    }
    std::optional<Enum> find(std::string_view name) const {
        for (std::size_t i = 0; i < count; ++i) {
            if (names[i] == name) {
                return static_cast<Enum>(i);
            }
        }
        return std::nullopt;
    }
};

}  // namespace arus::ledger::detail
