// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/stores.hpp"
#include "arus/base/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace arus::mysql {

/// How the way to the database is protected.
enum class Tls {
    off,      ///< never
    prefer,   ///< where the server offers it
    require,  ///< or no connection; the server's certificate is not looked at unless a CA is named
    verify,   ///< the certificate must come from the named CA; without one, from a CA of this
              ///< machine and carry the host's name
};

/// Where a database is and how much of it may be used at once.
struct Options {
    std::string host;  ///< name or address; empty with `unix_socket`
    std::uint16_t port = 3306;
    std::string unix_socket;  ///< path; empty: TCP
    std::string user;
    std::string password;
    std::string database;
    Tls tls = Tls::prefer;
    std::string ca_file;                    ///< PEM; empty: none named
    const Clock* clock = &system_clock();   ///< must outlive the stores
    std::size_t threads = 1;                ///< event loops of the stores' own, 1 to 16
    std::size_t connections_min = 2;        ///< kept open while idle
    std::size_t connections_max = 16;       ///< of all threads together, at least one for each
    std::size_t calls_waiting_max = 4'096;  ///< calls waiting for a connection; beyond: Failure
                                            ///< overloaded
    std::chrono::milliseconds connect_timeout{5'000};
};

/// Reads `mysql://user:password@host:port/database?tls=off|prefer|require|verify&ca=FILE`.
/// `?socket=PATH` (host left empty or `localhost`) goes by a Unix socket. Without `tls`: prefer on
/// loopback and sockets, require elsewhere. Throws Failure configuration, whose message never shows
/// the password.
Options parse_url(std::string_view url);

/// Every store on one MySQL (8.4, 9.x) or MariaDB (10.11 and later) database, which other instances
/// may use at the same time. Makes a first connection and prepares every statement.
///
/// Throws Failure: unavailable or timeout (no connection within connect_timeout), configuration
/// (wrong name or password, no such database, a schema that is older or newer than this program's).
std::unique_ptr<app::Stores> open_mysql(Options options);

/// Brings the schema to this program's version. `options` are those of the schema's owner. Two
/// instances that call it together migrate once: the second waits for the first. Safe to call again
/// after it broke in the middle. Blocks.
///
/// Throws Failure: configuration (a migration that was edited, a database of a newer version or of
/// another program, rights that are missing), unavailable, timeout.
void migrate_mysql(const Options& options);

/// The same, but only to this version, from 1 to mysql_schema_version(). A database that is beyond
/// it already is left as it is.
void migrate_mysql_to(const Options& options, int schema_version);

/// The last migration that this program knows.
int mysql_schema_version();

/// What one privilege allows on one table.
struct TablePrivilege {
    std::string table;
    std::string privilege;  ///< `INSERT`, `UPDATE` or `DELETE`
};

/// What a server says of itself, as far as the guarantees depend on it. Judged by nobody here.
struct Diagnosis {
    std::string version;  ///< as the server tells it, for example `10.11.6-MariaDB`
    bool is_mariadb = false;
    std::string user;        ///< as the server knows the connection's: `arus@%`
    std::string tls_cipher;  ///< empty: the connection is not encrypted
    std::string database_charset;
    std::string database_collation;
    std::int64_t flush_log_at_trx_commit = 0;  ///< must be 1
    bool binlog = false;
    std::int64_t sync_binlog = 0;          ///< must be 1 where there is a binlog
    std::string sql_mode;                  ///< of the server, comma separated
    bool strict = false;                   ///< the server's sql_mode names STRICT_TRANS_TABLES or
                                           ///< STRICT_ALL_TABLES
    std::string session_sql_mode;          ///< as the stores set it on their own connections
    std::string isolation;                 ///< of the server, for example `REPEATABLE-READ`
    bool doublewrite = true;               ///< torn pages are repaired
    bool trust_function_creators = false;  ///< triggers can be made by owners without SUPER
    bool read_only = false;                ///< the server refuses writes
    bool galera = false;                   ///< wsrep_on: several nodes may take writes
    std::uint64_t max_allowed_packet = 0;  ///< bytes
    std::uint64_t buffer_pool_bytes = 0;
    std::uint64_t max_connections = 0;
    Instant server_time;              ///< its clock
    Instant machine_time;             ///< this machine's clock in the middle of the same question
    std::int64_t schema_version = 0;  ///< last migration applied in full; 0: none
    std::int64_t schema_version_wanted = 0;     ///< this program's
    bool schema_unfinished = false;             ///< a migration began and did not end
    std::vector<std::string> missing_triggers;  ///< that guard the history; only with a schema
    /// Of the tables of the history: what this user may do to them though nobody should.
    std::vector<TablePrivilege> excess_privileges;
    /// Of every table: what the running server needs and this user may not do.
    std::vector<TablePrivilege> missing_privileges;
};

/// Asks a server over one connection. Changes nothing. Throws Failure as open_mysql() does, but not
/// for the schema. Blocks.
Diagnosis diagnose_mysql(const Options& options);

}  // namespace arus::mysql
