// SPDX-License-Identifier: Apache-2.0
// The verbs that work on the books without a server.
#include "arus/adapters/sqlite/sqlite_checker.hpp"
#include "arus/app/people/operator_acts.hpp"
#include "arus/app/people/passwords.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/text.hpp"
#include "arus/server/commands.hpp"
#include "arus/server/open_stores.hpp"
#include "arus/server/verb_options.hpp"
#include "arus/wire/object_reader.hpp"

#include <termios.h>
#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>

namespace arus::server {

namespace {

using namespace std::chrono_literals;

constexpr auto act_timeout = 60s;
constexpr auto check_timeout = 24h;

/// A loop and the store, for a verb that does one thing.
class Storage {
public:
    explicit Storage(const config::Settings& settings, Preparation preparation) :
        loops_(1), stores_(open_stores(settings, system_clock(), preparation).stores) {}
    ~Storage() { stores_->stop(); }

    app::Stores& stores() { return *stores_; }

    template <class T>
    T wait_for(Awaitable<T> task) {
        return asio::co_spawn(loops_.loop(0), std::move(task), asio::use_future).get();
    }

private:
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
        return refuse_usage("the password " + fault->detail);
    }
    return password;
}

/// With a server running or not, and into a folder that is new.
Preparation beside_or_new(const config::Settings& settings) {
    const bool is_there = is_mysql(settings)
                          || std::filesystem::exists(
                              std::filesystem::path(settings.data_dir) / "arus.db");
    return is_there ? Preparation::beside_server : Preparation::migrate;
}

app::AuditDraft draft_of_adding(const app::User& user, Instant now) {
    app::AuditDraft draft;
    draft.at = now;
    draft.actor = app::AuditDraft::Actor::operator_;
    draft.actor_name = "command line";
    draft.action = "user.added";
    draft.subject_kind = "user";
    draft.subject_id = user.id.bytes;
    return draft;
}

int add_user(const VerbOptions& options) {
    const auto email = options.value("email");
    const auto name = options.value("name");
    const std::string locale = options.value("locale").value_or("id");
    if (!email || !wire::is_email(*email) || wire::text_fault(*email, {3, 254})) {
        return refuse_usage("give --email with an e-mail address");
    }
    if (!name || wire::text_fault(*name, {1, 120})) {
        return refuse_usage("give --name with 1 to 120 characters");
    }
    if (locale != "id" && locale != "en") {
        return refuse_usage("--locale is id or en");
    }
    auto password = checked_password();
    if (const int* const code = std::get_if<int>(&password)) {
        return *code;
    }
    Storage storage(options.settings, beside_or_new(options.settings));
    app::Passwords passwords(1);
    const Deadline deadline = Deadline::in(act_timeout);
    const Instant now = system_clock().now();
    app::UserCredentials credentials;
    credentials.user = {UserId::make(now), lower_case(*email), *name, locale, now};
    credentials.password_hash = storage.wait_for(
        passwords.hash(std::get<std::string>(password), deadline));
    passwords.stop();
    const UserId id = credentials.user.id;
    app::AuditDraft entry = draft_of_adding(credentials.user, now);
    const auto outcome = storage.wait_for(storage.stores().identity().create_user(
        std::move(credentials), app::IdentityStore::NewUserRule::any, deadline));
    if (outcome == app::IdentityStore::NewUserOutcome::email_taken) {
        std::fprintf(stderr, "arus: there is a user with this e-mail already\n");
        return exit_failure;
    }
    storage.wait_for(storage.stores().audit().append(std::move(entry), deadline));
    std::printf("%s\n", id.text().c_str());
    return exit_ok;
}

app::OperatorParts parts_of(Storage& storage) {
    return {storage.stores().identity(), storage.stores().people(), system_clock()};
}

int no_such_user() {
    std::fprintf(stderr, "arus: there is no user with this e-mail\n");
    return exit_failure;
}

int set_password(const VerbOptions& options) {
    const auto email = options.value("email");
    if (!email) {
        return refuse_usage("give --email");
    }
    auto password = checked_password();
    if (const int* const code = std::get_if<int>(&password)) {
        return *code;
    }
    const Deadline deadline = Deadline::in(act_timeout);
    Storage storage(options.settings, Preparation::beside_server);
    app::Passwords passwords(1);
    auto hash = storage.wait_for(passwords.hash(std::get<std::string>(password), deadline));
    passwords.stop();
    const bool done = storage.wait_for(
        app::set_password_of(parts_of(storage), *email, std::move(hash), deadline));
    return done ? exit_ok : no_such_user();
}

/// Prints a link; of it the server's address is what people open, if that is known.
int reset_password(const VerbOptions& options) {
    const auto email = options.value("email");
    if (!email) {
        return refuse_usage("give --email");
    }
    Storage storage(options.settings, Preparation::beside_server);
    const auto token = storage.wait_for(
        app::make_password_reset(parts_of(storage), *email, Deadline::in(act_timeout)));
    if (!token) {
        return no_such_user();
    }
    const std::string& address = options.settings.public_url;
    std::printf(
        "%s/reset-password#%s\n", address.empty() ? "http://<address of Arus>" : address.c_str(),
        token->c_str());
    std::fprintf(stderr, "good for one new password, within an hour\n");
    return exit_ok;
}

int drop_totp(const VerbOptions& options) {
    const auto email = options.value("email");
    if (!email) {
        return refuse_usage("give --email");
    }
    Storage storage(options.settings, Preparation::beside_server);
    const bool done = storage.wait_for(
        app::drop_totp_of(parts_of(storage), *email, Deadline::in(act_timeout)));
    return done ? exit_ok : no_such_user();
}

/// While it lives, says in a line of the terminal how far the check of a book is; nothing where
/// stderr is none.
class CheckLine {
public:
    CheckLine(BookId book, const app::VerifyWatch& watch) : book_(book), watch_(watch) {
        if (::isatty(STDERR_FILENO) == 1) {
            thread_ = std::jthread([this](const std::stop_token& over) { show(over); });
        }
    }

