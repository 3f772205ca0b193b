// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/entry_verification.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace arus::ledger {

namespace {

std::uint64_t bits_of(std::int64_t value) {
    return static_cast<std::uint64_t>(value);
}

}  // namespace

void EntrySum::add(const AccountEntry& entry) {
    // Every column of the row, each in a fixed number of bytes.
    constexpr Bytes16 none{};
    Sha256 hash;
    hash.add(entry.account_id.bytes)
        .add_u64be(bits_of(entry.date.days))
        .add_u64be(entry.sequence)
        .add_u64be(bits_of(entry.position))
        .add_u64be(bits_of(entry.amount_minor))
        .add_u64be(entry.transaction_sequence)
        .add_u8(entry.outlet_id ? 1 : 0)
        .add(entry.outlet_id ? entry.outlet_id->bytes : none)
        .add_u8(entry.contact_id ? 1 : 0)
        .add(entry.contact_id ? entry.contact_id->bytes : none);
    const auto bytes = hash.finish();
    ++count;
    for (std::size_t part = 0; part < digest.size(); ++part) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < 8; ++i) {
            value = value << 8U | bytes[part * 8 + i];
        }
        digest[part] += value;
    }
}

void EntryVerification::add(const EventRows& rows) {
    if (rows.transaction == nullptr) {
        return;  // of something else, or missing, which Verification finds
    }
    if (rows.settlement != nullptr) {
        if (rows.settlement->outcome == SettleDraft::Outcome::posted) {
            add(*rows.transaction, rows.settlement->sequence, rows.settlement->date);
        }
    } else if (rows.transaction->status != TransactionStatus::pending) {
        add(*rows.transaction, rows.transaction->sequence, rows.transaction->date);
    }
}

void EntryVerification::add(const Transaction& transaction, std::uint64_t sequence, Date date) {
    for (const auto& entry : entries_of(transaction, sequence, date)) {
        sums_[entry.account_id].add(entry);
    }
}

std::vector<Finding> EntryComparison::finish() const {
    std::set<AccountId> accounts;
    for (const auto* sums : {&history_.sums(), &stored_}) {
        for (const auto& [account, sum] : *sums) {
            accounts.insert(account);
        }
    }
    const auto sum_of = [](const EntrySums& sums, AccountId account) {
        const auto found = sums.find(account);
        return found == sums.end() ? EntrySum{} : found->second;
    };
    std::vector<Finding> findings;
    for (const auto account : accounts) {
        const auto expected = sum_of(history_.sums(), account);
        const auto stored = sum_of(stored_, account);
        if (stored != expected) {
            findings.push_back(
                {std::nullopt, "account_entry_mismatch",
                 "The entries of account " + account.text() + " are not its postings: "
                     + std::to_string(expected.count) + " follow from the history, "
                     + std::to_string(stored.count) + " are stored."});
        }
    }
    return findings;
}

std::vector<Finding> findings_of_keys(std::uint64_t keys_astray) {
    if (keys_astray == 0) {
        return {};
    }
    return {
        {std::nullopt, "key_mismatch",
         "The result of " + std::to_string(keys_astray)
             + " idempotency keys is no event of their transaction."}};
}

void add_findings(VerificationReport& report, std::vector<Finding> findings) {
    report.findings_total += findings.size();
    for (auto& finding : findings) {
        if (report.findings.size() < Verification::findings_max) {
            report.findings.push_back(std::move(finding));
        }
    }
    report.ok = report.findings_total == 0;
}

}  // namespace arus::ledger
