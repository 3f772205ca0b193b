// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/command.hpp"

#include "arus/wire/json_document.hpp"
#include "arus/wire/object_reader.hpp"

#include <array>
#include <map>
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
constexpr wire::TextRule report_name_rule{.min = 1, .max = 64};
constexpr std::size_t parameter_bytes_max = 256;

/// A channel; the ledger holds nothing.
struct Channel {
    std::optional<ValueChannel> values;
};

std::optional<Channel> parse_channel(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::optional<ValueChannel>>, 6> names{
        {{"ledger", std::nullopt},
         {"balance", ValueChannel::balance},
         {"kpi", ValueChannel::kpi},
         {"report", ValueChannel::report},
         {"job", ValueChannel::job},
         {"notify", ValueChannel::notify}}};
    for (const auto& [name, channel] : names) {
        if (name == text) {
            return Channel{channel};
        }
    }
    return std::nullopt;
}

/// Percent-encodes everything but what RFC 3986 section 2.3 calls unreserved.
void append_encoded(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                              || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'
                              || c == '~';
        if (is_plain) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
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
        const auto channel = reader_.choice("channel", parse_channel, Presence::required);
        out.channel = channel.value_or(Channel{}).values;
        out.since = since();
        out.snapshot = reader_.boolean("snapshot", Presence::optional).value_or(false);
        if (const JsonNode* const filter = reader_.object("filter", Presence::optional)) {
            out.narrowing = narrowing(*filter);
        }
        const bool is_report = out.channel == ValueChannel::report;
        if (const JsonNode* const wish = reader_.object(
                "report", is_report ? Presence::required : Presence::optional)) {
            out.report = report(*wish);
            if (!is_report) {
                reader_.fault("report", "conflict", "belongs to the channel report");
            }
        }
        if (out.channel && out.since) {
            reader_.fault("since", "conflict", "belongs to the channel ledger");
        }
        if (out.channel && out.snapshot) {
            reader_.fault("snapshot", "conflict", "belongs to the channel ledger");
        }
        if (out.channel) {
            check_value_filter(*out.channel, out.narrowing);
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

    void check_value_filter(ValueChannel channel, const Narrowing& narrowing) {
        const bool has_outlet = channel == ValueChannel::balance || channel == ValueChannel::kpi;
        if (narrowing.account_id || !narrowing.types.empty()
            || (narrowing.outlet_id && !has_outlet)) {
            reader_.fault(
                "filter", "conflict",
                has_outlet ? "of this channel knows outlet_id alone" : "is not for this channel");
        }
    }

    ReportWish report(const JsonNode& node) {
        constexpr std::size_t parameters_max = 16;
        const Path path{.parent = &path_, .name = "report"};
        ObjectReader of_report(reader_.document(), node, path, findings_);
        ReportWish out;
        out.name = of_report.text("name", report_name_rule, Presence::required).value_or("");
        const JsonNode* const parameters = of_report.object("parameters", Presence::required);
        if (parameters == nullptr) {
            return out;
        }
        if (parameters->children > parameters_max) {
            of_report.fault("parameters", "too_long", "may have at most 16 members");
            return out;
        }
        std::map<std::string_view, std::string_view> by_name;
        for (auto at = parameters->first_child; at != JsonNode::none;
             at = reader_.document().node(at).next_sibling) {
            const JsonNode& member = reader_.document().node(at);
            const bool is_text = member.kind == JsonNode::Kind::string
                                 || member.kind == JsonNode::Kind::number;
            if (member.kind == JsonNode::Kind::boolean) {
                by_name[member.key] = member.boolean ? "true" : "false";
            } else if (is_text && member.text.size() <= parameter_bytes_max) {
                by_name[member.key] = member.text;
            } else if (member.kind != JsonNode::Kind::null) {
                of_report.fault("parameters", "type", "must hold short texts, numbers or booleans");
                return out;
            }
        }
        for (const auto& [name, value] : by_name) {
            out.parameters += out.parameters.empty() ? "" : "&";
            append_encoded(out.parameters, name);
            out.parameters += '=';
            append_encoded(out.parameters, value);
        }
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
