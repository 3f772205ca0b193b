// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/memory/memory_event_bus.hpp"

#include "arus/base/assert.hpp"

#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

namespace arus::memory {

namespace {

class MemoryEventBus final : public app::EventBus {
public:
    void subscribe(Receiver receiver) override {
        ARUS_ASSERT(receiver != nullptr);
        const std::lock_guard lock(mutex_);
        auto receivers = std::make_shared<Receivers>(*receivers_.load());
        receivers->push_back(std::move(receiver));
        receivers_.store(std::move(receivers));
    }

    void publish(std::shared_ptr<const app::CommittedBatch> batch) override {
        ARUS_ASSERT(batch != nullptr);
        // No lock is held while receivers run: two books may be published at once, and a receiver
        // may publish.
        const auto receivers = receivers_.load();
        for (const auto& receiver : *receivers) {
            receiver(batch);
        }
    }

private:
    using Receivers = std::vector<Receiver>;

    std::mutex mutex_;  // orders subscribers
    std::atomic<std::shared_ptr<const Receivers>> receivers_{std::make_shared<const Receivers>()};
};

}  // namespace

std::unique_ptr<app::EventBus> make_memory_event_bus() {
    return std::make_unique<MemoryEventBus>();
}

}  // namespace arus::memory
