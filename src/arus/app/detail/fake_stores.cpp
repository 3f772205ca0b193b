// SPDX-License-Identifier: Apache-2.0
#include "arus/app/detail/fake_stores.hpp"

#include "arus/base/assert.hpp"

#include <algorithm>

namespace arus::app::detail {

// ---- identities

Awaitable<IdentityStore::NewUserOutcome> FakeIdentityStore::create_user(
    UserCredentials user, NewUserRule rule, Deadline) {
    if (rule == NewUserRule::only_the_first && !users.empty()) {
        co_return NewUserOutcome::not_the_first;
    }
    for (const auto& [id, known] : users) {
        if (known.user.email == user.user.email) {
            co_return NewUserOutcome::email_taken;
        }
    }
    users.insert_or_assign(user.user.id, user);
    co_return NewUserOutcome::created;
}

Awaitable<bool> FakeIdentityStore::has_users(Deadline) {
    co_return !users.empty();
}

Awaitable<std::optional<UserCredentials>> FakeIdentityStore::find_user_by_email(
    std::string email, Deadline) {
    for (const auto& [id, known] : users) {
        if (known.user.email == email) {
            co_return known;
        }
    }
    co_return std::nullopt;
}

Awaitable<std::optional<User>> FakeIdentityStore::find_user(UserId user, Deadline) {
    const auto found = users.find(user);
    co_return found == users.end() ? std::nullopt : std::optional(found->second.user);
}

Awaitable<bool> FakeIdentityStore::set_password_hash(
    UserId user, std::string password_hash, Deadline) {
    const auto found = users.find(user);
    if (found == users.end()) {
        co_return false;
    }
    found->second.password_hash = std::move(password_hash);
    co_return true;
}

Awaitable<void> FakeIdentityStore::create_session(Session session, Deadline) {
    sessions.insert_or_assign(session.token_hash, session);
    co_return;
}

Awaitable<std::optional<Session>> FakeIdentityStore::find_session(Hash256 token_hash, Deadline) {
    ++session_reads;
    const auto found = sessions.find(token_hash);
    co_return found == sessions.end() ? std::nullopt : std::optional(found->second);
}

Awaitable<bool> FakeIdentityStore::extend_session(
    Hash256 token_hash, Instant expires_at, Instant used_at, Deadline) {
    const auto found = sessions.find(token_hash);
    if (found == sessions.end()) {
        co_return false;
    }
    found->second.expires_at = expires_at;
    found->second.last_used_at = used_at;
    co_return true;
}

Awaitable<bool> FakeIdentityStore::delete_session(Hash256 token_hash, Deadline) {
    co_return sessions.erase(token_hash) == 1;
}

Awaitable<std::vector<BookOfUser>> FakeIdentityStore::books_of(UserId user, Deadline) {
    std::vector<BookOfUser> found;
    for (const auto& [key, membership] : members) {
        if (key.second == user) {
            const auto& [book, epoch] = books.at(key.first);
            found.push_back({book, epoch, membership});
        }
    }
    std::ranges::sort(
        found, {}, [](const BookOfUser& one) { return std::pair(one.book.name, one.book.id); });
    co_return found;
}

Awaitable<std::optional<Membership>> FakeIdentityStore::find_membership(
    UserId user, BookId book, Deadline) {
    ++membership_reads;
    const auto found = members.find({book, user});
    co_return found == members.end() ? std::nullopt : std::optional(found->second);
}

Awaitable<std::vector<Member>> FakeIdentityStore::list_members(BookId book, Deadline) {
    std::vector<Member> found;
    for (const auto& [key, membership] : members) {
        if (key.first == book) {
            found.push_back({users.at(key.second).user, membership});
        }
    }
    co_return found;
}

bool FakeIdentityStore::is_last_owner(BookId book, UserId user) const {
    const auto found = members.find({book, user});
    const auto owners = std::ranges::count_if(members, [&](const auto& entry) {
        return entry.first.first == book && entry.second.role == Role::owner;
    });
    return found != members.end() && found->second.role == Role::owner && owners == 1;
}

Awaitable<IdentityStore::MemberOutcome> FakeIdentityStore::put_member(
    BookId book, UserId user, Membership membership, Deadline) {
    if (!users.contains(user)) {
        co_return MemberOutcome::no_such_user;
    }
    if (membership.role != Role::owner && is_last_owner(book, user)) {
        co_return MemberOutcome::last_owner;
    }
    members.insert_or_assign({book, user}, std::move(membership));
    co_return MemberOutcome::done;
}

Awaitable<IdentityStore::MemberOutcome> FakeIdentityStore::delete_member(
    BookId book, UserId user, Deadline) {
    if (is_last_owner(book, user)) {
        co_return MemberOutcome::last_owner;
    }
    co_return members.erase({book, user}) == 1 ? MemberOutcome::done : MemberOutcome::no_such_user;
}

// ---- ledgers

CommitVerdict FakeLedgerStore::verdict_of(const Stored& stored, ledger::Verdict verdict) const {
    if (auto* refusal = std::get_if<Refusal>(&verdict)) {
        return std::move(*refusal);
    }
    auto& accepted = std::get<ledger::Accepted>(verdict);
    Committed committed;
    committed.replayed = accepted.replayed;
    committed.epoch = stored.state.head.epoch;
    if (accepted.offset > 0) {
        committed.event = stored.events.at(accepted.offset - 1);
    }
    std::visit([&](auto& made) { committed.made = std::move(made); }, accepted.made);
    return committed;
}

void FakeLedgerStore::keep(Stored& stored, const ledger::Effects& effects) {
    stored.events.insert(stored.events.end(), effects.events.begin(), effects.events.end());
    for (const ledger::NewTransaction& made : effects.transactions) {
        stored.offsets.insert_or_assign(made.transaction.id, made.offset);
    }
    for (const ledger::Settlement& settled : effects.settlements) {
        stored.offsets.insert_or_assign(settled.transaction_id, settled.offset);
    }
    if (effects.book) {
        identities_.books.at(effects.book->id).first = *effects.book;
    }
}

CommitResult FakeLedgerStore::commit(
    Stored& stored, const std::vector<ledger::Submission>& submissions) {
    ledger::Context context;
    context.now = clock_.now();
    context.now_local = local_hour(stored.state.book.time_zone, context.now);
    context.writer = 1;
    ledger::Effects effects = ledger::evaluate_batch(stored.state, submissions, context);
    keep(stored, effects);
    CommitResult result;
    for (auto& verdicts : effects.verdicts) {
        std::vector<CommitVerdict>& list = result.verdicts.emplace_back();
        for (ledger::Verdict& verdict : verdicts) {
            list.push_back(verdict_of(stored, std::move(verdict)));
        }
    }
    if (!effects.events.empty()) {
        result.batch = std::make_shared<const CommittedBatch>(CommittedBatch{
            stored.state.book.id, stored.state.head.epoch, std::move(effects.events), context.now});
    }
    return result;
}

Awaitable<CommitResult> FakeLedgerStore::commit_batch(
    BookId book, std::vector<ledger::Submission> submissions, Deadline) {
    if (before_commit) {
        co_await before_commit(submissions.size());
    }
    const std::lock_guard lock(mutex_);
    batches.push_back(submissions.size());
    const auto found = books_.find(book);
    if (found != books_.end()) {
        co_return commit(found->second, submissions);
    }
    CommitResult result;
    for (const ledger::Submission& submission : submissions) {
        result.verdicts.emplace_back(
            submission.entries.size(),
            Refusal{RefusalCode::not_found, "There is no such book.", {}});
    }
    co_return result;
}

Awaitable<BookRecord> FakeLedgerStore::create_book(NewBook book, Deadline) {
    const std::lock_guard lock(mutex_);
    Stored& stored = books_[book.book.id];
    stored.state.book = book.book;
    stored.state.head.epoch = "0123456789abcdef";
    stored.state.head.hash = ledger::chain_start(book.book.id);
    identities_.books.insert_or_assign(book.book.id, std::pair(book.book, stored.state.head.epoch));
    identities_.members.insert_or_assign(
        std::pair(book.book.id, book.owner), Membership{Role::owner, {}});
    const CommitResult result = commit(stored, {book.chart});
    for (const CommitVerdict& verdict : result.verdicts.front()) {
        ARUS_ASSERT(std::holds_alternative<Committed>(verdict));
    }
    co_return BookRecord{stored.state.book, stored.state.head};
}

Awaitable<std::optional<BookRecord>> FakeLedgerStore::find_book(BookId book, Deadline) {
    const std::lock_guard lock(mutex_);
    ++book_reads;
    const auto found = books_.find(book);
    if (found == books_.end()) {
        co_return std::nullopt;
    }
    co_return BookRecord{found->second.state.book, found->second.state.head};
}

namespace {

template <class Map, class Take>
auto sorted_by_code(const Map& map, Take take) {
    std::vector<std::decay_t<decltype(take(map.begin()->second))>> items;
    for (const auto& [id, item] : map) {
        items.push_back(take(item));
    }
    std::ranges::sort(items, {}, [](const auto& item) { return item.code; });
    return items;
}

}  // namespace

Awaitable<std::vector<ledger::Account>> FakeLedgerStore::list_accounts(BookId book, Deadline) {
    const std::lock_guard lock(mutex_);
    co_return sorted_by_code(books_.at(book).state.accounts, [](const ledger::AccountState& one) {
        return one.account;
    });
}

Awaitable<std::vector<ledger::Outlet>> FakeLedgerStore::list_outlets(BookId book, Deadline) {
    const std::lock_guard lock(mutex_);
    co_return sorted_by_code(
        books_.at(book).state.outlets, [](const ledger::Outlet& one) { return one; });
}

Awaitable<ContactPage> FakeLedgerStore::list_contacts(BookId book, ContactQuery query, Deadline) {
    const std::lock_guard lock(mutex_);
    ContactPage page;
    page.items = sorted_by_code(
        books_.at(book).state.contacts, [](const ledger::Contact& one) { return one; });
    std::erase_if(page.items, [&](const auto& one) {
        return query.after_code && one.code <= *query.after_code;
    });
    page.has_more = page.items.size() > query.limit;
    page.items.resize(std::min(page.items.size(), query.limit));
    co_return page;
}

Position FakeLedgerStore::position(const Stored& stored) {
    const ledger::Head& head = stored.state.head;
    return {head.epoch, head.sequence, head.offset, head.hash};
}

TransactionRecord FakeLedgerStore::record_of(const Stored& stored, TransactionId id) {
    const std::uint64_t offset = stored.offsets.at(id);
    return {
        stored.state.transactions.at(id).transaction, offset, stored.events.at(offset - 1).hash,
        stored.state.head.epoch};
}

Awaitable<std::optional<TransactionRecord>> FakeLedgerStore::find_transaction(
    BookId book, TransactionId id, Deadline) {
    const std::lock_guard lock(mutex_);
    const Stored& stored = books_.at(book);
    if (!stored.offsets.contains(id)) {
        co_return std::nullopt;
    }
    co_return record_of(stored, id);
}

/// Knows outlets, days, order and place; the other filters are the real stores' to prove.
Awaitable<TransactionPage> FakeLedgerStore::list_transactions(
    BookId book, TransactionQuery query, Deadline) {
    const std::lock_guard lock(mutex_);
    last_list = query;
    const Stored& stored = books_.at(book);
    TransactionPage page;
    for (const auto& [id, offset] : stored.offsets) {
        TransactionRecord record = record_of(stored, id);
        const ledger::Transaction& one = record.transaction;
        const bool is_shown = (!query.from || one.date >= *query.from)
                              && (!query.to || one.date <= *query.to)
                              && (!query.after || one.sequence < query.after->sequence)
                              && (!query.outlet_ids
                                  || (one.outlet_id
                                      && std::ranges::count(*query.outlet_ids, *one.outlet_id)
                                             > 0));
        if (is_shown) {
            page.items.push_back(std::move(record));
        }
    }
    std::ranges::sort(page.items, std::ranges::greater{}, [](const TransactionRecord& one) {
        return one.transaction.sequence;
    });
    page.has_more = page.items.size() > query.limit;
    page.items.resize(std::min(page.items.size(), query.limit));
    co_return page;
}

Awaitable<BalanceRecord> FakeLedgerStore::balances(BookId book, BalanceQuery query, Deadline) {
    const std::lock_guard lock(mutex_);
    const Stored& stored = books_.at(book);
    std::map<AccountId, ledger::Totals> totals;
    for (const auto& [id, known] : stored.state.transactions) {
        const ledger::Transaction& one = known.transaction;
        const std::uint64_t counted_from = one.settled_sequence.value_or(one.sequence);
        const bool counts = one.status == ledger::TransactionStatus::posted
                            && (!query.from || one.date >= *query.from)
                            && (!query.to || one.date <= *query.to)
                            && (!query.outlet_id || one.outlet_id == query.outlet_id)
                            && (!query.at_sequence || counted_from <= *query.at_sequence);
        for (const ledger::Posting& posting : one.postings) {
            if (counts) {
                ledger::Totals& sum = totals[posting.account_id];
                (posting.direction == ledger::Direction::debit
                     ? sum.debit_minor
                     : sum.credit_minor) += posting.amount_minor;
            }
        }
    }
    BalanceRecord record{position(stored), {}};
    for (const auto& [id, account] : stored.state.accounts) {
        record.items.push_back({account.account, totals[id]});
        record.items.back().totals.debit_minor += balance_error_minor;
    }
    std::ranges::sort(record.items, {}, [](const BalanceItem& item) { return item.account.code; });
    co_return record;
}

Awaitable<SummaryRecord> FakeLedgerStore::summary(BookId book, SummaryQuery query, Deadline) {
    const std::lock_guard lock(mutex_);
    last_summary = query;
    SummaryRecord answer = summary_answer;
    answer.position = position(books_.at(book));
    co_return answer;
}

Awaitable<EventPage> FakeLedgerStore::events(BookId book, EventQuery query, Deadline) {
    const std::lock_guard lock(mutex_);
    const Stored& stored = books_.at(book);
    EventPage page{position(stored), {}};
    for (const ledger::Event& event : stored.events) {
        if (event.offset > query.after && page.events.size() < query.limit) {
            page.events.push_back(event);
        }
    }
    co_return page;
}

Awaitable<std::optional<Hash256>> FakeLedgerStore::event_hash(
    BookId book, std::uint64_t offset, Deadline) {
    const std::lock_guard lock(mutex_);
    const Stored& stored = books_.at(book);
    if (offset == 0) {
        co_return ledger::chain_start(book);
    }
    co_return offset > stored.events.size() ? std::nullopt
                                            : std::optional(stored.events[offset - 1].hash);
}

Awaitable<std::optional<VerificationRecord>> FakeLedgerStore::verify(
    BookId book, std::optional<ledger::Verification> from, Deadline,
    std::shared_ptr<VerifyWatch> watch_of_check) {
    VerificationRecord record;
    {
        const std::lock_guard lock(mutex_);
        watch = watch_of_check;
        ++checks;
        const auto found = books_.find(book);
        if (found == books_.end()) {
            co_return std::nullopt;
        }
        checks_from_checkpoint += from ? 1 : 0;
        record.position = position(found->second);
        record.report.ok = !finds_something;
        record.report.events = found->second.events.size();
        if (finds_something) {
            record.report.findings.push_back(
                {std::nullopt, "balance_differs", "A stored balance differs."});
            record.report.findings_total = 1;
        } else {
            record.checkpoint.emplace(found->second.state.book);
        }
    }
    if (before_verify) {
        co_await before_verify();
    }
    if (watch_of_check) {
        watch_of_check->throw_if_stopped();
    }
    co_return record;
}

Awaitable<std::vector<BookId>> FakeLedgerStore::list_books(Deadline) {
    const std::lock_guard lock(mutex_);
    std::vector<BookId> ids;
    for (const auto& [id, stored] : books_) {
        ids.push_back(id);
    }
    co_return ids;
}

}  // namespace arus::app::detail