    CheckLine(const CheckLine&) = delete;
    CheckLine& operator=(const CheckLine&) = delete;

private:
    void show(const std::stop_token& over) {
        std::mutex mutex;
        std::condition_variable_any ended;
        std::unique_lock lock(mutex);
        bool has_told = false;
        while (!ended.wait_for(lock, over, 200ms, [&over] { return over.stop_requested(); })) {
            std::fprintf(stderr, "\r\033[K%s", text().c_str());
            has_told = true;
        }
        if (has_told) {
            std::fputs("\r\033[K", stderr);
        }
    }

    std::string text() const {
        const std::uint64_t total = watch_.total;
        const std::uint64_t done = std::min<std::uint64_t>(watch_.done, total);
        std::string text = "checking book " + book_.text();
        if (total > 0 && done == total) {
            return text + ": its sums";
        }
        return total == 0 ? text
                          : text + ": " + std::to_string(done * 100 / total) + " %, "
                                + std::to_string(done) + " of " + std::to_string(total) + " events";
    }

    const BookId book_;
    const app::VerifyWatch& watch_;
    std::jthread thread_;  ///< ends and is joined before the others go
};

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

/// One line of result for a chain of the audit log.
bool print_audit(BookId book, const app::AuditVerification& found) {
    const std::string whose = book.is_none() ? "server" : "book " + book.text();
    std::printf(
        "audit log of %s: %s, %llu entries\n", whose.c_str(), found.ok ? "ok" : "BROKEN",
        static_cast<unsigned long long>(found.entries));
    if (found.broken_at) {
        std::printf("  from entry %llu on\n", static_cast<unsigned long long>(*found.broken_at));
    }
    return found.ok;
}

template <class Check, class CheckAudit>
int print_checks(const std::vector<BookId>& books, Check check, CheckAudit check_audit) {
    bool all_right = true;
    for (const BookId& book : books) {
        all_right = print_check(book, check(book)) && all_right;
        all_right = print_audit(book, check_audit(book)) && all_right;
    }
    all_right = print_audit(BookId(), check_audit(BookId())) && all_right;
    std::printf("%zu books: %s\n", books.size(), all_right ? "ok" : "NOT OK");
    return all_right ? exit_ok : exit_failure;
}

}  // namespace

int verify(const Arguments& arguments) {
    const auto read = read_verb_options(arguments, {"--book"});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    const auto& options = std::get<VerbOptions>(read);
    std::optional<BookId> named;
    if (const auto text = options.value("book")) {
        named = BookId::parse(*text);
        if (!named) {
            return refuse_usage("--book is no id of a book");
        }
    }
    const Deadline deadline = Deadline::in(check_timeout);
    if (is_mysql(options.settings)) {
        Storage storage(options.settings, Preparation::as_it_is);
        app::LedgerStore& ledger = storage.stores().ledger();
        const auto books = named ? std::vector<BookId>{*named}
                                 : storage.wait_for(ledger.list_books(deadline));
        return print_checks(
            books,
            [&](BookId book) {
                const auto watch = std::make_shared<app::VerifyWatch>();
                const CheckLine line(book, *watch);
                return storage.wait_for(ledger.verify(book, std::nullopt, deadline, watch));
            },
            [&](BookId book) {
                return storage.wait_for(storage.stores().audit().verify(book, deadline));
            });
    }
    const auto checker = sqlite::open_sqlite_for_checking(options.settings.data_dir);
    const auto books = named ? std::vector<BookId>{*named} : checker->list_books();
    return print_checks(
        books,
        [&](BookId book) {
            app::VerifyWatch watch;
            const CheckLine line(book, watch);
            return checker->verify(book, deadline, watch);
        },
        [&](BookId book) { return checker->verify_audit(book, deadline); });
}

int user(const Arguments& arguments) {
    using Act = int (*)(const VerbOptions&);
    static const std::map<std::string, Act> acts{
        {"add", add_user},
        {"password", set_password},
        {"reset", reset_password},
        {"drop-totp", drop_totp}};
    const auto act = acts.find(arguments.empty() ? "" : arguments.front());
    if (act == acts.end()) {
        return refuse_usage("say `arus user add`, `password`, `reset` or `drop-totp`");
    }
    Arguments rest(arguments.begin() + 1, arguments.end());
    if (!rest.empty() && rest.front().find('@') != std::string::npos) {
        rest.insert(rest.begin(), "--email");  // `arus user reset sari@example.org`
    }
    const auto read = read_verb_options(rest, {"--email", "--name", "--locale"});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    return act->second(std::get<VerbOptions>(read));
}

int migrate(const Arguments& arguments) {
    const auto read = read_verb_options(arguments, {});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    const std::string lacking = migrate_stores(
        std::get<VerbOptions>(read).settings, system_clock());
    std::printf("the database has the schema of this version\n");
    if (!lacking.empty()) {
        std::fprintf(stderr, "arus: the server does not start with it yet: %s\n", lacking.c_str());
    }
    return exit_ok;
}

}  // namespace arus::server
