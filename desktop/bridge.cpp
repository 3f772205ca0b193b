// SPDX-License-Identifier: Apache-2.0
#include "desktop/bridge.hpp"

#include "desktop/glib.hpp"

namespace arus::desktop {

namespace {

constexpr const char* handler_name = "arus";

/// A member that is a string; empty for anything else.
std::string text_member(JSCValue* object, const char* name) {
    const Owned<JSCValue> member(jsc_value_object_get_property(object, name));
    if (!member || !jsc_value_is_string(member.get())) {
        return {};
    }
    const OwnedText text(jsc_value_to_string(member.get()));
    return text_or_empty(text.get());
}

void give(JSCContext* context, WebKitScriptMessageReply* reply, const char* json) {
    const Owned<JSCValue> value(jsc_value_new_from_json(context, json));
    webkit_script_message_reply_return_value(reply, value.get());
}

}  // namespace

Bridge::Bridge(WebKitUserContentManager* manager, Events events) : events_(std::move(events)) {
    std::string signal = "script-message-with-reply-received::";
    signal += handler_name;
    g_signal_connect(manager, signal.c_str(), G_CALLBACK(on_message), this);
    webkit_user_content_manager_register_script_message_handler_with_reply(
        manager, handler_name, nullptr);
}

gboolean Bridge::on_message(
    WebKitUserContentManager*, JSCValue* value, WebKitScriptMessageReply* reply, gpointer self) {
    auto& bridge = *static_cast<Bridge*>(self);
    const char* const address = bridge.view_ == nullptr ? nullptr
                                                        : webkit_web_view_get_uri(bridge.view_);
    if (address == nullptr || !bridge.events_.may_use(address)) {
        g_warning("bridge: refused to a page of another origin");
        webkit_script_message_reply_return_error_message(reply, "not for this page");
    } else if (!jsc_value_is_object(value)) {
        webkit_script_message_reply_return_error_message(reply, "an object is expected");
    } else {
        bridge.answer(value, reply);
    }
    return TRUE;
}

void Bridge::answer(JSCValue* message, WebKitScriptMessageReply* reply) {
    JSCContext* const context = jsc_value_get_context(message);
    const std::string kind = text_member(message, "kind");
    if (kind == "hello") {
        if (const auto language = language_of(text_member(message, "language"))) {
            events_.hello(*language);
        }
        give(context, reply, R"({"shell": "arus-desktop", "version": ")" ARUS_VERSION R"("})");
        return;
    }
    if (kind == "notify") {
        const auto notice = checked_notice(
            {.id = text_member(message, "id"),
             .title = text_member(message, "title"),
             .body = text_member(message, "body"),
             .path = text_member(message, "path")});
        if (!notice) {
            webkit_script_message_reply_return_error_message(reply, "not a notice");
            return;
        }
        give(context, reply, events_.notify(*notice) ? R"({"told": true})" : R"({"told": false})");
        return;
    }
    webkit_script_message_reply_return_error_message(reply, "unknown kind");
}

}  // namespace arus::desktop
