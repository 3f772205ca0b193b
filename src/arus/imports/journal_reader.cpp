// SPDX-License-Identifier: Apache-2.0
#include "arus/imports/journal_reader.hpp"

#include "arus/imports/detail/quoted.hpp"
#include "arus/imports/number_format.hpp"
#include "arus/ledger/money.hpp"

#include <algorithm>
#include <array>

namespace arus::imports {

namespace {

using detail::quoted;
using ledger::AccountType;

constexpr std::size_t line_bytes_max = 64U << 10U;
constexpr std::size_t postings_max = 200;
constexpr std::size_t tags_max = 16;
constexpr std::size_t description_max = 500;
constexpr std::size_t short_text_max = 80;
constexpr std::size_t memo_max = 120;
constexpr std::size_t tag_max = 40;

struct Root {
    std::string_view name;
    AccountType type;
};
constexpr std::array<Root, 24> roots{{
    {"assets", AccountType::asset},         {"asset", AccountType::asset},
    {"aset", AccountType::asset},           {"aktiva", AccountType::asset},
    {"harta", AccountType::asset},          {"liabilities", AccountType::liability},
    {"liability", AccountType::liability},  {"debts", AccountType::liability},
    {"debt", AccountType::liability},       {"kewajiban", AccountType::liability},
    {"utang", AccountType::liability},      {"hutang", AccountType::liability},
    {"liabilitas", AccountType::liability}, {"equity", AccountType::equity},
    {"ekuitas", AccountType::equity},       {"modal", AccountType::equity},
    {"revenues", AccountType::income},      {"revenue", AccountType::income},
    {"income", AccountType::income},        {"incomes", AccountType::income},
    {"pendapatan", AccountType::income},    {"expenses", AccountType::expense},
    {"expense", AccountType::expense},      {"beban", AccountType::expense},
}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/// The text before a comment; the comment without its semicolon goes to `comment`.
std::string_view before_comment(std::string_view text, std::optional<std::string_view>& comment) {
    const std::size_t at = text.find(';');
    if (at == std::string_view::npos) {
        return trimmed(text);
    }
    comment = trimmed(text.substr(at + 1));
    return trimmed(text.substr(0, at));
}

/// Up to two spaces or a tab, which end an account's name.
std::string_view take_account(std::string_view& text) {
    std::size_t end = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\t' || (text[i] == ' ' && i + 1 < text.size() && is_blank(text[i + 1]))) {
            end = i;
            break;
        }
    }
    const std::string_view name = trimmed(text.substr(0, end));
    text.remove_prefix(end);
    return name;
}

/// `name: value` of a comment; the value ends at a comma.
std::optional<std::string_view> tag_of(std::string_view comment, std::string_view name) {
    for (std::size_t at = comment.find(name); at != std::string_view::npos;
         at = comment.find(name, at + 1)) {
        const bool begins = at == 0 || is_blank(comment[at - 1]) || comment[at - 1] == ',';
        const std::size_t colon = at + name.size();
        if (begins && colon < comment.size() && comment[colon] == ':') {
            const std::string_view rest = comment.substr(colon + 1);
            return trimmed(rest.substr(0, rest.find(',')));
        }
    }
    return std::nullopt;
}

/// `[2026-01-31]` anywhere in the comment of a posting.
bool has_bracketed_date(std::string_view comment) {
    for (std::size_t at = comment.find('['); at != std::string_view::npos;
         at = comment.find('[', at + 1)) {
        const std::size_t end = comment.find_first_not_of("0123456789/-.=", at + 1);
        if (end != std::string_view::npos && comment[end] == ']' && is_digit(comment[at + 1])
            && comment.substr(at, end - at).find_first_of("/-.") != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

std::optional<char> type_letter(std::string_view word) {
    const std::string lower = lower_ascii(word);
    static constexpr std::array<std::pair<std::string_view, char>, 14> words{{
        {"a", 'A'},
        {"asset", 'A'},
        {"l", 'L'},
        {"liability", 'L'},
        {"e", 'E'},
        {"equity", 'E'},
        {"r", 'R'},
        {"revenue", 'R'},
        {"x", 'X'},
        {"expense", 'X'},
        {"c", 'C'},
        {"cash", 'C'},
        {"v", 'V'},
        {"conversion", 'V'},
    }};
    for (const auto& [name, letter] : words) {
        if (name == lower) {
            return letter;
        }
    }
    return std::nullopt;
}

std::optional<AccountType> type_of_letter(char letter) {
    switch (letter) {
        case 'A':
        case 'C':
            return AccountType::asset;
        case 'L':
            return AccountType::liability;
        case 'E':
        case 'V':
            return AccountType::equity;
        case 'R':
            return AccountType::income;
        case 'X':
            return AccountType::expense;
        default:
            return std::nullopt;
    }
}

/// `2026-01-31`, `2026/1/31`, `2026.1.31`, and without the year where one was given before.
std::optional<Date> read_date(std::string_view text, std::optional<int> year) {
    std::array<int, 3> numbers{};
    std::size_t count = 0;
    std::size_t digits = 0;
    char separator = 0;
    for (const char c : text) {
        if (is_digit(c)) {
            numbers[count] = numbers[count] * 10 + (c - '0');
            if (++digits > 4) {
                return std::nullopt;
            }
        } else if (
            (c == '-' || c == '/' || c == '.') && digits > 0 && count < 2
            && (separator == 0 || separator == c)) {
            separator = c;
            digits = 0;
            ++count;
        } else {
            return std::nullopt;
        }
    }
    if (digits == 0 || (count == 1 && !year) || count == 0) {
        return std::nullopt;
    }
    const std::array<int, 3> full = count == 2 ? numbers
                                               : std::array<int, 3>{*year, numbers[0], numbers[1]};
    if (full[0] < 1000) {
        return std::nullopt;
    }
    std::string day = std::to_string(full[0]);
    for (const int number : {full[1], full[2]}) {
        day += number < 10 ? "-0" : "-";
        day += std::to_string(number);
    }
    return parse_date(day);
}

void keep(std::optional<std::string>& to, std::string_view text, std::size_t characters_max) {
    const std::optional<std::string> plain = plain_text(text, characters_max);
    if (plain && !plain->empty()) {
        to = *plain;
    }
}

}  // namespace

void JournalReader::feed(std::string_view text) {
    buffer_.erase(0, begin_);
    begin_ = 0;
    buffer_ += text;
}

std::optional<AccountType> JournalReader::type_of(const std::string& account) const {
    std::string_view name = account;
    for (;;) {
        if (const auto declared = types_.find(name); declared != types_.end()) {
            return type_of_letter(declared->second);
        }
        const std::size_t colon = name.rfind(':');
        if (colon == std::string_view::npos) {
            break;
        }
        name = name.substr(0, colon);
    }
    const std::string root = lower_ascii(name);
    for (const Root& one : roots) {
        if (one.name == root) {
            return one.type;
        }
    }
    return root == "biaya" || root == "pengeluaran" ? std::optional(AccountType::expense)
                                                    : std::nullopt;
}

bool JournalReader::is_cash(const std::string& account) const {
    const auto declared = types_.find(account);
    return declared != types_.end() && declared->second == 'C';
}

bool JournalReader::take_line(std::string& line) {
    for (;;) {
        const std::size_t feed = buffer_.find('\n', begin_);
        const bool is_last = feed == std::string::npos;
        const bool is_cut = is_finished_ && is_skipping_;  // of an endless line
        if (is_last && !is_cut && (!is_finished_ || begin_ == buffer_.size())) {
            if (buffer_.size() - begin_ > line_bytes_max) {
                is_skipping_ = true;
                begin_ = buffer_.size();
            }
            return false;
        }
        const std::size_t end = is_last ? buffer_.size() : feed;
        line.assign(buffer_, begin_, end - begin_);
        begin_ = is_last ? end : end + 1;
        ++line_;
        is_too_long_ = is_skipping_ || line.size() > line_bytes_max;
        is_skipping_ = false;
        if (is_too_long_) {
            line.clear();
        }
        while (!line.empty() && (line.back() == '\r' || is_blank(line.back()))) {
            line.pop_back();
        }
        return true;
    }
}

bool JournalReader::next(JournalEntryDraft& entry) {
    std::string line;
    for (;;) {
        const std::size_t begin = begin_;
        if (!take_line(line)) {
            if (is_finished_ && context_ == Context::entry) {
                context_ = Context::none;
                return end_entry(entry);
            }
            return false;
        }
        // A line that begins something else ends the entry before it; it is read again after that.
        const bool goes_on = !line.empty() && is_blank(line.front()) && !is_too_long_;
        if (context_ == Context::entry && !goes_on) {
            const bool is_end = line.empty();
            if (is_too_long_) {
                refuse("line_too_long", "The line is longer than 64 KiB.");
                const bool is_ended = end_entry(entry);
                context_ = Context::other;  // what else the entry holds is passed over
                return is_ended;
            }
            if (!is_end) {
                begin_ = begin;
                --line_;
            }
            context_ = Context::none;
            return end_entry(entry);
        }
        if (is_too_long_) {
            context_ = context_ == Context::block ? Context::block : Context::other;
            return refuse_line(entry, "line_too_long", "The line is longer than 64 KiB.");
        }
        if (read_line(line, entry)) {
            return true;
        }
    }
}

bool JournalReader::read_line(std::string_view line, JournalEntryDraft& out) {
    if (context_ == Context::block) {
        if (line.starts_with("end comment") || line.starts_with("end test")) {
            context_ = Context::none;
        }
        return false;
    }
    if (line.empty()) {
        context_ = Context::none;
        return false;
    }
    if (is_blank(line.front())) {
        const std::string_view text = trimmed(line);
        if (context_ == Context::entry) {
            if (text.starts_with(';')) {
                read_comment(trimmed(text.substr(1)), false);
            } else if (!text.empty()) {
                read_posting(text);
            }
        } else if (context_ == Context::account && text.starts_with(';')) {
            declare_type(text.substr(1));
        } else if (context_ == Context::other && text.starts_with("format ")) {
            read_sample(text.substr(7));
        } else if (context_ == Context::none && stopped_.empty() && !text.starts_with(';')) {
            context_ = Context::other;  // said once for all of them
            return refuse_line(out, "syntax_invalid", "This line belongs to no entry.");
        }
        return false;
    }
    context_ = Context::other;
    const char first = line.front();
    if (first == ';' || first == '#' || first == '*') {
        return false;
    }
    if (!stopped_.empty()) {
        if (is_digit(first)) {
            return refuse_line(out, "not_supported", stopped_);
        }
        return false;
    }
    if (is_digit(first)) {
        begin_entry(line);
        return false;
    }
    if (first == '~' || first == '=') {
        return refuse_line(
            out, "not_supported",
            first == '~' ? "Periodic rules (~) are not imported."
                         : "Auto postings (=) are not imported.");
    }
    return read_directive(line, out);
}

bool JournalReader::refuse_line(
    JournalEntryDraft& out, std::string code, std::string detail) const {
    out = {};
    out.line = line_;
    out.fault = RowFault{std::move(code), std::move(detail), false};
    return true;
}

void JournalReader::refuse(std::string code, std::string detail) {
    if (!entry_.fault) {
        entry_.fault = RowFault{
            std::move(code), "Line " + std::to_string(line_) + ": " + std::move(detail), false};
    }
}

void JournalReader::begin_entry(std::string_view line) {
    context_ = Context::entry;
    entry_ = {};
    entry_.line = line_;
    open_posting_.reset();
    posting_count_ = 0;
    std::optional<std::string_view> comment;
    std::string_view text = before_comment(line, comment);
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    const std::string_view dates = text.substr(0, end);
    entry_.date = read_date(dates.substr(0, dates.find('=')), year_);
    if (!entry_.date) {
        refuse("date_invalid", quoted(dates) + " is no date of a journal.");
    }
    text = trimmed(text.substr(end));
    if (text.starts_with('*') || text.starts_with('!')) {
        text = trimmed(text.substr(1));
    }
    if (text.starts_with('(')) {
        if (const std::size_t close = text.find(')'); close != std::string_view::npos) {
            keep(entry_.code, text.substr(1, close - 1), short_text_max);
            text = trimmed(text.substr(close + 1));
        }
    }
    const std::optional<std::string> description = plain_text(text, description_max);
    if (description) {
        entry_.description = *description;
    } else {
        refuse("text_invalid", "The description has characters that are none in this encoding.");
    }
    if (comment) {
        read_comment(*comment, false);
    }
}

void JournalReader::read_comment(std::string_view comment, bool is_posting) {
    if (is_posting || posting_count_ > 0) {  // perhaps a further remark on the posting above
        if (tag_of(comment, "date") || has_bracketed_date(comment)) {
            refuse("not_supported", "Dates of single postings are not imported.");
        }
        return;
    }
    if (const auto kind = tag_of(comment, "kind")) {
        keep(entry_.kind, *kind, tag_max);
    }
    if (const auto reference = tag_of(comment, "reference")) {
        keep(entry_.reference, *reference, short_text_max);
    }
    if (const auto outlet = tag_of(comment, "outlet")) {
        keep(entry_.outlet_code, *outlet, short_text_max);
    }
    if (const auto tag = tag_of(comment, "tag")) {
        std::optional<std::string> kept;
        keep(kept, *tag, tag_max);
        if (kept && entry_.tags.size() < tags_max
            && std::ranges::find(entry_.tags, *kept) == entry_.tags.end()) {
            entry_.tags.push_back(*kept);
        }
    }
}

void JournalReader::read_posting(std::string_view line) {
    std::optional<std::string_view> comment;
    std::string_view text = before_comment(line, comment);
    if (text.starts_with('*') || text.starts_with('!')) {
        text = trimmed(text.substr(1));
    }
    if (text.starts_with('(') || text.starts_with('[')) {
        refuse("not_supported", "Virtual postings are not imported.");
        return;
    }
    if (++posting_count_ > postings_max) {
        refuse("not_supported", "An entry may have 200 postings.");
        return;
    }
    JournalPosting posting;
    std::string_view rest = text;
    const std::optional<std::string> account = plain_text(take_account(rest), 1'000);
    if (!account || account->empty()) {
        refuse("syntax_invalid", "There is no account on this line.");
        return;
    }
    posting.account = *account;
    if (comment) {
        read_comment(*comment, true);
        keep(posting.memo, *comment, memo_max);
    }
    rest = trimmed(rest);
    const std::size_t assertion = rest.find('=');
    const std::string_view amount = trimmed(rest.substr(0, assertion));
    if (amount.empty()) {
        if (assertion != std::string_view::npos) {
            refuse("not_supported", "Balance assignments are not imported; write the amount.");
        } else if (open_posting_) {
            refuse("unbalanced", "Only one posting may be without an amount.");
        } else {
            open_posting_ = entry_.postings.size();
            entry_.postings.push_back(std::move(posting));
        }
        return;
    }
    if (amount.find_first_of("@{") != std::string_view::npos) {
        refuse("not_supported", "Costs (@) and lots ({}) are not imported.");
        return;
    }
    if (const auto minor = read_amount(amount)) {
        posting.amount_minor = *minor;
        entry_.postings.push_back(std::move(posting));
    }
}

bool JournalReader::end_entry(JournalEntryDraft& out) {
    if (!entry_.fault) {
        std::int64_t sum = 0;
        bool fits = true;
        for (const JournalPosting& posting : entry_.postings) {
            const auto added = ledger::checked_add(sum, posting.amount_minor);
            fits = fits && added;
            sum = added.value_or(0);
        }
        if (open_posting_) {
            entry_.postings[*open_posting_].amount_minor = -sum;
            sum = 0;
        }
        std::erase_if(
            entry_.postings, [](const JournalPosting& one) { return one.amount_minor == 0; });
        const std::uint64_t line = line_;
        line_ = entry_.line;
        if (!fits || sum != 0) {
            refuse("unbalanced", "The amounts do not add up to zero.");
        } else if (entry_.postings.empty()) {
            entry_.fault = RowFault{"amount_zero", "Nothing moves in this entry.", true};
        }
        line_ = line;
    }
    out = std::move(entry_);
    entry_ = {};
    open_posting_.reset();
    return true;
}

void JournalReader::declare_type(std::string_view comment) {
    if (const auto type = tag_of(comment, "type")) {
        if (const auto letter = type_letter(*type)) {
            types_.insert_or_assign(account_, *letter);
        }
    }
}

bool JournalReader::read_directive(std::string_view line, JournalEntryDraft& out) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    const std::string_view word = line.substr(0, end);
    const std::string_view rest = trimmed(line.substr(end));
    if (word == "account") {
        std::optional<std::string_view> comment;
        std::string_view text = before_comment(rest, comment);
        account_ = take_account(text);
        context_ = Context::account;
        if (comment) {
            declare_type(*comment);
        }
        return false;
    }
    if (word == "comment" || word == "test") {
        context_ = Context::block;
        return false;
    }
    if (word == "commodity" || word == "D") {
        std::optional<std::string_view> comment;
        const std::string_view sample = before_comment(rest, comment);
        if (word == "D" && !is_own_sample(sample)) {
            stopped_ = "Behind `D` on line " + std::to_string(line_)
                       + " a bare number would be of another commodity, and is not imported.";
            return refuse_line(
                out, "currency_mixed",
                "The book is in " + currency_ + ", " + quoted(sample)
                    + " is of another commodity.");
        }
        read_sample(sample);
        return false;
    }
    if (word == "decimal-mark") {
        if (rest == "." || rest == ",") {
            decimal_ = rest.front();
            return false;
        }
        return refuse_line(out, "syntax_invalid", "decimal-mark takes `.` or `,`.");
    }
    const bool is_short_year = word.size() > 1 && word.front() == 'Y' && is_digit(word[1]);
    if (word == "Y" || word == "year" || is_short_year) {
        const std::string_view digits = is_short_year ? word.substr(1) : rest;
        if (digits.size() == 4 && std::ranges::all_of(digits, is_digit)) {
            year_ = (digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10
                    + (digits[3] - '0');
            return false;
        }
        return refuse_line(out, "syntax_invalid", quoted(digits) + " is no year.");
    }
    if (word == "P" || word == "payee" || word == "tag" || word == "N") {
        return false;
    }
    if (word == "alias" || word == "apply" || word == "end" || word == "bucket" || word == "A"
        || word == "include" || word == "!include" || word == "!alias") {
        if (word != "include" && word != "!include") {
            stopped_ = "What stands behind `" + std::string(word) + "` on line "
                       + std::to_string(line_) + " would mean something else, and is not imported.";
        }
        return refuse_line(
            out, "not_supported", "The directive `" + std::string(word) + "` is not supported.");
    }
    if ((word == "i" || word == "o" || word == "h" || word == "b" || word == "O")
        && !rest.empty()) {
        return refuse_line(out, "not_supported", "Timeclock lines are not imported.");
    }
    return refuse_line(out, "syntax_invalid", quoted(line) + " is nothing of a journal.");
}

}  // namespace arus::imports
