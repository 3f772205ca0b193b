// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/account_entries.hpp"
#include "arus/ledger/verification.hpp"

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

// Checks the entries of accounts, which are kept beside the history, against it: pure and
// streaming, beside Verification and fed with the same rows.
//
//   EntryVerification v;      for every event by offset:   v.add(rows it speaks of)
//   EntryComparison c(v);     for every stored entry:      c.add(entry)
//   add_findings(report, c.finish())
//
// Both must come from one consistent snapshot. Memory: some bytes for each account.
namespace arus::ledger {

/// The entries of an account added up, in whatever order they come: how many there are, and the sum
/// of a SHA-256 of each in four parts, each of which wraps around.
struct EntrySum {
    std::uint64_t count = 0;
    std::array<std::uint64_t, 4> digest{};

    void add(const AccountEntry& entry);
    bool operator==(const EntrySum&) const = default;
};
using EntrySums = std::unordered_map<AccountId, EntrySum>;

/// What entries follow from a history. A value: a copy is a checkpoint, to which only what came
/// after is added.
class EntryVerification {
public:
    /// Adds what the rows of one event make count; nothing for events of anything but transactions.
    void add(const EventRows& rows);

    const EntrySums& sums() const { return sums_; }

private:
    void add(const Transaction& transaction, std::uint64_t sequence, Date date);

    EntrySums sums_;
};

/// Takes every stored entry of a book, in any order, each once. `history` must outlive it.
class EntryComparison {
public:
    explicit EntryComparison(const EntryVerification& history) : history_(history) {}

    void add(const AccountEntry& row) { stored_[row.account_id].add(row); }
    /// `account_entry_mismatch` for each account whose entries are not those that follow from the
    /// history; by account.
    std::vector<Finding> finish() const;

private:
    const EntryVerification& history_;
    EntrySums stored_;
};

/// `key_mismatch` where some idempotency keys have a result that is no event of their transaction.
std::vector<Finding> findings_of_keys(std::uint64_t keys_astray);

/// Puts findings of such checks behind those of a report, which then is not ok any more.
void add_findings(VerificationReport& report, std::vector<Finding> findings);

}  // namespace arus::ledger
