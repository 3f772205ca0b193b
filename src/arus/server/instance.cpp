// SPDX-License-Identifier: Apache-2.0
#include "arus/server/instance.hpp"

#include "arus/app/access/access.hpp"
#include "arus/app/audit/audit.hpp"
#include "arus/app/books/books.hpp"
#include "arus/app/books/chart.hpp"
#include "arus/app/demo/demo.hpp"
#include "arus/app/people/authentication.hpp"
#include "arus/app/people/passwords.hpp"
#include "arus/app/statements/reports.hpp"
#include "arus/app/statements/result_cache.hpp"
#include "arus/app/statements/statements.hpp"
#include "arus/app/transactions/committer.hpp"
#include "arus/app/transactions/event_feed.hpp"
#include "arus/app/transactions/transactions.hpp"
#include "arus/app/transactions/verifier.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/async/task_scope.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/server/background.hpp"
#include "arus/server/brokers.hpp"
#include "arus/server/database_watch.hpp"
#include "arus/server/demo_folder.hpp"
#include "arus/server/embedded_files.hpp"
#include "arus/server/head_polling.hpp"
#include "arus/server/instance_metrics.hpp"
#include "arus/server/open_stores.hpp"
#include "arus/transports/http/api.hpp"
#include "arus/transports/http/server.hpp"
#include "arus/transports/http/service_routes.hpp"
#include "arus/transports/websocket/app_backend.hpp"
#include "arus/transports/websocket/realtime.hpp"
#include "arus/transports/websocket/upgrade.hpp"
#include "arus/wire/report_documents.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <thread>

