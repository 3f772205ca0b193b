// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/command.hpp"

#include "arus/wire/json_document.hpp"
#include "arus/wire/object_reader.hpp"

#include <array>
#include <utility>

namespace arus::websocket::detail {

namespace {

using wire::Findings;
using wire::JsonDocument;
using wire::JsonNode;
using wire::ObjectReader;
using wire::Path;
using wire::Presence;

constexpr std::int64_t integer_max = 9'007'199'254'740'991;  // 2^53 - 1: what every JSON reader
                                                             // keeps exactly
constexpr wire::TextRule token_rule{.min = 16, .max = 256};
constexpr wire::TextRule client_rule{.min = 1, .max = 64};

std::optional<Channel> parse_channel(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, Channel>, 6> names{
        {{"ledger", Channel::ledger},
         {"balance", Channel::balance},
         {"kpi", Channel::kpi},
         {"report", Channel::report},
         {"job", Channel::job},
         {"notify", Channel::notify}}};
    for (const auto& [name, channel] : names) {
        if (name == text) {
            return channel;
        }
    }
    return std::nullopt;
}

std::optional<std::string> parse_epoch(std::string_view text) {
    const bool fits = text.size() == 16
                      && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    return fits ? std::optional(std::string(text)) : std::nullopt;
}

std::optional<Hash256> parse_hash(std::string_view text) {
    Hash256 hash;
    return parse_hex(text, hash) ? std::optional(hash) : std::nullopt;
}

/// Reads one command's members; what is wrong goes to the findings.
class CommandReader {
public:
    CommandReader(
        const JsonDocument& document, const JsonNode& body, std::string_view name,
        Findings& findings) :
        path_{.parent = &root_, .name = name},
        reader_(document, body, path_, findings),
        findings_(findings) {}

    ConnectCommand connect() {
        ConnectCommand out;
        out.token = reader_.text("token", token_rule, Presence::optional);
        if (const JsonNode* const client = reader_.object("client", Presence::required)) {
            const Path path{.parent = &path_, .name = "client"};
            ObjectReader of_client(reader_.document(), *client, path, findings_);
            out.client_name = of_client.text("name", client_rule, Presence::required).value_or("");
            out.client_version = of_client.text("version", client_rule, Presence::required)
                                     .value_or("");
        }
        return out;
    }

    SubscribeCommand subscribe() {
        SubscribeCommand out;
        out.book = reader_.id<BookId>("book", Presence::required).value_or(BookId{});
        out.channel = reader_.choice("channel", parse_channel, Presence::required)
                          .value_or(Channel::ledger);
        out.since = since();
        out.snapshot = reader_.boolean("snapshot", Presence::optional).value_or(false);
        if (const JsonNode* const filter = reader_.object("filter", Presence::optional)) {
            out.narrowing = narrowing(*filter);
        }
        return out;
    }

    CatchupCommand catchup() { return {.sub = sub(), .since = since()}; }
    UnsubscribeCommand unsubscribe() { return {.sub = sub()}; }
    RefreshCommand refresh() {
        return {.token = reader_.text("token", token_rule, Presence::required).value_or("")};
    }

private:
    std::uint64_t sub() {
        return static_cast<std::uint64_t>(
            reader_.integer("sub", 1, UINT32_MAX, Presence::required).value_or(0));
    }

    std::optional<Since> since() {
        const JsonNode* const node = reader_.object("since", Presence::optional);
        if (node == nullptr) {
            return std::nullopt;
        }
        const Path path{.parent = &path_, .name = "since"};
        ObjectReader of_since(reader_.document(), *node, path, findings_);
        Since out;
        out.epoch = of_since.choice("epoch", parse_epoch, Presence::required).value_or("");
        out.offset = static_cast<std::uint64_t>(
            of_since.integer("offset", 0, integer_max, Presence::required).value_or(0));
        out.hash = of_since.choice("hash", parse_hash, Presence::optional);
        return out;
    }

    Narrowing narrowing(const JsonNode& node) {
        constexpr std::size_t types_max = 10;
        const Path path{.parent = &path_, .name = "filter"};
        ObjectReader of_filter(reader_.document(), node, path, findings_);
        Narrowing out;
        out.outlet_id = of_filter.id<OutletId>("outlet_id", Presence::optional);
        out.account_id = of_filter.id<AccountId>("account_id", Presence::optional);
        const JsonNode* const types = of_filter.array("types", types_max, Presence::optional);
        if (types == nullptr) {
            return out;
        }
        if (types->children == 0) {
            of_filter.fault("types", "too_short", "must name at least one type");
        }
        for (auto at = types->first_child; at != JsonNode::none;
             at = reader_.document().node(at).next_sibling) {
            const JsonNode& item = reader_.document().node(at);
            const auto type = item.kind == JsonNode::Kind::string
                                  ? ledger::parse_event_type(item.text)
                                  : std::nullopt;
            if (!type) {
                of_filter.fault("types", "enum", "names a type that is no event's");
                break;
            }
            out.types.push_back(*type);
        }
        return out;
    }

    Path root_;
    Path path_;
    ObjectReader reader_;
    Findings& findings_;
};

constexpr std::array<std::string_view, 6> command_names{"connect", "subscribe", "unsubscribe",
                                                        "catchup", "refresh",   "pong"};

/// The id, where there is one of the right form.
std::optional<std::uint64_t> read_id(const JsonDocument& document, Findings& findings) {
    const Path root;
    ObjectReader reader(document, document.root(), root, findings);
    const auto id = reader.integer("id", 1, integer_max, Presence::required);
    return id ? std::optional(static_cast<std::uint64_t>(*id)) : std::nullopt;
}

}  // namespace

std::variant<Command, BadCommand> parse_command(std::string_view line) {
    BadCommand bad;
    auto parsed = JsonDocument::parse(line);
    if (!parsed) {
        bad.refusal = parsed.refusal();
        return bad;
    }
    const JsonDocument& document = *parsed;
    if (document.root().kind != JsonNode::Kind::object) {
        bad.refusal = {RefusalCode::validation_failed, "A line must be a JSON object.", {}};
        return bad;
    }
    std::string_view name;
    const JsonNode* body = nullptr;
    for (const auto candidate : command_names) {
        const JsonNode* const member = document.member(document.root(), candidate);
        if (member != nullptr && body != nullptr) {
            bad.refusal = {RefusalCode::validation_failed, "A line holds one command.", {}};
            Findings ignored;
            bad.id = read_id(document, ignored);
            return bad;
        }
        if (member != nullptr) {
            name = candidate;
            body = member;
        }
    }
    if (name == "pong") {
        return Command{std::nullopt, PongCommand{}};
    }
    Findings findings;
    bad.id = read_id(document, findings);
    bad.is_connect = name == "connect";
    if (body == nullptr) {
        bad.refusal = {RefusalCode::unknown_command, "The line holds no command of arus.v1.", {}};
        return bad;
    }
    Command command{bad.id, PongCommand{}};
    if (body->kind != JsonNode::Kind::object) {
        findings.add('/' + std::string(name), "type", "must be an object");
    } else {
        CommandReader reader(document, *body, name, findings);
        if (name == "connect") {
            command.body = reader.connect();
        } else if (name == "subscribe") {
            command.body = reader.subscribe();
        } else if (name == "unsubscribe") {
            command.body = reader.unsubscribe();
        } else if (name == "catchup") {
            command.body = reader.catchup();
        } else {
            command.body = reader.refresh();
        }
    }
    if (findings.any()) {
        bad.refusal = std::move(findings).refusal();
        return bad;
    }
    return command;
}

}  // namespace arus::websocket::detail
