// SPDX-License-Identifier: Apache-2.0
#include "store_under_test.hpp"

#include "arus/adapters/sqlite/sqlite_stores.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace arus::contract {

namespace {

std::filesystem::path make_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "arus-contract-XXXXXX")
                              .string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    return pattern;
}

/// A connection of the test's own, beside the stores.
class SideConnection {
public:
    explicit SideConnection(const std::filesystem::path& file) {
        if (sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
            throw std::runtime_error("cannot open the database beside the store");
        }
        sqlite3_busy_timeout(handle_, 5'000);
    }
    ~SideConnection() { sqlite3_close(handle_); }
    SideConnection(const SideConnection&) = delete;
    SideConnection& operator=(const SideConnection&) = delete;

    std::optional<std::string> execute(const std::string& sql) {
        char* message = nullptr;
        if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message) == SQLITE_OK) {
            return std::nullopt;
        }
        std::string text = message == nullptr ? "unknown" : message;
        sqlite3_free(message);
        return text;
    }

    /// The rows, each a line of quoted values.
    std::vector<std::string> read(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
            throw std::runtime_error(sqlite3_errmsg(handle_));
        }
        std::vector<std::string> rows;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            rows.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
        }
        sqlite3_finalize(statement);
        return rows;
    }

private:
    sqlite3* handle_ = nullptr;
};

class SqliteUnderTest final : public StoreUnderTest {
public:
    SqliteUnderTest() : folder_(make_folder()) { open(); }
    ~SqliteUnderTest() override {
        stores_.reset();
        std::filesystem::remove_all(folder_);
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
        SideConnection side(folder_ / "arus.db");
        std::string text;
        for (const auto& table :
             side.read("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
            std::string columns;
            for (const auto& column :
                 side.read("SELECT name FROM pragma_table_info('" + table + "')")) {
                columns += (columns.empty() ? "quote(" : " || ',' || quote(") + column + ")";
            }
            text += table + "\n";
            for (const auto& row :
                 side.read("SELECT " + columns + " AS line FROM " + table + " ORDER BY line")) {
                text += row + "\n";
            }
        }
        return text;
    }

    std::shared_ptr<void> block_writes() override {
        auto side = std::make_shared<SideConnection>(folder_ / "arus.db");
        if (const auto error = side->execute("BEGIN IMMEDIATE")) {
            throw std::runtime_error(*error);
        }
        return side;  // closing it rolls back
    }

    std::optional<std::string> try_sql(const std::string& sql) override {
        return SideConnection(folder_ / "arus.db").execute(sql);
    }

private:
    void open() { stores_ = sqlite::open_sqlite({.folder = folder_, .clock = &clock}); }

    std::filesystem::path folder_;
    std::unique_ptr<app::Stores> stores_;
};

}  // namespace

std::unique_ptr<StoreUnderTest> make_sqlite_under_test() {
    return std::make_unique<SqliteUnderTest>();
}

}  // namespace arus::contract
