// SPDX-License-Identifier: Apache-2.0
#define BOOST_MYSQL_SEPARATE_COMPILATION
#include "arus/adapters/mysql/detail/connection.hpp"

#include "arus/adapters/mysql/detail/target.hpp"
#include "arus/base/assert.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/mysql/client_errc.hpp>
#include <boost/mysql/connection.hpp>
#include <boost/mysql/error_categories.hpp>
#include <boost/mysql/field_view.hpp>
#include <boost/mysql/handshake_params.hpp>
#include <boost/mysql/results.hpp>
#include <boost/mysql/statement.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <unordered_map>

namespace arus::mysql {

namespace {

namespace wire = boost::mysql;

using Socket = asio::generic::stream_protocol::socket;
using Stream = asio::ssl::stream<Socket>;
using Endpoint = asio::generic::stream_protocol::endpoint;

/// Strict, and the same whatever the server's own defaults are. A session that is silent for so
/// long, or in the middle of a transaction, is ended by the server, so that an instance that has
/// vanished from the network does not hold a book's head for ever; idle connections are asked for a
/// sign of life more often than that. MariaDB alone reads what stands behind `M!`.
constexpr char set_up_session[] =
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
    "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', autocommit = 1, wait_timeout = 120,"
    " innodb_lock_wait_timeout = 5, lock_wait_timeout = 5 /*M! , idle_transaction_timeout = 30 */;"
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;"
    "SELECT VERSION(), @@max_allowed_packet";

bool is_server_error(const boost::system::error_code& error) {
    return error.category() == wire::get_common_server_category()
           || error.category() == wire::get_mysql_server_category()
           || error.category() == wire::get_mariadb_server_category();
}

/// The server is going away, has ended this session or takes no writes any more: a new connection
/// may lead to one that does.
bool ends_session(int code) {
    switch (code) {
        case 1047:  // Galera: this node is not part of the cluster now
        case 1290:  // --read-only and the like
        case 1836:  // read only
        case 1053:  // shutdown in progress
        case 1077:  // normal shutdown
        case 1079:  // shutdown complete
        case 1080:  // forced close of a thread
        case 1152:  // aborted connection
        case 1158:  // 1158 to 1161: reading and writing packets
        case 1159:
        case 1160:
        case 1161:
        case 1184:  // new aborting connection
        case 1615:  // a prepared statement that has become too old
        case 1927:  // MariaDB: connection was killed
        case 4031:  // MySQL: silent for too long
            return true;
        default:
            return false;
    }
}

Failure::Facts facts_of_server(int code) {
    using Kind = Failure::Kind;
    if (ends_session(code)) {
        return {Kind::unavailable, true, true, "mysql"};
    }
    switch (code) {
        case 1040:  // too many connections
        case 1203:  // too many of this user
        case 1226:  // a resource of this user is used up
        case 1041:  // out of memory
        case 1037:
        case 1038:
        case 1205:  // lock wait timeout
        case 1213:  // deadlock
        case 1317:  // query interrupted
        case 1412:  // a table was put into another form since the snapshot was taken
        case 1792:  // read only transaction
        case 1180:  // error during commit
        case 1296:  // an engine's own
            return {Kind::unavailable, true, true, "mysql"};
        case 3:     // error writing a file
        case 1021:  // disk full
        case 1026:  // error writing a file
        case 1114:  // the table is full
        case 1785:
            return {Kind::storage_full, true, true, "mysql"};
        case 1969:  // MariaDB: max_statement_time
        case 3024:  // MySQL: max_execution_time
            return {Kind::timeout, true, true, "mysql"};
        case 1044:  // no rights on the database
        case 1045:  // wrong name or password
        case 1049:  // no such database
        case 1130:  // this host may not connect
        case 1142:  // no rights on a table
        case 1143:
        case 1227:  // needs SUPER or such
        case 1251:  // authentication that we do not speak
        case 1370:
        case 1419:  // triggers need log_bin_trust_function_creators
        case 1698:  // MariaDB: wrong name or password
        case 3118:  // account locked
        case 4151:  // MariaDB: account locked
        case 1820:  // password expired
        case 1862:
            return {Kind::configuration, false, true, "mysql"};
        case 1034:  // 1034, 1194, 1195: a table or index is damaged
        case 1194:
        case 1195:
        case 1712:
            return {Kind::corrupt, false, true, "mysql"};
        default:
            return {Kind::internal, false, true, "mysql"};
    }
}

Failure::Facts facts_of_client(const boost::system::error_code& error) {
    using Kind = Failure::Kind;
    if (error == wire::client_errc::server_doesnt_support_ssl
        || error == wire::client_errc::unknown_auth_plugin
        || error == wire::client_errc::auth_plugin_requires_ssl
        || error == wire::client_errc::server_unsupported) {
        return {Kind::configuration, false, true, "mysql"};
    }
    if (error == wire::client_errc::wrong_num_params) {
        return {Kind::internal, false, true, "mysql"};
    }
    return {Kind::unavailable, true, true, "mysql"};
}

/// The values of a row may be a person's, so the server's words are shown only where it speaks of
/// rights and statements, not of data.
bool may_show(const Failure::Facts& facts, int code) {
    return facts.kind == Failure::Kind::configuration || code == 1064 || code == 1054
           || code == 1146;
}

wire::field_view field_of(const Value& value) {
    switch (value.kind()) {
        case Value::Kind::integer:
            return wire::field_view(value.integer());
        case Value::Kind::text:
            return wire::field_view(wire::string_view(value.view().data(), value.view().size()));
        case Value::Kind::bytes:
            return wire::field_view(wire::blob_view(
                reinterpret_cast<const unsigned char*>(value.view().data()), value.view().size()));
        case Value::Kind::null:
            break;
    }
    return {};
}

}  // namespace

// Rows ------------------------------------------------------------------------------------------

struct ReplyData {
    wire::results results;
};

namespace {

wire::field_view field_at(
    const ReplyData& data, std::size_t statement, std::size_t row, std::size_t column) {
    const auto rows = data.results[statement].rows();
    ARUS_ASSERT(row >= 1 && row <= rows.size() && column < rows.num_columns());
    return rows[row - 1][column];
}

}  // namespace

Rows::Rows(std::shared_ptr<const ReplyData> data, std::size_t statement) :
    data_(std::move(data)), statement_(statement) {
    ARUS_ASSERT(statement < data_->results.size());
    size_ = data_->results[statement_].rows().size();
}

bool Rows::next() {
    if (at_ >= size_) {
        at_ = size_ + 1;
        return false;
    }
    ++at_;
    return true;
}

std::uint64_t Rows::affected() const {
    return data_->results[statement_].affected_rows();
}

bool Rows::is_null(std::size_t column) const {
    return field_at(*data_, statement_, at_, column).is_null();
}

std::int64_t Rows::integer(std::size_t column) const {
    const auto field = field_at(*data_, statement_, at_, column);
    switch (field.kind()) {
        case wire::field_kind::int64:
            return field.get_int64();
        case wire::field_kind::uint64:
            if (field.get_uint64() > static_cast<std::uint64_t>(INT64_MAX)) {
                throw_corrupt("an integer beyond 63 bits");
            }
            return static_cast<std::int64_t>(field.get_uint64());
        case wire::field_kind::string: {
            const auto text = field.get_string();
            std::int64_t value = 0;
            const auto* end = text.data() + text.size();
            const auto [rest, error] = std::from_chars(text.data(), end, value);
            if (error == std::errc() && rest == end) {
                return value;
            }
            break;
        }
        default:
            break;
    }
    throw_corrupt("no integer where one belongs");
}

std::string_view Rows::text(std::size_t column) const {
    const auto field = field_at(*data_, statement_, at_, column);
    if (field.is_string()) {
        const auto text = field.get_string();
        return {text.data(), text.size()};
    }
    if (field.is_blob()) {
        const auto blob = field.get_blob();
        return blob.size() == 0
                   ? std::string_view()
                   : std::string_view(reinterpret_cast<const char*>(blob.data()), blob.size());
    }
    throw_corrupt("no text where some belongs");
}

Hash256 Rows::hash(std::size_t column) const {
    Hash256 hash;
    copy_bytes(column, hash.data(), hash.size());
    return hash;
}

void Rows::copy_bytes(std::size_t column, std::uint8_t* out, std::size_t size) const {
    const auto bytes = text(column);
    if (bytes.size() != size) {
        throw_corrupt("bytes of a wrong length");
    }
    std::memcpy(out, bytes.data(), size);
}

std::size_t Replies::size() const {
    return data_->results.size();
}

// Connection ------------------------------------------------------------------------------------

struct Connection::State : std::enable_shared_from_this<Connection::State> {
    State(const asio::any_io_executor& executor, std::shared_ptr<const Target> to) :
        target(std::move(to)), session(executor, target->tls), timer(executor) {}