namespace arus::server {

namespace {

using config::Settings;
using namespace std::chrono_literals;

constexpr auto start_timeout = 30s;
constexpr auto verifier_timeout = 60s;

std::size_t loop_count(const Settings& settings) {
    return settings.threads > 0 ? settings.threads
                                : std::max(1U, std::thread::hardware_concurrency());
}

app::Registration registration_of(const Settings& settings) {
    if (settings.registration == "open") {
        return app::Registration::open;
    }
    return settings.registration == "off" ? app::Registration::off : app::Registration::invite;
}

app::Authentication::Options authentication_options(const Settings& settings) {
    app::Authentication::Options options;
    options.registration = registration_of(settings);
    if (!settings.setup_code.empty()) {
        options.setup_code = settings.setup_code;
    }
    options.per_account.burst = settings.sign_in_tries_per_account;
    options.per_address.burst = settings.sign_in_tries_per_address;
    // Whoever lets more wrong ones pass lets more right ones pass too.
    options.any_per_account.burst = std::max(
        options.any_per_account.burst, 6 * settings.sign_in_tries_per_account);
    options.any_per_address.burst = std::max(
        options.any_per_address.burst, 10 * settings.sign_in_tries_per_address);
    return options;
}

http::RateLimit::Options limit_of(std::size_t per_second) {
    return {.per_second = per_second, .burst = per_second * 10};
}

bool is_https(const Settings& settings) {
    return !settings.tls_cert.empty() || settings.public_url.starts_with("https://");
}

/// Null: plain.
std::shared_ptr<http::TlsContext> tls_of(const Settings& settings) {
    if (settings.tls_cert.empty() != settings.tls_key.empty()) {
        throw Failure(
            {Failure::Kind::configuration, false, true, "server"},
            "tls_cert and tls_key belong together: set both or neither");
    }
    return settings.tls_cert.empty()
               ? nullptr
               : std::make_shared<http::TlsContext>(settings.tls_cert, settings.tls_key);
}

/// The present one first.
std::vector<std::string> secret_keys(const Settings& settings) {
    std::vector<std::string> keys;
    for (const std::string& key : {settings.secret_key, settings.previous_secret_key}) {
        if (!key.empty()) {
            keys.push_back(key);
        }
    }
    return keys;
}

app::Committer::Options committer_options(const Settings& settings) {
    app::Committer::Options options;
    options.batch_entries_max = settings.batch_entries_max;
    options.waiting_entries_max = settings.waiting_entries_max;
    options.commit_timeout = settings.commit_timeout;
    return options;
}

std::vector<std::string> origins_of(const Settings& settings) {
    std::vector<std::string> origins = settings.allowed_origins;
    if (!settings.public_url.empty()) {
        origins.push_back(settings.public_url);
    }
    return origins;
}

websocket::Options realtime_options(const Settings& settings) {
    websocket::Options options;
    options.allowed_origins = origins_of(settings);
    options.sockets_max = settings.connections_max;
    return options;
}

/// `host:port`, the host perhaps in brackets. Precondition: config has checked the form.
http::ServerOptions server_options(const Settings& settings, const std::string& listen) {
    const std::size_t colon = listen.rfind(':');
    std::string host = listen.substr(0, colon);
    if (host.starts_with('[')) {
        host = host.substr(1, host.size() - 2);
    }
    auto proxies = http::TrustedProxies::parse(settings.trusted_proxies);
    if (!proxies) {
        throw Failure(
            {Failure::Kind::configuration, false, true, "server"},
            "trusted_proxies must be addresses or networks such as 10.0.0.0/8");
    }
    http::ServerOptions options;
    options.address = std::move(host);
    options.port = static_cast<std::uint16_t>(std::stoul(listen.substr(colon + 1)));
    options.connections_max = settings.connections_max;
    options.request_timeout = settings.request_timeout;
    options.upgrade_path = "/api/v1/realtime";
    options.origins = http::AllowedOrigins(origins_of(settings));
    options.proxies = std::move(*proxies);
    return options;
}

std::string url_of(
    const std::string& listen, std::uint16_t port, std::string_view scheme = "http://") {
    return std::string(scheme) + listen.substr(0, listen.rfind(':')) + ":" + std::to_string(port);
}

http::StaticFiles client_files(const std::optional<std::filesystem::path>& folder) {
    if (!folder) {
        return http::StaticFiles(embedded_client());
    }
    http::StaticFiles files = http::StaticFiles::from_folder(*folder);
    if (!files.has("/docs/index.html")) {
        files.add_below("/docs/", embedded_client());
    }
    return files;
}

/// The members stand in the order of the layers; each may lean on those above it.
class InstanceOfParts final : public Instance {
public:
    explicit InstanceOfParts(Options options) :
        settings_(std::move(options.settings)),
        demo_identity_(
            options.demo ? std::optional(open_demo_folder(settings_.data_dir)) : std::nullopt),
        lan_page_(std::move(options.lan_page)),
        tls_(tls_of(settings_)),
        client_(client_files(options.web_dir)),
        contract_(embedded_contract()),
        per_address_(limit_of(settings_.requests_per_address)),
        per_key_(limit_of(settings_.requests_per_key)),
        per_book_(limit_of(settings_.requests_per_book)),
        loops_(loop_count(settings_)),
        opened_(open_stores(settings_, clock_, Preparation::migrate)),
        stores_(opened_.stores.get()),
        brokers_(settings_),
        committer_(app::Committer::make(
            stores_->ledger(), brokers_.bus(), loops_, committer_options(settings_))),
        access_(stores_->identity(), stores_->ledger(), stores_->people(), clock_, {}),
        passwords_(settings_.password_queue_max),
        audit_(stores_->audit(), access_, clock_),
        books_(
            {stores_->identity(), stores_->people(), stores_->ledger(), *committer_, access_,
             audit_, clock_}),
        secrets_(secret_keys(settings_)),
        authentication_(
            {stores_->identity(), stores_->people(), books_, passwords_, audit_, secrets_, clock_},
            authentication_options(settings_)),
        people_(
            {stores_->identity(), stores_->people(), authentication_, passwords_, audit_, secrets_,
             clock_}),
        invitations_(
            {stores_->people(), stores_->ledger(), authentication_, books_, access_, audit_,
             clock_},
            {}),
        api_keys_(
            {stores_->people(), stores_->ledger(), authentication_, access_, audit_, clock_}, {}),
        chart_(stores_->ledger(), *committer_, access_, audit_, clock_),
        transactions_(stores_->ledger(), *committer_, access_, clock_),
        reports_(stores_->ledger(), stores_->statements(), access_, clock_),
        statements_(stores_->statements(), stores_->ledger(), access_, clock_),
        results_(brokers_.cache(), {}),
        report_documents_(statements_, reports_, results_),
        verifier_(stores_->ledger(), access_, {}),
        feed_(stores_->ledger(), brokers_.bus(), access_),
        background_(
            {*stores_, brokers_.jobs(), brokers_.bus(), access_, statements_, *committer_, chart_,
             audit_, clock_},
            settings_),
        backend_(
            {authentication_, books_, feed_, transactions_, reports_, report_documents_,
             stores_->ledger(), clock_,
             [this](auto principal, auto access, auto channel, Deadline deadline) {
                 return background_.personal(
                     principal->user_id, access->book.id, channel, deadline);
             },
             [this](BookId book) { brokers_.watch(book); },
             [this](BookId book) { brokers_.unwatch(book); }}),
        realtime_(websocket::Realtime::make(backend_, loops_, clock_, realtime_options(settings_))),
        services_{
            authentication_,
            people_,
            invitations_,
            api_keys_,
            audit_,
            clock_,
            &per_book_,
            access_,
            books_,
            chart_,
            transactions_,
            reports_,
            report_documents_,
            verifier_,
            background_.jobs(),
            background_.notifications(),
            background_.imports(),
            [this](UserId user) { realtime_->recheck(user); },
            is_https(settings_),
            options.demo.has_value(),
            ARUS_VERSION} {
        setup_code_ = wait_for(authentication_.open_setup(Deadline::in(start_timeout)));
        public_ = make_public();
        admin_ = make_admin();
        if (lan_page_) {
            trust_ = make_trust();
        }
        if (options.demo) {
            start_demo(*options.demo);
        }
        if (stores_->is_shared()) {
            database_watch_.emplace(stores_->ledger(), loops_);
            head_polling_.emplace(brokers_, *realtime_, loops_);
        }
        background_.start();
        public_->start();
        admin_->start();
        if (trust_) {
            trust_->start();
        }
        is_ready_ = true;
    }

