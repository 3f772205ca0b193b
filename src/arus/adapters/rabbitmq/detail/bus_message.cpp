// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/rabbitmq/detail/bus_message.hpp"

#include "arus/base/assert.hpp"

#include <algorithm>
#include <cstring>
#include <span>

namespace arus::rabbitmq::detail {

namespace {

constexpr std::string_view magic = "ARS1";
constexpr std::uint8_t kind_batch = 1;
constexpr std::uint8_t kind_value = 2;
/// The shortest event there can be: times, lengths, hash and flag.
constexpr std::size_t event_bytes_min = 8 + 1 + 32 + 1 + 4;

class Writer {
public:
    Writer(const Bytes16& sender, std::uint8_t kind) : out_(magic) {
        bytes(sender);
        number<std::uint8_t>(kind);
    }

    template <class T>
    void number(T value) {
        for (std::size_t shift = sizeof(T); shift-- > 0;) {
            out_.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * shift)));
        }
    }
    void bytes(std::span<const std::uint8_t> value) {
        out_.append(reinterpret_cast<const char*>(value.data()), value.size());
    }
    void text8(std::string_view text) {
        ARUS_ASSERT(text.size() <= 255);
        number(static_cast<std::uint8_t>(text.size()));
        out_.append(text);
    }
    void text32(std::string_view text) {
        number(static_cast<std::uint32_t>(text.size()));
        out_.append(text);
    }
    std::string take() { return std::move(out_); }

private:
    std::string out_;
};

/// Every read fails, and goes on failing, once the bytes are used up.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    bool ok() const { return ok_; }
    std::size_t size() const { return rest_.size(); }

    std::string_view take(std::size_t count) {
        if (!ok_ || rest_.size() < count) {
            ok_ = false;
            return {};
        }
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }
    template <class T>
    T number() {
        std::uint64_t value = 0;
        for (const char byte : take(sizeof(T))) {
            value = value << 8U | static_cast<std::uint8_t>(byte);
        }
        return static_cast<T>(value);
    }
    template <std::size_t Count>
    std::array<std::uint8_t, Count> bytes() {
        std::array<std::uint8_t, Count> value{};
        const std::string_view taken = take(Count);
        std::memcpy(value.data(), taken.data(), taken.size());
        return value;
    }
    std::string_view text8() { return take(number<std::uint8_t>()); }
    std::string_view text32() { return take(number<std::uint32_t>()); }

private:
    std::string_view rest_;
    bool ok_ = true;
};

std::optional<ledger::Event> read_event(Reader& reader, std::uint64_t offset) {
    ledger::Event event;
    event.offset = offset;
    event.at = {reader.number<std::int64_t>()};
    const auto type = ledger::parse_event_type(reader.text8());
    event.hash = reader.bytes<32>();
    if (reader.number<std::uint8_t>() != 0) {
        event.outlet_id = OutletId{reader.bytes<16>()};
    }
    event.data = std::make_shared<const std::string>(reader.text32());
    if (!reader.ok() || !type) {
        return std::nullopt;
    }
    event.type = *type;
    return event;
}

std::shared_ptr<const app::CommittedBatch> read_batch(Reader& reader) {
    auto batch = std::make_shared<app::CommittedBatch>();
    batch->book_id = {reader.bytes<16>()};
    batch->epoch = reader.text8();
    batch->committed_at = {reader.number<std::int64_t>()};
    const auto first = reader.number<std::uint64_t>();
    const auto count = reader.number<std::uint32_t>();
    if (!reader.ok() || first == 0 || count == 0 || count > reader.size() / event_bytes_min) {
        return nullptr;
    }
    batch->events.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        auto event = read_event(reader, first + i);
        if (!event) {
            return nullptr;
        }
        batch->events.push_back(std::move(*event));
    }
    return batch;
}

std::shared_ptr<const app::ValueNews> read_value(Reader& reader) {
    auto news = std::make_shared<app::ValueNews>();
    const auto channel = reader.number<std::uint8_t>();
    news->channel = static_cast<app::ValueNews::Channel>(channel);
    news->book_id = {reader.bytes<16>()};
    news->user_id = {reader.bytes<16>()};
    news->offset = reader.number<std::uint64_t>();
    news->key = reader.text8();
    news->data = reader.text32();
    const bool is_known = channel == static_cast<std::uint8_t>(app::ValueNews::Channel::job)
                          || channel == static_cast<std::uint8_t>(app::ValueNews::Channel::notify);
    return reader.ok() && is_known ? news : nullptr;
}

}  // namespace

std::string encode(const Bytes16& sender, const app::CommittedBatch& batch) {
    ARUS_ASSERT(!batch.events.empty());
    Writer writer(sender, kind_batch);
    writer.bytes(batch.book_id.bytes);
    writer.text8(batch.epoch);
    writer.number(batch.committed_at.us);
    writer.number(batch.events.front().offset);
    writer.number(static_cast<std::uint32_t>(batch.events.size()));
    for (const ledger::Event& event : batch.events) {
        writer.number(event.at.us);
        writer.text8(ledger::text_of(event.type));
        writer.bytes(event.hash);
        writer.number<std::uint8_t>(event.outlet_id ? 1 : 0);
        if (event.outlet_id) {
            writer.bytes(event.outlet_id->bytes);
        }
        writer.text32(*event.data);
    }
    return writer.take();
}

std::string encode(const Bytes16& sender, const app::ValueNews& news) {
    Writer writer(sender, kind_value);
    writer.number(static_cast<std::uint8_t>(news.channel));
    writer.bytes(news.book_id.bytes);
    writer.bytes(news.user_id.bytes);
    writer.number(news.offset);
    writer.text8(news.key);
    writer.text32(news.data);
    return writer.take();
}

std::optional<Message> decode(std::string_view bytes) {
    Reader reader(bytes);
    if (reader.take(magic.size()) != magic) {
        return std::nullopt;
    }
    Message message;
    message.sender = reader.bytes<16>();
    const auto kind = reader.number<std::uint8_t>();
    bool is_known = false;
    if (kind == kind_batch) {
        auto batch = read_batch(reader);
        is_known = batch != nullptr;
        message.news = std::move(batch);
    } else if (kind == kind_value) {
        auto news = read_value(reader);
        is_known = news != nullptr;
        message.news = std::move(news);
    }
    if (!is_known || !reader.ok() || reader.size() != 0) {
        return std::nullopt;
    }
    return message;
}

}  // namespace arus::rabbitmq::detail
