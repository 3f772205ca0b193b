// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/transaction.hpp"

#include <string>
#include <variant>
#include <vector>

// What callers ask a book to do. Shapes and lengths have been checked (wire/); whether the book
// allows it is decided by evaluate_batch() alone, under the lock of the book's head.
namespace arus::ledger {

enum class IfLocked { refuse, next_open_day };

struct PostingDraft {
    std::variant<AccountId, std::string> account;  ///< by id or by code
    Direction direction = Direction::debit;
    std::string amount;  ///< as it came: the exponent that gives it meaning is read under the lock
    std::optional<std::string> memo;
};

struct ReceiptLineDraft {
    std::string name;
    std::string quantity;
    std::string amount;
};

/// POST /transactions and each item of a batch. The short form has been written out as postings.
struct TransactionDraft {
    TransactionId id;          ///< the caller's, or one made for it
    std::optional<Date> date;  ///< absent: today in the book's zone
    IfLocked if_locked = IfLocked::refuse;
    TransactionKind kind = TransactionKind::journal;  ///< never reversal
    std::string description;
    std::optional<std::string> reference;
    std::optional<OutletId> outlet_id;
    std::optional<ContactId> contact_id;
    std::vector<std::string> tags;
    std::vector<ReceiptLineDraft> lines;
    std::optional<Instant> made_at;
    bool pending = false;
    std::optional<TransactionId> replaces_id;  ///< reversed in the same commit; never together with
                                               ///< pending
    std::vector<PostingDraft> postings;  ///< 0 to 200: fewer than two are refused as unbalanced
};

/// POST /transactions/{id}/reverse.
struct ReverseDraft {
    TransactionId id;  ///< of the reversal
    TransactionId target;
    std::optional<Date> date;  ///< absent: the target's if it is open, else today
    std::optional<std::string> description;
};

/// POST /transactions/{id}/post and …/void.
struct SettleDraft {
    enum class Outcome { posted, voided };
    TransactionId target;
    Outcome outcome = Outcome::posted;
    std::optional<Date> date;  ///< posted only; absent: the date it was held with
};

struct AccountDraft {
    Account account;  ///< with its new id; min_balance stands in the text below
    std::optional<std::string> min_balance;
};

/// Every member that is present is a change; a member that may become null is an optional inside an
/// optional.
struct AccountChange {
    AccountId id;
    std::optional<std::string> name;
    std::optional<AccountSubtype> subtype;
    std::optional<std::optional<AccountId>> parent_id;
    std::optional<std::optional<std::string>> min_balance;
    std::optional<bool> archived;
};

struct OutletDraft {
    Outlet outlet;
};
struct OutletChange {
    OutletId id;
    std::optional<std::string> name;
    std::optional<bool> archived;
};

struct ContactDraft {
    Contact contact;
};
struct ContactChange {
    ContactId id;
    std::optional<std::string> name;
    std::optional<std::optional<std::string>> phone;
    std::optional<std::optional<std::string>> email;
    std::optional<std::optional<std::string>> note;
    std::optional<bool> archived;
};

struct BookChange {
    std::optional<std::string> name;
    std::optional<std::string> currency;
    std::optional<int> exponent;
    std::optional<std::string> time_zone;
    std::optional<std::string> fiscal_year_start;
    std::optional<std::optional<Date>> lock_date;
};

using Act = std::variant<
    TransactionDraft, ReverseDraft, SettleDraft, AccountDraft, AccountChange, OutletDraft,
    OutletChange, ContactDraft, ContactChange, BookChange>;

/// Who acts, as far as the rules of the ledger care. What a role may do at all was decided before.
struct Actor {
    UserId user_id;
    std::string name;
    std::optional<DeviceId> device_id;
    /// Present for a cashier: the outlets whose transactions exist for them. Outside of it an
    /// outlet is unknown and a transaction not found; they undo only their own entries of the same
    /// business day, and refusals name no figure.
    std::optional<std::vector<OutletId>> outlet_scope;
};

/// What makes a money act happen once: present for TransactionDraft, ReverseDraft and SettleDraft,
/// else empty.
struct Idempotency {
    std::string key;         ///< the header, or the text of the body's id
    bool id_given = false;   ///< the body named an id, which must then match the key's too
    Hash256 request_hash{};  ///< request_hash() of this act
};

struct Entry {
    Act act;
    Actor actor;
    Idempotency idempotency;
    std::optional<LocalHour> made_local;  ///< made_at on a clock in the book's zone
};

/// Entries that came in one request. Atomic: all of them or none.
struct Submission {
    std::vector<Entry> entries;
    bool atomic = false;
};

/// SHA-256 over method, path and the draft's members in the order of their declaration, each with
/// its length or its absence, so that two drafts hash alike exactly if they ask for the same. `id`
/// counts only where the caller gave it
/// (`id_given`); decimals of an amount that are trailing zeros do not count. Precondition: a money
/// act.
Hash256 request_hash(std::string_view method, std::string_view path, const Act& act, bool id_given);

}  // namespace arus::ledger
