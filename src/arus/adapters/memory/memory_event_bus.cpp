// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/memory/memory_event_bus.hpp"

#include "arus/base/assert.hpp"

#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

namespace arus::memory {

namespace {

/// Who is to be told; telling takes no lock, so that two books may be published at once and a
/// receiver may publish.
template <class News>
class Receivers {
public:
    using Receiver = std::function<void(std::shared_ptr<const News>)>;

    void add(Receiver receiver) {
        ARUS_ASSERT(receiver != nullptr);
        const std::lock_guard lock(mutex_);
        auto all = std::make_shared<std::vector<Receiver>>(*all_.load());
        all->push_back(std::move(receiver));
        all_.store(std::move(all));
    }

    void tell(const std::shared_ptr<const News>& news) {
        ARUS_ASSERT(news != nullptr);
        const auto all = all_.load();
        for (const auto& receiver : *all) {
            receiver(news);
        }
    }

private:
    std::mutex mutex_;  // orders subscribers
    std::atomic<std::shared_ptr<const std::vector<Receiver>>> all_{
        std::make_shared<const std::vector<Receiver>>()};
};

class MemoryEventBus final : public app::EventBus {
public:
    void subscribe(Receiver receiver) override { batches_.add(std::move(receiver)); }
    void subscribe_values(ValueReceiver receiver) override { values_.add(std::move(receiver)); }
    void publish(std::shared_ptr<const app::CommittedBatch> batch) override {
        batches_.tell(batch);
    }
    void publish_value(std::shared_ptr<const app::ValueNews> news) override { values_.tell(news); }

private:
    Receivers<app::CommittedBatch> batches_;
    Receivers<app::ValueNews> values_;
};

}  // namespace

std::unique_ptr<app::EventBus> make_memory_event_bus() {
    return std::make_unique<MemoryEventBus>();
}

}  // namespace arus::memory
