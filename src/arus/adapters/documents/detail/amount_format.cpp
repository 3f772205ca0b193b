// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/documents/detail/amount_format.hpp"

#include "arus/base/time.hpp"
#include "arus/ledger/money.hpp"

#include <algorithm>
#include <cstdio>

namespace arus::documents {

std::string grouped_amount(std::int64_t minor, int exponent, std::string_view locale) {
    const bool is_indonesian = locale == "id";
    const std::string plain = ledger::amount_text(minor, exponent);
    const std::size_t first = plain.front() == '-' ? 1 : 0;
    const std::size_t point = std::min(plain.find('.'), plain.size());
    std::string text = plain.substr(0, first);
    for (std::size_t i = first; i < point; ++i) {
        if (i > first && (point - i) % 3 == 0) {
            text += is_indonesian ? '.' : ',';
        }
        text += plain[i];
    }
    if (point < plain.size()) {
        text += is_indonesian ? ',' : '.';
        text += plain.substr(point + 1);
    }
    return text;
}

std::string paper_date(std::int32_t days) {
    const CivilDate civil = civil_of(Date{days});
    char text[16];
    std::snprintf(
        text, sizeof text, "%02u/%02u/%04u", civil.day % 100, civil.month % 100,
        static_cast<unsigned>(civil.year) % 10'000);
    return text;
}

}  // namespace arus::documents
