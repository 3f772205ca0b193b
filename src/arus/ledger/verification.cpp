// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/verification.hpp"

#include "arus/ledger/detail/event_reader.hpp"
#include "arus/ledger/detail/sums.hpp"
#include "arus/ledger/money.hpp"

#include <algorithm>

// Codes of findings:
//   offset_gap hash_mismatch time_mismatch                        the chain
//   rows_missing data_mismatch data_unreadable                    an event and the rows behind it
//   sequence_gap status_mismatch outlet_mismatch version_gap      the order of acts and of changes
//   amount_out_of_range unbalanced sum_overflow                   postings
//   unknown_account unknown_outlet unknown_contact                what a transaction names
//   settlement_mismatch reversal_mismatch reversed_twice replacement_mismatch
//   head_mismatch book_mismatch account_mismatch outlet_row_mismatch contact_mismatch
//   <table>_mismatch <table>_missing count_mismatch               what is kept beside the history
//   (verification_compare.cpp)
namespace arus::ledger {

namespace {

// Bits of what is kept for a sequence.
constexpr std::uint8_t act_held = 1;    // made pending and not settled yet
constexpr std::uint8_t act_posted = 2;  // counts, from its making or from its settlement
constexpr std::uint8_t act_reversal = 4;
constexpr std::uint8_t act_reversed = 8;

std::string number(std::uint64_t value) {
    return std::to_string(value);
}

/// True if `reversal` is `reversed` with its sides changed.
bool mirrors(const Transaction& reversal, const Transaction& reversed) {
    return reversal.outlet_id == reversed.outlet_id && reversal.contact_id == reversed.contact_id
           && std::equal(
               reversal.postings.begin(), reversal.postings.end(), reversed.postings.begin(),
               reversed.postings.end(), [](const Posting& a, const Posting& b) {
                   return a.account_id == b.account_id && a.amount_minor == b.amount_minor
                          && a.direction != b.direction;
               });
}

}  // namespace

/// Adds to the sums what tell_sums() tells.
struct Verification::SumSink {
    Verification& to;

