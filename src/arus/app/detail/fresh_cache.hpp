// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

namespace arus::app::detail {

/// Values that may be used for 400 ms after the moment at which reading them began. From half
/// of that on, one caller is sent to read again while the others still use what there is, so that a
/// busy key is read about five times a second however many ask. What was being read while somebody
/// called forget() is not kept. Bounded; safe from every thread.
template <class Key, class Value, class Hash = std::hash<Key>>
class FreshCache {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::milliseconds usable{400};
    static constexpr std::chrono::milliseconds renewed_after{200};

    /// Stands for one reading: take it before the reading begins.
    struct Reading {
        Time began;
        std::uint64_t generation = 0;
    };

    explicit FreshCache(std::size_t entries_max) : entries_max_(entries_max) {}

    /// The value, or nothing: then the caller reads it and hands it to put().
    std::optional<Value> find(const Key& key, Time now) {
        const std::lock_guard lock(mutex_);
        const auto found = entries_.find(key);
        if (found == entries_.end() || now - found->second.read_at >= usable) {
            return std::nullopt;
        }
        if (now - found->second.read_at >= renewed_after && !found->second.being_renewed) {
            found->second.being_renewed = true;
            return std::nullopt;
        }
        return found->second.value;
    }

    Reading begin(Time now) const {
        const std::lock_guard lock(mutex_);
        return {now, generation_};
    }

    void put(const Key& key, Value value, Reading reading) {
        const std::lock_guard lock(mutex_);
        if (reading.generation != generation_) {
            return;
        }
        if (entries_.size() >= entries_max_ && !entries_.contains(key)) {
            std::erase_if(entries_, [&](const auto& entry) {
                return reading.began - entry.second.read_at >= usable;
            });
            if (entries_.size() >= entries_max_) {
                entries_.clear();
            }
        }
        entries_.insert_or_assign(key, Entry{std::move(value), reading.began, false});
    }

    void forget(const Key& key) {
        const std::lock_guard lock(mutex_);
        ++generation_;
        entries_.erase(key);
    }

    template <class Predicate>
    void forget_if(Predicate predicate) {
        const std::lock_guard lock(mutex_);
        ++generation_;
        std::erase_if(entries_, [&](const auto& entry) { return predicate(entry.first); });
    }

    std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return entries_.size();
    }

private:
    struct Entry {
        Value value;
        Time read_at;
        bool being_renewed = false;
    };

    const std::size_t entries_max_;
    mutable std::mutex mutex_;
    std::unordered_map<Key, Entry, Hash> entries_;
    std::uint64_t generation_ = 0;
};

}  // namespace arus::app::detail
