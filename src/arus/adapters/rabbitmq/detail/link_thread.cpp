// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/rabbitmq/detail/link_thread.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/bytes.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace arus::rabbitmq::detail {

LinkThread::LinkThread(
    Address address, const Options& options, std::string purpose, std::function<void(Link&)> work) :
    address_(std::move(address)),
    options_(options),
    purpose_(std::move(purpose)),
    work_(std::move(work)),
    wait_bound_(options.retry_min) {
    ARUS_ASSERT(options_.retry_min.count() >= 1 && options_.retry_max >= options_.retry_min);
}

LinkThread::~LinkThread() {
    stop();
}

void LinkThread::start() {
    thread_ = std::thread([this] { run(); });
}

void LinkThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        if (link_ != nullptr) {
            link_->break_off();
        }
    }
    wake_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void LinkThread::set_up(bool is_up) {
    is_up_ = is_up;
    if (!is_up) {
        return;
    }
    wait_bound_ = options_.retry_min;
    if (std::exchange(is_known_down_, false)) {
        log::info("RabbitMQ is back", {{"link", purpose_}});
    }
}

void LinkThread::run() {
    while (!is_stopping_) {
        try {
            Link link(address_, {options_.call_timeout, options_.heartbeat}, "arus " + purpose_);
            use(link);
        } catch (const Failure& failure) {
            if (!is_stopping_ && !std::exchange(is_known_down_, true)) {
                log::warn(
                    "RabbitMQ is away; the database stands in for it, a little slower",
                    {{"link", purpose_}, {"what", failure.what()}});
            }
        }
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, next_wait(), [this] { return is_stopping_.load(); });
    }
}

void LinkThread::use(Link& link) {
    /// While it lives stop() can break the link.
    class Registration {
    public:
        Registration(LinkThread& owner, Link& link) : owner_(owner) {
            const std::lock_guard lock(owner_.mutex_);
            owner_.link_ = &link;
        }
        ~Registration() {
            const std::lock_guard lock(owner_.mutex_);
            owner_.link_ = nullptr;
            owner_.is_up_ = false;
        }
        Registration(const Registration&) = delete;
        Registration& operator=(const Registration&) = delete;

    private:
        LinkThread& owner_;
    };
    const Registration registration(*this, link);
    work_(link);
}

/// Full jitter: anything up to a bound that doubles with every failure.
std::chrono::milliseconds LinkThread::next_wait() {
    std::array<std::uint8_t, 4> random{};
    fill_random(random);
    std::uint32_t value = 0;
    std::memcpy(&value, random.data(), sizeof value);
    const std::chrono::milliseconds wait(
        1 + value % static_cast<std::uint32_t>(wait_bound_.count()));
    wait_bound_ = std::min(options_.retry_max, wait_bound_ * 2);
    return wait;
}

}  // namespace arus::rabbitmq::detail
