// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace arus::bench {

/// What the database is asked to do without any server: the very rows that Arus writes for sales,
/// in transactions of `rows` sales, as statements in a file.
struct CeilingOptions {
    std::string book_hex;
    std::string debit_hex;   ///< account
    std::string credit_hex;  ///< account
    std::string user_hex;
    std::int32_t day = 0;
    std::uint64_t first_sequence = 0;  ///< the first sale's, and its event's offset
    std::size_t batches = 100;
    std::size_t rows = 256;
    std::size_t data_bytes = 700;  ///< of an event
};

void write_ceiling(const std::filesystem::path& file, const CeilingOptions& options);

}  // namespace arus::bench
