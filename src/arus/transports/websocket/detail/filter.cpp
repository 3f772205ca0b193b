// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/filter.hpp"

#include <algorithm>

namespace arus::websocket::detail {

namespace {

constexpr std::size_t types_all = 10;

bool is_transaction(ledger::EventType type) {
    return type == ledger::EventType::transaction_posted
           || type == ledger::EventType::transaction_pending
           || type == ledger::EventType::transaction_voided;
}

}  // namespace

Filter::Filter(Narrowing narrowing, app::BookAccessRef access) : narrowing_(std::move(narrowing)) {
    auto& types = narrowing_.types;
    std::sort(types.begin(), types.end());
    types.erase(std::unique(types.begin(), types.end()), types.end());
    if (types.size() == types_all) {
        types.clear();
    }
    if (access->outlet_scope) {
        scope_ = std::move(access);
    }
    if (narrowing_.account_id) {
        // The ledger's own encoder made the data, and a quote inside a string of it is escaped: so
        // this text occurs where a posting names the account, and nowhere else.
        account_needle_ = "\"account_id\":\"" + narrowing_.account_id->text() + '"';
    }
    open_ = !scope_ && !narrowing_.outlet_id && !narrowing_.account_id && types.empty();
}

bool Filter::passes(const EventLines& lines, std::uint64_t offset) const {
    if (open_) {
        return true;
    }
    const auto type = lines.type(offset);
    if (!narrowing_.types.empty()
        && !std::binary_search(narrowing_.types.begin(), narrowing_.types.end(), type)) {
        return false;
    }
    if (is_transaction(type)) {
        if (narrowing_.outlet_id && lines.outlet_id(offset) != narrowing_.outlet_id) {
            return false;
        }
        if (!account_needle_.empty()
            && lines.data(offset).find(account_needle_) == std::string_view::npos) {
            return false;
        }
    }
    return !scope_ || is_in_scope(lines, offset);
}

bool Filter::is_in_scope(const EventLines& lines, std::uint64_t offset) const {
    ledger::Event event;
    event.offset = offset;
    event.type = lines.type(offset);
    event.outlet_id = lines.outlet_id(offset);
    // Of a transaction only the outlet counts; of the rest, which is rare, the rule looks into the
    // data.
    static const auto no_data = std::make_shared<const std::string>("{}");
    event.data = is_transaction(event.type)
                     ? no_data
                     : std::make_shared<const std::string>(lines.data(offset));
    return app::may_see(*scope_, event);
}

std::string Filter::key() const {
    std::string out;
    if (narrowing_.outlet_id) {
        out += "|o" + narrowing_.outlet_id->text();
    }
    if (narrowing_.account_id) {
        out += "|a" + narrowing_.account_id->text();
    }
    for (const auto type : narrowing_.types) {
        out += "|t";
        out += ledger::text_of(type);
    }
    if (scope_) {
        auto outlets = *scope_->outlet_scope;
        std::sort(outlets.begin(), outlets.end());
        out += "|scope";
        for (const auto& outlet : outlets) {
            out += ',' + outlet.text();
        }
    }
    return out;
}

}  // namespace arus::websocket::detail
