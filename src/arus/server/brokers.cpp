// SPDX-License-Identifier: Apache-2.0
#include "arus/server/brokers.hpp"

#include "arus/adapters/memory/memory_cache.hpp"
#include "arus/adapters/memory/memory_event_bus.hpp"
#include "arus/adapters/memory/memory_job_queue.hpp"
#include "arus/adapters/rabbitmq/rabbitmq_job_queue.hpp"

#include <algorithm>

namespace arus::server {

namespace {

using namespace std::chrono_literals;

rabbitmq::Options rabbitmq_options(const config::Settings& settings) {
    rabbitmq::Options options;
    options.url = settings.amqp_url;
    return options;
}

}  // namespace

Brokers::Brokers(const config::Settings& settings) {
    if (settings.amqp_url.empty()) {
        bus_ = memory::make_memory_event_bus();
        jobs_ = memory::make_memory_job_queue();
    } else {
        auto bus = rabbitmq::open_bus(rabbitmq_options(settings));
        rabbit_ = bus.get();
        bus_ = std::move(bus);
        jobs_ = rabbitmq::open_job_queue(rabbitmq_options(settings));
    }
    if (settings.redis_url.empty()) {
        cache_ = memory::make_memory_cache({});
    } else {
        redis::Options options;
        options.url = settings.redis_url;
        auto cache = redis::open_cache(std::move(options));
        redis_ = cache.get();
        cache_ = std::move(cache);
    }
}

Brokers::~Brokers() {
    stop(Deadline::in(0ms));
}

void Brokers::watch(BookId book) {
    if (rabbit_ != nullptr) {
        rabbit_->watch(book);
    }
}

void Brokers::unwatch(BookId book) {
    if (rabbit_ != nullptr) {
        rabbit_->unwatch(book);
    }
}

std::vector<std::string> Brokers::degraded() const {
    std::vector<std::string> names;
    if (rabbit_ != nullptr && !(rabbit_->is_connected() && jobs_->is_connected())) {
        names.emplace_back("bus");
    }
    if (redis_ != nullptr && !redis_->is_connected()) {
        names.emplace_back("cache");
    }
    return names;
}

void Brokers::write_figures(http::MetricsWriter& writer) const {
    const auto one =
        [&writer](const char* name, const char* kind, const char* meaning, std::uint64_t value) {
            writer.describe(name, kind, meaning);
            writer.value(name, "", value);
        };
    if (rabbit_ != nullptr) {
        const rabbitmq::Bus::Figures bus = rabbit_->figures();
        one("arus_bus_connected", "gauge", "1 while RabbitMQ carries events.",
            rabbit_->is_connected() ? 1U : 0U);
        one("arus_bus_published_total", "counter", "Messages handed to RabbitMQ.",
            bus.published.published);
        one("arus_bus_confirmed_total", "counter", "Messages that RabbitMQ has confirmed.",
            bus.published.confirmed);
        one("arus_bus_dropped_total", "counter",
            "Messages not sent; other instances find the events in the database.",
            bus.published.dropped);
        one("arus_bus_received_total", "counter", "Messages of other instances.", bus.received);
        one("arus_bus_queued_bytes", "gauge", "Bytes waiting to be sent.",
            bus.published.queued_bytes);
    }
    const app::JobQueue::Figures jobs = jobs_->figures();
    one("arus_job_queue_enqueued_total", "counter", "Jobs handed to the queue.", jobs.enqueued);
    one("arus_job_queue_delivered_total", "counter", "Jobs handed to this instance's worker.",
        jobs.delivered);
    one("arus_job_queue_dropped_total", "counter",
        "Jobs that found no broker; a worker finds them in the database.", jobs.dropped);
    const app::CacheFigures cache = cache_->figures();
    one("arus_cache_hits_total", "counter", "Results found in the cache.", cache.hits);
    one("arus_cache_misses_total", "counter", "Results not found in the cache.", cache.misses);
    one("arus_cache_errors_total", "counter", "Questions that did not reach the cache.",
        cache.errors);
    if (redis_ != nullptr) {
        one("arus_cache_connected", "gauge", "1 while Redis answers.",
            redis_->is_connected() ? 1U : 0U);
    }
}

void Brokers::stop(Deadline deadline) {
    jobs_->stop(deadline);
    if (rabbit_ != nullptr) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline.at - std::chrono::steady_clock::now());
        rabbit_->stop(std::clamp(left, 0ms, std::chrono::milliseconds(2'000)));
    }
    if (redis_ != nullptr) {
        redis_->stop();
    }
}

}  // namespace arus::server
