// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/bridge.hpp"
#include "desktop/downloads.hpp"
#include "desktop/glib.hpp"

#include <webkit2/webkit2.h>

#include <deque>
#include <functional>
#include <memory>
#include <string>

namespace arus::desktop {

/// Why there is no page to look at.
enum class PageProblem { unreachable, untrusted, died };

/// The page: one web view that is held to one origin. Whatever leads elsewhere goes to the system's
/// browser if a person asked for it, and nowhere otherwise; what is no page (a PDF, an export) is
/// downloaded. What the client keeps on this device stays in `data_folder`. Main thread.
class WebView {
public:
    struct Options {
        std::string data_folder;   ///< cookies, IndexedDB, local storage
        std::string cache_folder;  ///< also the offline copy of the client
        bool has_render_node = true;
        bool is_automated = false;  ///< driven by tests over WebDriver
    };
    struct Events {
        std::function<void()> loaded;  ///< the first bytes of a page of the origin are here
        std::function<void(PageProblem)> problem;
        std::function<void(const std::string& address)> open_outside;
        std::function<void(const std::string& path)> saved;
        std::function<void(const std::string& name)> not_saved;
        std::function<void(Language)> hello;
        std::function<bool(const Notice&)> notify;
        std::function<void()> close;  ///< a test session has ended
    };

    WebView(const Options& options, Events events);
    ~WebView();
    WebView(const WebView&) = delete;
    WebView& operator=(const WebView&) = delete;

    GtkWidget* widget() const { return GTK_WIDGET(view_); }

    /// Holds the view to this origin from now on and loads `path` of it (empty, or a checked
    /// screen).
    void load(const std::string& origin, const std::string& path);

    /// Takes the client to a checked screen without a reload where it listens, else by loading it.
    void show_screen(const std::string& path);

    /// No page and no origin: sockets are closed, nothing may use the bridge.
    void leave();

    void reload();
    void print(GtkWindow* parent);
    void zoom(double factor);

private:
    static gboolean on_decide(
        WebKitWebView* view, WebKitPolicyDecision* decision, WebKitPolicyDecisionType type,
        gpointer self);
    static gboolean on_load_failed(
        WebKitWebView* view, WebKitLoadEvent event, char* address, GError* error, gpointer self);
    static gboolean on_tls_failed(
        WebKitWebView* view, char* address, GTlsCertificate* certificate,
        GTlsCertificateFlags errors, gpointer self);
    static void on_load_changed(WebKitWebView* view, WebKitLoadEvent event, gpointer self);
    static void on_terminated(
        WebKitWebView* view, WebKitWebProcessTerminationReason reason, gpointer self);
    static gboolean on_permission(
        WebKitWebView* view, WebKitPermissionRequest* request, gpointer self);
    static gboolean on_context_menu(
        WebKitWebView* view, WebKitContextMenu* menu, GdkEvent* event, WebKitHitTestResult* hit,
        gpointer self);
    static gboolean on_print(WebKitWebView* view, WebKitPrintOperation* operation, gpointer self);
    static void on_printed(WebKitPrintOperation* operation, gpointer self);
    static void on_close(WebKitWebView* view, gpointer self);
    static void on_automation(
        WebKitWebContext* context, WebKitAutomationSession* session, gpointer self);
    static WebKitWebView* on_automated_view(WebKitAutomationSession* session, gpointer self);
    static void on_screen_shown(GObject* view, GAsyncResult* result, gpointer request);

    bool decide_navigation(WebKitNavigationPolicyDecision* decision, bool is_new_window);
    bool decide_response(WebKitResponsePolicyDecision* decision);
    bool is_own(const char* address) const;
    void remember_printer(WebKitPrintOperation* operation);
    void start_waiting();
    void end_waiting();

    Events events_;
    std::string origin_;
    guint waiting_ = 0;  ///< the timer of a page that was asked for and is not here yet
    std::deque<std::int64_t> deaths_us_;
    Owned<GtkPrintSettings> print_settings_;
    Owned<WebKitWebContext> context_;
    Owned<WebKitUserContentManager> content_;
    std::unique_ptr<Bridge> bridge_;
    std::unique_ptr<Downloads> downloads_;
    WebKitWebView* view_ = nullptr;
};

}  // namespace arus::desktop
