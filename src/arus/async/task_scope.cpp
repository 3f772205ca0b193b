// SPDX-License-Identifier: Apache-2.0
#include "arus/async/task_scope.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/log.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>

namespace arus {

TaskScope::~TaskScope() {
    ARUS_ASSERT(running_ == 0);
}

void TaskScope::spawn(const asio::any_io_executor& executor, Awaitable<void> task) {
    {
        const std::lock_guard lock(mutex_);
        ++running_;
    }
    asio::co_spawn(executor, std::move(task), [this](std::exception_ptr error) {
        if (error) {
            try {
                std::rethrow_exception(error);
            } catch (const std::exception& thrown) {
                log::error(
                    "a task ended in an exception", {{"scope", name_}, {"what", thrown.what()}});
            }
        }
        const std::lock_guard lock(mutex_);
        --running_;
        ended_.notify_all();
    });
}

std::size_t TaskScope::running() const {
    const std::lock_guard lock(mutex_);
    return running_;
}

bool TaskScope::wait(Deadline deadline) {
    std::unique_lock lock(mutex_);
    return ended_.wait_until(lock, deadline.at, [this] { return running_ == 0; });
}

}  // namespace arus
