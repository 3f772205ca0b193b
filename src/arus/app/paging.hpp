// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arus::app {

/// Which part of a list. `cursor` is the next_cursor of the page before, as the client sent it; one
/// that was not made for the same list with the same filters is refused: validation_failed,
/// `pattern` at `?cursor`.
struct PageRequest {
    std::size_t limit = 50;  ///< 1 to 500 from outside; pages of a document are larger
    std::optional<std::string> cursor;
};

template <class T>
struct Page {
    std::vector<T> items;
    std::optional<std::string> next_cursor;  ///< absent at the end
};

/// Cursors are base64url of eight bytes that stand for the list and its filters, then the place in
/// the list. They are opaque to clients, not secret.
std::string make_cursor(std::string_view list, std::string_view place);
/// The place behind a cursor of that list; a refusal as above.
Result<std::string> place_of(const std::string& cursor, std::string_view list);

}  // namespace arus::app
