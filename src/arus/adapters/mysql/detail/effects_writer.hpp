// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/detail/batch_text.hpp"
#include "arus/ledger/evaluate.hpp"

namespace arus::mysql {

/// Adds the statements that write what evaluation decided: one for each table that it touches, with
/// all its rows; sums come already added up, one row a key. `state` is the one that evaluation
/// advanced: its head becomes the head.
void write_effects(BatchText& text, const ledger::BookState& state, const ledger::Effects& effects);

/// Adds the statements that make a book with its first head and its owner.
void write_new_book(
    BatchText& text, const ledger::Book& book, const ledger::Head& head, UserId owner);

}  // namespace arus::mysql
