// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/entry_verification.hpp"

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

namespace arus::app {

/// What a store remembers of the entries of accounts beside the checkpoints that it gives away: a
/// check that goes on from such a checkpoint goes on with these. One for each store; safe from
/// every thread. Where nothing is remembered, the store checks from the beginning.
class EntryCheckpoints {
public:
    static constexpr std::size_t books_max = 256;
    static constexpr std::size_t of_a_book_max = 4;

    /// What followed from the history up to the event at `offset`, which has the hash `hash`.
    std::optional<ledger::EntryVerification> find(
        BookId book, std::uint64_t offset, const Hash256& hash) const {
        const std::lock_guard lock(mutex_);
        const auto known = known_.find(book);
        if (known == known_.end()) {
            return std::nullopt;
        }
        for (const auto& one : known->second) {
            if (one.offset == offset && one.hash == hash) {
                return one.entries;
            }
        }
        return std::nullopt;
    }

    /// Beside the latest others of the book; drops any other book where there is no room.
    void keep(
        BookId book, std::uint64_t offset, const Hash256& hash, ledger::EntryVerification entries) {
        const std::lock_guard lock(mutex_);
        if (known_.size() >= books_max && !known_.contains(book)) {
            known_.erase(known_.begin());
        }
        auto& of_book = known_[book];
        std::erase_if(
            of_book, [&](const Known& one) { return one.offset == offset && one.hash == hash; });
        if (of_book.size() >= of_a_book_max) {
            of_book.pop_front();
        }
        of_book.push_back({offset, hash, std::move(entries)});
    }

private:
    struct Known {
        std::uint64_t offset = 0;
        Hash256 hash{};
        ledger::EntryVerification entries;
    };

    mutable std::mutex mutex_;
    std::unordered_map<BookId, std::deque<Known>> known_;  ///< the latest last
};

}  // namespace arus::app
