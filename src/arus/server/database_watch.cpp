// SPDX-License-Identifier: Apache-2.0
#include "arus/server/database_watch.hpp"

#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"

#include <boost/asio/steady_timer.hpp>

namespace arus::server {

namespace {

using namespace std::chrono_literals;

constexpr auto pause = 500ms;
constexpr auto answer_timeout = 2s;

}  // namespace

DatabaseWatch::DatabaseWatch(app::LedgerStore& ledger, LoopPool& loops) : ledger_(ledger) {
    tasks_.spawn(loops.loop(0).get_executor(), keep_asking());
}

void DatabaseWatch::stop() {
    is_stopping_ = true;
    while (!tasks_.wait(Deadline::in(10s))) {
        log::warn("the database has not answered yet; waiting for it");
    }
}

Awaitable<void> DatabaseWatch::keep_asking() {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    while (!is_stopping_) {
        bool answers = true;
        try {
            // No book has this id: the answer is one empty row of an index.
            co_await ledger_.find_book(BookId(), Deadline::in(answer_timeout));
        } catch (const Failure& failure) {
            // A database that is busy is there.
            answers = failure.facts().kind == Failure::Kind::overloaded;
        }
        if (answers != is_there_.exchange(answers)) {
            if (answers) {
                log::info("the database is back");
            } else {
                log::error("the database does not answer");
            }
        }
        timer.expires_after(pause);
        co_await timer.async_wait(use_awaitable);
    }
}

}  // namespace arus::server
