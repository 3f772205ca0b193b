// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/test_database.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <fstream>
#include <regex>
#include <sstream>
#include <string_view>

namespace arus::mysql {

namespace {

using namespace std::chrono_literals;
using tcp = asio::ip::tcp;

std::string random_name() {
    std::array<std::uint8_t, 6> bytes;
    fill_random(bytes);
    return hex_of(bytes);
}

Awaitable<int> run_text(Options options, std::string text) {
    auto connection = co_await Connection::open(make_target(options), Deadline::in(30s));
    connection->set_deadline(Deadline::in(60s));
    int code = 0;
    try {
        co_await connection->query(std::move(text));
    } catch (const MysqlFailure& failure) {
        code = failure.server_code();
    }
    co_return code;
}

Awaitable<std::vector<std::string>> read_text(Options options, std::string text) {
    auto connection = co_await Connection::open(make_target(options), Deadline::in(30s));
    connection->set_deadline(Deadline::in(60s));
    const auto replies = co_await connection->query(std::move(text));
    std::vector<std::string> values;
    auto rows = replies.rows(replies.size() - 1);
    while (rows.next()) {
        values.push_back(rows.string(0));
    }
    co_return values;
}

std::string file_text(const char* path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    EXPECT_FALSE(text.str().empty()) << "run the tests from the root of the repository";
    return text.str();
}

/// The end of one of the proxy's coroutines.
void expect_no_error(std::exception_ptr error) {
    EXPECT_FALSE(error) << "the proxy broke";
}

}  // namespace

void ServerTest::SetUp() {
    const char* url = std::getenv("ARUS_TEST_MYSQL_URL");
    if (url == nullptr || *url == '\0') {
        const char* ci = std::getenv("CI");
        ASSERT_FALSE(ci != nullptr && std::string_view(ci) == "true")
            << "ARUS_TEST_MYSQL_URL is not set";
        GTEST_SKIP() << "NOT TESTED: there is no MySQL server (ARUS_TEST_MYSQL_URL)";
    }
    server = parse_url(url);
    owner = server;
    owner.database = "arus_" + random_name();
    ASSERT_EQ(
        run(server,
            "CREATE DATABASE " + owner.database + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"),
        0);
}

void ServerTest::TearDown() {
    if (owner.database.empty()) {
        return;
    }
    EXPECT_EQ(run(server, "DROP DATABASE " + owner.database), 0);
    if (!user_.empty()) {
        EXPECT_EQ(run(server, "DROP USER '" + user_ + "'@'%'"), 0);
    }
}

int ServerTest::run(const Options& options, std::string text) {
    return run_here(run_text(options, std::move(text)));
}

std::vector<std::string> ServerTest::read(const Options& options, std::string text) {
    return run_here(read_text(options, std::move(text)));
}

Options ServerTest::make_user() {
    Options options = owner;
    options.user = "arus_" + random_name();
    options.password = random_name();
    user_ = options.user;
    EXPECT_EQ(
        run(server, "CREATE USER '" + user_ + "'@'%' IDENTIFIED BY '" + options.password + "'"), 0);
    auto grants = file_text("migrations/mysql/grants.sql");
    grants = std::regex_replace(grants, std::regex("'arus'@"), "'" + user_ + "'@");
    grants = std::regex_replace(grants, std::regex("`arus`"), "`" + owner.database + "`");
    EXPECT_EQ(run(server, grants), 0);
    return options;
}

// SideSession -----------------------------------------------------------------------------------

namespace {

Awaitable<void> open_session(Options options, std::unique_ptr<Connection>* connection) {
    *connection = co_await Connection::open(make_target(options), Deadline::in(30s));
}

Awaitable<void> run_in_session(Connection* connection, std::string text, int* code) {
    connection->set_deadline(Deadline::in(60s));
    try {
        co_await connection->query(std::move(text));
    } catch (const MysqlFailure& failure) {
        *code = failure.server_code();
    }
    connection->clear_deadline();
}

}  // namespace

SideSession::SideSession(const Options& options) : loop_(1) {
    asio::co_spawn(loop_, open_session(options, &connection_), expect_no_error);
    loop_.run();
}

int SideSession::run(std::string text) {
    int code = 0;
    loop_.restart();
    asio::co_spawn(
        loop_, run_in_session(connection_.get(), std::move(text), &code), expect_no_error);
    loop_.run();
    return code;
}

// Proxy -----------------------------------------------------------------------------------------

struct Proxy::Link {
    explicit Link(tcp::socket from) : client(std::move(from)), server(client.get_executor()) {}
    void end() {
        boost::system::error_code ignored;
        client.close(ignored);
        server.close(ignored);
    }
    tcp::socket client;
    tcp::socket server;
    bool keeps_answers = false;
};

struct Proxy::Listener {
    explicit Listener(asio::io_context& loop) :
        acceptor(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {}
    tcp::acceptor acceptor;
};

Proxy::Proxy(const Options& server) :
    server_(server), loop_(1), listener_(std::make_unique<Listener>(loop_)) {
    asio::co_spawn(loop_, accept(), expect_no_error);
    thread_ = std::thread([this] { loop_.run(); });
}

Proxy::~Proxy() {
    loop_.stop();
    thread_.join();
}

Options Proxy::through(Options options) const {
    options.host = "127.0.0.1";
    options.port = listener_->acceptor.local_endpoint().port();
    options.tls = Tls::off;  // the texts must be seen
    return options;
}

void Proxy::set_open(bool open) {
    open_ = open;
    if (open) {
        return;
    }
    asio::post(loop_, [this] {
        for (const auto& one : all_) {
            if (const auto link = one.lock()) {
                link->end();
            }
        }
        all_.clear();
    });
}

Awaitable<void> Proxy::accept() {
    for (;;) {
        boost::system::error_code error;
        auto client = co_await listener_->acceptor.async_accept(
            asio::redirect_error(use_awaitable, error));
        if (error || !open_) {
            continue;
        }
        ++links_;
        auto link = std::make_shared<Link>(std::move(client));
        all_.push_back(link);
        asio::co_spawn(loop_, serve(link), expect_no_error);
    }
}

Awaitable<void> Proxy::serve(std::shared_ptr<Link> link) {
    boost::system::error_code error;
    const tcp::endpoint endpoint(asio::ip::make_address(server_.host), server_.port);
    co_await link->server.async_connect(endpoint, asio::redirect_error(use_awaitable, error));
    if (error) {
        link->end();
        co_return;
    }
    asio::co_spawn(loop_, answer(link), expect_no_error);
    std::string seen;  // also what began in the piece before
    std::array<char, 65536> piece;
    for (;;) {
        const auto size = co_await link->client.async_read_some(
            asio::buffer(piece), asio::redirect_error(use_awaitable, error));
        if (error) {
            break;
        }
        seen.append(piece.data(), size);
        const bool commits = seen.find("COMMIT") != std::string::npos;
        seen.erase(0, seen.size() > 16 ? seen.size() - 16 : 0);
        if (commits) {
            seen.clear();
        }
        if (commits && cut_ == Cut::before_commit) {
            cut_ = Cut::none;
            break;
        }
        if (commits && cut_ == Cut::after_commit) {
            cut_ = Cut::none;
            link->keeps_answers = true;
        }
        co_await asio::async_write(
            link->server, asio::buffer(piece.data(), size),
            asio::redirect_error(use_awaitable, error));
        if (error) {
            break;
        }
    }
    link->end();
}

Awaitable<void> Proxy::answer(std::shared_ptr<Link> link) {
    std::array<char, 65536> piece;
    for (;;) {
        boost::system::error_code error;
        const auto size = co_await link->server.async_read_some(
            asio::buffer(piece), asio::redirect_error(use_awaitable, error));
        if (error) {
            break;
        }
        if (link->keeps_answers) {
            break;  // the server has answered, so the commit is done
        }
        if (silent_) {
            continue;
        }
        co_await asio::async_write(
            link->client, asio::buffer(piece.data(), size),
            asio::redirect_error(use_awaitable, error));
        if (error) {
            break;
        }
    }
    link->end();
}

}  // namespace arus::mysql
