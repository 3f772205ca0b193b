// SPDX-License-Identifier: Apache-2.0
#include "arus/ledger/act.hpp"

#include "arus/base/assert.hpp"

// What is hashed, in this order and never in another, for the hash is kept for ever:
//
//   text        u64be number of bytes, bytes
//   number      u64be
//   id          16 bytes
//   optional    u8 0, or u8 1 and the value
//   list        u64be count, then its items
//
//   method, path, u8 number of the act's kind (0 transaction, 1 reverse, 2 settle), then the
//   draft's members as declared.
namespace arus::ledger {

namespace {

class DraftHash {
public:
    void text(std::string_view value) {
        number(value.size());
        hash_.add(value);
    }
    void number(std::uint64_t value) { hash_.add_u64be(value); }
    void byte(std::uint8_t value) { hash_.add_u8(value); }
    template <class Kind>
    void id(const Id<Kind>& value) {
        hash_.add(value.bytes);
    }

    void value(const std::string& v) { text(v); }
    void value(Date v) { number(static_cast<std::uint64_t>(static_cast<std::int64_t>(v.days))); }
    void value(Instant v) { number(static_cast<std::uint64_t>(v.us)); }
    template <class Kind>
    void value(const Id<Kind>& v) {
        id(v);
    }
    template <class T>
    void value(const std::optional<T>& v) {
        byte(v ? 1 : 0);
        if (v) {
            value(*v);
        }
    }

    Hash256 finish() { return hash_.finish(); }

private:
    Sha256 hash_;
};

/// `12.50` and `12.5` and `12.500` ask for the same.
std::string_view without_trailing_zeros(std::string_view amount) {
    if (amount.find('.') == std::string_view::npos) {
        return amount;
    }
    while (amount.ends_with('0')) {
        amount.remove_suffix(1);
    }
    if (amount.ends_with('.')) {
        amount.remove_suffix(1);
    }
    return amount;
}

void add_draft(DraftHash& hash, const TransactionDraft& draft, bool id_given) {
    hash.value(id_given ? std::optional(draft.id) : std::nullopt);
    hash.value(draft.date);
    hash.byte(static_cast<std::uint8_t>(draft.if_locked));
    hash.byte(static_cast<std::uint8_t>(draft.kind));
    hash.value(draft.description);
    hash.value(draft.reference);
    hash.value(draft.outlet_id);
    hash.value(draft.contact_id);
    hash.number(draft.tags.size());
    for (const auto& tag : draft.tags) {
        hash.value(tag);
    }
    hash.number(draft.lines.size());
    for (const auto& line : draft.lines) {
        hash.value(line.name);
        hash.value(line.quantity);
        hash.text(without_trailing_zeros(line.amount));
    }
    hash.value(draft.made_at);
    hash.byte(draft.pending ? 1 : 0);
    hash.value(draft.replaces_id);
    hash.number(draft.postings.size());
    for (const auto& posting : draft.postings) {
        hash.byte(static_cast<std::uint8_t>(posting.account.index()));
        std::visit([&](const auto& account) { hash.value(account); }, posting.account);
        hash.byte(static_cast<std::uint8_t>(posting.direction));
        hash.text(without_trailing_zeros(posting.amount));
        hash.value(posting.memo);
    }
}

void add_draft(DraftHash& hash, const ReverseDraft& draft, bool id_given) {
    hash.value(id_given ? std::optional(draft.id) : std::nullopt);
    hash.value(draft.target);
    hash.value(draft.date);
    hash.value(draft.description);
}

void add_draft(DraftHash& hash, const SettleDraft& draft, bool) {
    hash.value(draft.target);
    hash.byte(static_cast<std::uint8_t>(draft.outcome));
    hash.value(draft.date);
}

}  // namespace

Hash256 request_hash(
    std::string_view method, std::string_view path, const Act& act, bool id_given) {
    DraftHash hash;
    hash.text(method);
    hash.text(path);
    hash.byte(static_cast<std::uint8_t>(act.index()));
    if (const auto* transaction = std::get_if<TransactionDraft>(&act)) {
        add_draft(hash, *transaction, id_given);
    } else if (const auto* reverse = std::get_if<ReverseDraft>(&act)) {
        add_draft(hash, *reverse, id_given);
    } else {
        const auto* settle = std::get_if<SettleDraft>(&act);
        ARUS_ASSERT(settle != nullptr);  // only acts that move money have a key
        add_draft(hash, *settle, id_given);
    }
    return hash.finish();
}

}  // namespace arus::ledger
