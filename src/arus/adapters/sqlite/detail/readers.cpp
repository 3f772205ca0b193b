// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/readers.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/log.hpp"

namespace arus::sqlite {

namespace {

/// Instructions of SQLite's machine between two looks at the clock.
constexpr int steps_per_look = 5'000;

}  // namespace

ReadSession::ReadSession(const std::filesystem::path& file, const Connection::Settings& settings) :
    connection(file, settings),
    begin(connection, queries::begin_read),
    commit(connection, queries::commit),
    books(connection),
    figures(connection),
    transactions(connection),
    verification(connection),
    identity(connection),
    people(connection),
    audit(connection),
    jobs(connection),
    notifications(connection),
    statements(connection),
    imports(connection) {
}

Snapshot::Snapshot(ReadSession& session, Deadline deadline, const std::atomic<bool>* is_given_up) :
    session_(session), bounds_{deadline, is_given_up} {
    session_.begin.run();
    sqlite3_progress_handler(session_.connection.handle(), steps_per_look, &is_to_end, &bounds_);
}

int Snapshot::is_to_end(void* bounds) {
    const auto& known = *static_cast<const Bounds*>(bounds);
    const bool is_given_up = known.is_given_up != nullptr && known.is_given_up->load();
    return is_given_up || known.deadline.has_passed() ? 1 : 0;
}

Snapshot::~Snapshot() {
    sqlite3_progress_handler(session_.connection.handle(), 0, nullptr, nullptr);
    try {
        if (session_.connection.in_transaction()) {
            session_.commit.run();
        }
    } catch (const Failure& failure) {
        log::error("a read snapshot could not be ended", {{"what", failure.what()}});
    }
}

Readers::Readers(const std::filesystem::path& file, const Options& options) :
    pool_(
        {.name = "sqlite readers",
         .threads = options.threads,
         .queue_max = options.queue_max,
         .nice = options.nice}) {
    for (std::size_t i = 0; i < options.threads; ++i) {
        idle_.push_back(std::make_unique<ReadSession>(
            file,
            Connection::Settings{
                .mode = Connection::Mode::read_only, .cache_bytes_max = options.cache_bytes_max}));
    }
}

void Readers::stop() {
    pool_.stop();
    const std::lock_guard lock(mutex_);
    idle_.clear();
}

std::unique_ptr<ReadSession> Readers::take() {
    const std::lock_guard lock(mutex_);
    ARUS_ASSERT(!idle_.empty());
    auto session = std::move(idle_.back());
    idle_.pop_back();
    return session;
}

void Readers::give_back(std::unique_ptr<ReadSession> session) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(session));
}

}  // namespace arus::sqlite
