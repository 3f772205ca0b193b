// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/ids.hpp"
#include "arus/imports/table_row.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arus::imports {

/// What becomes of a row.
enum class Verdict { new_, duplicate, posted, refused, skipped };
inline constexpr std::size_t verdict_count = 5;

std::string_view text_of(Verdict verdict);
std::optional<Verdict> parse_verdict(std::string_view text);

using VerdictCounts = std::array<std::uint64_t, verdict_count>;

/// A row with what became of it.
struct RowOutcome {
    std::uint64_t line = 1;
    Verdict verdict = Verdict::refused;
    std::optional<Date> date;
    std::string description;
    std::optional<std::string> reference;
    std::optional<std::int64_t> amount_minor;
    std::string account_code;      ///< empty: none
    TransactionId transaction_id;  ///< none where there is none
    bool is_id_hidden = false;     ///< it lies outside of the reader's outlets
    std::optional<RowFault> fault;
};

/// A row of a page as it is kept: the wire's object with what must be known of it besides.
struct KeptRow {
    Verdict verdict = Verdict::refused;
    TransactionId transaction_id;
    std::string_view json;
};

/// Some rows of a file, packed: kept and fetched as one piece.
///
///   row: u8 verdict, 16 bytes id, u32be length, JSON
class RowPage {
public:
    void add(const RowOutcome& row, int exponent);
    void add(const KeptRow& row);

    const std::string& bytes() const { return bytes_; }
    const VerdictCounts& counts() const { return counts_; }

private:
    std::string bytes_;
    VerdictCounts counts_{};
};

/// The rows in a page's bytes, which must outlive them. Nothing where the bytes are none.
std::optional<std::vector<KeptRow>> unpack(std::string_view bytes);

}  // namespace arus::imports
