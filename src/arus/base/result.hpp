// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/assert.hpp"
#include "arus/base/refusal.hpp"

#include <utility>
#include <variant>

namespace arus {

/// Stands for "done, nothing to return" in Result<Done>.
struct Done {};

/// A value, or the refusal that stands in its place. Reading the wrong side is a fault.
template <class T>
class [[nodiscard]] Result {
public:
    // Both are meant to be implicit: a function returns the value or the refusal.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Refusal refusal) : held_(std::in_place_index<1>, std::move(refusal)) {}
    Result(RefusalCode code, std::string detail) : Result(Refusal{code, std::move(detail), {}}) {}

    bool has_value() const { return held_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & {
        ARUS_ASSERT(has_value());
        return std::get<0>(held_);
    }
    const T& value() const& {
        ARUS_ASSERT(has_value());
        return std::get<0>(held_);
    }
    T&& value() && {
        ARUS_ASSERT(has_value());
        return std::get<0>(std::move(held_));
    }
    const Refusal& refusal() const& {
        ARUS_ASSERT(!has_value());
        return std::get<1>(held_);
    }
    Refusal&& refusal() && {
        ARUS_ASSERT(!has_value());
        return std::get<1>(std::move(held_));
    }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

private:
    std::variant<T, Refusal> held_;
};

}  // namespace arus
