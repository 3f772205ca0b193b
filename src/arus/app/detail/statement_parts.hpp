// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/statements/statements.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What the files of Statements share.
namespace arus::app {

inline constexpr std::uint64_t sequences_back_max = 100'000;

/// A statement with what it was made of.
struct Statements::Made {
    StatementReport report;
    std::vector<ledger::Account> accounts;
    std::optional<reports::Statement> earlier;  ///< the same rows as known at earlier_sequence
};

/// A cell and the entries that make it.
struct Statements::Cell {
    std::string report;       ///< for the log
    std::string list;         ///< for cursors
    Explanation explanation;  ///< with everything but items and cursor
    EntryQuery query;         ///< with everything but the accounts
    struct Account {
        NamedAccount account;
        std::int64_t times = 1;  ///< what a debit of one adds to the cell
    };
    std::vector<Account> accounts;
    /// Of an ageing: entries count only as far as they are open, the newest first, until the cell
    /// is reached.
    bool counts_open_only = false;
    std::int64_t told_minor = 0;  ///< what earlier pages added up to
};

namespace detail {

inline Refusal refused_parameter(std::string name, std::string code, std::string what) {
    return {
        RefusalCode::validation_failed,
        "A parameter cannot be so.",
        {{std::move(name), std::move(code), std::move(what)}}};
}

inline Refusal too_far_back(std::string name, std::uint64_t head, std::string_view what_else = {}) {
    return refused_parameter(
        std::move(name), "range",
        "It lies at most 100,000 before the head, " + std::to_string(head) + '.'
            + std::string(what_else));
}

inline constexpr std::string_view ask_for_an_export = " Further back, ask for an export.";

inline bool is_in_reach(std::uint64_t sequence, std::uint64_t head, Reach reach = Reach::near) {
    return sequence <= head && (reach == Reach::any || head - sequence <= sequences_back_max);
}

/// Whole numbers with a point between them, for the place in a cursor.
template <class... Numbers>
std::string joined_numbers(Numbers... numbers) {
    std::string text;
    ((text += (text.empty() ? "" : ".") + std::to_string(numbers)), ...);
    return text;
}

template <std::size_t count>
std::optional<std::array<std::int64_t, count>> split_numbers(std::string_view text) {
    std::array<std::int64_t, count> numbers{};
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto parsed = std::from_chars(at, end, numbers[i]);
        if (parsed.ec != std::errc{}
            || (i + 1 < count && (parsed.ptr == end || *parsed.ptr != '.'))) {
            return std::nullopt;
        }
        at = parsed.ptr + (i + 1 < count ? 1 : 0);
    }
    return at == end ? std::optional(numbers) : std::nullopt;
}

/// Where a page of entries begins, and what the ones before it came to.
struct EntryPlace {
    std::uint64_t sequence = 0;  ///< of the knowledge
    EntryQuery::After after;
    std::int64_t told_minor = 0;
};

inline std::string place_text(const EntryPlace& place) {
    return joined_numbers(
        static_cast<std::int64_t>(place.sequence), static_cast<std::int64_t>(place.after.date.days),
        static_cast<std::int64_t>(place.after.sequence),
        static_cast<std::int64_t>(place.after.position), place.told_minor);
}

/// Nothing without a cursor; a refusal for one of another list.
inline Result<std::optional<EntryPlace>> entry_place(
    const PageRequest& page, const std::string& list) {
    if (!page.cursor) {
        return std::optional<EntryPlace>();
    }
    const Result<std::string> place = place_of(*page.cursor, list);
    if (!place) {
        return place.refusal();
    }
    const auto numbers = split_numbers<5>(*place);
    if (!numbers) {
        return refused_parameter("?cursor", "pattern", "Send next_cursor of the page before.");
    }
    const auto& [sequence, days, after, position, told] = *numbers;
    EntryPlace found;
    found.sequence = static_cast<std::uint64_t>(sequence);
    found.after = {
        {static_cast<std::int32_t>(days)},
        static_cast<std::uint64_t>(after),
        static_cast<int>(position)};
    found.told_minor = told;
    return std::optional(found);
}

}  // namespace detail
}  // namespace arus::app
