// SPDX-License-Identifier: Apache-2.0
#include "desktop/web_view.hpp"

#include "desktop/address.hpp"

#include <array>
#include <string_view>

namespace arus::desktop {

namespace {

constexpr guint page_deadline_s = 60;
constexpr std::size_t deaths_max = 3;
constexpr std::int64_t deaths_within_us = 60'000'000;
constexpr guint server_error_first = 500;

/// Switched off by default in WebKitGTK; the client asks for lasting storage where it can.
constexpr std::array<std::string_view, 2> wanted_features{"StorageAPI", "StorageAPIEstimate"};

/// Tells the client in its own page where to go. True where it listened (web/src/shared/shell.ts).
constexpr const char* show_screen_script =
    "return !dispatchEvent(new CustomEvent('arus-shell-open', {detail: path, cancelable: true}));";

void enable_features(WebKitSettings* settings) {
    WebKitFeatureList* const features = webkit_settings_get_all_features();
    for (gsize i = 0; i < webkit_feature_list_get_length(features); ++i) {
        WebKitFeature* const feature = webkit_feature_list_get(features, i);
        for (const std::string_view wanted : wanted_features) {
            if (wanted == webkit_feature_get_identifier(feature)) {
                webkit_settings_set_feature_enabled(settings, feature, TRUE);
            }
        }
    }
    webkit_feature_list_unref(features);
}

Owned<WebKitSettings> view_settings(bool has_render_node) {
    Owned<WebKitSettings> settings(webkit_settings_new());
    webkit_settings_set_user_agent_with_application_details(
        settings.get(), "ArusDesktop", ARUS_VERSION);
    webkit_settings_set_enable_media_stream(settings.get(), FALSE);
    webkit_settings_set_javascript_can_open_windows_automatically(settings.get(), FALSE);
    webkit_settings_set_hardware_acceleration_policy(
        settings.get(), has_render_node ? WEBKIT_HARDWARE_ACCELERATION_POLICY_ALWAYS
                                        : WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER);
    enable_features(settings.get());
    return settings;
}

Owned<WebKitWebContext> make_context(const WebView::Options& options) {
    const Owned<WebKitWebsiteDataManager> data(webkit_website_data_manager_new(
        "base-data-directory", options.data_folder.c_str(), "base-cache-directory",
        options.cache_folder.c_str(), nullptr));
    Owned<WebKitWebContext> context(webkit_web_context_new_with_website_data_manager(data.get()));
    const std::string cookies = options.data_folder + "/cookies.sqlite";
    WebKitCookieManager* const manager = webkit_website_data_manager_get_cookie_manager(data.get());
    webkit_cookie_manager_set_persistent_storage(
        manager, cookies.c_str(), WEBKIT_COOKIE_PERSISTENT_STORAGE_SQLITE);
    webkit_cookie_manager_set_accept_policy(manager, WEBKIT_COOKIE_POLICY_ACCEPT_NO_THIRD_PARTY);
    webkit_web_context_set_automation_allowed(context.get(), options.is_automated ? TRUE : FALSE);
    return context;
}

struct ScreenRequest {
    std::string address;
};

}  // namespace

WebView::WebView(const Options& options, Events events) :
    events_(std::move(events)),
    context_(make_context(options)),
    content_(webkit_user_content_manager_new()) {
    bridge_ = std::make_unique<Bridge>(
        content_.get(),
        Bridge::Events{
            .may_use = [this](const char* address) { return is_own(address); },
            .hello = [this](Language language) { events_.hello(language); },
            .notify = [this](const Notice& notice) { return events_.notify(notice); }});
    downloads_ = std::make_unique<Downloads>(
        context_.get(),
        Downloads::Events{
            .saved = [this](const std::string& path) { events_.saved(path); },
            .failed = [this](const std::string& name) { events_.not_saved(name); }});
    const Owned<WebKitSettings> settings = view_settings(options.has_render_node);
    view_ = WEBKIT_WEB_VIEW(g_object_ref_sink(g_object_new(
        WEBKIT_TYPE_WEB_VIEW, "web-context", context_.get(), "user-content-manager", content_.get(),
        "settings", settings.get(), "is-controlled-by-automation",
        options.is_automated ? TRUE : FALSE, nullptr)));
    bridge_->attach(view_);
    g_signal_connect(view_, "decide-policy", G_CALLBACK(on_decide), this);
    g_signal_connect(view_, "load-failed", G_CALLBACK(on_load_failed), this);
    g_signal_connect(view_, "load-failed-with-tls-errors", G_CALLBACK(on_tls_failed), this);
    g_signal_connect(view_, "load-changed", G_CALLBACK(on_load_changed), this);
    g_signal_connect(view_, "web-process-terminated", G_CALLBACK(on_terminated), this);
    g_signal_connect(view_, "permission-request", G_CALLBACK(on_permission), this);
    g_signal_connect(view_, "context-menu", G_CALLBACK(on_context_menu), this);
    g_signal_connect(view_, "print", G_CALLBACK(on_print), this);
    g_signal_connect(view_, "close", G_CALLBACK(on_close), this);
    g_signal_connect(context_.get(), "automation-started", G_CALLBACK(on_automation), this);
}

WebView::~WebView() {
    end_waiting();
    g_signal_handlers_disconnect_by_data(view_, this);
    g_signal_handlers_disconnect_by_data(context_.get(), this);
    g_signal_handlers_disconnect_by_data(context_.get(), downloads_.get());
    g_signal_handlers_disconnect_by_data(content_.get(), bridge_.get());
    gtk_widget_destroy(GTK_WIDGET(view_));
    g_object_unref(view_);
}

void WebView::load(const std::string& origin, const std::string& path) {
    origin_ = origin;
    start_waiting();
    webkit_web_view_load_uri(view_, (origin + path).c_str());
}

void WebView::start_waiting() {
    end_waiting();
    const auto on_deadline = +[](gpointer self) -> gboolean {
        auto& view = *static_cast<WebView*>(self);
        view.waiting_ = 0;
        g_warning("page: nothing came within %u s", page_deadline_s);
        view.events_.problem(PageProblem::unreachable);
        return G_SOURCE_REMOVE;
    };
    waiting_ = g_timeout_add_seconds(page_deadline_s, on_deadline, this);
}

void WebView::end_waiting() {
    if (waiting_ != 0) {
        g_source_remove(waiting_);
        waiting_ = 0;
    }
}

void WebView::show_screen(const std::string& path) {
    if (origin_.empty()) {
        return;
    }
    GVariantBuilder arguments;
    g_variant_builder_init(&arguments, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&arguments, "{sv}", "path", g_variant_new_string(path.c_str()));
    webkit_web_view_call_async_javascript_function(
        view_, show_screen_script, -1, g_variant_builder_end(&arguments), nullptr, nullptr, nullptr,
        on_screen_shown, new ScreenRequest{origin_ + path});
}

void WebView::on_screen_shown(GObject* view, GAsyncResult* result, gpointer request) {
    const std::unique_ptr<ScreenRequest> asked(static_cast<ScreenRequest*>(request));
    GError* error = nullptr;
    const Owned<JSCValue> value(webkit_web_view_call_async_javascript_function_finish(
        WEBKIT_WEB_VIEW(view), result, &error));
    const OwnedError owned(error);
    if (!value || !jsc_value_to_boolean(value.get())) {
        webkit_web_view_load_uri(WEBKIT_WEB_VIEW(view), asked->address.c_str());
    }
}

void WebView::leave() {
    end_waiting();
    origin_.clear();
    webkit_web_view_load_uri(view_, "about:blank");
}

void WebView::reload() {
    webkit_web_view_reload(view_);
}

void WebView::print(GtkWindow* parent) {
    const Owned<WebKitPrintOperation> operation(webkit_print_operation_new(view_));
    remember_printer(operation.get());
    webkit_print_operation_run_dialog(operation.get(), parent);
}

void WebView::zoom(double factor) {
    webkit_web_view_set_zoom_level(view_, factor);
}

bool WebView::is_own(const char* address) const {
    return address != nullptr && !origin_.empty() && is_of_origin(address, origin_);
}

gboolean WebView::on_decide(
    WebKitWebView*, WebKitPolicyDecision* decision, WebKitPolicyDecisionType type, gpointer self) {
    auto& view = *static_cast<WebView*>(self);
    if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE) {
        return view.decide_response(WEBKIT_RESPONSE_POLICY_DECISION(decision)) ? TRUE : FALSE;
    }
    const bool is_new_window = type == WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION;
    const bool is_decided = view.decide_navigation(
        WEBKIT_NAVIGATION_POLICY_DECISION(decision), is_new_window);
    return is_decided ? TRUE : FALSE;
}

