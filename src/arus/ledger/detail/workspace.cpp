// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/detail/workspace.hpp"

#include "arus/ledger/detail/sums.hpp"

#include <algorithm>

namespace arus::ledger::detail {

namespace {

/// Each id once, in the order of their first appearance.
template <class Id>
std::vector<Id> without_repeats(const std::vector<Id>& ids) {
    std::unordered_set<Id> seen;
    std::vector<Id> kept;
    for (const auto& id : ids) {
        if (seen.insert(id).second) {
            kept.push_back(id);
        }
    }
    return kept;
}

/// Events show their time in milliseconds and hash it in microseconds: with nothing between the
/// two, whoever reads an event can check the chain.
Instant whole_ms(Instant instant) {
    return {instant.us - instant.us % 1000};
}

}  // namespace

Workspace::Workspace(BookState& state, Effects& effects, const Context& context) :
    state_(state),
    effects_(effects),
    context_(context),
    commit_time_(whole_ms(std::max(context.now, state.head.at))) {
    for (const auto& [id, account] : state.accounts) {
        turnover_minor_ += account.totals.debit_minor;
        turnover_minor_ += account.totals.pending_debit_minor;
    }
}

/// The place of `key`, made if it is not there; what it was before is noted while a journal is
/// open.
template <class Map>
typename Map::mapped_type& Workspace::at(Map BookState::* map, const typename Map::key_type& key) {
    auto& entries = state_.*map;
    if (journal_open_) {
        const auto found = entries.find(key);
        if (found == entries.end()) {
            journal_.emplace_back([map, key](BookState& state) { (state.*map).erase(key); });
        } else {
            journal_.emplace_back(
                [map, key, old = found->second](BookState& state) { (state.*map)[key] = old; });
        }
    }
    return entries[key];
}

std::uint64_t Workspace::add_event(
    EventType type, std::string data, std::optional<OutletId> outlet_id) {
    auto& head = state_.head;
    head.offset += 1;
    head.hash = chain_next(head.hash, head.offset, commit_time_, type, data);
    effects_.events.push_back(
        {head.offset, commit_time_, type, std::make_shared<const std::string>(std::move(data)),
         head.hash, outlet_id});
    return head.offset;
}

void Workspace::add_totals(const Transaction& transaction, bool held, std::int64_t times) {
    for (const auto& posting : transaction.postings) {
        add_posting(at(&BookState::accounts, posting.account_id).totals, posting, held, times);
        if (posting.direction == Direction::debit) {
            turnover_minor_ += static_cast<__int128>(times) * posting.amount_minor;
        }
    }
}

std::uint64_t Workspace::add_transaction(
    Transaction transaction, std::optional<TransactionKind> reversed_kind) {
    transaction.sequence = ++state_.head.sequence;
    transaction.committed_at = commit_time_;
    for (auto& posting : transaction.postings) {
        const auto& account = state_.accounts.at(posting.account_id).account;
        posting.account_code = account.code;
        posting.account_name = account.name;
    }
    const bool held = transaction.status == TransactionStatus::pending;
    const auto offset = add_event(
        held ? EventType::transaction_pending : EventType::transaction_posted,
        encode_transaction(transaction, state_.book.exponent), transaction.outlet_id);
    add_totals(transaction, held, 1);
    if (transaction.reverses_id) {
        at(&BookState::transactions, *transaction.reverses_id)
            .transaction.reversed_by_id = transaction.id;
    }
    effects_.transactions.push_back({transaction, offset});
    auto& known = at(&BookState::transactions, transaction.id);
    known.transaction = std::move(transaction);
    known.reversed_kind = reversed_kind;
    return offset;
}

std::uint64_t Workspace::add_settlement(
    TransactionId id, SettleDraft::Outcome outcome, Date date, std::optional<int> local_hour,
    UserId settled_by) {
    auto& transaction = at(&BookState::transactions, id).transaction;
    const bool posts = outcome == SettleDraft::Outcome::posted;
    add_totals(transaction, true, -1);
    transaction.settled_sequence = ++state_.head.sequence;
    transaction.date = date;
    transaction.local_hour = local_hour;
    transaction.status = posts ? TransactionStatus::posted : TransactionStatus::voided;
    for (auto& posting : transaction.postings) {
        posting.account_name = state_.accounts.at(posting.account_id).account.name;
    }
    if (posts) {
        add_totals(transaction, false, 1);
    }
    const auto offset = add_event(
        posts ? EventType::transaction_posted : EventType::transaction_voided,
        encode_transaction(transaction, state_.book.exponent), transaction.outlet_id);
    effects_.settlements.push_back(
        {id, state_.head.sequence, outcome, date, local_hour, commit_time_, settled_by, offset});
    return offset;
}

void Workspace::add_key(const Idempotency& idempotency, TransactionId id, std::uint64_t offset) {
    const KnownKey known{idempotency.request_hash, id, offset};
    at(&BookState::keys, idempotency.key) = known;
    effects_.keys.push_back({idempotency.key, known});
}

std::uint64_t Workspace::put(const Account& account) {
    at(&BookState::accounts, account.id).account = account;
    at(&BookState::account_ids, account.code) = account.id;
    touched_accounts_.push_back(account.id);
    return add_event(
        account.version == 1 ? EventType::account_created : EventType::account_updated,
        encode_account(account, state_.book.id, state_.book.exponent), std::nullopt);
}

std::uint64_t Workspace::put(const Outlet& outlet) {
    at(&BookState::outlets, outlet.id) = outlet;
    at(&BookState::outlet_ids, outlet.code) = outlet.id;
    touched_outlets_.push_back(outlet.id);
    return add_event(
        outlet.version == 1 ? EventType::outlet_created : EventType::outlet_updated,
        encode_outlet(outlet, state_.book.id), std::nullopt);
}

std::uint64_t Workspace::put(const Contact& contact) {
    at(&BookState::contacts, contact.id) = contact;
    at(&BookState::contact_ids, contact.code) = contact.id;
    touched_contacts_.push_back(contact.id);
    return add_event(
        contact.version == 1 ? EventType::contact_created : EventType::contact_updated,
        encode_contact_event(contact), std::nullopt);
}

std::uint64_t Workspace::put(const Book& book) {
    state_.book = book;
    effects_.book = book;
    return add_event(EventType::book_updated, encode_book(book), std::nullopt);
}

void Workspace::begin_atomic() {
    ARUS_ASSERT(!journal_open_);
    journal_open_ = true;
    sizes_before_ = {effects_.transactions.size(), effects_.settlements.size(),
                     effects_.keys.size(),         effects_.events.size(),
                     touched_accounts_.size(),     touched_outlets_.size(),
                     touched_contacts_.size()};
    turnover_before_ = turnover_minor_;
    head_before_ = state_.head;
    book_before_ = state_.book;
    book_effect_before_ = effects_.book;
}

void Workspace::keep() {
    journal_open_ = false;
    journal_.clear();
}

void Workspace::undo() {
    ARUS_ASSERT(journal_open_);
    for (auto entry = journal_.rbegin(); entry != journal_.rend(); ++entry) {
        (*entry)(state_);
    }
    turnover_minor_ = turnover_before_;
    state_.head = head_before_;
    state_.book = book_before_;
    effects_.book = book_effect_before_;
    effects_.transactions.resize(sizes_before_.transactions);
    effects_.settlements.resize(sizes_before_.settlements);
    effects_.keys.resize(sizes_before_.keys);
    effects_.events.resize(sizes_before_.events);
    touched_accounts_.resize(sizes_before_.accounts);
    touched_outlets_.resize(sizes_before_.outlets);
    touched_contacts_.resize(sizes_before_.contacts);
    keep();
}

void Workspace::finish() {
    for (const auto& id : without_repeats(touched_accounts_)) {
        effects_.accounts.push_back(state_.accounts.at(id).account);
    }
    for (const auto& id : without_repeats(touched_outlets_)) {
        effects_.outlets.push_back(state_.outlets.at(id));
    }
    for (const auto& id : without_repeats(touched_contacts_)) {
        effects_.contacts.push_back(state_.contacts.at(id));
    }
    add_sums(effects_, state_);
    if (effects_.has_commit()) {
        state_.head.version += 1;
        state_.head.writer = context_.writer;
        state_.head.at = commit_time_;
    }
}

}  // namespace arus::ledger::detail
