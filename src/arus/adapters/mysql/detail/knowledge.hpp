// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/evaluate.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>

namespace arus::mysql {

/// What this instance knows of the books it wrote last: accounts with their totals, outlets, head.
/// A state is taken out for a batch and put back only after its commit, so that whatever is thrown
/// in between leaves none behind. Where somebody else has committed since, it says how far the
/// instance knows the history; what came after it must be read before the state is used.
///
/// Used by one lane's thread alone.
class Knowledge {
public:
    static constexpr std::size_t books_max = 256;
    /// For how many batches after a foreign commit another one is expected.
    static constexpr int batches_shared = 16;

    /// How far a book is known, if others were seen writing to it lately: then what they commit is
    /// best asked for together with the lock of the head. Nothing otherwise.
    std::optional<ledger::Head> known_of_shared(BookId book) const;
    /// Takes out what is known of the book, if it is of the epoch of `head` and not from after it.
    std::optional<ledger::BookState> take(BookId book, const ledger::Head& head);
    /// Whether a state that was taken is that of `head`: nobody else has committed since.
    static bool is_current(const ledger::Head& known, const ledger::Head& head);
    /// Precondition: the lookups are forgotten. `was_current`: nobody else had committed before
    /// this batch. Keeps the newer one where two commits of one book ended close together. Drops
    /// the book that was not used for longest where there is no room.
    void put(BookId book, ledger::BookState state, bool was_current);

private:
    struct Known {
        ledger::BookState state;
        std::uint64_t used_at = 0;
    };
    struct Shared {
        int batches_left = 0;
        std::uint64_t used_at = 0;
    };

    void note_sharing(BookId book, bool was_current);

    std::unordered_map<BookId, Known> states_;
    std::unordered_map<BookId, Shared> shared_;  ///< books that others were seen writing to
    std::uint64_t now_ = 0;                      ///< counts uses
};

}  // namespace arus::mysql
