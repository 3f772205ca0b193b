// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workbench.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arus::bench {

/// One measurement. `run` starts what it needs, measures, checks, and returns its figures; it
/// throws where a check fails. Keys: `goals` holds {name, value, goal, unit, at_least|at_most};
/// `latency`, `by_second` and the like are plotted.
struct Scenario {
    std::string_view name;
    std::string_view title;
    std::function<boost::json::object(const Settings&, asio::io_context&)> run;
};

std::span<const Scenario> posting_scenarios();
std::span<const Scenario> socket_scenarios();
std::span<const Scenario> slow_reader_scenarios();
std::span<const Scenario> statement_scenarios();
std::span<const Scenario> import_scenarios();
std::span<const Scenario> export_scenarios();
std::span<const Scenario> guess_scenarios();
/// Need a MariaDB on this machine, and the first of them the peer; not among those that run by
/// default.
std::span<const Scenario> database_scenarios();
/// Need a MariaDB.
std::span<const Scenario> database_statement_scenarios();
/// Need a MariaDB, a RabbitMQ and a Redis; run by name alone.
std::span<const Scenario> broker_scenarios();

enum class Bound { at_least, at_most };
/// A figure beside what the project wants of it.
boost::json::object goal(
    std::string_view name, double value, Bound bound, double wanted, std::string_view unit);

/// Throws, so that the scenario fails, unless what it checks holds.
void require(bool holds, const std::string& what);

/// The one in the middle, of an even number the upper. Precondition: there is one.
double median(std::vector<double> values);

}  // namespace arus::bench
