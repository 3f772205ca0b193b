// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/value_stream.hpp"

#include "arus/base/json_writer.hpp"
#include "arus/transports/websocket/detail/stream_packer.hpp"

#include <algorithm>

namespace arus::websocket::detail {

namespace {

/// A message is ended when it is so large; only one value alone may make it larger.
constexpr std::size_t full_bytes = 96U << 10U;
/// Of a personal channel; the oldest are let go, whoever missed them sees them in REST.
constexpr std::size_t personal_max = 200;
/// What an entry takes beside its line and key.
constexpr std::size_t entry_overhead_bytes = 200;
/// What follows the data in a line: two braces and the line feed.
constexpr std::size_t tail_bytes = 3;

}  // namespace

std::string_view name_of(ValueChannel channel) {
    switch (channel) {
        case ValueChannel::balance:
            return "balance";
        case ValueChannel::kpi:
            return "kpi";
        case ValueChannel::report:
            return "report";
        case ValueChannel::job:
            return "job";
        case ValueChannel::notify:
            break;
    }
    return "notify";
}

std::string_view ValueStream::Entry::data() const {
    return std::string_view(line).substr(data_begin, line.size() - data_begin - tail_bytes);
}

bool ValueStream::replace(const Values& values) {
    const std::lock_guard lock(mutex_);
    if (values.epoch == epoch_ && values.as_of_offset < as_of_offset_) {
        return false;
    }
    const std::uint64_t before = revision();
    const bool is_rewound = values.epoch != epoch_;
    epoch_ = values.epoch;
    as_of_offset_ = values.as_of_offset;
    if (is_rewound) {
        entries_.clear();
        by_revision_.clear();
        cost_bytes_ = 0;
    }
    for (const auto& item : values.items) {
        set(item, values.as_of_offset);
    }
    messages_.clear();
    return revision() != before;
}

bool ValueStream::put(const std::string& epoch, std::uint64_t offset, const Values::Item& item) {
    const std::lock_guard lock(mutex_);
    if (epoch != epoch_) {
        epoch_ = epoch;
        as_of_offset_ = 0;
    }
    as_of_offset_ = std::max(as_of_offset_, offset);
    if (!set(item, as_of_offset_)) {
        return false;
    }
    forget_oldest();
    messages_.clear();
    return true;
}

bool ValueStream::put_read(
    const std::string& epoch, std::uint64_t offset, const std::vector<Values::Item>& items,
    std::uint64_t known_revision) {
    const std::lock_guard lock(mutex_);
    const std::uint64_t before = revision();
    epoch_ = epoch;
    as_of_offset_ = std::max(as_of_offset_, offset);
    for (const auto& item : items) {
        const auto known = entries_.find(item.key);
        if (known == entries_.end() || known->second.revision <= known_revision) {
            set(item, as_of_offset_);
        }
    }
    forget_oldest();
    messages_.clear();
    return revision() != before;
}

std::uint64_t ValueStream::as_of_offset() const {
    const std::lock_guard lock(mutex_);
    return as_of_offset_;
}

bool ValueStream::set(const Values::Item& item, std::uint64_t offset) {
    const auto [at, is_new] = entries_.try_emplace(item.key);
    Entry& entry = at->second;
    if (!is_new && entry.data() == item.data) {
        return false;
    }
    if (!is_new) {
        by_revision_.erase(entry.revision);
        cost_bytes_ -= entry.line.size();
    } else {
        cost_bytes_ += item.key.size() + entry_overhead_bytes;
    }
    entry.offset = offset;
    entry.revision = revision() + 1;
    write_line(entry, item);
    cost_bytes_ += entry.line.size();
    by_revision_.emplace(entry.revision, &entry);
    revision_.store(entry.revision, std::memory_order_release);
    if (entry.line.size() > message_bytes_max) {
        is_too_large_.store(true, std::memory_order_release);
    }
    return true;
}

void ValueStream::write_line(Entry& entry, const Values::Item& item) const {
    entry.line.clear();
    entry.line.reserve(item.data.size() + item.key.size() + entry_overhead_bytes);
    JsonWriter json(entry.line);
    json.begin_object().key("value").begin_object();
    json.field("sub", number_);
    json.field("book", log_->book().text());
    json.field("channel", name_of(request_.channel));
    json.field("key", item.key);
    json.field("epoch", epoch_);
    json.field("as_of_offset", entry.offset);
    json.key("data").raw(item.data);
    entry.data_begin = entry.line.size() - item.data.size();
    json.end_object().end_object();
    entry.line += '\n';
}

void ValueStream::forget_oldest() {
    while (is_personal(request_.channel) && entries_.size() > personal_max) {
        const Entry* const oldest = by_revision_.begin()->second;
        const auto at = std::ranges::find_if(
            entries_, [oldest](const auto& one) { return &one.second == oldest; });
        forget(at);
    }
}

void ValueStream::forget(std::map<std::string, Entry>::iterator entry) {
    by_revision_.erase(entry->second.revision);
    cost_bytes_ -= entry->first.size() + entry_overhead_bytes + entry->second.line.size();
    entries_.erase(entry);
}

ValueStream::Message ValueStream::after(std::uint64_t revision) {
    if (revision >= this->revision()) {
        return {nullptr, revision};
    }
    const std::lock_guard lock(mutex_);
    const auto known = messages_.find(revision);
    if (known != messages_.end()) {
        return known->second;
    }
    FrameBuilder builder;
    Message message{nullptr, revision};
    for (auto at = by_revision_.upper_bound(revision);
         at != by_revision_.end() && builder.payload_bytes() < full_bytes; ++at) {
        const std::string& line = at->second->line;
        if (builder.payload_bytes() > 0
            && builder.payload_bytes() + line.size() > message_bytes_max) {
            break;
        }
        builder.text() += line;
        message.revision = at->first;
    }
    if (builder.payload_bytes() > 0) {
        message.frame = builder.finish();
    }
    // Whoever is far behind may stand anywhere; what they take is not kept for ever.
    constexpr std::size_t messages_max = 64;
    if (messages_.size() >= messages_max) {
        messages_.clear();
    }
    messages_.emplace(revision, message);
    return message;
}

}  // namespace arus::websocket::detail
