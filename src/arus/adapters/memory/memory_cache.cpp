// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/memory/memory_cache.hpp"

#include "arus/base/assert.hpp"

#include <list>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace arus::memory {

namespace {

class MemoryCache final : public app::Cache {
public:
    explicit MemoryCache(CacheOptions options) : options_(options) {}

    Awaitable<Bytes> get(std::string key, Deadline) override { co_return find(key); }

    Awaitable<void> put(
        std::string key, Bytes bytes, std::chrono::seconds lifetime, Deadline) override {
        ARUS_ASSERT(bytes != nullptr && lifetime.count() > 0);
        keep(std::move(key), std::move(bytes), std::chrono::steady_clock::now() + lifetime);
        co_return;
    }

    app::CacheFigures figures() const override {
        const std::lock_guard lock(mutex_);
        app::CacheFigures figures = figures_;
        figures.bytes = bytes_;
        return figures;
    }

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Entry {
        std::string key;
        Bytes bytes;
        Time until;
        std::size_t size() const { return key.size() + bytes->size(); }
    };
    using Entries = std::list<Entry>;  ///< what was used last stands first

    Bytes find(std::string_view key) {
        const std::lock_guard lock(mutex_);
        const auto found = by_key_.find(key);
        if (found != by_key_.end() && found->second->until <= std::chrono::steady_clock::now()) {
            drop(found->second);
        } else if (found != by_key_.end()) {
            ++figures_.hits;
            entries_.splice(entries_.begin(), entries_, found->second);
            return found->second->bytes;
        }
        ++figures_.misses;
        return nullptr;
    }

    void keep(std::string key, Bytes bytes, Time until) {
        const std::lock_guard lock(mutex_);
        if (const auto found = by_key_.find(key); found != by_key_.end()) {
            drop(found->second);
        }
        Entry entry{std::move(key), std::move(bytes), until};
        const std::size_t size = entry.size();
        if (size > options_.entry_bytes_max || size > options_.bytes_max) {
            return;
        }
        while (bytes_ + size > options_.bytes_max) {
            drop(std::prev(entries_.end()));
        }
        entries_.push_front(std::move(entry));
        by_key_.emplace(entries_.front().key, entries_.begin());
        bytes_ += size;
    }

    void drop(Entries::iterator entry) {
        bytes_ -= entry->size();
        by_key_.erase(entry->key);
        entries_.erase(entry);
    }

    const CacheOptions options_;
    mutable std::mutex mutex_;
    Entries entries_;
    std::unordered_map<std::string_view, Entries::iterator> by_key_;  ///< keys live in entries_
    std::size_t bytes_ = 0;
    app::CacheFigures figures_;
};

}  // namespace

std::unique_ptr<app::Cache> make_memory_cache(CacheOptions options) {
    return std::make_unique<MemoryCache>(options);
}

}  // namespace arus::memory
