// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/ledger_writer.hpp"
#include "arus/adapters/mysql/detail/pool.hpp"
#include "arus/app/ports/identity_store.hpp"
#include "arus/app/ports/ledger_store.hpp"
#include "arus/app/transactions/entry_checkpoints.hpp"
#include "arus/async/blocking_pool.hpp"

namespace arus::mysql {

/// The port: reads by the pool, commits by the writer.
class MysqlLedgerStore final : public app::LedgerStore {
public:
    /// `checkers` do the computing of checks, so that no loop waits for them.
    MysqlLedgerStore(Pool& pool, LedgerWriter& writer, BlockingPool& checkers) :
        pool_(pool), writer_(writer), checkers_(checkers) {}

    Awaitable<app::CommitResult> commit_batch(
        BookId book, std::vector<ledger::Submission> submissions, Deadline deadline) override;
    Awaitable<app::BookRecord> create_book(app::NewBook book, Deadline deadline) override;
    Awaitable<std::optional<app::BookRecord>> find_book(BookId book, Deadline deadline) override;
    Awaitable<std::vector<ledger::Account>> list_accounts(BookId book, Deadline deadline) override;
    Awaitable<std::vector<ledger::Outlet>> list_outlets(BookId book, Deadline deadline) override;
    Awaitable<app::ContactPage> list_contacts(
        BookId book, app::ContactQuery query, Deadline deadline) override;
    Awaitable<std::optional<app::TransactionRecord>> find_transaction(
        BookId book, TransactionId id, Deadline deadline) override;
    Awaitable<app::TransactionPage> list_transactions(
        BookId book, app::TransactionQuery query, Deadline deadline) override;
    Awaitable<app::BalanceRecord> balances(
        BookId book, app::BalanceQuery query, Deadline deadline) override;
    Awaitable<app::SummaryRecord> summary(
        BookId book, app::SummaryQuery query, Deadline deadline) override;
    Awaitable<app::EventPage> events(
        BookId book, app::EventQuery query, Deadline deadline) override;
    Awaitable<std::optional<Hash256>> event_hash(
        BookId book, std::uint64_t offset, Deadline deadline) override;
    Awaitable<std::optional<app::VerificationRecord>> verify(
        BookId book, std::optional<ledger::Verification> from, Deadline deadline,
        std::shared_ptr<app::VerifyWatch> watch) override;
    Awaitable<std::vector<BookId>> list_books(Deadline deadline) override;

private:
    Pool& pool_;
    LedgerWriter& writer_;
    BlockingPool& checkers_;
    app::EntryCheckpoints entry_checkpoints_;
};

/// The port, all of it by the pool.
class MysqlIdentityStore final : public app::IdentityStore {
public:
    MysqlIdentityStore(Pool& pool, const Clock& clock) : pool_(pool), clock_(clock) {}

    Awaitable<NewUserOutcome> create_user(
        app::UserCredentials user, NewUserRule rule, Deadline deadline) override;
    Awaitable<bool> has_users(Deadline deadline) override;
    Awaitable<std::optional<app::UserCredentials>> find_user_by_email(
        std::string email, Deadline deadline) override;
    Awaitable<std::optional<app::User>> find_user(UserId user, Deadline deadline) override;
    Awaitable<bool> set_password_hash(
        UserId user, std::string password_hash, Deadline deadline) override;
    Awaitable<void> create_session(app::Session session, Deadline deadline) override;
    Awaitable<std::optional<app::Session>> find_session(
        Hash256 token_hash, Deadline deadline) override;
    Awaitable<bool> extend_session(
        Hash256 token_hash, Instant expires_at, Instant used_at, Deadline deadline) override;
    Awaitable<bool> delete_session(Hash256 token_hash, Deadline deadline) override;
    Awaitable<std::vector<app::BookOfUser>> books_of(UserId user, Deadline deadline) override;
    Awaitable<std::optional<app::Membership>> find_membership(
        UserId user, BookId book, Deadline deadline) override;
    Awaitable<std::vector<app::Member>> list_members(BookId book, Deadline deadline) override;
    Awaitable<MemberOutcome> put_member(
        BookId book, UserId user, app::Membership membership, Deadline deadline) override;
    Awaitable<MemberOutcome> delete_member(BookId book, UserId user, Deadline deadline) override;

private:
    Pool& pool_;
    const Clock& clock_;
};

}  // namespace arus::mysql