    void day(
        OutletId outlet, AccountId account, Date day, std::int64_t debit, std::int64_t credit) {
        activity(to.by_day_, outlet, account, day, debit, credit);
    }
    void month(
        OutletId outlet, AccountId account, Date day, std::int64_t debit, std::int64_t credit) {
        activity(to.by_month_, outlet, account, day, debit, credit);
    }
    static void activity(
        std::map<std::tuple<OutletId, AccountId, Date>, ActivityDelta>& sums, OutletId outlet,
        AccountId account, Date day, std::int64_t debit, std::int64_t credit) {
        auto& row = sums[{outlet, account, day}];
        row.debit_minor += debit;
        row.credit_minor += credit;
    }
    void hour(
        OutletId outlet, Date day, int hour, std::int64_t income, std::int64_t expense,
        std::int64_t sales) {
        auto& row = to.by_hour_[{outlet, day, hour}];
        row.income_minor += income;
        row.expense_minor += expense;
        row.sales += sales;
    }
    void payment(
        OutletId outlet, Date day, AccountId account, std::int64_t amount, std::int64_t sales) {
        auto& row = to.payments_[{outlet, day, account}];
        row.amount_minor += amount;
        row.sales += sales;
    }
    void contact(ContactId contact, AccountId account, std::int64_t debit, std::int64_t credit) {
        auto& row = to.contact_balances_[{contact, account}];
        row.debit_minor += debit;
        row.credit_minor += credit;
    }
};

Verification::Verification(const Book& book) :
    book_id_(book.id), exponent_(book.exponent), hash_(chain_start(book.id)) {
}

void Verification::find(std::string code, std::string detail) {
    ++findings_total_;
    if (findings_.size() < findings_max) {
        findings_.push_back({offset_, std::move(code), std::move(detail)});
    }
}

std::uint8_t& Verification::act(std::uint64_t sequence) {
    ARUS_ASSERT(sequence >= 1 && sequence <= sequence_);
    if (acts_.size() <= sequence) {
        acts_.resize(sequence + 1);
    }
    return acts_[sequence];
}

void Verification::add(const Event& event, const EventRows& rows) {
    const auto expected = next_offset();
    offset_ = event.offset;
    if (event.offset != expected) {
        chain_ok_ = false;
        find("offset_gap", "Offset " + number(expected) + " was expected.");
    }
    if (chain_next(hash_, event.offset, event.at, event.type, *event.data) != event.hash) {
        chain_ok_ = false;
        find(
            "hash_mismatch",
            "The stored hash is not the one that follows from the event and the hash before it.");
    }
    hash_ = event.hash;  // one broken link is one finding
    if (event.at < at_) {
        find("time_mismatch", "The event is older than the one before it.");
    }
    at_ = event.at;

    const auto reversed_before = std::exchange(just_reversed_, std::nullopt);
    switch (event.type) {
        case EventType::transaction_posted:
        case EventType::transaction_pending:
        case EventType::transaction_voided:
            if (rows.transaction == nullptr) {
                sums_ok_ = false;
                find("rows_missing", "There is no transaction behind the event.");
            } else if (rows.settlement != nullptr) {
                add_settled(event, *rows.transaction, *rows.settlement);
            } else {
                if (rows.transaction->replaces_id
                    && rows.transaction->replaces_id != reversed_before) {
                    find(
                        "replacement_mismatch",
                        "What is replaced was not reversed in the act before.");
                }
                add_made(event, *rows.transaction, rows.reversed);
            }
            break;
        case EventType::account_created:
        case EventType::account_updated:
            add_account(event);
            break;
        case EventType::outlet_created:
        case EventType::outlet_updated:
            add_outlet(event);
            break;
        case EventType::contact_created:
        case EventType::contact_updated:
            add_contact(event);
            break;
        case EventType::book_updated:
            book_data_ = sha256(*event.data);
            break;
    }
}

void Verification::check_sequence(std::uint64_t sequence) {
    ++sequence_;
    if (sequence != sequence_) {
        find(
            "sequence_gap", "Sequence " + number(sequence_) + " was expected, the row has "
                                + number(sequence) + ".");
    }
}

void Verification::add_made(
    const Event& event, const Transaction& transaction, const Transaction* reversed) {
    ++transactions_;
    postings_ += transaction.postings.size();
    check_sequence(transaction.sequence);
    const bool held = transaction.status == TransactionStatus::pending;
    const auto type = held ? EventType::transaction_pending : EventType::transaction_posted;
    if (event.type != type || transaction.status == TransactionStatus::voided
        || transaction.settled_sequence || transaction.reversed_by_id) {
        find("status_mismatch", "The event does not say what the transaction was made as.");
    }
    if (transaction.committed_at != event.at) {
        find("time_mismatch", "The transaction and its event were not committed at the same time.");
    }
    check_data(event, transaction);
    auto& made = act(sequence_);
    made = held ? act_held : act_posted;
    const bool is_reversal = transaction.kind == TransactionKind::reversal;
    if (is_reversal != transaction.reverses_id.has_value()) {
        find("reversal_mismatch", "A reversal is what has reverses_id, and nothing else.");
    }
    if (transaction.reverses_id) {
        made = static_cast<std::uint8_t>(made | act_reversal);
        just_reversed_ = transaction.reverses_id;
        check_reversal(transaction, reversed);
    }
    if (!check_postings(transaction)) {
        sums_ok_ = false;
        return;
    }
    add_totals(transaction, held, 1);
    if (!held && sums_ok_) {
        SumSink sink{*this};
        const auto reversed_kind = reversed != nullptr ? std::optional(reversed->kind)
                                                       : std::nullopt;
        detail::tell_sums(
            {transaction, transaction.date, transaction.local_hour, reversed_kind},
            [this](AccountId id) -> const KnownAccount& { return accounts_.at(id); }, sink);
    }
}

void Verification::add_settled(
    const Event& event, const Transaction& held, const Settlement& settlement) {
    ++settlements_;
    check_sequence(settlement.sequence);
    const bool posts = settlement.outcome == SettleDraft::Outcome::posted;
    if (event.type != (posts ? EventType::transaction_posted : EventType::transaction_voided)
        || settlement.transaction_id != held.id || settlement.offset != event.offset
        || settlement.at != event.at) {
        find("settlement_mismatch", "The settlement is not the one that the event speaks of.");
    }
    // check_sequence() has made room for this act, so an honest hold lies below it.
    const bool known = held.sequence >= 1 && held.sequence < sequence_;
    if (!known || (act(held.sequence) & act_held) == 0
        || held.status != TransactionStatus::pending) {
        find("settlement_mismatch", "What is settled was not pending.");
    }
    if (known) {
        act(held.sequence) = posts ? act_posted : std::uint8_t{0};
    }
    Transaction settled = held;
    settled.settled_sequence = settlement.sequence;
    settled.status = posts ? TransactionStatus::posted : TransactionStatus::voided;
    settled.date = settlement.date;
    settled.local_hour = settlement.local_hour;
    check_data(event, settled);
    if (!check_postings(held)) {
        sums_ok_ = false;
        return;
    }
    add_totals(held, true, -1);
    if (posts) {
        add_totals(held, false, 1);
        if (sums_ok_) {
            SumSink sink{*this};
            detail::tell_sums(
                {held, settlement.date, settlement.local_hour, std::nullopt},
                [this](AccountId id) -> const KnownAccount& { return accounts_.at(id); }, sink);
        }
    }
}

void Verification::check_reversal(const Transaction& reversal, const Transaction* reversed) {
    if (reversed == nullptr || reversed->id != *reversal.reverses_id) {
        find("rows_missing", "There is no transaction behind what the reversal reverses.");
        sums_ok_ = false;
        return;
    }
    if (reversed->sequence < 1 || reversed->sequence >= sequence_) {
        find("reversal_mismatch", "What is reversed was not made before its reversal.");
        return;
    }
    auto& target = act(reversed->sequence);
    if ((target & act_reversed) != 0) {
        find(
            "reversed_twice",
            "The transaction at sequence " + number(reversed->sequence) + " is reversed twice.");
    }
    if ((target & act_posted) == 0 || (target & act_reversal) != 0
        || !mirrors(reversal, *reversed)) {
        find("reversal_mismatch", "The reversal does not undo what it reverses.");
    }
    target = static_cast<std::uint8_t>(target | act_reversed);
}

/// True if the sums can be told of it.
bool Verification::check_postings(const Transaction& transaction) {
    using Wide = __int128;
    Wide sum = 0;
    for (const auto& posting : transaction.postings) {
        if (!accounts_.contains(posting.account_id)) {
            find("unknown_account", "A posting names an account of which no event speaks.");
            return false;
        }
        if (posting.amount_minor < 1 || posting.amount_minor > amount_minor_max) {
            find("amount_out_of_range", "The amount of a posting is out of range.");
            return false;
        }
        sum += posting.direction == Direction::debit ? Wide{posting.amount_minor}
                                                     : -Wide{posting.amount_minor};
    }
    if (sum != 0 || transaction.postings.size() < 2) {
        find("unbalanced", "Debit and credit of the transaction are not equal.");
    }
    if (transaction.outlet_id && !outlets_.contains(*transaction.outlet_id)) {
        find("unknown_outlet", "The transaction names an outlet of which no event speaks.");
    }
    if (transaction.contact_id && !contacts_.contains(*transaction.contact_id)) {
        find("unknown_contact", "The transaction names a contact of which no event speaks.");
    }
    return true;
}

void Verification::check_data(const Event& event, Transaction transaction) {
    if (event.outlet_id != transaction.outlet_id) {
        find("outlet_mismatch", "The event and its transaction belong to different outlets.");
    }
    if (transaction.book_id != book_id_) {
        find("data_mismatch", "The transaction belongs to another book.");
    }
    for (auto& posting : transaction.postings) {
        const auto account = accounts_.find(posting.account_id);
        if (account != accounts_.end()) {
            posting.account_code = account->second.code;
            posting.account_name = account->second.name;
        }
    }
    if (encode_transaction(transaction, exponent_) != *event.data) {
        find("data_mismatch", "The event does not say what the rows behind it say.");
    }
}

void Verification::add_totals(const Transaction& transaction, bool held, std::int64_t times) {
    std::int64_t debit = 0;
    for (const auto& posting : transaction.postings) {
        debit += posting.direction == Direction::debit ? posting.amount_minor : 0;
    }
    const auto turnover = checked_add(turnover_minor_, times * debit);
    if (!turnover && sums_ok_) {
        sums_ok_ = false;
        find("sum_overflow", "The sums of the book leave 64 bits.");
    }
    if (!sums_ok_) {
        return;
    }
    turnover_minor_ = *turnover;
    for (const auto& posting : transaction.postings) {
        detail::add_posting(balances_[{posting.account_id}].delta, posting, held, times);
    }
}

void Verification::check_version(bool created, std::uint64_t before, std::uint64_t now) {
    if (now != before + 1 || created != (before == 0)) {
        find(
            "version_gap",
            "Version " + number(before + 1) + " was expected, the event has " + number(now) + ".");
    }
}

void Verification::add_account(const Event& event) {
    const auto read = detail::read_account(*event.data);
    if (!read) {
        find("data_unreadable", "The data is not an account.");
        return;
    }
    Account account = read->account;
    int exponent = exponent_;
    if (read->min_balance) {  // its decimals are those of the exponent of that time
        const auto point = read->min_balance->find('.');
        exponent = point == std::string::npos
                       ? 0
                       : static_cast<int>(read->min_balance->size() - point - 1);
        exponent = std::min(exponent, exponent_max);
        account.min_balance_minor = parse_signed_amount(*read->min_balance, exponent);
    }
    if (encode_account(account, book_id_, exponent) != *event.data) {
        find("data_mismatch", "The data is not an account of this book as it is written.");
    }
    auto& known = accounts_[account.id];
    check_version(event.type == EventType::account_created, known.version, account.version);
    if (known.version > 0 && (known.code != account.code || known.type != account.type)) {
        find("data_mismatch", "The code or the type of an account has changed.");
    }
    known = {account.code,    account.name,    account.type,
             account.subtype, account.version, sha256(*event.data)};
}

void Verification::add_outlet(const Event& event) {
    const auto read = detail::read_outlet(*event.data);
    if (!read || encode_outlet(read->outlet, book_id_) != *event.data) {
        find("data_unreadable", "The data is not an outlet of this book.");
        return;
    }
    auto& known = outlets_[read->outlet.id];
    check_version(event.type == EventType::outlet_created, known.version, read->outlet.version);
    known = {read->outlet.version, sha256(*event.data)};
}

void Verification::add_contact(const Event& event) {
    const auto read = detail::read_contact(*event.data);
    if (!read) {
        find("data_unreadable", "The data is not a contact's.");
        return;
    }
    auto& version = contacts_[read->id];
    check_version(event.type == EventType::contact_created, version, read->version);
    version = read->version;
}

Verification::Comparison Verification::compare(const Book& book, const Head& head) const {
    return Comparison(*this, book, head);
}

}  // namespace arus::ledger
