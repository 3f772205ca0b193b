// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/exports/export_job.hpp"
#include "arus/app/imports/import_work.hpp"
#include "arus/app/imports/imports.hpp"
#include "arus/app/jobs/jobs.hpp"
#include "arus/app/jobs/verify_job.hpp"
#include "arus/app/notifications/notifications.hpp"
#include "arus/app/notifications/notifications_teller.hpp"
#include "arus/app/ports/stores.hpp"
#include "arus/config/settings.hpp"
#include "arus/transports/websocket/backend.hpp"
#include "arus/transports/worker/worker.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace arus::server {

/// Jobs, their worker and notifications: what `serve` and `worker` share of what happens behind
/// requests. Put together after the use cases, started last, stopped before committer and stores.
class Background {
public:
    struct Parts {
        app::Stores& stores;
        app::JobQueue& queue;
        app::EventBus& bus;
        app::Access& access;
        app::Statements& statements;
        app::Committer& committer;
        app::Chart& chart;
        app::Audit& audit;
        const Clock& clock;
    };

    Background(Parts parts, const config::Settings& settings);

    app::Jobs& jobs() { return jobs_; }
    app::Notifications& notifications() { return notifications_; }
    app::Imports& imports() { return imports_; }

    /// The person's latest jobs or notifications in the book, newest last: what the socket shows at
    /// first.
    Awaitable<std::vector<websocket::Values::Item>> personal(
        UserId user, BookId book, websocket::ValueChannel channel, Deadline deadline);

    /// Begins to work, unless the settings leave it to other processes.
    void start();
    void stop(Deadline deadline);

    /// Nothing where this process does not work on jobs.
    std::optional<worker::Figures> figures() const;

private:
    std::unique_ptr<app::Documents> documents_;
    app::Jobs jobs_;
    app::Notifications notifications_;
    app::NotificationTeller teller_;
    app::VerifyWork verify_;
    app::ExportWork export_;
    app::Imports imports_;
    app::ImportWork import_;
    std::unique_ptr<worker::Worker> worker_;  ///< null where the settings want none
};

}  // namespace arus::server
