// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

#include <string>

namespace arus::bench {

/// The results as one HTML page that needs nothing else: goals as a table, latency curves and rates
/// as SVG.
std::string page_of(const boost::json::object& results);

}  // namespace arus::bench
