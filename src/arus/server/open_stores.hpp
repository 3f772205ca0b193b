// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/mysql_stores.hpp"
#include "arus/app/ports/stores.hpp"
#include "arus/base/time.hpp"
#include "arus/config/settings.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

// Which database the settings name, and how it is opened: the same for `serve` and for every verb.
namespace arus::server {

/// True where books are in MySQL or MariaDB; else they are in SQLite in the data folder.
bool is_mysql(const config::Settings& settings);

/// The database as the server uses it, and as the owner of its schema (the same where only one
/// address is set). Precondition: is_mysql(). Throws Failure configuration for a malformed address
/// and where the two name different databases.
mysql::Options mysql_options(const config::Settings& settings, const Clock& clock);
mysql::Options mysql_owner_options(const config::Settings& settings, const Clock& clock);

/// True where the way to the database leaves this machine.
bool is_remote(const mysql::Options& options);

/// Where the books are, without a password.
std::string storage_text(const config::Settings& settings);

enum class Preparation {
    migrate,        ///< bring the schema to this version first
    as_it_is,       ///< change nothing; MySQL only, SQLite is always migrated
    beside_server,  ///< change nothing; for a short act while a server may be running on SQLite too
};

struct OpenedStores {
    std::unique_ptr<app::Stores> stores;
    std::vector<std::string> degraded;  ///< what /readyz names: `grants` where the server's own
                                        ///< user could change history
};

/// Opens the database of the settings; `clock` must outlive the stores. MySQL: refuses a server
/// that would lose what it confirmed and, with Preparation::migrate, a user that lacks rights of
/// migrations/mysql/grants.sql; warns in the log of the rest, and does not open a database into
/// which a move is under way.
///
/// Throws Failure as the adapters do; configuration where the guarantees cannot be kept.
OpenedStores open_stores(
    const config::Settings& settings, const Clock& clock, Preparation preparation);

/// Brings the schema to this version and opens nothing for use: `arus migrate`. Returns what the
/// server's own user lacks to serve, in words; empty where it lacks nothing. Throws the same.
std::string migrate_stores(const config::Settings& settings, const Clock& clock);

/// Looks at the MySQL server as open_stores() does and brings the schema to this version, or only
/// to `schema_version`; for a database that is not opened yet. Throws the same.
void prepare_mysql(
    const config::Settings& settings, const Clock& clock,
    std::optional<int> schema_version = std::nullopt);

}  // namespace arus::server
