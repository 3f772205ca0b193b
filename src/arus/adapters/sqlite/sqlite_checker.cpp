// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/sqlite/sqlite_checker.hpp"

#include "arus/adapters/sqlite/detail/readers.hpp"
#include "arus/adapters/sqlite/detail/schema.hpp"

#include <chrono>

namespace arus::sqlite {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t cache_bytes_max = 64U << 20U;
constexpr auto list_timeout = 30s;

std::filesystem::path database_in(const std::filesystem::path& folder) {
    auto file = folder / "arus.db";
    if (!std::filesystem::exists(file)) {
        throw Failure(
            {Failure::Kind::configuration, false, true, "sqlite"},
            "there are no books in " + folder.string() + "; name their folder with --data-dir");
    }
    return file;
}

Connection::Settings settings() {
    return {.mode = Connection::Mode::read_only, .cache_bytes_max = cache_bytes_max};
}

class Checker final : public SqliteChecker {
public:
    explicit Checker(const std::filesystem::path& folder) :
        file_(database_in(folder)), session_(owned(file_), settings()) {}

    std::vector<BookId> list_books() override {
        const Snapshot snapshot(session_, Deadline::in(list_timeout));
        return session_.books.list_books();
    }

    std::optional<app::VerificationRecord> verify(
        BookId book, Deadline deadline, app::VerifyWatch& watch) override {
        const Snapshot snapshot(session_, deadline, &watch.is_stopped);
        return session_.verification.verify(book, std::nullopt, watch);
    }

    app::AuditVerification verify_audit(BookId book, Deadline deadline) override {
        const Snapshot snapshot(session_, deadline);
        return session_.audit.verify(book);
    }

private:
    /// The file, once it is known to be one of ours.
    static const std::filesystem::path& owned(const std::filesystem::path& file) {
        Connection connection(file, settings());
        check_owner(connection);
        return file;
    }

    std::filesystem::path file_;
    ReadSession session_;
};

}  // namespace

std::unique_ptr<SqliteChecker> open_sqlite_for_checking(const std::filesystem::path& folder) {
    return std::make_unique<Checker>(folder);
}

}  // namespace arus::sqlite
