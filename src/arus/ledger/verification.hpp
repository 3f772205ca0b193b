// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/evaluate.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

// Checks a book against its own history: pure and streaming, the same for GET …/verify and `arus
// verify`.
//
//   1. history   Verification v(book);
//                for every event by offset, from v.next_offset() on:   v.add(event, rows it speaks
//                of)
//   2. the rest  auto c = v.compare(book, head);
//                for every stored row of every table named below:      c.<table>(row)
//                report = c.finish()
//
// Both parts must come from one consistent snapshot. A copy of a Verification is a checkpoint: add
// to a copy of it only what came after. Memory: a byte for each act of the ledger, the sums, the
// chart; nothing else grows with the history.
namespace arus::ledger {

/// What is wrong, and where.
struct Finding {
    std::optional<std::uint64_t> offset;  ///< of the event, where one is to blame
    std::string code;                     ///< see verification.cpp for the list
    std::string detail;  ///< one sentence in English, without names or amounts of a transaction
};

struct VerificationReport {
    bool ok = false;
    bool chain_ok = false;           ///< offsets contiguous and every hash the one that follows
    std::uint64_t transactions = 0;  ///< made, held and reversed; not settlements
    std::uint64_t events = 0;
    std::vector<Finding> findings;  ///< at most `findings_max` of them, in the order they were met
    std::uint64_t findings_total = 0;
};

/// The rows that an event of a transaction speaks of; empty for all other events.
struct EventRows {
    /// As it was made, never as it is now: status pending or posted, `date` and `local_hour` as
    /// held, without settled_sequence and reversed_by_id. account_name may be anything: it is taken
    /// from the account.* events.
    const Transaction* transaction = nullptr;
    /// Of a settlement's event (then `transaction` is the held one).
    const Settlement* settlement = nullptr;
    /// Of a reversal: the transaction it reverses, as it was made (sequence, kind, postings are
    /// looked at).
    const Transaction* reversed = nullptr;
};

/// Reads a book's events in order of their offsets and keeps what follows from them. A value: copy
/// it to keep a checkpoint.
class Verification {
public:
    static constexpr std::size_t findings_max = 100;

    /// `book` as it is now (only its id and exponent are used: the exponent is fixed before
    /// anything depends on it).
    explicit Verification(const Book& book);

    /// The offset that add() expects.
    std::uint64_t next_offset() const { return offset_ + 1; }
    /// The hash of the last event that was added: equal to what is stored for it, or the checkpoint
    /// is of no use.
    const Hash256& hash() const { return hash_; }
    /// True while nothing was found: only then is a copy worth keeping as a checkpoint.
    bool clean() const { return findings_total_ == 0; }

    /// Checks one event: position, chain, the rows behind its data, the rules of the ledger; adds
    /// to the sums. Findings do not stop it. Rows that an event needs and that do not exist are
    /// given as nullptr, which is a finding.
    void add(const Event& event, const EventRows& rows = {});

    class Comparison;
    /// Begins the comparison with what is stored beside the events. `*this` and `book` must outlive
    /// the comparison.
    Comparison compare(const Book& book, const Head& head) const;

private:
    struct KnownAccount {
        std::string code;
        std::string name;
        AccountType type = AccountType::asset;
        AccountSubtype subtype = AccountSubtype::other;
        std::uint64_t version = 0;
        Hash256 data{};  ///< SHA-256 of the last event's data
    };
    struct KnownOutlet {
        std::uint64_t version = 0;
        Hash256 data{};
    };
    struct SumSink;

    void find(std::string code, std::string detail);
    void add_account(const Event& event);
    void add_outlet(const Event& event);
    void add_contact(const Event& event);
    void add_made(const Event& event, const Transaction& transaction, const Transaction* reversed);
    void add_settled(const Event& event, const Transaction& held, const Settlement& settlement);
    void check_version(bool created, std::uint64_t before, std::uint64_t now);
    void check_reversal(const Transaction& reversal, const Transaction* reversed);
    bool check_postings(const Transaction& transaction);
    void check_data(const Event& event, Transaction transaction);
    void check_sequence(std::uint64_t sequence);
    std::uint8_t& act(std::uint64_t sequence);
    void add_totals(const Transaction& transaction, bool held, std::int64_t times);

    BookId book_id_;
    int exponent_ = 0;
    std::uint64_t offset_ = 0;
    std::uint64_t sequence_ = 0;
    Hash256 hash_{};
    Instant at_;
    bool chain_ok_ = true;
    bool sums_ok_ = true;  ///< false: a sum would have left int64, or rows were missing: sums say
                           ///< nothing any more
    std::int64_t turnover_minor_ = 0;
    std::uint64_t transactions_ = 0;
    std::uint64_t settlements_ = 0;
    std::uint64_t postings_ = 0;
    std::vector<Finding> findings_;
    std::uint64_t findings_total_ = 0;

    std::vector<std::uint8_t> acts_;  ///< by sequence: what was made there and what became of it
    std::optional<TransactionId> just_reversed_;  ///< what the event before this one reversed
    std::unordered_map<AccountId, KnownAccount> accounts_;
    std::unordered_map<OutletId, KnownOutlet> outlets_;
    std::unordered_map<ContactId, std::uint64_t> contacts_;  ///< version
    std::optional<Hash256> book_data_;

    // Sums by the key of their table; the rows carry their key in themselves too.
    std::map<std::tuple<AccountId>, BalanceDelta> balances_;
    std::map<std::tuple<OutletId, AccountId, Date>, ActivityDelta> by_day_;
    std::map<std::tuple<OutletId, AccountId, Date>, ActivityDelta> by_month_;
    std::map<std::tuple<OutletId, Date, int>, HourDelta> by_hour_;
    std::map<std::tuple<OutletId, Date, AccountId>, PaymentDelta> payments_;
    std::map<std::tuple<ContactId, AccountId>, ContactDelta> contact_balances_;
};

/// Takes every row of the tables that are kept beside the history, in any order, each row once.
/// Rows of nothing but zeros may be there or not. What was not given is missing.
class Verification::Comparison {
public:
    Comparison(const Verification& history, const Book& book, const Head& head);

    void account(const Account& row);
    void outlet(const Outlet& row);
    void contact(const Contact& row);
    void balance(const BalanceDelta& row);  ///< `delta`: the totals that are stored
    void by_day(const ActivityDelta& row);
    void by_month(const ActivityDelta& row);
    void by_hour(const HourDelta& row);
    void payment(const PaymentDelta& row);
    void contact_balance(const ContactDelta& row);

    /// How many rows the tables hold: rows of which no event speaks are found by it.
    struct RowCounts {
        std::uint64_t transactions = 0;
        std::uint64_t postings = 0;
        std::uint64_t settlements = 0;
    };
    void counts(const RowCounts& counts);

    /// Once, at the end.
    VerificationReport finish();

private:
    void find(std::string code, std::string detail);
    /// Compares one stored sum with the computed one; counts in `met` those that are something.
    template <class Sums, class Row>
    void compare_sum(
        std::string_view table, const Sums& sums, const typename Sums::key_type& key,
        const Row& stored, std::uint64_t& met);
    template <class Sums>
    void expect_all_met(std::string_view table, const Sums& sums, std::uint64_t met);

    const Verification& history_;
    const Book& book_;
    VerificationReport report_;
    struct {
        std::uint64_t accounts = 0, outlets = 0, contacts = 0;
        std::uint64_t balances = 0, days = 0, months = 0, hours = 0, payments = 0,
                      contact_balances = 0;
    } met_;
};

}  // namespace arus::ledger