    ~InstanceOfParts() override { stop(); }

    std::string url() const override {
        return url_of(settings_.listen, public_->port(), tls_ ? "https://" : "http://");
    }
    std::optional<std::string> trust_url() const override {
        return trust_ ? std::optional(url_of(settings_.trust_listen, trust_->port()))
                      : std::nullopt;
    }
    void reload_certificate() override {
        if (!tls_) {
            return;
        }
        try {
            tls_->reload();
            log::info("the certificate was read again");
        } catch (const Failure& failure) {
            log::error(
                "the certificate could not be read again; the one of before is used",
                {{"what", failure.what()}});
        }
    }
    std::string admin_url() const override {
        return url_of(settings_.admin_listen, admin_->port());
    }
    std::optional<std::string> demo_password() const override {
        return demo_identity_ ? std::optional(demo_identity_->password) : std::nullopt;
    }
    const std::optional<std::string>& setup_code() const override { return setup_code_; }

    void stop() override {
        if (is_stopped_) {
            return;
        }
        is_stopped_ = true;
        const Deadline deadline = Deadline::in(settings_.drain_timeout);
        is_ready_ = false;
        is_draining_ = true;
        log::info("stopping", {{"connections", public_->connections()}});
        *is_demo_stopping_ = true;
        // Half of the time for sockets that do not follow; the other half is the requests'.
        realtime_->drain(Deadline::in(settings_.drain_timeout / 2));
        if (trust_) {
            trust_->stop(Deadline::in(1s));
        }
        public_->stop(Deadline::in(settings_.request_timeout));
        if (head_polling_) {
            head_polling_->stop();
        }
        realtime_->stop(Deadline::in(1s));
        if (!demo_tasks_.wait(deadline)) {
            log::warn("a demo sale is still under way; waiting for it");
            demo_tasks_.wait(Deadline::in(1h));
        }
        verifier_.stop(Deadline::in(0s));  // its checks end; those of jobs may wait behind them
        background_.stop(deadline);
        committer_->stop(deadline);
        if (!verifier_.stop(Deadline::in(verifier_timeout))) {
            log::warn("a check of a book is still running; waiting for it");
            verifier_.stop(Deadline::in(1h));
        }
        passwords_.stop();
        audit_.stop(Deadline::in(verifier_timeout));
        if (database_watch_) {
            database_watch_->stop();
        }
        brokers_.stop(deadline);
        stores_->stop();
        admin_->stop(Deadline::in(1s));
        loops_.stop();
        log::info("stopped");
    }

private:
    void start_demo(DemoOptions options) {
        const app::Demo::Parts parts{
            stores_->identity(), passwords_, authentication_, books_, chart_,
            transactions_,       clock_};
        demo_.emplace(parts, *demo_identity_);
        demo_identity_ = wait_for(demo_->prepare(std::move(options.progress)));
        remember_demo(settings_.data_dir, *demo_identity_);
        setup_code_.reset();
        if (options.traffic) {
            demo_tasks_.spawn(loops_.loop(0).get_executor(), demo_->run_traffic(is_demo_stopping_));
        }
    }

    template <class T>
    T wait_for(Awaitable<T> task) {
        return asio::co_spawn(loops_.loop(0), std::move(task), asio::use_future).get();
    }

    http::Readiness readiness() const {
        if (is_draining_) {
            return {"draining", {}};
        }
        if (is_ready_ && database_watch_ && !database_watch_->is_there()) {
            return {"unavailable", {}};
        }
        std::vector<std::string> degraded = opened_.degraded;
        for (std::string& name : brokers_.degraded()) {
            degraded.push_back(std::move(name));
        }
        if (stores_->figures().is_full) {
            degraded.emplace_back("storage");
        }
        return {is_ready_ ? "ready" : "starting", std::move(degraded)};
    }

