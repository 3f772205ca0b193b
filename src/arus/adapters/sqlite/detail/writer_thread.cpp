// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/writer_thread.hpp"

#include "arus/base/log.hpp"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace arus::sqlite {

namespace {

/// What a broken COMMIT means. Where the disk was full the commit's last frame did not reach the
/// log, so nothing did; after any other error the frame may be there, and a restart would find it.
std::exception_ptr failure_of_commit(const Failure& failure) {
    auto facts = failure.facts();
    if (facts.kind != Failure::Kind::storage_full) {
        facts.outcome_known = false;
        facts.retryable = true;
    }
    return std::make_exception_ptr(Failure(facts, std::string("commit: ") + failure.what()));
}

bool is_of_full_disk(const std::exception_ptr& error) {
    if (!error) {
        return false;
    }
    try {
        std::rethrow_exception(error);
    } catch (const Failure& failure) {
        return failure.facts().kind == Failure::Kind::storage_full;
    } catch (...) {
        return false;  // the work's own
    }
}

}  // namespace

WriterThread::WriterThread(Connection& connection, Options options, std::function<void()> forget) :
    options_(options),
    connection_(connection),
    forget_(std::move(forget)),
    begin_(connection, queries::begin_write),
    commit_(connection, queries::commit),
    rollback_(connection, queries::rollback),
    savepoint_(connection, queries::savepoint),
    release_(connection, queries::release),
    rollback_to_(connection, queries::rollback_to),
    thread_([this] { work_loop(); }) {
    pthread_setname_np(thread_.native_handle(), "sqlite writer");
}

WriterThread::~WriterThread() {
    stop();
}

void WriterThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

std::size_t WriterThread::queued() const {
    const std::lock_guard lock(mutex_);
    return parts_.size();
}

bool WriterThread::enqueue(Part part) {
    {
        const std::lock_guard lock(mutex_);
        if (stopped_ || parts_.size() >= options_.queue_max) {
            return false;
        }
        parts_.push_back(std::move(part));
    }
    wake_.notify_one();
    return true;
}

WriterThread::Group WriterThread::take_group() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopped_ || !parts_.empty(); });
    Group group;
    std::size_t weight = 0;
    while (!parts_.empty() && weight < options_.group_weight_max) {
        weight += parts_.front().weight;
        group.push_back(std::move(parts_.front()));
        parts_.pop_front();
    }
    return group;
}

void WriterThread::work_loop() {
    for (;;) {
        auto group = take_group();
        if (group.empty()) {
            return;
        }
        const auto start = std::chrono::steady_clock::now();
        write(group);
        const auto spent = std::chrono::steady_clock::now() - start;
        commit_us_.fetch_add(
            static_cast<std::uint64_t>(
                std::chrono::duration_cast<std::chrono::microseconds>(spent).count()),
            std::memory_order_relaxed);
        if (std::ranges::any_of(group, is_of_full_disk, &Part::error)) {
            is_full_.store(true, std::memory_order_relaxed);
        }
        for (auto& part : group) {
            part.finish(part.error);
        }
    }
}

void WriterThread::write(Group& group) {
    changed_before_ = rows_changed();
    try {
        begin_.run();
    } catch (const Failure&) {
        lose(group, std::current_exception());
        return;
    }
    if (group.size() == 1) {
        write_alone(group.front());
    } else {
        write_parts(group);
    }
    if (connection_.in_transaction()) {
        commit(group);
    }
}

/// Without a savepoint, which would copy every page before it is changed: the whole transaction is
/// this part.
void WriterThread::write_alone(Part& part) {
    if (is_too_late(part)) {
        roll_back();
        return;
    }
    try {
        part.perform();
    } catch (...) {
        part.error = std::current_exception();
        forget_();
        roll_back();
    }
}

void WriterThread::write_parts(Group& group) {
    for (auto& part : group) {
        write_part(part);
        if (!connection_.in_transaction()) {
            // SQLite gave up the whole transaction (disk full, input or output error): what went
            // before is undone too.
            lose(group, part.error);
            return;
        }
    }
}

bool WriterThread::is_too_late(Part& part) {
    if (part.deadline.has_passed()) {
        part.error = std::make_exception_ptr(Failure(
            {Failure::Kind::timeout, true, true, "sqlite"}, "the writer was not free in time"));
    }
    return part.error != nullptr;
}

void WriterThread::roll_back() {
    if (!connection_.in_transaction()) {
        return;  // SQLite has done it already
    }
    try {
        rollback_.run();
    } catch (const Failure& failure) {
        log::error("a write could not be rolled back", {{"what", failure.what()}});
    }
}

void WriterThread::write_part(Part& part) {
    if (is_too_late(part)) {
        return;
    }
    try {
        savepoint_.run();
        part.perform();
        release_.run();
        return;
    } catch (...) {
        part.error = std::current_exception();
    }
    forget_();
    if (!connection_.in_transaction()) {
        return;
    }
    try {
        rollback_to_.run();
        release_.run();
    } catch (const Failure& failure) {
        log::error("a part of a write could not be undone alone", {{"what", failure.what()}});
        roll_back();
    }
}

void WriterThread::commit(Group& group) {
    try {
        commit_.run();
        commits_.fetch_add(1, std::memory_order_relaxed);
        // What only looked, as a request that was answered before does, needs no room.
        if (rows_changed() != changed_before_) {
            is_full_.store(false, std::memory_order_relaxed);
        }
    } catch (const Failure& failure) {
        lose(group, failure_of_commit(failure));
    }
}

void WriterThread::lose(Group& group, const std::exception_ptr& cause) {
    forget_();
    roll_back();
    for (auto& part : group) {
        if (!part.error) {
            part.error = cause;
        }
    }
}

}  // namespace arus::sqlite
