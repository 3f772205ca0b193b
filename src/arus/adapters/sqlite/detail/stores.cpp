// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/detail/stores.hpp"

#include <utility>

namespace arus::sqlite {

namespace {

std::size_t weight_of(const std::vector<ledger::Submission>& submissions) {
    std::size_t weight = 0;
    for (const auto& submission : submissions) {
        weight += submission.entries.size();
    }
    return weight;
}

}  // namespace

// Every work is named before it is handed on: GCC 12 destroys a lambda's captures twice where it is
// an argument inside a co_await expression (GCC bug 107288).

Awaitable<app::CommitResult> SqliteLedgerStore::commit_batch(
    BookId book, std::vector<ledger::Submission> submissions, Deadline deadline) {
    const auto weight = weight_of(submissions);
    auto work = [this, book, submissions = std::move(submissions)] {
        return writer_.commit_batch(book, submissions);
    };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<app::BookRecord> SqliteLedgerStore::create_book(app::NewBook book, Deadline deadline) {
    const auto weight = book.chart.entries.size();
    auto work = [this, book = std::move(book)] { return writer_.create_book(book); };
    co_return co_await thread_.run(deadline, weight, std::move(work));
}

Awaitable<std::optional<app::BookRecord>> SqliteLedgerStore::find_book(
    BookId book, Deadline deadline) {
    auto work = [book](ReadSession& session) { return session.books.find_book(book); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<ledger::Account>> SqliteLedgerStore::list_accounts(
    BookId book, Deadline deadline) {
    auto work = [book](ReadSession& session) { return session.books.list_accounts(book); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<ledger::Outlet>> SqliteLedgerStore::list_outlets(
    BookId book, Deadline deadline) {
    auto work = [book](ReadSession& session) { return session.books.list_outlets(book); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::ContactPage> SqliteLedgerStore::list_contacts(
    BookId book, app::ContactQuery query, Deadline deadline) {
    auto work = [book, query = std::move(query)](ReadSession& session) {
        return session.books.list_contacts(book, query);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::optional<app::TransactionRecord>> SqliteLedgerStore::find_transaction(
    BookId book, TransactionId id, Deadline deadline) {
    auto work = [book, id](ReadSession& session) {
        return session.books.find_transaction(book, id);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::TransactionPage> SqliteLedgerStore::list_transactions(
    BookId book, app::TransactionQuery query, Deadline deadline) {
    auto work = [book, query = std::move(query)](ReadSession& session) {
        return session.transactions.list(book, query);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::BalanceRecord> SqliteLedgerStore::balances(
    BookId book, app::BalanceQuery query, Deadline deadline) {
    auto work = [book, query = std::move(query)](ReadSession& session) {
        return session.figures.balances(book, query);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::SummaryRecord> SqliteLedgerStore::summary(
    BookId book, app::SummaryQuery query, Deadline deadline) {
    auto work = [book, query = std::move(query)](ReadSession& session) {
        return session.figures.summary(book, query);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::EventPage> SqliteLedgerStore::events(
    BookId book, app::EventQuery query, Deadline deadline) {
    auto work = [book, query](ReadSession& session) { return session.books.events(book, query); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::optional<Hash256>> SqliteLedgerStore::event_hash(
    BookId book, std::uint64_t offset, Deadline deadline) {
    auto work = [book, offset](ReadSession& session) {
        return session.books.event_hash(book, offset);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::optional<app::VerificationRecord>> SqliteLedgerStore::verify(
    BookId book, std::optional<ledger::Verification> from, Deadline deadline,
    std::shared_ptr<app::VerifyWatch> watch) {
    if (!watch) {
        watch = std::make_shared<app::VerifyWatch>();
    }
    std::shared_ptr<const std::atomic<bool>> is_given_up(watch, &watch->is_stopped);
    auto work = [this, book, from = std::move(from), watch](ReadSession& session) mutable {
        return session.verification.verify(book, std::move(from), *watch, &entry_checkpoints_);
    };
    co_return co_await checkers_.run(deadline, std::move(work), std::move(is_given_up));
}

Awaitable<std::vector<BookId>> SqliteLedgerStore::list_books(Deadline deadline) {
    auto work = [](ReadSession& session) { return session.books.list_books(); };
    co_return co_await readers_.run(deadline, std::move(work));
}

// Identity --------------------------------------------------------------------------------------

Awaitable<app::IdentityStore::NewUserOutcome> SqliteIdentityStore::create_user(
    app::UserCredentials user, NewUserRule rule, Deadline deadline) {
    auto work = [this, user = std::move(user), rule] { return writer_.create_user(user, rule); };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqliteIdentityStore::has_users(Deadline deadline) {
    auto work = [](ReadSession& session) { return session.identity.has_users(); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::optional<app::UserCredentials>> SqliteIdentityStore::find_user_by_email(
    std::string email, Deadline deadline) {
    auto work = [email = std::move(email)](ReadSession& session) {
        return session.identity.find_user_by_email(email);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::optional<app::User>> SqliteIdentityStore::find_user(UserId user, Deadline deadline) {
    auto work = [user](ReadSession& session) { return session.identity.find_user(user); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<bool> SqliteIdentityStore::set_password_hash(
    UserId user, std::string password_hash, Deadline deadline) {
    auto work = [this, user, password_hash = std::move(password_hash)] {
        return writer_.set_password_hash(user, password_hash);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<void> SqliteIdentityStore::create_session(app::Session session, Deadline deadline) {
    auto work = [this, session = std::move(session)] { writer_.create_session(session); };
    co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<std::optional<app::Session>> SqliteIdentityStore::find_session(
    Hash256 token_hash, Deadline deadline) {
    auto work = [token_hash](ReadSession& session) {
        return session.identity.find_session(token_hash);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<bool> SqliteIdentityStore::extend_session(
    Hash256 token_hash, Instant expires_at, Instant used_at, Deadline deadline) {
    auto work = [this, token_hash, expires_at, used_at] {
        return writer_.extend_session(token_hash, expires_at, used_at);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<bool> SqliteIdentityStore::delete_session(Hash256 token_hash, Deadline deadline) {
    auto work = [this, token_hash] { return writer_.delete_session(token_hash); };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<std::vector<app::BookOfUser>> SqliteIdentityStore::books_of(
    UserId user, Deadline deadline) {
    auto work = [user](ReadSession& session) { return session.identity.books_of(user); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::optional<app::Membership>> SqliteIdentityStore::find_membership(
    UserId user, BookId book, Deadline deadline) {
    auto work = [user, book](ReadSession& session) {
        return session.identity.find_membership(user, book);
    };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<std::vector<app::Member>> SqliteIdentityStore::list_members(
    BookId book, Deadline deadline) {
    auto work = [book](ReadSession& session) { return session.identity.list_members(book); };
    co_return co_await readers_.run(deadline, std::move(work));
}

Awaitable<app::IdentityStore::MemberOutcome> SqliteIdentityStore::put_member(
    BookId book, UserId user, app::Membership membership, Deadline deadline) {
    auto work = [this, book, user, membership = std::move(membership)] {
        return writer_.put_member(book, user, membership);
    };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

Awaitable<app::IdentityStore::MemberOutcome> SqliteIdentityStore::delete_member(
    BookId book, UserId user, Deadline deadline) {
    auto work = [this, book, user] { return writer_.delete_member(book, user); };
    co_return co_await thread_.run(deadline, 1, std::move(work));
}

}  // namespace arus::sqlite
