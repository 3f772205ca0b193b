// SPDX-License-Identifier: Apache-2.0
#include "arus/server/background_process.hpp"

#include "arus/base/failure.hpp"
#include "arus/imports/number_format.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>

namespace arus::server {

namespace {

using namespace std::chrono_literals;

constexpr auto act_timeout = 60s;
constexpr auto stop_timeout = 30s;
constexpr auto look_every = 100ms;

/// A verb works on its job itself, whatever the settings leave to others.
config::Settings working(config::Settings settings) {
    settings.worker_jobs = std::max<std::size_t>(settings.worker_jobs, 1);
    return settings;
}

}  // namespace

BackgroundProcess::BackgroundProcess(const config::Settings& settings) :
    settings_(working(settings)),
    loops_(2),
    opened_(open_stores(settings_, clock_, Preparation::migrate)),
    brokers_(settings_),
    committer_(app::Committer::make(opened_.stores->ledger(), brokers_.bus(), loops_, {})),
    access_(
        opened_.stores->identity(), opened_.stores->ledger(), opened_.stores->people(), clock_, {}),
    audit_(opened_.stores->audit(), access_, clock_),
    chart_(opened_.stores->ledger(), *committer_, access_, audit_, clock_),
    statements_(opened_.stores->statements(), opened_.stores->ledger(), access_, clock_) {
    const Background::Parts parts{*opened_.stores, brokers_.jobs(), brokers_.bus(),
                                  access_,         statements_,     *committer_,
                                  chart_,          audit_,          clock_};
    background_ = std::make_unique<Background>(parts, settings_);
    background_->start();
}

BackgroundProcess::~BackgroundProcess() {
    const Deadline deadline = Deadline::in(stop_timeout);
    background_->stop(deadline);
    committer_->stop(deadline);
    audit_.stop(deadline);
    brokers_.stop(deadline);
    opened_.stores->stop();
    loops_.stop();
}

std::optional<app::RequestContext> BackgroundProcess::member(
    BookId book, const std::optional<std::string>& email) {
    const std::vector<app::Member> members = wait_for(
        opened_.stores->identity().list_members(book, Deadline::in(act_timeout)));
    for (const app::Member& one : members) {
        const bool is_wanted = email ? one.user.email == imports::lower_ascii(*email)
                                     : one.membership.role == app::Role::owner;
        if (!is_wanted) {
            continue;
        }
        auto principal = std::make_shared<app::Principal>();
        principal->user_id = one.user.id;
        principal->name = one.user.name;
        principal->email = one.user.email;
        principal->locale = one.user.locale;
        return app::RequestContext{
            std::move(principal), Deadline::in(act_timeout), std::string(app::command_line_request),
            "", std::nullopt};
    }
    return std::nullopt;
}

app::JobRecord BackgroundProcess::wait_for_end(app::JobId job) {
    const bool is_shown = isatty(STDERR_FILENO) == 1;
    for (;;) {
        const std::optional<app::JobRecord> record = wait_for(
            opened_.stores->jobs().find(job, Deadline::in(act_timeout)));
        if (!record) {
            throw Failure({Failure::Kind::internal, false, true, "command"}, "the job has gone");
        }
        if (is_shown) {
            std::fprintf(
                stderr, "\r%3d %% %-12s", record->progress_permille / 10, record->stage.c_str());
        }
        if (record->status == app::JobStatus::done || record->status == app::JobStatus::failed) {
            if (is_shown) {
                std::fputs("\n", stderr);
            }
            return *record;
        }
        std::this_thread::sleep_for(look_every);
    }
}

}  // namespace arus::server
