// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/audit/audit.hpp"
#include "arus/app/books/chart.hpp"
#include "arus/app/statements/statements.hpp"
#include "arus/app/transactions/committer.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/server/background.hpp"
#include "arus/server/brokers.hpp"
#include "arus/server/open_stores.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <memory>
#include <optional>
#include <string>

namespace arus::server {

/// The database of the settings with everything that jobs need, for a verb that starts one and
/// waits for its end. On SQLite it has the data folder for itself: beside a running server it
/// throws Failure.
class BackgroundProcess {
public:
    explicit BackgroundProcess(const config::Settings& settings);
    ~BackgroundProcess();
    BackgroundProcess(const BackgroundProcess&) = delete;
    BackgroundProcess& operator=(const BackgroundProcess&) = delete;

    app::Stores& stores() { return *opened_.stores; }
    Background& background() { return *background_; }

    /// In whose name a job is started: the member with this e-mail, or the book's first owner.
    /// Nothing where there is none.
    std::optional<app::RequestContext> member(BookId book, const std::optional<std::string>& email);

    /// The job once it is done or has failed; shows its progress on stderr if that is a terminal.
    app::JobRecord wait_for_end(app::JobId job);

    template <class T>
    T wait_for(Awaitable<T> task) {
        return *asio::co_spawn(loops_.loop(0), held(std::move(task)), asio::use_future).get();
    }

private:
    /// A future wants a value that can be made from nothing.
    template <class T>
    static Awaitable<std::optional<T>> held(Awaitable<T> task) {
        std::optional<T> value(co_await std::move(task));
        co_return value;
    }

    const config::Settings settings_;
    const Clock& clock_ = system_clock();
    LoopPool loops_;
    OpenedStores opened_;
    Brokers brokers_;
    std::unique_ptr<app::Committer> committer_;
    app::Access access_;
    app::Audit audit_;
    app::Chart chart_;
    app::Statements statements_;
    std::unique_ptr<Background> background_;
};

}  // namespace arus::server