    std::shared_ptr<const Target> target;
    wire::connection<Stream> session;
    asio::steady_timer timer;
    std::unordered_map<const char*, wire::statement> statements;
    wire::diagnostics diagnostics;
    std::string version;
    std::uint64_t packet_bytes_max = 0;
    bool usable = true;
    bool timed_out = false;
    std::uint64_t answers = 0;
    std::uint64_t rows_changed = 0;
    std::uint64_t watch = 0;  ///< changes with every deadline, so that an old one does no harm

    void cut_off() {
        usable = false;
        boost::system::error_code ignored;
        session.stream().lowest_layer().close(ignored);
    }

    void set_deadline(Deadline deadline) {
        const auto mine = ++watch;
        timer.expires_at(deadline.at);
        auto expire = [self = weak_from_this(), mine](const boost::system::error_code& error) {
            const auto state = self.lock();
            if (error || !state || state->watch != mine) {
                return;
            }
            state->timed_out = true;
            state->cut_off();
        };
        timer.async_wait(std::move(expire));
    }
    void clear_deadline() {
        ++watch;
        timer.cancel();
    }

    void count_changes(const wire::results& results) {
        for (const auto& result : results) {
            rows_changed += result.affected_rows();
        }
    }

    void begin_call() const {
        if (!usable) {
            throw_lost("use a connection that was lost");
        }
    }

