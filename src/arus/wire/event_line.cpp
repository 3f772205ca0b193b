// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/event_line.hpp"

#include <charconv>

namespace arus::wire {

namespace {

void append_number(std::string& out, std::uint64_t value) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, value);
    out.append(digits, end.ptr);
}

/// The members of an event from `book` to `data`, without braces around them.
void append_members(
    std::string& out, BookId book, std::string_view epoch, const ledger::Event& event) {
    out += "\"book\":\"";
    out += book.text();
    out += "\",\"channel\":\"ledger\",\"epoch\":\"";
    out += epoch;
    out += "\",\"offset\":";
    append_number(out, event.offset);
    out += ",\"type\":\"";
    out += ledger::text_of(event.type);
    out += "\",\"at\":\"";
    out += instant_text(event.at);
    out += "\",\"hash\":\"";
    out += hex_of(event.hash);
    out += "\",\"data\":";
    out += *event.data;
}

/// What the members take beside `data`, for one allocation instead of several.
constexpr std::size_t frame_bytes = 320;

}  // namespace

std::string event_suffix(BookId book, std::string_view epoch, const ledger::Event& event) {
    std::string out;
    out.reserve(event.data->size() + frame_bytes);
    append_members(out, book, epoch, event);
    out += "}}\n";
    return out;
}

void append_event_line(std::string& out, std::uint64_t sub, std::string_view suffix) {
    out += "{\"event\":{\"sub\":";
    append_number(out, sub);
    out += ',';
    out += suffix;
}

void append_event_object(
    std::string& out, BookId book, std::string_view epoch, const ledger::Event& event) {
    out.reserve(out.size() + event.data->size() + frame_bytes);
    out += '{';
    append_members(out, book, epoch, event);
    out += '}';
}

}  // namespace arus::wire
