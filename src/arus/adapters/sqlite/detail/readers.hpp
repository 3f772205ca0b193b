// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/audit_log.hpp"
#include "arus/adapters/sqlite/detail/book_reads.hpp"
#include "arus/adapters/sqlite/detail/database.hpp"
#include "arus/adapters/sqlite/detail/figure_reads.hpp"
#include "arus/adapters/sqlite/detail/identity_reads.hpp"
#include "arus/adapters/sqlite/detail/import_store.hpp"
#include "arus/adapters/sqlite/detail/job_tables.hpp"
#include "arus/adapters/sqlite/detail/notification_tables.hpp"
#include "arus/adapters/sqlite/detail/people_reads.hpp"
#include "arus/adapters/sqlite/detail/statement_reads.hpp"
#include "arus/adapters/sqlite/detail/transaction_list.hpp"
#include "arus/adapters/sqlite/detail/verification_read.hpp"
#include "arus/async/blocking_pool.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

namespace arus::sqlite {

/// One read connection with everything that can be asked of it. Used by one thread at a time.
struct ReadSession {
    ReadSession(const std::filesystem::path& file, const Connection::Settings& settings);

    Connection connection;
    Statement begin;
    Statement commit;
    BookReads books;
    FigureReads figures;
    TransactionList transactions;
    VerificationRead verification;
    IdentityReads identity;
    PeopleReads people;
    AuditReads audit;
    JobReads jobs;
    NotificationReads notifications;
    StatementReads statements;
    ImportReads imports;
};

/// A consistent snapshot for as long as it lives: everything read through the session meanwhile is
/// of one moment. Reading on beyond the deadline, or once `is_given_up` (null: never) is set, ends
/// in Failure timeout, in the middle of a statement too.
class Snapshot {
public:
    Snapshot(
        ReadSession& session, Deadline deadline, const std::atomic<bool>* is_given_up = nullptr);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    struct Bounds {
        Deadline deadline;
        const std::atomic<bool>* is_given_up;
    };
    static int is_to_end(void* bounds);

    ReadSession& session_;
    Bounds bounds_;
};

/// Threads that read, each call on a connection and a snapshot of its own. Safe from every thread.
class Readers {
public:
    struct Options {
        std::size_t threads = 1;
        std::size_t queue_max = 1;
        std::size_t cache_bytes_max = 0;  ///< of each connection
        int nice = 0;                     ///< added to the threads' niceness
    };

    Readers(const std::filesystem::path& file, const Options& options);

    /// `work(session)` on a thread of the pool, inside a snapshot, which ends once `is_given_up` is
    /// set; resumes the caller on its own executor.
    template <class Work>
    Awaitable<std::invoke_result_t<Work&, ReadSession&>> run(
        Deadline deadline, Work work,
        std::shared_ptr<const std::atomic<bool>> is_given_up = nullptr) {
        auto job = [this, deadline, work = std::move(work),
                    is_given_up = std::move(is_given_up)]() mutable {
            const Lease lease(*this);
            const Snapshot snapshot(*lease.session, deadline, is_given_up.get());
            return work(*lease.session);
        };
        return pool_.run(deadline, std::move(job));
    }

    /// Finishes what is queued, closes the connections. May be called again.
    void stop();

private:
    struct Lease {
        explicit Lease(Readers& from) : readers(from), session(from.take()) {}
        ~Lease() { readers.give_back(std::move(session)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        Readers& readers;
        std::unique_ptr<ReadSession> session;
    };

    std::unique_ptr<ReadSession> take();
    void give_back(std::unique_ptr<ReadSession> session);

    std::mutex mutex_;
    std::vector<std::unique_ptr<ReadSession>> idle_;  ///< as many as threads, so there is always
                                                      ///< one
    BlockingPool pool_;
};

}  // namespace arus::sqlite