    /// Throws what a call ended with.
    void check(const boost::system::error_code& error, std::string_view during) {
        if (!error) {
            ++answers;
            return;
        }
        if (timed_out) {
            usable = false;
            throw_lost(during);
        }
        const std::string what(during);
        if (is_server_error(error)) {
            const int code = error.value();
            ++answers;
            const auto facts = facts_of_server(code);
            usable = usable && !ends_session(code);
            auto message = what + ": " + error.message() + " (" + std::to_string(code) + ")";
            if (may_show(facts, code)) {
                const auto said = diagnostics.server_message();
                message.append(": ").append(said.data(), said.size());
            }
            throw MysqlFailure(facts, code, message);
        }
        usable = false;
        const auto facts = error.category() == wire::get_client_category()
                               ? facts_of_client(error)
                               : Failure::Facts{Failure::Kind::unavailable, true, true, "mysql"};
        throw MysqlFailure(facts, 0, what + ": " + error.message());
    }

    [[noreturn]] void throw_lost(std::string_view during) const {
        if (timed_out) {
            throw MysqlFailure(
                {Failure::Kind::timeout, true, true, "mysql"}, 0,
                std::string(during) + ": the database did not answer in time");
        }
        throw MysqlFailure(
            {Failure::Kind::unavailable, true, true, "mysql"}, 0,
            std::string(during) + ": the connection was lost");
    }

    /// On a fresh state whose deadline is set; the deadline's handler closes the socket here too.
    Awaitable<void> connect(Endpoint endpoint);

