// SPDX-License-Identifier: Apache-2.0
#include "arus/async/blocking_pool.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/log.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace arus {

BlockingPool::BlockingPool(Options options) : options_(std::move(options)) {
    ARUS_ASSERT(options_.threads >= 1);
    for (std::size_t i = 0; i < options_.threads; ++i) {
        threads_.emplace_back([this] { work_loop(); });
    }
}

BlockingPool::~BlockingPool() {
    stop();
}

bool BlockingPool::enqueue(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopped_ || jobs_.size() >= options_.queue_max) {
            return false;
        }
        jobs_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void BlockingPool::work_loop() {
    if (options_.nice != 0) {
        const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
        if (::setpriority(PRIO_PROCESS, thread, options_.nice) != 0) {
            log::warn("could not lower a thread's priority", {{"pool", options_.name}});
        }
    }
    for (;;) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
            if (jobs_.empty()) {
                return;
            }
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        job();
    }
}

void BlockingPool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

std::size_t BlockingPool::queued() const {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
}

}  // namespace arus
