// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/event.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// An event on the wire, made once per event and shared by everybody who receives it:
//
//   prefix   {"event":{"sub":7,
//   suffix   "book":"…","channel":"ledger","epoch":"…","offset":9,"type":"…","at":"…",
//            "hash":"…","data":{…}}}\n
namespace arus::wire {

/// Everything of an event push after its `sub` member: the other members, both closing braces and
/// the line feed. `data` is copied byte for byte as it is stored.
std::string event_suffix(BookId book, std::string_view epoch, const ledger::Event& event);

/// Appends one whole push: the prefix with this subscription number, then the suffix made before.
void append_event_line(std::string& out, std::uint64_t sub, std::string_view suffix);

/// Appends the event as REST shows it: the same object without `sub`.
void append_event_object(
    std::string& out, BookId book, std::string_view epoch, const ledger::Event& event);

}  // namespace arus::wire
