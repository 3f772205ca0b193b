// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/failure.hpp"
#include "arus/base/ids.hpp"
#include "arus/base/log.hpp"
#include "arus/ledger/money.hpp"
#include "arus/reports/defect.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

// Nothing that is wrong leaves as a figure: it becomes an error in the log and Failure corrupt.
namespace arus::app::detail {

/// Which report of which book, as known at which sequence.
struct ReportPlace {
    BookId book;
    std::string_view report;
    std::uint64_t sequence = 0;
};

[[noreturn]] inline void fail_report(const ReportPlace& place, reports::Defect defect) {
    const char* what = defect == reports::Defect::unbalanced ? "sums do not agree"
                                                             : "a sum leaves its range";
    log::error(
        "a statement does not tie out", {{"book", place.book.text()},
                                         {"report", place.report},
                                         {"what", what},
                                         {"sequence", place.sequence}});
    throw Failure({Failure::Kind::corrupt, false, true, "reports"}, what);
}

template <class T>
T made_or_fail(std::variant<T, reports::Defect> made, const ReportPlace& place) {
    if (const auto* defect = std::get_if<reports::Defect>(&made)) {
        fail_report(place, *defect);
    }
    return std::get<T>(std::move(made));
}

inline std::int64_t sum_or_fail(std::int64_t a, std::int64_t b, const ReportPlace& place) {
    const auto sum = ledger::checked_add(a, b);
    if (!sum) {
        fail_report(place, reports::Defect::overflow);
    }
    return *sum;
}

}  // namespace arus::app::detail
