// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/sqlite/detail/identity_writer.hpp"
#include "arus/adapters/sqlite/detail/ledger_writer.hpp"
#include "arus/adapters/sqlite/detail/readers.hpp"
#include "arus/adapters/sqlite/detail/writer_thread.hpp"

namespace arus::sqlite {

/// The port, handed on to the writer's thread and to the readers.
class SqliteLedgerStore final : public app::LedgerStore {
public:
    /// `checkers` read whole histories, so that nobody else waits for them.
    SqliteLedgerStore(
        WriterThread& thread, LedgerWriter& writer, Readers& readers, Readers& checkers) :
        thread_(thread), writer_(writer), readers_(readers), checkers_(checkers) {}

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
    WriterThread& thread_;
    LedgerWriter& writer_;
    Readers& readers_;
    Readers& checkers_;
    app::EntryCheckpoints entry_checkpoints_;
};

/// The port, handed on to the writer's thread and to the readers.
class SqliteIdentityStore final : public app::IdentityStore {
public:
    SqliteIdentityStore(WriterThread& thread, IdentityWriter& writer, Readers& readers) :
        thread_(thread), writer_(writer), readers_(readers) {}

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
    WriterThread& thread_;
    IdentityWriter& writer_;
    Readers& readers_;
};

}  // namespace arus::sqlite
