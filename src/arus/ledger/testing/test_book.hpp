// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/account_entries.hpp"
#include "arus/ledger/evaluate.hpp"
#include "arus/ledger/verification.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

// A book in memory for tests: what a store does around evaluate_batch(), with plain containers and
// no cleverness.
namespace arus::ledger::testing {

/// An id that is the same in every run: kind letter and number fill its bytes.
template <class TypedId>
TypedId id_of(std::uint32_t number) {
    TypedId id;
    id.bytes[6] = 0x70;
    id.bytes[8] = 0x80;
    id.bytes[12] = static_cast<std::uint8_t>(number >> 24U);
    id.bytes[13] = static_cast<std::uint8_t>(number >> 16U);
    id.bytes[14] = static_cast<std::uint8_t>(number >> 8U);
    id.bytes[15] = static_cast<std::uint8_t>(number);
    return id;
}

inline constexpr std::int64_t us_per_hour = 3'600'000'000;

/// One leg as text, `debit 1101 75000`.
PostingDraft leg(Direction direction, std::string account_code, std::string amount);

/// A book in Asia/Jakarta (UTC+7) whose clock stands at 2026-11-22 14:02 there. Its chart:
///   1101 cash   1102 bank   1103 clearing   1199 cash, archived   1301 receivable   2101 payable
///   3101 capital   4101 sales   4201 other income   5101 cogs   6101 operating
/// outlets PST, BDG and TTP (archived), contacts C1 and C2 (archived).
class TestBook {
public:
    TestBook();

    BookState state;
    Context context;
    Effects last;  ///< of the last batch

    // What the store would hold.
    std::vector<NewTransaction> transactions;
    std::vector<Settlement> settlements;
    std::vector<Event> events;
    std::map<AccountId, Totals> balances;
    std::map<std::tuple<OutletId, AccountId, Date>, ActivityDelta> by_day;
    std::map<std::tuple<OutletId, AccountId, Date>, ActivityDelta> by_month;
    std::map<std::tuple<OutletId, Date, int>, HourDelta> by_hour;
    std::map<std::tuple<OutletId, Date, AccountId>, PaymentDelta> payments;
    std::map<std::tuple<ContactId, AccountId>, ContactDelta> contact_balances;
    std::vector<AccountEntry> kept_entries;
    std::map<TransactionId, std::size_t> transaction_places;   ///< in `transactions`
    std::map<std::uint64_t, std::size_t> settlement_places;    ///< in `settlements`, by offset
    std::map<std::uint64_t, std::size_t> transaction_offsets;  ///< in `transactions`, by offset

    Actor owner;
    Actor cashier;  ///< of outlet PST

    Date today() const { return context.now_local.date; }
    void pass_time(std::int64_t hours);
    AccountId account(std::string_view code) const;
    OutletId outlet(std::string_view code) const;
    ContactId contact(std::string_view code) const;
    const Transaction& transaction(TransactionId id) const;
    TransactionId new_transaction_id() { return id_of<TransactionId>(++last_number_); }

    /// 75000 from 4101 into 1101: a sale that breaks no rule.
    TransactionDraft sale(std::string amount = "75000");
    TransactionDraft transfer(std::string from_code, std::string to_code, std::string amount);

    /// As the owner, under the key `key` (none: the act's own id, given by the caller).
    Entry entry(Act act, std::string key = "");
    Entry entry_by(const Actor& actor, Act act, std::string key = "");

    /// Evaluates and keeps the effects.
    std::vector<std::vector<Verdict>> commit(std::vector<Submission> submissions);
    Verdict commit(Entry entry);
    std::vector<Verdict> commit_atomic(std::vector<Entry> entries);
    /// Like commit(), of an act that must be accepted: anything else fails the test and ends it.
    Accepted must(Entry entry);
    Accepted must(Act act) { return must(entry(std::move(act))); }

    /// Posts `draft` and returns its id.
    TransactionId post(TransactionDraft draft);

    /// Everything that evaluation may read, in a fixed order: equal exactly if the states are.
    std::string digest() const;

    /// The rows behind an event, for Verification::add().
    EventRows rows_of(const Event& event) const;
    /// Feeds the events from history.next_offset() on.
    void feed(Verification& history) const;
    /// Compares with everything that is stored here.
    VerificationReport compare(const Verification& history) const;

private:
    void keep(const Effects& effects);

    std::uint32_t last_number_ = 1000;
};

/// The code of a refusal, or `accepted` or `replayed`.
std::string outcome_of(const Verdict& verdict);
/// The pointers of a refusal, joined by a blank.
std::string pointers_of(const Verdict& verdict);

}  // namespace arus::ledger::testing
