// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/evaluate.hpp"

#include <functional>
#include <vector>

namespace arus::ledger::detail {

/// The state and the effects of one batch while it is evaluated, and the only place that writes to
/// them.
///
/// Rules read state() and decide; only once an entry is accepted do they call a function below, and
/// none of those can refuse. So a refused entry has touched nothing. Within an atomic submission
/// every write also notes how to undo it. Lives on the stack of evaluate_batch().
class Workspace {
public:
    Workspace(BookState& state, Effects& effects, const Context& context);

    const BookState& state() const { return state_; }
    const Context& context() const { return context_; }
    /// When this batch is committed.
    Instant commit_time() const { return commit_time_; }
    /// The business day it is.
    Date today() const { return context_.now_local.date; }
    /// The debit totals of all accounts, held ones too.
    __int128 turnover_minor() const { return turnover_minor_; }

    /// Appends a transaction whose members are complete but for sequence, committed_at and the
    /// accounts' names, with its event, its totals and its place in the state. `reversed_kind`: of
    /// a reversal. The offset of its event.
    std::uint64_t add_transaction(
        Transaction transaction, std::optional<TransactionKind> reversed_kind);
    /// Settles a pending transaction. The offset of its event.
    std::uint64_t add_settlement(
        TransactionId id, SettleDraft::Outcome outcome, Date date, std::optional<int> local_hour,
        UserId settled_by);
    void add_key(const Idempotency& idempotency, TransactionId id, std::uint64_t offset);

    /// Inserts (version 1) or replaces, with the event. The offset of it.
    std::uint64_t put(const Account& account);
    std::uint64_t put(const Outlet& outlet);
    std::uint64_t put(const Contact& contact);
    std::uint64_t put(const Book& book);

    /// Everything written from here on can be undone, until keep() or undo().
    void begin_atomic();
    void keep();
    void undo();

    /// Fills what of the effects only the whole batch can tell, and the head's version, writer and
    /// time.
    void finish();

private:
    std::uint64_t add_event(EventType type, std::string data, std::optional<OutletId> outlet_id);
    void add_totals(const Transaction& transaction, bool held, std::int64_t times);
    template <class Map>
    typename Map::mapped_type& at(Map BookState::* map, const typename Map::key_type& key);

    struct Sizes {
        std::size_t transactions, settlements, keys, events, accounts, outlets, contacts;
    };

    BookState& state_;
    Effects& effects_;
    const Context& context_;
    Instant commit_time_;
    __int128 turnover_minor_ = 0;
    std::vector<AccountId> touched_accounts_;
    std::vector<OutletId> touched_outlets_;
    std::vector<ContactId> touched_contacts_;

    bool journal_open_ = false;
    std::vector<std::function<void(BookState&)>> journal_;
    Sizes sizes_before_{};
    __int128 turnover_before_ = 0;
    Head head_before_;
    Book book_before_;
    std::optional<Book> book_effect_before_;
};

}  // namespace arus::ledger::detail
