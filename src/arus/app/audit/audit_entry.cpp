// SPDX-License-Identifier: Apache-2.0
#include "arus/app/ports/audit_store.hpp"
#include "arus/base/json_writer.hpp"

namespace arus::app {

namespace {

std::string_view text_of(AuditDraft::Actor actor) {
    switch (actor) {
        case AuditDraft::Actor::user:
            return "user";
        case AuditDraft::Actor::api_key:
            return "api_key";
        case AuditDraft::Actor::operator_:
            return "operator";
        case AuditDraft::Actor::nobody:
            break;
    }
    return "nobody";
}

void write_id(JsonWriter& json, std::string_view name, const std::optional<Bytes16>& id) {
    if (id) {
        json.field(name, uuid_text(*id));
    } else {
        json.key(name).null();
    }
}

void write_object(
    JsonWriter& json, std::string_view name, const std::optional<std::string>& object) {
    if (object) {
        json.key(name).raw(*object);
    } else {
        json.key(name).null();
    }
}

}  // namespace

std::string encode_audit(const AuditDraft& draft, std::uint64_t sequence) {
    std::string data;
    JsonWriter json(data);
    json.begin_object();
    json.field("sequence", sequence);
    json.field("at", instant_text(draft.at));
    json.key("who").begin_object().field("kind", text_of(draft.actor));
    write_id(json, "id", draft.actor_id);
    json.field("name", draft.actor_name).end_object();
    json.field("action", draft.action);
    json.key("subject").begin_object().field("kind", draft.subject_kind);
    write_id(json, "id", draft.subject_id);
    json.end_object();
    const std::optional<Bytes16> device = draft.device_id ? std::optional(draft.device_id->bytes)
                                                          : std::nullopt;
    write_id(json, "device_id", device);
    json.field("address", draft.address);
    json.field("request_id", draft.request_id);
    write_object(json, "before", draft.before);
    write_object(json, "after", draft.after);
    json.field("reason", draft.reason);
    json.end_object();
    return data;
}

Hash256 audit_chain_start(BookId book) {
    return Sha256().add("arus.audit.v1").add(book.bytes).finish();
}

Hash256 audit_hash(const Hash256& before, std::string_view data) {
    return Sha256().add(before).add(data).finish();
}

}  // namespace arus::app
