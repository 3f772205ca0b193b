// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/knowledge.hpp"

#include <algorithm>
#include <utility>

namespace arus::mysql {

std::optional<ledger::BookState> Knowledge::take(BookId book, const ledger::Head& head) {
    auto node = states_.extract(book);
    if (node.empty()) {
        return std::nullopt;
    }
    auto& state = node.mapped().state;
    if (state.head.version != head.version || state.head.writer != head.writer
        || state.head.epoch != head.epoch) {
        return std::nullopt;
    }
    return std::move(state);
}

void Knowledge::put(BookId book, ledger::BookState state) {
    const auto known = states_.find(book);
    if (known != states_.end() && known->second.state.head.version > state.head.version) {
        return;
    }
    if (known == states_.end() && states_.size() >= books_max) {
        const auto oldest = std::min_element(
            states_.begin(), states_.end(),
            [](const auto& a, const auto& b) { return a.second.used_at < b.second.used_at; });
        states_.erase(oldest);
    }
    states_.insert_or_assign(book, Known{std::move(state), ++now_});
}

}  // namespace arus::mysql
