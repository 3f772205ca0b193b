// SPDX-License-Identifier: Apache-2.0
#include "arus/app/paging.hpp"

#include "arus/base/bytes.hpp"

namespace arus::app {

namespace {

constexpr std::size_t mark_bytes = 8;

std::string mark_of(std::string_view list) {
    const Hash256 digest = sha256(list);
    return {digest.begin(), digest.begin() + mark_bytes};
}

}  // namespace

std::string make_cursor(std::string_view list, std::string_view place) {
    std::string bytes = mark_of(list);
    bytes.append(place);
    return base64url_of({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

Result<std::string> place_of(const std::string& cursor, std::string_view list) {
    const auto bytes = parse_base64url(cursor);
    if (!bytes || bytes->size() <= mark_bytes
        || bytes->compare(0, mark_bytes, mark_of(list)) != 0) {
        return Refusal{
            RefusalCode::validation_failed,
            "The cursor does not belong to this list.",
            {{"?cursor", "pattern",
              "Send next_cursor of the page before, with the same filters."}}};
    }
    return bytes->substr(mark_bytes);
}

}  // namespace arus::app
