// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/knowledge.hpp"

#include <algorithm>
#include <utility>

namespace arus::mysql {

namespace {

template <class Map>
void drop_oldest(Map& map) {
    map.erase(std::min_element(map.begin(), map.end(), [](const auto& a, const auto& b) {
        return a.second.used_at < b.second.used_at;
    }));
}

}  // namespace

std::optional<ledger::Head> Knowledge::known_of_shared(BookId book) const {
    const auto known = states_.find(book);
    if (known == states_.end() || !shared_.contains(book)) {
        return std::nullopt;
    }
    return known->second.state.head;
}

std::optional<ledger::BookState> Knowledge::take(BookId book, const ledger::Head& head) {
    auto node = states_.extract(book);
    if (node.empty()) {
        return std::nullopt;
    }
    auto& state = node.mapped().state;
    if (state.head.epoch != head.epoch || state.head.version > head.version
        || state.head.offset > head.offset) {
        return std::nullopt;
    }
    return std::move(state);
}

bool Knowledge::is_current(const ledger::Head& known, const ledger::Head& head) {
    return known.version == head.version && known.writer == head.writer
           && known.epoch == head.epoch;
}

void Knowledge::put(BookId book, ledger::BookState state, bool was_current) {
    ++now_;
    note_sharing(book, was_current);
    const auto known = states_.find(book);
    if (known != states_.end() && known->second.state.head.version > state.head.version) {
        return;
    }
    if (known == states_.end() && states_.size() >= books_max) {
        drop_oldest(states_);
    }
    states_.insert_or_assign(book, Known{std::move(state), now_});
}

void Knowledge::note_sharing(BookId book, bool was_current) {
    const auto shared = shared_.find(book);
    if (!was_current) {
        if (shared == shared_.end() && shared_.size() >= books_max) {
            drop_oldest(shared_);
        }
        shared_.insert_or_assign(book, Shared{batches_shared, now_});
    } else if (shared != shared_.end() && --shared->second.batches_left == 0) {
        shared_.erase(shared);
    }
}

}  // namespace arus::mysql
