// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/rabbitmq/rabbitmq_bus.hpp"
#include "arus/adapters/redis/redis_cache.hpp"
#include "arus/app/ports/cache.hpp"
#include "arus/app/ports/event_bus.hpp"
#include "arus/app/ports/job_queue.hpp"
#include "arus/async/deadline.hpp"
#include "arus/config/settings.hpp"
#include "arus/transports/http/metrics.hpp"

#include <memory>
#include <string>
#include <vector>

namespace arus::server {

/// What instances share besides the database, or its stand-in inside this process where the
/// settings name none: the event bus and the job queue (RabbitMQ), the cache (Redis). All of it may
/// be away at any time; degraded() says so. Safe from every thread.
class Brokers {
public:
    /// Begins to connect and returns at once. Throws Failure (configuration) for a malformed
    /// address.
    explicit Brokers(const config::Settings& settings);
    ~Brokers();

    app::EventBus& bus() { return *bus_; }
    app::JobQueue& jobs() { return *jobs_; }
    app::Cache& cache() { return *cache_; }

    /// True where events of other instances come without a look into the database.
    bool brings_events() const { return rabbit_ != nullptr && rabbit_->is_connected(); }
    /// Messages about this book are wanted, or no longer; counted.
    void watch(BookId book);
    void unwatch(BookId book);

    /// `bus` and `cache` where what the settings name does not answer.
    std::vector<std::string> degraded() const;
    void write_figures(http::MetricsWriter& writer) const;

    /// Sends what waits and ends every thread; nothing of it calls anybody afterwards.
    void stop(Deadline deadline);

private:
    rabbitmq::Bus* rabbit_ = nullptr;      ///< bus_, where it is RabbitMQ
    redis::SharedCache* redis_ = nullptr;  ///< cache_, where it is Redis
    std::unique_ptr<app::EventBus> bus_;
    std::unique_ptr<app::JobQueue> jobs_;
    std::unique_ptr<app::Cache> cache_;
};

}  // namespace arus::server
