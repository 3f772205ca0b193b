// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <variant>
#include <vector>

// Settings of `arus serve` come from three places; the first that names one wins:
//
//   command line  --data-dir ./data      environment  ARUS_DATA_DIR=./data      file  data_dir =
//   "./data"
//
// A secret may also stand in a file of its own, named the same way on each of the three:
// ARUS_SETUP_CODE_FILE. A name that nobody knows is an error wherever it stands. What settings
// there are is said once, in detail/table.cpp.
namespace arus::config {

/// Every setting, within its limits. Times are milliseconds.
struct Settings {
    std::string listen;        ///< address:port of the public listener; port 0: a free one
    std::string admin_listen;  ///< address:port of the internal listener
    std::string trust_listen;  ///< address:port of the page of `--lan` about its certificate
    std::string tls_cert;      ///< PEM; empty: the public listener is plain
    std::string tls_key;       ///< PEM; empty exactly where tls_cert is
    std::string data_dir;
    std::string database_url;              ///< mysql://…; empty: SQLite in the data folder
    std::string migrate_database_url;      ///< the same for the schema's owner; empty: database_url
    std::size_t database_connections = 0;  ///< to MySQL, at most
    std::string amqp_url;                  ///< empty: no broker
    std::string redis_url;                 ///< empty: no Redis
    std::string public_url;                ///< empty: none
    std::vector<std::string> allowed_origins;
    std::vector<std::string> trusted_proxies;  ///< addresses
    std::string registration;                  ///< open, invite or off
    std::string setup_code;                    ///< empty: a random one
    std::string secret_key;                    ///< empty: what must be read again is kept unsealed
    std::string previous_secret_key;           ///< empty: none
    std::size_t requests_per_address = 0;      ///< a second, over time
    std::size_t requests_per_key = 0;
    std::size_t requests_per_book = 0;
    std::size_t sign_in_tries_per_account = 0;
    std::size_t sign_in_tries_per_address = 0;
    std::size_t password_queue_max = 0;
    std::string log_level;    ///< debug, info, warn or error
    std::size_t threads = 0;  ///< event loops; 0: as many as there are processors
    std::size_t read_threads = 0;
    std::size_t connections_max = 0;
    std::chrono::milliseconds request_timeout{};
    std::chrono::milliseconds commit_timeout{};
    std::chrono::milliseconds drain_timeout{};
    std::size_t worker_jobs = 0;  ///< at a time; 0: none in this process
    std::chrono::milliseconds job_lease{};
    std::chrono::milliseconds job_retry_delay{};
    std::size_t batch_entries_max = 0;
    std::size_t waiting_entries_max = 0;
};

/// What is wrong with what the user wrote, or the help they asked for. The process prints `message`
/// (to stdout where `exit_code` is 0, else to stderr) and ends.
struct Problem {
    std::string message;
    int exit_code = 2;
};

/// Where settings come from besides the command line.
struct Sources {
    /// The whole environment; names that do not begin with ARUS_ are not looked at, nor are those
    /// of the project's own tools.
    std::map<std::string, std::string> environment;
    /// The file that is read if it is there. One that `--config` or ARUS_CONFIG names instead must
    /// be there.
    std::string default_file = "arus.toml";
};

/// The process's own environment.
std::map<std::string, std::string> process_environment();

/// One setting as it holds, for the log at start.
struct EffectiveSetting {
    std::string name;
    std::string value;   ///< `(set)` or `(none)` for a secret
    std::string source;  ///< command line, environment, the file's name, or default
};

struct Loaded {
    Settings settings;
    std::vector<EffectiveSetting> effective;  ///< every setting, in the order of the help text
};

/// Reads the three sources. `arguments` are those after the verb, without the program's name. A
/// Problem is the first thing that was found wrong, or the help text where --help is among the
/// arguments.
std::variant<Loaded, Problem> load_settings(
    const std::vector<std::string>& arguments, const Sources& sources);

/// The text of `arus serve --help`: every setting with its meaning, unit, default and limits.
std::string help_text();

}  // namespace arus::config
