// SPDX-License-Identifier: Apache-2.0
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/server/commands.hpp"

#include <sys/stat.h>

#include <cstdio>
#include <exception>
#include <span>
#include <string>

namespace {

using arus::server::Arguments;

constexpr const char* usage =
    "Arus, the live ledger.\n"
    "\n"
    "  arus serve [options]            runs the server; `arus serve --help` lists the options\n"
    "  arus serve --demo [--demo-traffic]\n"
    "                                  the same with the books of a coffee-shop chain in "
    "./data-demo; with traffic\n"
    "                                  it goes on selling\n"
    "  arus serve --lan                the same by https for everybody in this network, with a "
    "certificate of its own\n"
    "  arus worker [options]           works on jobs beside servers on the same MySQL database; "
    "the same "
    "options\n"
    "  arus verify [--data-dir DIR] [--book ID]\n"
    "                                  recomputes the chain and all sums from the history, server "
    "running or not\n"
    "  arus user add --email E --name N [--locale id|en] [--data-dir DIR]\n"
    "  arus user password --email E [--data-dir DIR]\n"
    "  arus user reset E | drop-totp E [--data-dir DIR]\n"
    "                                  makes a user, sets a password (read from stdin); prints a "
    "one-time link that\n"
    "                                  sets one; takes a second factor off\n"
    "  arus migrate [--data-dir DIR]   brings the database to this version's schema\n"
    "  arus doctor [--data-dir DIR]    explains what is configured, and what to set so that "
    "nothing "
    "is lost\n"
    "  arus import --book ID FILE [--kind csv|hledger] [--mapping FILE.json] [--dry-run] [--as E]\n"
    "                                  posts a bank's or till's file or a journal, or says what it "
    "would post\n"
    "  arus export --book ID --report R --format F --out FILE [--from D --to D --as-of D] [--as "
    "E]\n"
    "                                  writes a document\n"
    "  arus probe [--admin-listen A]   whether the server or worker there is ready\n"
    "  arus move --data-dir DIR        carries these books into the database of ARUS_DATABASE_URL "
    "and "
    "proves them equal\n"
    "  arus backup [--out FILE] [--data-dir DIR]\n"
    "                                  writes everything into one file, server running or not\n"
    "  arus restore FILE [--end-sessions] [--data-dir DIR]\n"
    "                                  fills an empty data folder or database from it and checks "
    "every book\n"
    "  arus --version\n";

int run(const std::string& verb, const Arguments& arguments) {
    namespace server = arus::server;
    if (verb == "serve") {
        return server::serve(arguments);
    }
    if (verb == "worker") {
        return server::work(arguments);
    }
    if (verb == "verify") {
        return server::verify(arguments);
    }
    if (verb == "user") {
        return server::user(arguments);
    }
    if (verb == "migrate") {
        return server::migrate(arguments);
    }
    if (verb == "doctor") {
        return server::doctor(arguments);
    }
    if (verb == "import") {
        return server::import(arguments);
    }
    if (verb == "export") {
        return server::export_(arguments);
    }
    if (verb == "probe") {
        return server::probe(arguments);
    }
    if (verb == "move") {
        return server::move(arguments);
    }
    if (verb == "backup") {
        return server::backup(arguments);
    }
    if (verb == "restore") {
        return server::restore(arguments);
    }
    if (verb == "--version" || verb == "version") {
        std::printf("arus %s\n", ARUS_VERSION);
        return server::exit_ok;
    }
    if (verb == "--help" || verb == "-h" || verb == "help") {
        std::fputs(usage, stdout);
        return server::exit_ok;
    }
    std::fprintf(
        stderr, "%s%s", verb.empty() ? "" : ("There is no verb `" + verb + "`.\n\n").c_str(),
        usage);
    return server::exit_usage;
}

}  // namespace

int main(int argc, char** argv) {
    // Whatever is made (books, password hashes) is for who runs the program and nobody else.
    ::umask(S_IRWXG | S_IRWXO);
    const std::span<char*> words(argv, static_cast<std::size_t>(argc));
    const std::string verb = words.size() > 1 ? words[1] : "";
    Arguments arguments;
    for (std::size_t i = 2; i < words.size(); ++i) {
        arguments.emplace_back(words[i]);
    }
    try {
        return run(verb, arguments);
    } catch (const arus::Failure& failure) {
        std::fprintf(stderr, "arus: %s\n", failure.what());
        const bool is_configuration = failure.facts().kind == arus::Failure::Kind::configuration;
        return is_configuration ? arus::server::exit_configuration : arus::server::exit_failure;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "arus: %s\n", error.what());
        return arus::server::exit_failure;
    }
}
