// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/event_bus.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

// One message of the exchange. Numbers are big-endian; `text8` and `text32` are a length of one or
// four bytes and then the bytes.
//
//   "ARS1" | 16 sender | u8 kind | body
//
//   kind 1, a batch   16 book | text8 epoch | i64 committed_at_us | u64 first offset | u32 count |
//                     count times: i64 at_us | text8 type | 32 hash | u8 has_outlet [16 outlet] |
//                     text32 data
//   kind 2, a value   u8 channel | 16 book | 16 user | u64 offset | text8 key | text32 data
//
// Instances of different versions talk to each other while one is deployed: a kind or type that is
// not known is refused by the reader, who then finds the events in the database.
namespace arus::rabbitmq::detail {

using News =
    std::variant<std::shared_ptr<const app::CommittedBatch>, std::shared_ptr<const app::ValueNews>>;

struct Message {
    Bytes16 sender{};
    News news;
};

std::string encode(const Bytes16& sender, const app::CommittedBatch& batch);
std::string encode(const Bytes16& sender, const app::ValueNews& news);

/// Nothing for bytes that are not exactly one message. Takes no more memory than a few times the
/// length of `bytes`, whatever they claim.
std::optional<Message> decode(std::string_view bytes);

}  // namespace arus::rabbitmq::detail
