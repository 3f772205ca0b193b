// SPDX-License-Identifier: Apache-2.0
// The verbs that work on the data folder without a server.
#include "arus/adapters/sqlite/sqlite_checker.hpp"
#include "arus/adapters/sqlite/sqlite_stores.hpp"
#include "arus/app/passwords.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/base/text.hpp"
#include "arus/config/settings.hpp"
#include "arus/server/commands.hpp"
#include "arus/wire/object_reader.hpp"

#include <termios.h>
#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <map>
#include <optional>
#include <variant>

namespace arus::server {

namespace {

using namespace std::chrono_literals;

constexpr auto act_timeout = 60s;
constexpr auto check_timeout = 24h;

/// The options of a verb that are not settings of the server, and the settings.
struct Options {
    std::map<std::string, std::string> own;
    config::Settings settings;

    std::optional<std::string> value(const std::string& name) const {
        const auto found = own.find(name);
        return found == own.end() ? std::nullopt : std::optional(found->second);
    }
};

/// Everything but `own` goes to the settings, so that a data folder is found here as `serve` finds
/// it.
std::variant<Options, int> read_options(
    const Arguments& arguments, const std::vector<std::string>& own) {
    Options options;
    Arguments rest;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (std::ranges::find(own, arguments[i]) != own.end() && i + 1 < arguments.size()) {
            options.own[arguments[i].substr(2)] = arguments[i + 1];
            ++i;
        } else {
            rest.push_back(arguments[i]);
        }
    }
    config::Sources sources;
    sources.environment = config::process_environment();
    auto loaded = config::load_settings(rest, sources);
    if (const auto* const problem = std::get_if<config::Problem>(&loaded)) {
        std::fprintf(problem->exit_code == 0 ? stdout : stderr, "%s\n", problem->message.c_str());
        return problem->exit_code;
    }
    options.settings = std::get<config::Loaded>(loaded).settings;
    log::start(log::Level::warn);
    return options;
}

/// A loop and the store, for a verb that does one thing.
class Storage {
public:
    explicit Storage(const config::Settings& settings) : loops_(1), stores_(open(settings)) {}
    ~Storage() { stores_->stop(); }

    app::Stores& stores() { return *stores_; }

    template <class T>
    T wait_for(Awaitable<T> task) {
        return asio::co_spawn(loops_.loop(0), std::move(task), asio::use_future).get();
    }

private:
    static std::unique_ptr<app::Stores> open(const config::Settings& settings) {
        sqlite::Options options;
        options.folder = settings.data_dir;
        return sqlite::open_sqlite(std::move(options));
    }

