// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/paging.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace arus::app::detail {

/// A key that sorts later instants first.
inline std::string newest_first(std::int64_t us, const std::string& id) {
    std::array<char, 17> digits{};
    std::snprintf(
        digits.data(), digits.size(), "%016llx",
        static_cast<unsigned long long>(INT64_MAX) - static_cast<unsigned long long>(us));
    return digits.data() + id;
}

/// The page of a list that was read whole, in the order of `key_of(item)`, a text that no two items
/// share. `list` names the list with its filters.
template <class T, class KeyOf>
Result<Page<T>> page_of(
    std::vector<T> items, const PageRequest& request, const std::string& list, KeyOf key_of) {
    std::string place;
    if (request.cursor) {
        Result<std::string> found = place_of(*request.cursor, list);
        if (!found) {
            return std::move(found).refusal();
        }
        place = *found;
    }
    std::ranges::sort(items, [&](const T& a, const T& b) { return key_of(a) < key_of(b); });
    const auto first = request.cursor
                           ? std::ranges::find_if(
                                 items, [&](const T& item) { return key_of(item) > place; })
                           : items.begin();
    const auto left = static_cast<std::size_t>(items.end() - first);
    const auto last = first + static_cast<std::ptrdiff_t>(std::min(left, request.limit));
    Page<T> page;
    if (last != items.end() && last != first) {
        page.next_cursor = make_cursor(list, key_of(*(last - 1)));
    }
    page.items.assign(std::make_move_iterator(first), std::make_move_iterator(last));
    return page;
}

}  // namespace arus::app::detail
