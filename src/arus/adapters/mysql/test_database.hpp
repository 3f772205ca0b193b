// SPDX-License-Identifier: Apache-2.0
// For the tests of this adapter: a database of their own on the server that ARUS_TEST_MYSQL_URL
// names, and a way to it that can be broken.
#pragma once

#include "arus/adapters/mysql/detail/blocking.hpp"
#include "arus/adapters/mysql/detail/connection.hpp"
#include "arus/adapters/mysql/detail/schema.hpp"
#include "arus/adapters/mysql/detail/target.hpp"
#include "arus/base/bytes.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace arus::mysql {

/// A fixture whose cases are skipped, loudly, where there is no server; in CI they fail.
class ServerTest : public ::testing::Test {
protected:
    void SetUp() override;
    void TearDown() override;

    /// Runs a text on a connection of its own; the server's number of the error, 0 if there is
    /// none.
    static int run(const Options& options, std::string text);
    /// The first column of the rows of the last statement.
    static std::vector<std::string> read(const Options& options, std::string text);

    /// A user of the database with the rights of migrations/mysql/grants.sql. The schema must be
    /// there.
    Options make_user();

    Options server;  ///< who may do everything; in no database of the test's own
    Options owner;   ///< the same in a fresh, empty database

private:
    std::string user_;
};

/// A connection that a test keeps open, with what it has locked.
class SideSession {
public:
    explicit SideSession(const Options& options);
    /// The server's number of the error, 0 if there is none.
    int run(std::string text);

private:
    asio::io_context loop_;
    std::unique_ptr<Connection> connection_;
};

/// Stands between a client and the server, without TLS, and can let the way break.
class Proxy {
public:
    explicit Proxy(const Options& server);
    ~Proxy();
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    /// `options` with the proxy's address.
    Options through(Options options) const;

    enum class Cut {
        none,
        before_commit,  ///< the next text with a COMMIT is not handed on; the client is cut off
        after_commit,   ///< it is handed on, its answer is not; the client is cut off
    };
    void set_cut(Cut cut) { cut_ = cut; }
    /// Ends all links and refuses new ones, until told otherwise.
    void set_open(bool open);
    /// Keeps what the server sends from now on, without cutting anything.
    void set_silent(bool silent) { silent_ = silent; }
    std::uint64_t links() const { return links_; }

private:
    struct Link;
    Awaitable<void> accept();
    Awaitable<void> serve(std::shared_ptr<Link> link);
    Awaitable<void> answer(std::shared_ptr<Link> link);

    Options server_;
    asio::io_context loop_;
    struct Listener;
    std::unique_ptr<Listener> listener_;
    std::vector<std::weak_ptr<Link>> all_;
    std::atomic<Cut> cut_{Cut::none};
    std::atomic<bool> open_{true};
    std::atomic<bool> silent_{false};
    std::atomic<std::uint64_t> links_{0};
    std::thread thread_;
};

}  // namespace arus::mysql