    wire::handshake_params handshake() const {
        const auto& options = target->options;
        auto mode = wire::ssl_mode::require;
        if (options.tls == Tls::off) {
            mode = wire::ssl_mode::disable;
        } else if (options.tls == Tls::prefer) {
            mode = wire::ssl_mode::enable;
        }
        wire::handshake_params parameters(
            options.user, options.password, options.database,
            wire::handshake_params::default_collation, mode);
        parameters.set_multi_queries(true);
        return parameters;
    }
};

namespace {

/// Where the host's name leads, in the order to be tried. Names are looked up for as long as the
/// deadline allows.
Awaitable<std::vector<Endpoint>> resolve(const Options& options, Deadline deadline) {
    std::vector<Endpoint> endpoints;
    if (!options.unix_socket.empty()) {
        endpoints.emplace_back(asio::local::stream_protocol::endpoint(options.unix_socket));
        co_return endpoints;
    }
    boost::system::error_code error;
    const auto address = asio::ip::make_address(options.host, error);
    if (!error) {
        endpoints.emplace_back(asio::ip::tcp::endpoint(address, options.port));
        co_return endpoints;
    }
    const auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver(executor);
    asio::steady_timer timer(executor, deadline.at);
    auto give_up = [&resolver](const boost::system::error_code& ended) {
        if (!ended) {
            resolver.cancel();
        }
    };
    timer.async_wait(std::move(give_up));
    const auto port = std::to_string(options.port);
    const auto found = co_await resolver.async_resolve(
        options.host, port, asio::redirect_error(use_awaitable, error));
    timer.cancel();
    if (error) {
        throw MysqlFailure(
            {Failure::Kind::unavailable, true, true, "mysql"}, 0,
            "look up the database's host: " + error.message());
    }
    for (const auto& entry : found) {
        endpoints.emplace_back(entry.endpoint());
    }
    co_return endpoints;
}

}  // namespace

Connection::Connection(std::shared_ptr<State> state) : state_(std::move(state)) {
}

Connection::~Connection() {
    state_->clear_deadline();
    state_->cut_off();
}

Awaitable<std::unique_ptr<Connection>> Connection::open(
    std::shared_ptr<const Target> target, Deadline deadline) {
    const auto executor = co_await asio::this_coro::executor;
    const Deadline limit{std::min(deadline.at, Deadline::in(target->options.connect_timeout).at)};
    const auto endpoints = co_await resolve(target->options, limit);
    std::exception_ptr failure;
    for (const auto& endpoint : endpoints) {
        auto state = std::make_shared<State>(executor, target);
        try {
            state->set_deadline(limit);
            co_await state->connect(endpoint);
            std::unique_ptr<Connection> connection(new Connection(state));
            std::string set_up(set_up_session);
            const auto replies = co_await connection->query(std::move(set_up));
            auto rows = replies.rows(2);
            rows.next();
            state->version = rows.string(0);
            state->packet_bytes_max = rows.count(1);
            state->clear_deadline();
            co_return connection;
        } catch (const Failure&) {
            failure = std::current_exception();
            state->clear_deadline();
            state->cut_off();
        }
    }
    if (!failure) {
        throw MysqlFailure(
            {Failure::Kind::unavailable, true, true, "mysql"}, 0,
            "the database's host has no address");
    }
    std::rethrow_exception(failure);
}

Awaitable<void> Connection::State::connect(Endpoint endpoint) {
    auto& socket = session.stream().lowest_layer();
    boost::system::error_code error;
    socket.open(endpoint.protocol(), error);
    if (!error && target->options.unix_socket.empty()) {
        boost::system::error_code ignored;  // slower at worst
        socket.set_option(asio::ip::tcp::no_delay(true), ignored);
        socket.set_option(asio::socket_base::keep_alive(true), ignored);
    }
    if (target->checks_host_name) {
        session.stream().set_verify_callback(
            asio::ssl::host_name_verification(target->options.host));
    }
    if (!error) {
        const auto parameters = handshake();
        co_await session.async_connect(
            endpoint, parameters, diagnostics, asio::redirect_error(use_awaitable, error));
    }
    check(error, "connect to the database at " + address_text(target->options));
}

Awaitable<Rows> Connection::execute_list(const char* sql, std::vector<Value> values) {
    const auto state = state_;
    co_await prepare(sql);
    std::vector<wire::field_view> fields;
    fields.reserve(values.size());
    for (const auto& value : values) {
        fields.push_back(field_of(value));
    }
    auto data = std::make_shared<ReplyData>();
    boost::system::error_code error;
    const auto bound = state->statements.at(sql).bind(fields.begin(), fields.end());
    co_await state->session.async_execute(
        bound, data->results, state->diagnostics, asio::redirect_error(use_awaitable, error));
    state->check(error, "run a statement");
    state->count_changes(data->results);
    co_return Rows(std::move(data), 0);
}

Awaitable<Replies> Connection::query(std::string text) {
    const auto state = state_;
    state->begin_call();
    auto data = std::make_shared<ReplyData>();
    boost::system::error_code error;
    const wire::string_view view(text.data(), text.size());
    co_await state->session.async_execute(
        view, data->results, state->diagnostics, asio::redirect_error(use_awaitable, error));
    state->check(error, "run a statement");
    state->count_changes(data->results);
    co_return Replies(std::move(data));
}

Awaitable<void> Connection::prepare(const char* sql) {
    const auto state = state_;
    state->begin_call();
    if (state->statements.contains(sql)) {
        co_return;
    }
    boost::system::error_code error;
    const auto statement = co_await state->session.async_prepare_statement(
        wire::string_view(sql), state->diagnostics, asio::redirect_error(use_awaitable, error));
    state->check(error, "prepare a statement");
    state->statements.emplace(sql, statement);
}

Awaitable<void> Connection::ping() {
    const auto state = state_;
    state->begin_call();
    boost::system::error_code error;
    co_await state->session.async_ping(
        state->diagnostics, asio::redirect_error(use_awaitable, error));
    state->check(error, "ask for a sign of life");
}

Awaitable<void> Connection::close() {
    const auto state = state_;
    if (!state->usable) {
        co_return;
    }
    boost::system::error_code ignored;
    co_await state->session.async_close(
        state->diagnostics, asio::redirect_error(use_awaitable, ignored));
    state->usable = false;
}

void Connection::set_deadline(Deadline deadline) {
    state_->set_deadline(deadline);
}

void Connection::clear_deadline() {
    state_->clear_deadline();
}

void Connection::cut_off() {
    state_->cut_off();
}

bool Connection::is_usable() const {
    return state_->usable;
}

std::uint64_t Connection::answers() const {
    return state_->answers;
}

std::uint64_t Connection::rows_changed() const {
    return state_->rows_changed;
}

bool Connection::is_mariadb() const {
    return state_->version.find("MariaDB") != std::string::npos;
}

std::string_view Connection::server_version() const {
    return state_->version;
}

std::uint64_t Connection::max_allowed_packet() const {
    return state_->packet_bytes_max;
}

}  // namespace arus::mysql
