// SPDX-License-Identifier: Apache-2.0
#include "arus/server/background.hpp"

#include "arus/adapters/documents/documents.hpp"
#include "arus/wire/replies.hpp"

namespace arus::server {

namespace {

worker::Options worker_options(const config::Settings& settings, bool is_shared) {
    worker::Options options;
    options.parallel = settings.worker_jobs;
    options.lease = settings.job_lease;
    options.first_delay = settings.job_retry_delay;
    options.is_alone = !is_shared;
    return options;
}

}  // namespace

Background::Background(Parts parts, const config::Settings& settings) :
    documents_(documents::make_documents()),
    jobs_(
        parts.stores.jobs(), parts.queue, parts.bus, parts.access, parts.stores.ledger(),
        parts.statements, parts.audit, parts.clock),
    notifications_(
        parts.stores.notifications(), parts.stores.ledger(), parts.access, parts.audit, parts.bus,
        parts.clock),
    teller_(
        parts.stores.notifications(), parts.stores.ledger(), parts.access, parts.bus, parts.clock),
    verify_(
        parts.stores.ledger(), parts.access,
        [](const app::VerificationRecord& record) { return wire::verification_reply(record); }),
    export_({parts.stores.ledger(), parts.access, parts.statements, *documents_, parts.clock}, {}),
    imports_(parts.stores.imports(), jobs_, parts.access, parts.stores.ledger(), parts.clock),
    import_(
        {parts.stores.imports(), parts.stores.jobs(), parts.stores.ledger(), parts.committer,
         parts.chart, parts.access, parts.clock}) {
    if (settings.worker_jobs == 0) {
        return;
    }
    worker::Worker::Parts worker_parts{parts.stores.jobs(), parts.queue, jobs_, teller_,
                                       parts.bus,           parts.clock, {}};
    worker_parts.works = {
        {app::JobKind::verify, &verify_},
        {app::JobKind::export_, &export_},
        {app::JobKind::import, &import_}};
    worker_ = worker::Worker::make(
        std::move(worker_parts), worker_options(settings, parts.stores.is_shared()));
}

Awaitable<std::vector<websocket::Values::Item>> Background::personal(
    UserId user, BookId book, websocket::ValueChannel channel, Deadline deadline) {
    std::vector<websocket::Values::Item> items;
    if (channel == websocket::ValueChannel::job) {
        const std::vector<app::JobRecord> jobs = co_await jobs_.latest(user, book, deadline);
        for (auto job = jobs.rbegin(); job != jobs.rend(); ++job) {
            items.push_back({job->order.id.text(), app::encode_job(*job)});
        }
        co_return items;
    }
    const std::vector<app::Notification> told = co_await notifications_.latest(
        user, book, deadline);
    for (auto one = told.rbegin(); one != told.rend(); ++one) {
        items.push_back({one->id.text(), app::encode_notification(*one)});
    }
    co_return items;
}

void Background::start() {
    if (worker_) {
        worker_->start();
    }
}

void Background::stop(Deadline deadline) {
    if (worker_) {
        worker_->stop(deadline);
    }
}

std::optional<worker::Figures> Background::figures() const {
    return worker_ ? std::optional(worker_->figures()) : std::nullopt;
}

}  // namespace arus::server
