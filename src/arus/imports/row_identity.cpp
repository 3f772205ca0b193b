// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/row_identity.hpp"

#include <algorithm>
#include <cstring>

namespace arus::imports {

namespace {

constexpr std::int64_t ms_per_day = 86'400'000;

void add_text(Sha256& hash, std::string_view text) {
    hash.add_u64be(text.size());
    hash.add(text);
}

TransactionId id_with(const Hash256& digest, std::uint64_t ms) {
    TransactionId id;
    std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
    for (std::size_t i = 0; i < 6; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(ms >> (40U - 8U * i));
    }
    id.bytes[6] = static_cast<std::uint8_t>(0x70U | (id.bytes[6] & 0x0FU));
    id.bytes[8] = static_cast<std::uint8_t>(0x80U | (id.bytes[8] & 0x3FU));
    return id;
}

}  // namespace

Hash256 content_hash(const RowContent& content) {
    Sha256 hash;
    add_text(hash, "arus.import.v1");
    add_text(hash, content.account);
    hash.add_u64be(static_cast<std::uint64_t>(content.date.days));
    hash.add_u64be(static_cast<std::uint64_t>(content.amount_minor));
    add_text(hash, content.description);
    hash.add_u8(content.reference ? 1 : 0);
    add_text(hash, content.reference.value_or(std::string_view()));
    hash.add_u64be(content.postings.size());
    for (const auto& [account, amount] : content.postings) {
        add_text(hash, account);
        hash.add_u64be(static_cast<std::uint64_t>(amount));
    }
    return hash.finish();
}

std::uint32_t RowCounter::next(const Hash256& content) {
    std::uint64_t key = 0;
    std::memcpy(&key, content.data(), sizeof key);
    return counts_[key]++;
}

TransactionId transaction_id_of(
    const Hash256& content, std::uint32_t count, std::uint32_t undone, Date date) {
    Sha256 hash;
    hash.add(content);
    hash.add_u64be(count);
    hash.add_u64be(undone);
    const std::int64_t ms = std::max<std::int64_t>(date.days, 0) * ms_per_day;
    return id_with(hash.finish(), static_cast<std::uint64_t>(ms));
}

TransactionId reversal_id_of(TransactionId transaction) {
    Sha256 hash;
    add_text(hash, "arus.import.undo.v1");
    hash.add(transaction.bytes);
    std::uint64_t ms = 0;
    for (std::size_t i = 0; i < 6; ++i) {
        ms = ms << 8U | transaction.bytes[i];
    }
    return id_with(hash.finish(), ms);
}

}  // namespace arus::imports
