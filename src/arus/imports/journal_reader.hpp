// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/imports/table_row.hpp"
#include "arus/ledger/book.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Journals of hledger in one currency: what Arus writes and what people write by hand.
//
//   read       transactions with status, code, comments; one posting without an amount; dates with
//              / - . ; directives account (types), commodity, decimal-mark, D, Y; comment blocks
//   ignored    P, payee, tag; balance assertions beside an amount; secondary dates
//   refused,   other commodities, costs @ and {}, balance assignments, virtual postings, posting
//   by line    dates, rules = and ~, timeclock lines, include
//   stops      alias, apply: what follows would mean something else, so all of it is refused
namespace arus::imports {

struct JournalPosting {
    std::string account;              ///< its whole name
    std::int64_t amount_minor = 0;    ///< a debit is more than zero; never zero
    std::optional<std::string> memo;  ///< the comment behind it
};

struct JournalEntryDraft {
    std::uint64_t line = 1;
    std::optional<Date> date;
    std::string description;
    std::optional<std::string> code;  ///< in brackets behind the date
    std::optional<std::string> kind;  ///< of comment tags: `kind: sale` …
    std::optional<std::string> reference;
    std::optional<std::string> outlet_code;
    std::vector<std::string> tags;
    std::vector<JournalPosting> postings;  ///< balanced, at least two, where there is no fault
    std::optional<RowFault> fault;
};

class JournalReader {
public:
    JournalReader(std::string currency, int exponent) :
        currency_(std::move(currency)), exponent_(exponent) {}

    /// UTF-8. Precondition: next() has said false.
    void feed(std::string_view text);
    void finish() { is_finished_ = true; }
    /// The next entry, or the next thing that is refused; false: more text is needed or it has
    /// ended.
    bool next(JournalEntryDraft& entry);

    /// The type of an account: as declared for it or the nearest account above it so far, else by
    /// the first part of its name in English or Indonesian; nothing where neither says.
    std::optional<ledger::AccountType> type_of(const std::string& account) const;
    /// Declared as cash.
    bool is_cash(const std::string& account) const;

private:
    enum class Context { none, entry, account, block, other };

    bool take_line(std::string& line);
    bool read_line(std::string_view line, JournalEntryDraft& out);
    void begin_entry(std::string_view line);
    void read_posting(std::string_view line);
    void read_comment(std::string_view comment, bool is_posting);
    bool read_directive(std::string_view line, JournalEntryDraft& out);
    void declare_type(std::string_view comment);
    std::optional<std::int64_t> read_amount(std::string_view text);
    bool is_own_sample(std::string_view text) const;
    void read_sample(std::string_view text);
    void refuse(std::string code, std::string detail);
    bool end_entry(JournalEntryDraft& out);
    bool refuse_line(JournalEntryDraft& out, std::string code, std::string detail) const;

    std::string currency_;
    int exponent_;
    std::string buffer_;
    std::size_t begin_ = 0;
    std::uint64_t line_ = 0;
    bool is_finished_ = false;
    bool is_skipping_ = false;  ///< inside a line that is too long
    Context context_ = Context::none;
    JournalEntryDraft entry_;
    std::optional<std::size_t> open_posting_;  ///< the one without an amount
    std::size_t posting_count_ = 0;
    bool is_too_long_ = false;
    std::string account_;  ///< that is being declared
    std::map<std::string, char, std::less<>> types_;
    std::optional<char> decimal_;
    std::optional<std::string> symbol_;  ///< of the first amount
    std::optional<int> year_;
    std::string stopped_;  ///< why nothing more is read
};

}  // namespace arus::imports
