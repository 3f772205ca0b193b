// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/transaction_body.hpp"

#include "arus/wire/body.hpp"

#include <algorithm>

namespace arus::wire {

namespace {

using ledger::Direction;
using ledger::PostingDraft;
using ledger::TransactionKind;

constexpr TextRule description_rule{0, 500};
constexpr TextRule reference_rule{1, 80};
constexpr TextRule tag_rule{1, 40};
constexpr TextRule memo_rule{1, 120};
constexpr TextRule name_rule{1, 120};
constexpr std::size_t tags_max = 16;
constexpr std::size_t lines_max = 200;
/// Of description, tags, memos and lines together: an event must fit into one message of the socket
/// (256 KiB) with the names of 200 accounts and every quotation mark escaped.
constexpr std::size_t text_bytes_max = 48U << 10U;
constexpr std::size_t postings_max = 200;
constexpr std::size_t batch_max = 1000;

/// The members that only the short form has.
constexpr std::string_view short_members[] = {
    "amount", "account_code", "account_id", "counter_code", "counter_id"};

std::optional<TransactionKind> parse_draft_kind(std::string_view text) {
    const auto kind = ledger::parse_transaction_kind(text);
    return kind == TransactionKind::reversal ? std::nullopt : kind;
}

std::optional<TransactionKind> parse_short_kind(std::string_view text) {
    const auto kind = ledger::parse_transaction_kind(text);
    const bool fits = kind == TransactionKind::sale || kind == TransactionKind::expense
                      || kind == TransactionKind::transfer;
    return fits ? kind : std::nullopt;
}

std::optional<bool> parse_pending(std::string_view text) {
    if (text == "pending") {
        return true;
    }
    return text == "posted" ? std::optional(false) : std::nullopt;
}

std::optional<ledger::IfLocked> parse_if_locked(std::string_view text) {
    if (text == "refuse") {
        return ledger::IfLocked::refuse;
    }
    return text == "next_open_day" ? std::optional(ledger::IfLocked::next_open_day) : std::nullopt;
}

/// `^(0|[1-9][0-9]{0,8})(\.[0-9]{1,3})?$`
bool is_quantity(std::string_view text) {
    const auto digits = [](std::string_view part) {
        return std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
    };
    const std::size_t dot = text.find('.');
    const std::string_view whole = text.substr(0, dot);
    if (whole.empty() || whole.size() > 9 || !digits(whole)
        || (whole.size() > 1 && whole.front() == '0')) {
        return false;
    }
    if (dot == std::string_view::npos) {
        return true;
    }
    const std::string_view decimals = text.substr(dot + 1);
    return !decimals.empty() && decimals.size() <= 3 && digits(decimals);
}

std::vector<std::string> read_tags(ObjectReader& reader, Findings& findings) {
    std::vector<std::string> tags;
    const JsonNode* const array = reader.array("tags", tags_max, Presence::optional);
    if (array == nullptr) {
        return tags;
    }
    const Path here{&reader.path(), "tags"};
    std::size_t index = 0;
    for (auto i = array->first_child; i != JsonNode::none;
         i = reader.document().node(i).next_sibling, ++index) {
        const JsonNode& node = reader.document().node(i);
        const Path at{&here, {}, index, true};
        if (node.kind != JsonNode::Kind::string) {
            findings.add(at.pointer(), "type", "must be a string");
        } else if (auto wrong = text_fault(node.text, tag_rule)) {
            findings.add(at.pointer(), wrong->code, std::move(wrong->detail));
        } else if (std::ranges::find(tags, node.text) != tags.end()) {
            findings.add(at.pointer(), "conflict", "stands there twice");
        } else {
            tags.emplace_back(node.text);
        }
    }
    return tags;
}

/// Calls `read(ObjectReader&)` for each object of an array; an element that is no object becomes a
/// finding.
template <class Read>
void read_objects(
    ObjectReader& reader, const JsonNode& array, std::string_view name, Findings& findings,
    Read read) {
    const Path here{&reader.path(), name};
    std::size_t index = 0;
    for (auto i = array.first_child; i != JsonNode::none;
         i = reader.document().node(i).next_sibling, ++index) {
        const JsonNode& node = reader.document().node(i);
        const Path at{&here, {}, index, true};
        if (node.kind != JsonNode::Kind::object) {
            findings.add(at.pointer(), "type", "must be an object");
            continue;
        }
        ObjectReader element(reader.document(), node, at, findings);
        read(element);
        element.finish();
    }
}

ledger::ReceiptLineDraft read_line(ObjectReader& reader) {
    ledger::ReceiptLineDraft line;
    line.name = reader.text("name", name_rule, Presence::required).value_or("");
    line.quantity = reader.any_text("quantity", Presence::required).value_or("1");
    if (!is_quantity(line.quantity)) {
        reader.fault("quantity", "pattern", "must be decimal text with at most three decimals");
    }
    line.amount = reader.any_text("amount", Presence::required).value_or("");
    return line;
}

/// An account by exactly one of its id and its code.
std::variant<AccountId, std::string> read_account(
    ObjectReader& reader, std::string_view id_name, std::string_view code_name) {
    const bool both = reader.has(id_name) && reader.has(code_name);
    auto id = reader.id<AccountId>(id_name, Presence::optional);
    auto code = reader.code(code_name, Presence::optional);
    if (both) {
        reader.fault(code_name, "conflict", "cannot stand together with " + std::string(id_name));
    } else if (!reader.has(id_name) && !reader.has(code_name)) {
        reader.fault(code_name, "required", "must be given, or " + std::string(id_name));
    }
    if (id) {
        return *id;
    }
    return std::move(code).value_or("");
}

PostingDraft read_posting(ObjectReader& reader) {
    PostingDraft posting;
    posting.account = read_account(reader, "account_id", "account_code");
    posting.direction = reader.choice("direction", ledger::parse_direction, Presence::required)
                            .value_or(Direction::debit);
    posting.amount = reader.any_text("amount", Presence::required).value_or("");
    posting.memo = reader.text("memo", memo_rule, Presence::optional_or_null);
    return posting;
}

void read_short_form(ObjectReader& reader, TransactionBody& out) {
    const auto amount = reader.any_text("amount", Presence::required).value_or("");
    PostingDraft account{
        read_account(reader, "account_id", "account_code"), Direction::debit, amount, {}};
    PostingDraft counter{
        read_account(reader, "counter_id", "counter_code"), Direction::debit, amount, {}};
    out.names_account_by_id = reader.has("account_id");
    out.names_counter_by_id = reader.has("counter_id");
    if (out.draft.kind == TransactionKind::sale) {
        counter.direction = Direction::credit;
        out.form = BodyForm::short_account_first;
        out.draft.postings = {std::move(account), std::move(counter)};
    } else {
        account.direction = Direction::credit;
        out.form = BodyForm::short_counter_first;
        out.draft.postings = {std::move(counter), std::move(account)};
    }
}

TransactionBody read_members(ObjectReader& reader, Findings& findings) {
    TransactionBody out;
    ledger::TransactionDraft& draft = out.draft;
    const bool has_postings = reader.has("postings");
    const bool has_short = std::ranges::any_of(
        short_members, [&](std::string_view name) { return reader.has(name); });
    const bool is_short = has_short && !has_postings;

    const auto id = reader.new_id<TransactionId>("id", Presence::optional);
    out.id_given = id.has_value();
    draft.id = id.value_or(TransactionId{});
    draft.date = reader.date("date", Presence::optional);
    draft.if_locked = reader.choice("if_locked", parse_if_locked, Presence::optional)
                          .value_or(ledger::IfLocked::refuse);
    draft.kind = reader
                     .choice(
                         "kind", is_short ? parse_short_kind : parse_draft_kind,
                         is_short ? Presence::required : Presence::optional)
                     .value_or(TransactionKind::journal);
    draft.description = reader.text("description", description_rule, Presence::optional)
                            .value_or("");
    draft.reference = reader.text("reference", reference_rule, Presence::optional_or_null);
    draft.outlet_id = reader.id<OutletId>("outlet_id", Presence::optional_or_null);
    draft.contact_id = reader.id<ContactId>("contact_id", Presence::optional_or_null);
    draft.tags = read_tags(reader, findings);
    if (const JsonNode* const lines = reader.array("lines", lines_max, Presence::optional)) {
        draft.lines.reserve(lines->children);
        read_objects(reader, *lines, "lines", findings, [&](ObjectReader& line) {
            draft.lines.push_back(read_line(line));
        });
    }
    draft.made_at = reader.instant("made_at", Presence::optional_or_null);
    draft.pending = reader.choice("status", parse_pending, Presence::optional).value_or(false);
    draft.replaces_id = reader.id<TransactionId>("replaces_id", Presence::optional_or_null);
    if (draft.replaces_id && draft.pending) {
        reader.fault("replaces_id", "conflict", "cannot stand together with status pending");
    }
    if (is_short) {
        read_short_form(reader, out);
        return out;
    }
    if (const JsonNode* const postings = reader.array(
            "postings", postings_max, Presence::required)) {
        draft.postings.reserve(postings->children);
        read_objects(reader, *postings, "postings", findings, [&](ObjectReader& posting) {
            draft.postings.push_back(read_posting(posting));
        });
    }
    for (const std::string_view name : short_members) {
        if (reader.has(name)) {
            reader.any_text(name, Presence::optional_or_null);
            reader.fault(name, "conflict", "cannot stand together with postings");
        }
    }
    return out;
}

std::size_t text_bytes(const ledger::TransactionDraft& draft) {
    std::size_t bytes = draft.description.size() + draft.reference.value_or("").size();
    for (const std::string& tag : draft.tags) {
        bytes += tag.size();
    }
    for (const ledger::ReceiptLineDraft& line : draft.lines) {
        bytes += line.name.size() + line.quantity.size() + line.amount.size();
    }
    for (const ledger::PostingDraft& posting : draft.postings) {
        bytes += posting.memo.value_or("").size();
    }
    return bytes;
}

Result<TransactionBody> read_item(const JsonDocument& document, const JsonNode& node) {
    if (node.kind != JsonNode::Kind::object) {
        return body_is_no_object();
    }
    Findings findings;
    const Path top;
    ObjectReader reader(document, node, top, findings);
    TransactionBody body = read_members(reader, findings);
    reader.finish();
    if (text_bytes(body.draft) > text_bytes_max) {
        findings.add(
            "", "too_long",
            "description, tags, memos and lines may have 49,152 bytes of text together");
    }
    if (findings.any()) {
        return std::move(findings).refusal();
    }
    return body;
}

}  // namespace

Result<TransactionBody> read_transaction(std::string_view body) {
    const auto document = JsonDocument::parse(body);
    if (!document) {
        return document.refusal();
    }
    return read_item(*document, document->root());
}

void point_at_body(Refusal& refusal, const TransactionBody& body) {
    if (body.form == BodyForm::postings) {
        return;
    }
    constexpr std::string_view prefix = "/postings/";
    for (FieldRefusal& field : refusal.fields) {
        if (!field.pointer.starts_with(prefix) || field.pointer.size() < prefix.size() + 2) {
            continue;
        }
        const bool is_first = field.pointer[prefix.size()] == '0';
        const bool is_account = is_first == (body.form == BodyForm::short_account_first);
        if (field.pointer.ends_with("/amount")) {
            field.pointer = "/amount";
        } else if (is_account) {
            field.pointer = body.names_account_by_id ? "/account_id" : "/account_code";
        } else {
            field.pointer = body.names_counter_by_id ? "/counter_id" : "/counter_code";
        }
    }
    const auto same = [](const FieldRefusal& a, const FieldRefusal& b) {
        return a.pointer == b.pointer && a.code == b.code;
    };
    const auto repeated = std::ranges::unique(refusal.fields, same);
    refusal.fields.erase(repeated.begin(), repeated.end());
}

Result<BatchBody> read_batch(std::string_view body) {
    const auto document = JsonDocument::parse(body);
    if (!document) {
        return document.refusal();
    }
    if (document->root().kind != JsonNode::Kind::object) {
        return body_is_no_object();
    }
    Findings findings;
    const Path top;
    ObjectReader reader(*document, document->root(), top, findings);
    BatchBody batch;
    batch.atomic = reader.boolean("atomic", Presence::required).value_or(false);
    const JsonNode* const items = reader.array("transactions", batch_max, Presence::required);
    if (items != nullptr && items->children == 0) {
        reader.fault("transactions", "too_short", "must have at least one item");
    }
    reader.finish();
    if (findings.any()) {
        return std::move(findings).refusal();
    }
    batch.items.reserve(items->children);
    for (auto i = items->first_child; i != JsonNode::none; i = document->node(i).next_sibling) {
        BatchItem item{std::nullopt, read_item(*document, document->node(i))};
        const JsonNode* const id = document->node(i).kind == JsonNode::Kind::object
                                       ? document->member(document->node(i), "id")
                                       : nullptr;
        if (id != nullptr && id->kind == JsonNode::Kind::string) {
            if (const auto bytes = parse_lower_uuid(id->text)) {
                item.id = TransactionId{*bytes};
            }
        }
        if (item.body && !item.body->id_given) {
            Findings missing;
            missing.add("/id", "required", "must be given in a batch");
            item.body = std::move(missing).refusal();
        }
        batch.items.push_back(std::move(item));
    }
    return batch;
}

Result<ReversalBody> read_reversal(std::string_view body) {
    return read_body(body, EmptyBody::is_empty_object, [](ObjectReader& reader, Findings&) {
        ReversalBody out;
        const auto id = reader.new_id<TransactionId>("id", Presence::optional);
        out.id_given = id.has_value();
        out.draft.id = id.value_or(TransactionId{});
        out.draft.date = reader.date("date", Presence::optional);
        out.draft.description = reader.text("description", description_rule, Presence::optional);
        return out;
    });
}

Result<ledger::SettleDraft> read_settlement(
    std::string_view body, ledger::SettleDraft::Outcome outcome) {
    return read_body(body, EmptyBody::is_empty_object, [outcome](ObjectReader& reader, Findings&) {
        ledger::SettleDraft draft;
        draft.outcome = outcome;
        if (outcome == ledger::SettleDraft::Outcome::posted) {
            draft.date = reader.date("date", Presence::optional);
        }
        return draft;
    });
}

}  // namespace arus::wire