bool WebView::decide_navigation(WebKitNavigationPolicyDecision* decision, bool is_new_window) {
    WebKitNavigationAction* const action = webkit_navigation_policy_decision_get_navigation_action(
        decision);
    const char* const address = webkit_uri_request_get_uri(
        webkit_navigation_action_get_request(action));
    if (is_own(address)) {
        if (!is_new_window) {
            return false;
        }
        // There is one window: the page takes the place of the one that asked for another.
        webkit_policy_decision_ignore(WEBKIT_POLICY_DECISION(decision));
        webkit_web_view_load_uri(view_, address);
        return true;
    }
    const std::string_view text(address == nullptr ? "" : address);
    if (!is_new_window && (text == "about:blank" || text == "about:srcdoc")) {
        return false;
    }
    webkit_policy_decision_ignore(WEBKIT_POLICY_DECISION(decision));
    if (webkit_navigation_action_is_user_gesture(action) && may_open_outside(text)) {
        events_.open_outside(std::string(text));
    }
    return true;
}

bool WebView::decide_response(WebKitResponsePolicyDecision* decision) {
    WebKitPolicyDecision* const policy = WEBKIT_POLICY_DECISION(decision);
    WebKitURIResponse* const response = webkit_response_policy_decision_get_response(decision);
    const bool is_main = webkit_response_policy_decision_is_main_frame_main_resource(decision)
                         != FALSE;
    if (is_main && webkit_uri_response_get_status_code(response) >= server_error_first) {
        // What a proxy says when the server behind it is away.
        webkit_policy_decision_ignore(policy);
        end_waiting();
        events_.problem(PageProblem::unreachable);
        return true;
    }
    // WebKit would show a PDF in place of the client.
    if (is_main
        && (text_or_empty(webkit_uri_response_get_mime_type(response)) == "application/pdf"
            || !webkit_response_policy_decision_is_mime_type_supported(decision))) {
        webkit_policy_decision_download(policy);
        return true;
    }
    return false;
}

