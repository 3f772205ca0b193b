// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/event_bus.hpp"
#include "arus/app/ports/identity_store.hpp"
#include "arus/app/ports/ledger_store.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

// Stores in memory for the tests beside this module: what a use case sees of a store, with the real
// rules of the ledger and no more. Everything runs on the caller's executor. Not a product: nothing
// is durable, no query is tuned.
namespace arus::app::detail {

class FakeIdentityStore final : public IdentityStore {
public:
    Awaitable<NewUserOutcome> create_user(
        UserCredentials user, NewUserRule rule, Deadline deadline) override;
    Awaitable<bool> has_users(Deadline deadline) override;
    Awaitable<std::optional<UserCredentials>> find_user_by_email(
        std::string email, Deadline deadline) override;
    Awaitable<std::optional<User>> find_user(UserId user, Deadline deadline) override;
    Awaitable<bool> set_password_hash(
        UserId user, std::string password_hash, Deadline deadline) override;
    Awaitable<void> create_session(Session session, Deadline deadline) override;
    Awaitable<std::optional<Session>> find_session(Hash256 token_hash, Deadline deadline) override;
    Awaitable<bool> extend_session(
        Hash256 token_hash, Instant expires_at, Instant used_at, Deadline deadline) override;
    Awaitable<bool> delete_session(Hash256 token_hash, Deadline deadline) override;
    Awaitable<std::vector<BookOfUser>> books_of(UserId user, Deadline deadline) override;
    Awaitable<std::optional<Membership>> find_membership(
        UserId user, BookId book, Deadline deadline) override;
    Awaitable<std::vector<Member>> list_members(BookId book, Deadline deadline) override;
    Awaitable<MemberOutcome> put_member(
        BookId book, UserId user, Membership membership, Deadline deadline) override;
    Awaitable<MemberOutcome> delete_member(BookId book, UserId user, Deadline deadline) override;

    std::map<UserId, UserCredentials> users;
    std::map<Hash256, Session> sessions;
    std::map<std::pair<BookId, UserId>, Membership> members;
    std::map<BookId, std::pair<ledger::Book, std::string>> books;  ///< with the epoch
    int session_reads = 0;
    int membership_reads = 0;

private:
    bool is_last_owner(BookId book, UserId user) const;
};

class FakeLedgerStore final : public LedgerStore {
public:
    FakeLedgerStore(FakeIdentityStore& identities, const Clock& clock) :
        identities_(identities), clock_(clock) {}

    Awaitable<CommitResult> commit_batch(
        BookId book, std::vector<ledger::Submission> submissions, Deadline deadline) override;
    Awaitable<BookRecord> create_book(NewBook book, Deadline deadline) override;
    Awaitable<std::optional<BookRecord>> find_book(BookId book, Deadline deadline) override;
    Awaitable<std::vector<ledger::Account>> list_accounts(BookId book, Deadline deadline) override;
    Awaitable<std::vector<ledger::Outlet>> list_outlets(BookId book, Deadline deadline) override;
    Awaitable<ContactPage> list_contacts(
        BookId book, ContactQuery query, Deadline deadline) override;
    Awaitable<std::optional<TransactionRecord>> find_transaction(
        BookId book, TransactionId id, Deadline deadline) override;
    Awaitable<TransactionPage> list_transactions(
        BookId book, TransactionQuery query, Deadline deadline) override;
    Awaitable<BalanceRecord> balances(BookId book, BalanceQuery query, Deadline deadline) override;
    Awaitable<SummaryRecord> summary(BookId book, SummaryQuery query, Deadline deadline) override;
    Awaitable<EventPage> events(BookId book, EventQuery query, Deadline deadline) override;
    Awaitable<std::optional<Hash256>> event_hash(
        BookId book, std::uint64_t offset, Deadline deadline) override;
    Awaitable<std::optional<VerificationRecord>> verify(
        BookId book, std::optional<ledger::Verification> from, Deadline deadline,
        std::shared_ptr<VerifyWatch> watch) override;
    Awaitable<std::vector<BookId>> list_books(Deadline deadline) override;

    /// Awaited before a batch is evaluated; may wait, may throw.
    std::function<Awaitable<void>(std::size_t submissions)> before_commit;
    /// Awaited in a check, before it looks whether it was stopped; may wait, may throw.
    std::function<Awaitable<void>()> before_verify;
    std::shared_ptr<VerifyWatch> watch;  ///< of the last check that began; null: it had none
    std::vector<std::size_t> batches;    ///< submissions of each that was evaluated
    int book_reads = 0;
    std::optional<TransactionQuery> last_list;
    std::optional<SummaryQuery> last_summary;
    SummaryRecord summary_answer;
    std::atomic<int> checks{0};
    int checks_from_checkpoint = 0;
    bool finds_something = false;
    /// Added to the debit of every balance that is read: books that are wrong.
    std::int64_t balance_error_minor = 0;

private:
    struct Stored {
        ledger::BookState state;
        std::vector<ledger::Event> events;
        std::map<TransactionId, std::uint64_t> offsets;  ///< of the event that shows the present
                                                         ///< status
    };
    CommitResult commit(Stored& stored, const std::vector<ledger::Submission>& submissions);
    void keep(Stored& stored, const ledger::Effects& effects);
    CommitVerdict verdict_of(const Stored& stored, ledger::Verdict verdict) const;
    static Position position(const Stored& stored);
    static TransactionRecord record_of(const Stored& stored, TransactionId id);

    FakeIdentityStore& identities_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<BookId, Stored> books_;
};

class FakeBus final : public EventBus {
public:
    void subscribe(Receiver receiver) override { receivers_.push_back(std::move(receiver)); }
    void publish(std::shared_ptr<const CommittedBatch> batch) override {
        for (const Receiver& receiver : receivers_) {
            receiver(batch);
        }
    }
    void subscribe_values(ValueReceiver receiver) override {
        value_receivers_.push_back(std::move(receiver));
    }
    void publish_value(std::shared_ptr<const ValueNews> news) override {
        for (const ValueReceiver& receiver : value_receivers_) {
            receiver(news);
        }
    }

private:
    std::vector<Receiver> receivers_;
    std::vector<ValueReceiver> value_receivers_;
};

}  // namespace arus::app::detail
