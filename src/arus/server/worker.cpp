// SPDX-License-Identifier: Apache-2.0
// `arus worker`: jobs and notifications without requests, beside servers on the same database.
#include "arus/app/access/access.hpp"
#include "arus/app/audit/audit.hpp"
#include "arus/app/books/chart.hpp"
#include "arus/app/statements/statements.hpp"
#include "arus/app/transactions/committer.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/server/background.hpp"
#include "arus/server/brokers.hpp"
#include "arus/server/commands.hpp"
#include "arus/server/instance_metrics.hpp"
#include "arus/server/open_stores.hpp"
#include "arus/server/verb_options.hpp"
#include "arus/transports/http/server.hpp"
#include "arus/transports/http/service_routes.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>

namespace arus::server {

namespace {

using namespace std::chrono_literals;

/// SIGTERM and SIGINT, blocked in this thread and all that it starts, so that one wait takes them.
sigset_t block_stop_signals() {
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

http::ServerOptions admin_options(const std::string& listen) {
    const std::size_t colon = listen.rfind(':');
    http::ServerOptions options;
    options.address = listen.substr(0, colon);
    if (options.address.starts_with('[')) {
        options.address = options.address.substr(1, options.address.size() - 2);
    }
    options.port = static_cast<std::uint16_t>(std::stoul(listen.substr(colon + 1)));
    return options;
}

app::Committer::Options committer_options(const config::Settings& settings) {
    app::Committer::Options options;
    options.batch_entries_max = settings.batch_entries_max;
    options.waiting_entries_max = settings.waiting_entries_max;
    options.commit_timeout = settings.commit_timeout;
    return options;
}

/// The parts stand in the order of the layers; each may lean on those above it.
class WorkerProcess {
public:
    explicit WorkerProcess(const config::Settings& settings) :
        settings_(settings),
        loops_(1),
        opened_(open_stores(settings, clock_, Preparation::migrate)),
        brokers_(settings),
        access_(
            opened_.stores->identity(), opened_.stores->ledger(), opened_.stores->people(), clock_,
            {}),
        statements_(opened_.stores->statements(), opened_.stores->ledger(), access_, clock_),
        committer_(app::Committer::make(
            opened_.stores->ledger(), brokers_.bus(), loops_, committer_options(settings))),
        audit_(opened_.stores->audit(), access_, clock_),
        chart_(opened_.stores->ledger(), *committer_, access_, audit_, clock_),
        background_(
            {*opened_.stores, brokers_.jobs(), brokers_.bus(), access_, statements_, *committer_,
             chart_, audit_, clock_},
            settings) {
        http::Router router;
        http::add_health_routes(router, [this] { return readiness(); });
        http::add_metrics_route(router, [this] { return metrics(); });
        admin_ = http::Server::make(
            "admin", loops_, std::move(router), figures_, nullptr, nullptr,
            admin_options(settings.admin_listen));
        background_.start();
        admin_->start();
    }

    std::uint16_t port() const { return admin_->port(); }

    void stop() {
        is_draining_ = true;
        const Deadline deadline = Deadline::in(settings_.drain_timeout);
        background_.stop(deadline);
        committer_->stop(deadline);
        audit_.stop(deadline);
        brokers_.stop(deadline);
        opened_.stores->stop();
        admin_->stop(Deadline::in(1s));
        loops_.stop();
    }

private:
    http::Readiness readiness() const {
        std::vector<std::string> degraded = opened_.degraded;
        for (std::string& name : brokers_.degraded()) {
            degraded.push_back(std::move(name));
        }
        if (opened_.stores->figures().is_full) {
            degraded.emplace_back("storage");
        }
        return {is_draining_ ? "draining" : "ready", std::move(degraded)};
    }

    std::string metrics() const {
        std::string text;
        http::MetricsWriter writer(text);
        writer.describe("arus_info", "gauge", "The version that runs.");
        writer.value("arus_info", "version=\"" + std::string(ARUS_VERSION) + '"', std::uint64_t{1});
        write_readiness(writer, readiness());
        write_store_figures(writer, opened_.stores->figures());
        brokers_.write_figures(writer);
        if (const auto figures = background_.figures()) {
            write_worker_figures(writer, *figures);
        }
        write_process_figures(writer);
        return text;
    }

    const config::Settings settings_;
    const Clock& clock_ = system_clock();
    http::RequestFigures figures_;
    LoopPool loops_;
    OpenedStores opened_;
    Brokers brokers_;
    app::Access access_;
    app::Statements statements_;
    std::unique_ptr<app::Committer> committer_;
    app::Audit audit_;
    app::Chart chart_;
    Background background_;
    std::unique_ptr<http::Server> admin_;
    std::atomic<bool> is_draining_{false};
};

}  // namespace

int work(const Arguments& arguments) {
    auto options = read_verb_options(arguments, {});
    if (const int* const code = std::get_if<int>(&options)) {
        return *code;
    }
    config::Settings settings = std::get<VerbOptions>(std::move(options)).settings;
    if (!is_mysql(settings)) {
        std::fprintf(
            stderr,
            "arus: a worker of its own needs a database that it can share (ARUS_DATABASE_URL); on "
            "SQLite `arus serve` works on its jobs itself\n");
        return exit_configuration;
    }
    if (settings.worker_jobs == 0) {
        return refuse_usage("a worker with worker_jobs 0 would do nothing");
    }
    const sigset_t signals = block_stop_signals();
    WorkerProcess process(settings);
    std::printf(
        "working\nadmin http://%s:%u\n",
        settings.admin_listen.substr(0, settings.admin_listen.rfind(':')).c_str(),
        static_cast<unsigned>(process.port()));
    std::fflush(stdout);

    int signal_number = 0;
    sigwait(&signals, &signal_number);
    log::info("a signal asks to stop", {{"signal", signal_number}});
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    process.stop();
    return exit_ok;
}

}  // namespace arus::server
