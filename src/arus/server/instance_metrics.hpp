// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/stores.hpp"
#include "arus/app/transactions/committer.hpp"
#include "arus/transports/http/metrics.hpp"
#include "arus/transports/http/service_routes.hpp"
#include "arus/transports/websocket/figures.hpp"
#include "arus/transports/worker/worker.hpp"

#include <string>

namespace arus::server {

/// What /metrics shows of the parts other than HTTP.
void write_readiness(http::MetricsWriter& writer, const http::Readiness& readiness);
void write_committer_figures(http::MetricsWriter& writer, const app::Committer::Figures& figures);
void write_store_figures(http::MetricsWriter& writer, const app::StoreFigures& figures);
void write_socket_figures(http::MetricsWriter& writer, const websocket::Figures& figures);
void write_worker_figures(http::MetricsWriter& writer, const worker::Figures& figures);
/// Memory, processor time, open files and start time of the process, under the names that
/// Prometheus' clients use.
void write_process_figures(http::MetricsWriter& writer);

}  // namespace arus::server
