// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/sqlite_tables.hpp"

#include "arus/adapters/sqlite/detail/queries.hpp"
#include "arus/adapters/sqlite/detail/schema.hpp"
#include "arus/adapters/sqlite/detail/table_rows.hpp"

#include <utility>

namespace arus::sqlite {

namespace {

constexpr std::size_t cache_bytes_max = 32U << 20U;

std::filesystem::path database_in(const std::filesystem::path& folder) {
    auto file = folder / "arus.db";
    if (!std::filesystem::exists(file)) {
        throw Failure(
            {Failure::Kind::configuration, false, true, "sqlite"},
            "there are no books in " + folder.string() + "; name their folder with --data-dir");
    }
    return file;
}

class SqliteTables final : public app::TableSnapshot {
public:
    explicit SqliteTables(const std::filesystem::path& folder) :
        connection_(
            database_in(folder),
            {.mode = Connection::Mode::read_only, .cache_bytes_max = cache_bytes_max}) {
        check_owner(connection_);
        connection_.execute("BEGIN");
        connection_.read_integer(queries::count_schema_objects);  // the snapshot begins here
    }

    Awaitable<std::vector<app::TableShape>> tables(Deadline) override {
        co_return table_shapes(connection_);
    }
    Awaitable<app::TablePage> read(
        app::TableShape shape, app::TablePageQuery query, Deadline) override {
        co_return read_table_page(connection_, shape, query);
    }
    Awaitable<int> schema_version(Deadline) override {
        co_return static_cast<int>(connection_.read_integer("PRAGMA user_version"));
    }

private:
    Connection connection_;
};

}  // namespace

std::unique_ptr<app::TableSnapshot> open_sqlite_tables(const std::filesystem::path& folder) {
    return std::make_unique<SqliteTables>(folder);
}

}  // namespace arus::sqlite