gboolean WebView::on_load_failed(
    WebKitWebView*, WebKitLoadEvent, char* address, GError* error, gpointer self) {
    auto& view = *static_cast<WebView*>(self);
    if (g_error_matches(error, WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED)
        || g_error_matches(
            error, WEBKIT_POLICY_ERROR, WEBKIT_POLICY_ERROR_FRAME_LOAD_INTERRUPTED_BY_POLICY_CHANGE)
        || !view.is_own(address)) {
        return TRUE;
    }
    g_warning("page: %s", error->message);
    view.end_waiting();
    view.events_.problem(PageProblem::unreachable);
    return TRUE;
}

gboolean WebView::on_tls_failed(
    WebKitWebView*, char*, GTlsCertificate*, GTlsCertificateFlags errors, gpointer self) {
    g_warning("page: the certificate is not valid (flags %u)", static_cast<unsigned>(errors));
    auto& view = *static_cast<WebView*>(self);
    view.end_waiting();
    view.events_.problem(PageProblem::untrusted);
    return TRUE;
}

void WebView::on_load_changed(WebKitWebView* widget, WebKitLoadEvent event, gpointer self) {
    auto& view = *static_cast<WebView*>(self);
    if (event == WEBKIT_LOAD_COMMITTED && view.is_own(webkit_web_view_get_uri(widget))) {
        view.end_waiting();
        view.events_.loaded();
    }
}

void WebView::on_terminated(
    WebKitWebView*, WebKitWebProcessTerminationReason reason, gpointer self) {
    auto& view = *static_cast<WebView*>(self);
    if (view.origin_.empty()) {
        return;
    }
    g_warning("page: its process has ended (reason %d)", static_cast<int>(reason));
    const std::int64_t now_us = g_get_monotonic_time();
    while (!view.deaths_us_.empty() && view.deaths_us_.front() <= now_us - deaths_within_us) {
        view.deaths_us_.pop_front();
    }
    view.deaths_us_.push_back(now_us);
    if (view.deaths_us_.size() > deaths_max) {
        view.deaths_us_.clear();
        view.end_waiting();
        view.events_.problem(PageProblem::died);
        return;
    }
    webkit_web_view_reload(view.view_);
}

gboolean WebView::on_permission(WebKitWebView*, WebKitPermissionRequest* request, gpointer) {
    // The client needs none: it tells through the bridge and reads no camera, place or clipboard.
    webkit_permission_request_deny(request);
    return TRUE;
}

gboolean WebView::on_context_menu(
    WebKitWebView*, WebKitContextMenu*, GdkEvent*, WebKitHitTestResult* hit, gpointer) {
    // Where text can be edited or copied; a browser's entries (back, open in a new window) mean
    // nothing here.
    const bool is_text = webkit_hit_test_result_context_is_editable(hit) != FALSE
                         || webkit_hit_test_result_context_is_selection(hit) != FALSE;
    return is_text ? FALSE : TRUE;
}

gboolean WebView::on_print(WebKitWebView*, WebKitPrintOperation* operation, gpointer self) {
    // Only this operation may run: a second one inside this signal ends the page's process.
    static_cast<WebView*>(self)->remember_printer(operation);
    return FALSE;
}

void WebView::remember_printer(WebKitPrintOperation* operation) {
    if (print_settings_) {
        webkit_print_operation_set_print_settings(operation, print_settings_.get());
    }
    g_signal_connect(operation, "finished", G_CALLBACK(on_printed), this);
}

void WebView::on_printed(WebKitPrintOperation* operation, gpointer self) {
    GtkPrintSettings* const used = webkit_print_operation_get_print_settings(operation);
    if (used != nullptr) {
        static_cast<WebView*>(self)->print_settings_.reset(gtk_print_settings_copy(used));
    }
}

void WebView::on_close(WebKitWebView*, gpointer self) {
    static_cast<WebView*>(self)->events_.close();
}

void WebView::on_automation(WebKitWebContext*, WebKitAutomationSession* session, gpointer self) {
    WebKitApplicationInfo* const info = webkit_application_info_new();
    webkit_application_info_set_name(info, "arus-desktop");
    webkit_application_info_set_version(info, 0, 1, 0);
    webkit_automation_session_set_application_info(session, info);
    webkit_application_info_unref(info);
    g_signal_connect(session, "create-web-view", G_CALLBACK(on_automated_view), self);
}

WebKitWebView* WebView::on_automated_view(WebKitAutomationSession*, gpointer self) {
    return static_cast<WebView*>(self)->view_;
}

}  // namespace arus::desktop
