// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

// Fields of comma-separated values (RFC 4180) in UTF-8; lines end with CRLF.
namespace arus {

/// Appends a field that cannot run: figures, dates and ids of our own making. Quoted where it needs
/// to be.
void append_csv_field(std::string& out, std::string_view field);

/// Appends text that people wrote. A spreadsheet takes text that begins with one of = + - @ (or a
/// tab or a line end) for a formula and runs it; such text gets an apostrophe in front.
void append_csv_text(std::string& out, std::string_view text);

}  // namespace arus