    std::string metrics() const {
        std::string text;
        http::MetricsWriter writer(text);
        writer.describe("arus_info", "gauge", "The version that runs.");
        writer.value("arus_info", "version=\"" + services_.version + '"', std::uint64_t{1});
        write_readiness(writer, readiness());
        figures_.write(writer);
        write_committer_figures(writer, committer_->figures());
        write_store_figures(writer, stores_->figures());
        write_socket_figures(writer, realtime_->figures());
        brokers_.write_figures(writer);
        if (const auto figures = background_.figures()) {
            write_worker_figures(writer, *figures);
        }
        write_process_figures(writer);
        return text;
    }

    std::unique_ptr<http::Server> make_public() {
        http::Router router;
        http::add_api(router, services_);
        http::add_health_routes(router, [this] { return readiness(); });
        http::add_file_routes(router, contract_, client_);
        auto authenticate = [this](std::string token, Deadline deadline) {
            return authentication_.authenticate(std::move(token), deadline);
        };
        http::ServerOptions options = server_options(settings_, settings_.listen);
        options.per_address = &per_address_;
        options.per_key = &per_key_;
        // Not with a certificate of the machine's own: the page about it is plain http on the same
        // host, and a browser that was told "never" would not open it any more.
        options.https = is_https(settings_) && !lan_page_;
        options.tls = tls_;
        return http::Server::make(
            "public", loops_, std::move(router), figures_, std::move(authenticate),
            [this](http::Upgrade upgrade) { hand_over(std::move(upgrade)); }, std::move(options));
    }

    std::unique_ptr<http::Server> make_trust() {
        http::Router router;
        add_lan_routes(router, *lan_page_, public_->port());
        http::ServerOptions options = server_options(settings_, settings_.trust_listen);
        options.per_address = &per_address_;
        return http::Server::make(
            "trust", loops_, std::move(router), figures_, nullptr, nullptr, std::move(options));
    }

    void hand_over(http::Upgrade upgrade) {
        realtime_->accept(
            {std::move(upgrade.socket), std::move(upgrade.request), std::move(upgrade.leftover),
             std::move(upgrade.address), std::move(upgrade.request_id)});
    }

    std::unique_ptr<http::Server> make_admin() {
        http::Router router;
        http::add_health_routes(router, [this] { return readiness(); });
        http::add_metrics_route(router, [this] { return metrics(); });
        return http::Server::make(
            "admin", loops_, std::move(router), figures_, nullptr, nullptr,
            server_options(settings_, settings_.admin_listen));
    }

    const Settings settings_;
    std::optional<app::DemoIdentity> demo_identity_;
    const std::optional<LanPage> lan_page_;
    const std::shared_ptr<http::TlsContext> tls_;  ///< of the public listener; null: plain
    app::DemoClock clock_;  ///< the machine's own, but while a demo's history is made
    const http::StaticFiles client_;
    const http::StaticFiles contract_;
    http::RequestFigures figures_;
    http::RateLimit per_address_;
    http::RateLimit per_key_;
    http::RateLimit per_book_;
    LoopPool loops_;
    OpenedStores opened_;
    app::Stores* const stores_;  ///< those that were opened
    std::optional<DatabaseWatch> database_watch_;
    Brokers brokers_;
    std::unique_ptr<app::Committer> committer_;
    app::Access access_;
    app::Passwords passwords_;
    app::Audit audit_;
    app::Books books_;
    const app::SecretBox secrets_;
    app::Authentication authentication_;
    app::People people_;
    app::Invitations invitations_;
    app::ApiKeys api_keys_;
    app::Chart chart_;
    app::Transactions transactions_;
    app::Reports reports_;
    app::Statements statements_;
    app::ResultCache results_;
    wire::ReportDocuments report_documents_;
    app::Verifier verifier_;
    app::EventFeed feed_;
    Background background_;
    websocket::AppBackend backend_;
    std::unique_ptr<websocket::Realtime> realtime_;
    std::optional<HeadPolling> head_polling_;
    const http::Services services_;
    std::optional<std::string> setup_code_;
    std::optional<app::Demo> demo_;
    const std::shared_ptr<std::atomic<bool>> is_demo_stopping_ =
        std::make_shared<std::atomic<bool>>(false);
    TaskScope demo_tasks_{"demo"};
    std::unique_ptr<http::Server> public_;
    std::unique_ptr<http::Server> admin_;
    std::unique_ptr<http::Server> trust_;  ///< null without a certificate of the machine's own
    std::atomic<bool> is_ready_{false};
    std::atomic<bool> is_draining_{false};
    bool is_stopped_ = false;
};

}  // namespace

std::unique_ptr<Instance> Instance::start(Options options) {
    return std::make_unique<InstanceOfParts>(std::move(options));
}

}  // namespace arus::server
