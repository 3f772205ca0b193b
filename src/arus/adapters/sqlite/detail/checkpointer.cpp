// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/checkpointer.hpp"

#include "arus/base/log.hpp"

#include <pthread.h>

namespace arus::sqlite {

namespace {

/// How long a full checkpoint may wait for the writer or for a reader of an old snapshot.
constexpr std::chrono::milliseconds wait_max{50};
/// After a checkpoint that failed (disk full), before the next try.
constexpr std::chrono::seconds pause_after_failure{1};

struct Round {
    int code = SQLITE_OK;
    int pages = 0;   ///< in the log
    int copied = 0;  ///< of these, in this and earlier rounds
};

Round checkpoint_once(Connection& connection, int mode) {
    Round round;
    round.code = sqlite3_wal_checkpoint_v2(
        connection.handle(), "main", mode, &round.pages, &round.copied);
    return round;
}

}  // namespace

Checkpointer::Checkpointer(const std::filesystem::path& file, Connection& writer) :
    writer_(writer),
    connection_(std::make_unique<Connection>(
        file, Connection::Settings{
                  .mode = Connection::Mode::read_write,
                  .cache_bytes_max = 1U << 20U,
                  .busy_timeout = wait_max})) {
    connection_->start_wal();
    sqlite3_wal_hook(writer_.handle(), &Checkpointer::on_commit, this);
    thread_ = std::thread([this] { work_loop(); });
    pthread_setname_np(thread_.native_handle(), "checkpointer");
}

Checkpointer::~Checkpointer() {
    stop();
}

void Checkpointer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
        sqlite3_wal_hook(writer_.handle(), nullptr, nullptr);
    }
    connection_.reset();
}

int Checkpointer::on_commit(void* self, sqlite3*, const char*, int pages) {
    auto& checkpointer = *static_cast<Checkpointer*>(self);
    const auto now = static_cast<std::uint64_t>(pages);
    const auto before = checkpointer.wal_pages_.exchange(now, std::memory_order_relaxed);
    if (now / passive_pages != before / passive_pages) {
        {
            const std::lock_guard lock(checkpointer.mutex_);
            checkpointer.due_ = true;
        }
        checkpointer.wake_.notify_one();
    }
    return SQLITE_OK;
}

void Checkpointer::work_loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopped_ || due_; });
        if (stopped_) {
            return;
        }
        due_ = false;
        lock.unlock();
        checkpoint();
        lock.lock();
    }
}

void Checkpointer::checkpoint() {
    auto round = checkpoint_once(*connection_, SQLITE_CHECKPOINT_PASSIVE);
    if (round.code == SQLITE_OK && static_cast<std::uint64_t>(round.pages) >= full_pages) {
        round = checkpoint_once(*connection_, SQLITE_CHECKPOINT_FULL);
    }
    // BUSY: a reader still needs the log, or the writer kept on; the next round comes soon.
    if (round.code != SQLITE_OK && (round.code & 0xff) != SQLITE_BUSY) {
        log::error("a checkpoint failed; the log grows until one succeeds", {{"code", round.code}});
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, pause_after_failure, [this] { return stopped_; });
        due_ = true;
    }
}

void checkpoint_everything(Connection& connection) {
    const auto round = checkpoint_once(connection, SQLITE_CHECKPOINT_TRUNCATE);
    if (round.code != SQLITE_OK) {
        throw_failure(round.code, "checkpoint");
    }
}

}  // namespace arus::sqlite
