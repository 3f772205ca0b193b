// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/notice.hpp"
#include "desktop/texts.hpp"

#include <webkit2/webkit2.h>

#include <functional>
#include <string>

namespace arus::desktop {

/// What a page may ask of the shell. The client posts an object to
/// `window.webkit.messageHandlers.arus` and gets a promise (web/src/shared/shell.ts is the other
/// side):
///
///   {kind: "hello", language: "id"}                 → {shell: "arus-desktop", version: "0.1.0"}
///   {kind: "notify", id, title, body, path}         → {told: true}, or false where there were too
///   many
///
/// Anything else, and anything from a page of another origin, is refused: the promise fails. Every
/// member is checked here; a page can make the shell do nothing but these two things. Lives as long
/// as the view.
class Bridge {
public:
    struct Events {
        std::function<bool(const char* address)> may_use;  ///< whether this page may
        std::function<void(Language)> hello;
        std::function<bool(const Notice&)> notify;  ///< whether it was told
    };

    Bridge(WebKitUserContentManager* manager, Events events);
    Bridge(const Bridge&) = delete;
    Bridge& operator=(const Bridge&) = delete;

    /// The view whose address decides; before any page is loaded.
    void attach(WebKitWebView* view) { view_ = view; }

private:
    static gboolean on_message(
        WebKitUserContentManager* manager, JSCValue* value, WebKitScriptMessageReply* reply,
        gpointer self);
    void answer(JSCValue* message, WebKitScriptMessageReply* reply);

    Events events_;
    WebKitWebView* view_ = nullptr;
};

}  // namespace arus::desktop