    LoopPool loops_;
    std::unique_ptr<app::Stores> stores_;
};

/// One line from stdin; not shown while it is typed.
std::string read_password() {
    const bool is_terminal = isatty(STDIN_FILENO) == 1;
    termios before{};
    if (is_terminal) {
        std::fputs("Password: ", stderr);
        tcgetattr(STDIN_FILENO, &before);
        termios hidden = before;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    std::string line;
    std::getline(std::cin, line);
    if (is_terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        std::fputs("\n", stderr);
    }
    return line;
}

int refuse(const std::string& message) {
    std::fprintf(stderr, "arus: %s\n", message.c_str());
    return exit_usage;
}

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return text;
}

/// The password from stdin if it may be one.
std::variant<std::string, int> checked_password() {
    std::string password = read_password();
    if (const auto fault = wire::text_fault(password, {10, 200})) {
        return refuse("the password " + fault->detail);
    }
    return password;
}

int add_user(const Options& options) {
    const auto email = options.value("email");
    const auto name = options.value("name");
    const std::string locale = options.value("locale").value_or("id");
    if (!email || !wire::is_email(*email) || wire::text_fault(*email, {3, 254})) {
        return refuse("give --email with an e-mail address");
    }
    if (!name || wire::text_fault(*name, {1, 120})) {
        return refuse("give --name with 1 to 120 characters");
    }
    if (locale != "id" && locale != "en") {
        return refuse("--locale is id or en");
    }
    auto password = checked_password();
    if (const int* const code = std::get_if<int>(&password)) {
        return *code;
    }
    Storage storage(options.settings);
    app::Passwords passwords(1);
    const Deadline deadline = Deadline::in(act_timeout);
    const Instant now = system_clock().now();
    app::UserCredentials credentials;
    credentials.user = {UserId::make(now), lower_case(*email), *name, locale, now};
    credentials.password_hash = storage.wait_for(
        passwords.hash(std::get<std::string>(password), deadline));
    passwords.stop();
    const UserId id = credentials.user.id;
    const auto outcome = storage.wait_for(storage.stores().identity().create_user(
        std::move(credentials), app::IdentityStore::NewUserRule::any, deadline));
    if (outcome == app::IdentityStore::NewUserOutcome::email_taken) {
        std::fprintf(stderr, "arus: there is a user with this e-mail already\n");
        return exit_failure;
    }
    std::printf("%s\n", id.text().c_str());
    return exit_ok;
}

int set_password(const Options& options) {
    const auto email = options.value("email");
    if (!email) {
        return refuse("give --email");
    }
    auto password = checked_password();
    if (const int* const code = std::get_if<int>(&password)) {
        return *code;
    }
    Storage storage(options.settings);
    const Deadline deadline = Deadline::in(act_timeout);
    const auto found = storage.wait_for(
        storage.stores().identity().find_user_by_email(lower_case(*email), deadline));
    if (!found) {
        std::fprintf(stderr, "arus: there is no user with this e-mail\n");
        return exit_failure;
    }
    app::Passwords passwords(1);
    auto hash = storage.wait_for(passwords.hash(std::get<std::string>(password), deadline));
    passwords.stop();
    const bool done = storage.wait_for(
        storage.stores().identity().set_password_hash(found->user.id, std::move(hash), deadline));
    return done ? exit_ok : exit_failure;
}

/// One line of result for a book, and one for each finding.
bool print_check(BookId book, const std::optional<app::VerificationRecord>& record) {
    if (!record) {
        std::printf("book %s: not found\n", book.text().c_str());
        return false;
    }
    const ledger::VerificationReport& report = record->report;
    std::printf(
        "book %s: %s, %llu transactions, %llu events, chain %s, head %llu %s\n",
        book.text().c_str(), report.ok ? "ok" : "NOT OK",
        static_cast<unsigned long long>(report.transactions),
        static_cast<unsigned long long>(report.events), report.chain_ok ? "ok" : "BROKEN",
        static_cast<unsigned long long>(record->position.offset),
        hex_of(record->position.hash).c_str());
    for (const ledger::Finding& finding : report.findings) {
        const std::string where = finding.offset ? "offset " + std::to_string(*finding.offset)
                                                 : "sums";
        std::printf("  %s: %s: %s\n", where.c_str(), finding.code.c_str(), finding.detail.c_str());
    }
    return report.ok;
}

}  // namespace

int verify(const Arguments& arguments) {
    const auto read = read_options(arguments, {"--book"});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    const auto& options = std::get<Options>(read);
    const auto checker = sqlite::open_sqlite_for_checking(options.settings.data_dir);
    const Deadline deadline = Deadline::in(check_timeout);
    std::vector<BookId> books;
    if (const auto named = options.value("book")) {
        const auto book = BookId::parse(*named);
        if (!book) {
            return refuse("--book is no id of a book");
        }
        books.push_back(*book);
    } else {
        books = checker->list_books();
    }
    bool all_right = true;
    for (const BookId& book : books) {
        all_right = print_check(book, checker->verify(book, deadline)) && all_right;
    }
    std::printf("%zu books: %s\n", books.size(), all_right ? "ok" : "NOT OK");
    return all_right ? exit_ok : exit_failure;
}

int user(const Arguments& arguments) {
    const std::string what = arguments.empty() ? "" : arguments.front();
    if (what != "add" && what != "password") {
        return refuse("say `arus user add` or `arus user password`");
    }
    const auto read = read_options(
        {arguments.begin() + 1, arguments.end()}, {"--email", "--name", "--locale"});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    return what == "add" ? add_user(std::get<Options>(read))
                         : set_password(std::get<Options>(read));
}

int migrate(const Arguments& arguments) {
    const auto read = read_options(arguments, {});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    const Storage storage(std::get<Options>(read).settings);
    std::printf("the database has the schema of this version\n");
    return exit_ok;
}

}  // namespace arus::server
