// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/assert.hpp"

#include <cstddef>
#include <vector>

namespace arus::websocket::detail {

/// Those on one loop who listen to the same thing. May be walked by coroutines that yield while
/// others come and go: a place is not used again before the last walk has ended. `Listener` keeps
/// its own place in a member of that name. Belongs to the loop.
template <class Listener>
class Roster {
public:
    void add(Listener& listener) {
        listener.place = places_.size();
        places_.push_back(&listener);
        ++count_;
    }

    void remove(Listener& listener) {
        ARUS_ASSERT(places_[listener.place] == &listener);
        --count_;
        if (walks_ > 0) {
            places_[listener.place] = nullptr;
            return;
        }
        Listener* const last = places_.back();
        places_[listener.place] = last;
        last->place = listener.place;
        places_.pop_back();
    }

    bool empty() const { return count_ == 0; }
    std::size_t size() const { return count_; }

    /// A walk over the places, some of which may be null or turn null meanwhile.
    class Walk {
    public:
        explicit Walk(Roster& roster) : roster_(roster) { ++roster_.walks_; }
        ~Walk() { roster_.end_walk(); }
        Walk(const Walk&) = delete;
        Walk& operator=(const Walk&) = delete;
        /// Who is here; those who come during the walk may be among them.
        std::size_t size() const { return roster_.places_.size(); }
        Listener* at(std::size_t place) const { return roster_.places_[place]; }

    private:
        Roster& roster_;
    };

private:
    void end_walk() {
        if (--walks_ > 0 || count_ == places_.size()) {
            return;
        }
        std::erase(places_, nullptr);
        for (std::size_t i = 0; i < places_.size(); ++i) {
            places_[i]->place = i;
        }
    }

    std::vector<Listener*> places_;
    std::size_t count_ = 0;
    std::size_t walks_ = 0;
};

}  // namespace arus::websocket::detail
