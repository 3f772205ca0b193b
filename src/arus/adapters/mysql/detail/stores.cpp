// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/stores.hpp"

#include "arus/adapters/mysql/detail/book_reads.hpp"
#include "arus/adapters/mysql/detail/event_reads.hpp"
#include "arus/adapters/mysql/detail/figure_reads.hpp"
#include "arus/adapters/mysql/detail/identity_reads.hpp"
#include "arus/adapters/mysql/detail/identity_writer.hpp"
#include "arus/adapters/mysql/detail/transaction_list.hpp"
#include "arus/adapters/mysql/detail/verification_read.hpp"

#include <utility>

namespace arus::mysql {

// Every work is named before it is handed on: GCC 12 destroys a lambda's captures twice where it is
// an argument inside a co_await expression (GCC bug 107288). Work may run again on another
// connection, so it gives nothing away that it captured.

Awaitable<app::CommitResult> MysqlLedgerStore::commit_batch(
    BookId book, std::vector<ledger::Submission> submissions, Deadline deadline) {
    return writer_.commit_batch(book, std::move(submissions), deadline);
}

Awaitable<app::BookRecord> MysqlLedgerStore::create_book(app::NewBook book, Deadline deadline) {
    return writer_.create_book(std::move(book), deadline);
}

Awaitable<std::optional<app::BookRecord>> MysqlLedgerStore::find_book(
    BookId book, Deadline deadline) {
    auto work = [book](Connection& connection) { return mysql::find_book(connection, book); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::vector<ledger::Account>> MysqlLedgerStore::list_accounts(
    BookId book, Deadline deadline) {
    auto work = [book](Connection& connection) { return read_accounts(connection, book); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::vector<ledger::Outlet>> MysqlLedgerStore::list_outlets(
    BookId book, Deadline deadline) {
    auto work = [book](Connection& connection) { return read_outlets(connection, book); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<app::ContactPage> MysqlLedgerStore::list_contacts(
    BookId book, app::ContactQuery query, Deadline deadline) {
    auto work = [book, query = std::move(query)](Connection& connection) {
        return mysql::list_contacts(connection, book, query);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<std::optional<app::TransactionRecord>> MysqlLedgerStore::find_transaction(
    BookId book, TransactionId id, Deadline deadline) {
    auto work = [book, id](Connection& connection) {
        return mysql::find_transaction(connection, book, id);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<app::TransactionPage> MysqlLedgerStore::list_transactions(
    BookId book, app::TransactionQuery query, Deadline deadline) {
    auto work = [book, query = std::move(query)](Connection& connection) {
        return mysql::list_transactions(connection, book, query);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<app::BalanceRecord> MysqlLedgerStore::balances(
    BookId book, app::BalanceQuery query, Deadline deadline) {
    auto work = [book, query = std::move(query)](Connection& connection) {
        return read_balances(connection, book, query);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<app::SummaryRecord> MysqlLedgerStore::summary(
    BookId book, app::SummaryQuery query, Deadline deadline) {
    auto work = [book, query = std::move(query)](Connection& connection) {
        return read_summary(connection, book, query);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<app::EventPage> MysqlLedgerStore::events(
    BookId book, app::EventQuery query, Deadline deadline) {
    auto work = [book, query](Connection& connection) {
        return list_events(connection, book, query);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<std::optional<Hash256>> MysqlLedgerStore::event_hash(
    BookId book, std::uint64_t offset, Deadline deadline) {
    auto work = [book, offset](Connection& connection) {
        return find_event_hash(connection, book, offset);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::optional<app::VerificationRecord>> MysqlLedgerStore::verify(
    BookId book, std::optional<ledger::Verification> from, Deadline deadline,
    std::shared_ptr<app::VerifyWatch> watch) {
    if (!watch) {
        watch = std::make_shared<app::VerifyWatch>();
    }
    auto work = [this, book, from = std::move(from), deadline, watch](Connection& connection) {
        return verify_book(connection, checkers_, entry_checkpoints_, book, from, deadline, watch);
    };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<std::vector<BookId>> MysqlLedgerStore::list_books(Deadline deadline) {
    auto work = [](Connection& connection) { return mysql::list_books(connection); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

// Identity --------------------------------------------------------------------------------------

Awaitable<app::IdentityStore::NewUserOutcome> MysqlIdentityStore::create_user(
    app::UserCredentials user, NewUserRule rule, Deadline deadline) {
    auto work = [user = std::move(user), rule](Connection& connection) {
        return mysql::create_user(connection, user, rule);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlIdentityStore::has_users(Deadline deadline) {
    auto work = [](Connection& connection) { return mysql::has_users(connection); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::optional<app::UserCredentials>> MysqlIdentityStore::find_user_by_email(
    std::string email, Deadline deadline) {
    auto work = [email = std::move(email)](Connection& connection) {
        return mysql::find_user_by_email(connection, email);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::optional<app::User>> MysqlIdentityStore::find_user(UserId user, Deadline deadline) {
    auto work = [user](Connection& connection) { return mysql::find_user(connection, user); };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<bool> MysqlIdentityStore::set_password_hash(
    UserId user, std::string password_hash, Deadline deadline) {
    auto work = [user, password_hash = std::move(password_hash)](Connection& connection) {
        return mysql::set_password_hash(connection, user, password_hash);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<void> MysqlIdentityStore::create_session(app::Session session, Deadline deadline) {
    auto work = [this, session = std::move(session)](Connection& connection) {
        return mysql::create_session(connection, session, clock_.now());
    };
    co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::optional<app::Session>> MysqlIdentityStore::find_session(
    Hash256 token_hash, Deadline deadline) {
    auto work = [token_hash](Connection& connection) {
        return mysql::find_session(connection, token_hash);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<bool> MysqlIdentityStore::extend_session(
    Hash256 token_hash, Instant expires_at, Instant used_at, Deadline deadline) {
    auto work = [token_hash, expires_at, used_at](Connection& connection) {
        return mysql::extend_session(connection, token_hash, expires_at, used_at);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<bool> MysqlIdentityStore::delete_session(Hash256 token_hash, Deadline deadline) {
    auto work = [token_hash](Connection& connection) {
        return mysql::delete_session(connection, token_hash);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<std::vector<app::BookOfUser>> MysqlIdentityStore::books_of(
    UserId user, Deadline deadline) {
    auto work = [user](Connection& connection) { return mysql::books_of(connection, user); };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<std::optional<app::Membership>> MysqlIdentityStore::find_membership(
    UserId user, BookId book, Deadline deadline) {
    auto work = [user, book](Connection& connection) {
        return mysql::find_membership(connection, user, book);
    };
    co_return co_await pool_.ask(deadline, std::move(work));
}

Awaitable<std::vector<app::Member>> MysqlIdentityStore::list_members(
    BookId book, Deadline deadline) {
    auto work = [book](Connection& connection) { return mysql::list_members(connection, book); };
    co_return co_await pool_.read(deadline, std::move(work));
}

Awaitable<app::IdentityStore::MemberOutcome> MysqlIdentityStore::put_member(
    BookId book, UserId user, app::Membership membership, Deadline deadline) {
    auto work = [book, user, membership = std::move(membership)](Connection& connection) {
        return mysql::put_member(connection, book, user, membership);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

Awaitable<app::IdentityStore::MemberOutcome> MysqlIdentityStore::delete_member(
    BookId book, UserId user, Deadline deadline) {
    auto work = [book, user](Connection& connection) {
        return mysql::delete_member(connection, book, user);
    };
    co_return co_await pool_.act(deadline, std::move(work));
}

}  // namespace arus::mysql
