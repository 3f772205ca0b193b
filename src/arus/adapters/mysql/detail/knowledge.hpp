// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/evaluate.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>

namespace arus::mysql {

/// What this instance still knows of the books it wrote last: accounts with their totals, outlets,
/// head. A state is taken out for a batch and put back only after its commit, so that whatever is
/// thrown in between leaves none behind.
///
/// Used by one lane's thread alone.
class Knowledge {
public:
    static constexpr std::size_t books_max = 256;

    /// The state of the book if it is that of `head`; nothing if there is none or another writer
    /// has committed since.
    std::optional<ledger::BookState> take(BookId book, const ledger::Head& head);
    /// Precondition: the lookups are forgotten. Keeps the newer one where two commits of one book
    /// ended close together. Drops the book that was not used for longest where there is no room.
    void put(BookId book, ledger::BookState state);

private:
    struct Known {
        ledger::BookState state;
        std::uint64_t used_at = 0;
    };

    std::unordered_map<BookId, Known> states_;
    std::uint64_t now_ = 0;  ///< counts uses
};

}  // namespace arus::mysql
