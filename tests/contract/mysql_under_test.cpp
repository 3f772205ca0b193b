// SPDX-License-Identifier: Apache-2.0
//
// The MySQL store as deployed: the schema belongs to its owner, the store runs as a user of its own
// with migrations/mysql/grants.sql and no more. Each one has a database of its own on the server
// that ARUS_TEST_MYSQL_URL names (a user who may do everything), and drops it.
#define BOOST_MYSQL_SEPARATE_COMPILATION
#include "store_under_test.hpp"

#include "arus/adapters/mysql/mysql_stores.hpp"
#include "arus/base/bytes.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/mysql/handshake_params.hpp>
#include <boost/mysql/results.hpp>
#include <boost/mysql/tcp_ssl.hpp>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace arus::contract {

namespace {

namespace wire = boost::mysql;

std::string random_name() {
    std::array<std::uint8_t, 6> bytes;
    fill_random(bytes);
    return hex_of(bytes);
}

/// A connection of the test's own, beside the stores.
class SideConnection {
public:
    explicit SideConnection(const mysql::Options& options) : session_(loop_, tls_) {
        asio::ip::tcp::resolver resolver(loop_);
        const auto found = resolver.resolve(options.host, std::to_string(options.port));
        wire::handshake_params parameters(
            options.user, options.password, options.database,
            wire::handshake_params::default_collation, wire::ssl_mode::enable);
        parameters.set_multi_queries(true);
        session_.connect(found.begin()->endpoint(), parameters);
    }
    ~SideConnection() {
        wire::error_code ignored;
        wire::diagnostics words;
        session_.close(ignored, words);
    }
    SideConnection(const SideConnection&) = delete;
    SideConnection& operator=(const SideConnection&) = delete;

    /// The server's message if it refused one of the statements.
    std::optional<std::string> try_execute(const std::string& sql) {
        wire::results results;
        wire::error_code error;
        wire::diagnostics words;
        session_.execute(sql, results, error, words);
        if (!error) {
            return std::nullopt;
        }
        return error.message() + ": " + std::string(words.server_message());
    }

    void execute(const std::string& sql) {
        if (const auto refused = try_execute(sql)) {
            throw std::runtime_error(sql + ": " + *refused);
        }
    }

    /// The first column of the last statement's rows.
    std::vector<std::string> read(const std::string& sql) {
        wire::results results;
        session_.execute(sql, results);
        std::vector<std::string> values;
        for (const auto row : results.back().rows()) {
            values.emplace_back(row.at(0).as_string());
        }
        return values;
    }

private:
    asio::io_context loop_;
    asio::ssl::context tls_{asio::ssl::context::tls_client};
    wire::tcp_ssl_connection session_;
};

/// The cases speak the SQL that both databases know, but for these words.
std::string in_dialect(std::string sql) {
    static const std::regex offset(R"(\boffset\b)");
    static const std::regex as_text(R"(CAST\(data AS TEXT\))");
    static const std::regex as_blob(R"(AS BLOB\))");
    sql = std::regex_replace(sql, offset, "`offset`");
    sql = std::regex_replace(sql, as_text, "CONVERT(data USING utf8mb4)");
    return std::regex_replace(sql, as_blob, "AS BINARY)");
}

/// migrations/mysql/grants.sql with other names.
std::string grants_for(const std::string& database, const std::string& user) {
    std::ifstream file("migrations/mysql/grants.sql");
    std::stringstream text;
    text << file.rdbuf();
    if (text.str().empty()) {
        throw std::runtime_error("migrations/mysql/grants.sql: run this from the project's root");
    }
    std::string sql = std::regex_replace(text.str(), std::regex("'arus'@"), "'" + user + "'@");
    return std::regex_replace(sql, std::regex("`arus`"), "`" + database + "`");
}

class MysqlUnderTest final : public StoreUnderTest {
public:
    explicit MysqlUnderTest(const std::string& url) : owner_(mysql::parse_url(url)) {
        server_ = owner_;
        const auto name = random_name();
        owner_.database = "arus_" + name;
        owner_.clock = &clock;
        user_ = owner_;
        user_.user = "arus_" + name;
        user_.password = random_name();
        SideConnection side(server_);
        side.execute(
            "CREATE DATABASE `" + owner_.database + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        mysql::migrate_mysql(owner_);
        side.execute("CREATE USER '" + user_.user + "'@'%' IDENTIFIED BY '" + user_.password + "'");
        side.execute(grants_for(owner_.database, user_.user));
        open();
    }
    ~MysqlUnderTest() override {
        stores_.reset();
        SideConnection side(server_);
        side.try_execute("DROP DATABASE `" + owner_.database + "`");
        side.try_execute("DROP USER '" + user_.user + "'@'%'");
    }

    app::LedgerStore& ledger() override { return stores_->ledger(); }
    app::IdentityStore& identity() override { return stores_->identity(); }
    app::PeopleStore& people() override { return stores_->people(); }
    app::AuditStore& audit() override { return stores_->audit(); }
    app::StatementStore& statements() override { return stores_->statements(); }
    app::JobStore& jobs() override { return stores_->jobs(); }
    app::NotificationStore& notifications() override { return stores_->notifications(); }
    app::ImportStore& imports() override { return stores_->imports(); }

    void restart() override {
        stores_.reset();
        open();
    }

    std::string dump() override {
        SideConnection side(owner_);
        const auto lines = side.read(
            "SET SESSION group_concat_max_len = 1000000;"
            "SELECT CONCAT('SELECT CONCAT_WS('','', ''', table_name, ''', ', GROUP_CONCAT("
            "CONCAT('COALESCE(HEX(', '`', column_name, '`', '), ''NULL'')')"
            " ORDER BY ordinal_position SEPARATOR ', '), ') AS line FROM `', table_name,"
            " '` ORDER BY line') FROM information_schema.columns"
            " WHERE table_schema = DATABASE() GROUP BY table_name ORDER BY table_name");
        std::string text;
        for (const auto& select : lines) {
            for (const auto& row : side.read(select)) {
                text += row + "\n";
            }
        }
        return text;
    }

    std::shared_ptr<void> block_writes() override {
        auto side = std::make_shared<SideConnection>(owner_);
        const auto lock = side->read(
            "SELECT CONCAT('LOCK TABLES ', GROUP_CONCAT(CONCAT('`', table_name, '` READ')"
            " SEPARATOR ', ')) FROM information_schema.tables WHERE table_schema = DATABASE()");
        side->execute(lock.at(0));
        return side;  // with the connection its locks end
    }

    std::optional<std::string> try_sql(const std::string& sql) override {
        return SideConnection(owner_).try_execute(in_dialect(sql));
    }

private:
    void open() { stores_ = mysql::open_mysql(user_); }

    mysql::Options server_;  ///< where databases are made
    mysql::Options owner_;
    mysql::Options user_;
    std::unique_ptr<app::Stores> stores_;
};

}  // namespace

std::unique_ptr<StoreUnderTest> make_mysql_under_test(const std::string& url) {
    return std::make_unique<MysqlUnderTest>(url);
}

}  // namespace arus::contract
