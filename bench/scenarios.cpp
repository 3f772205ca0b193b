// SPDX-License-Identifier: Apache-2.0
#include "scenarios.hpp"

#include <algorithm>
#include <stdexcept>

namespace arus::bench {

boost::json::object goal(
    std::string_view name, double value, Bound bound, double wanted, std::string_view unit) {
    const bool met = bound == Bound::at_least ? value >= wanted : value <= wanted;
    return {{"name", name},
            {"value", value},
            {"bound", bound == Bound::at_least ? "at least" : "at most"},
            {"wanted", wanted},
            {"unit", unit},
            {"met", met}};
}

void require(bool holds, const std::string& what) {
    if (!holds) {
        throw std::runtime_error("a check failed: " + what);
    }
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

}  // namespace arus::bench
