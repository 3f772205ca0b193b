// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/transports/http/router.hpp"
#include "arus/transports/http/static_files.hpp"

#include <functional>
#include <string>
#include <vector>

namespace arus::http {

/// Whether requests should be sent here.
struct Readiness {
    std::string status;  ///< ready, starting, draining or unavailable; only the first is 200
    std::vector<std::string> degraded;  ///< names of what works less well
};

/// /healthz and /readyz, for both listeners. The function is called for each request, on any loop.
void add_health_routes(Router& router, std::function<Readiness()> readiness);

/// /metrics; the function gives the whole text.
void add_metrics_route(Router& router, std::function<std::string()> text);

/// /api/v1/openapi.yaml from `contract` (which has `/openapi.yaml`), and everything that no other
/// route takes from `client`. Both must outlive the router.
void add_file_routes(Router& router, const StaticFiles& contract, const StaticFiles& client);

}  // namespace arus::http
