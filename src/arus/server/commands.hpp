// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

// The verbs of the command line. Each takes the arguments after its name and returns the exit code:
// 0, 1 failure, 2 usage, 3 not configured as the guarantees need. Results go to stdout, logs to
// stderr.
namespace arus::server {

inline constexpr int exit_ok = 0;
inline constexpr int exit_failure = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_configuration = 3;

using Arguments = std::vector<std::string>;

/// Runs until SIGTERM or SIGINT. A second signal ends the process at once.
int serve(const Arguments& arguments);

/// Works on jobs and tells people what happened, beside servers on the same MySQL database, until
/// SIGTERM or SIGINT. 3 on SQLite.
int work(const Arguments& arguments);

/// Recomputes every book's chain and sums, or those of `--book`; works beside a running server. 1
/// where something is wrong.
int verify(const Arguments& arguments);

/// `add`, `password`, `reset` and `drop-totp`: users without the web, for who has the machine. The
/// password is read from stdin.
int user(const Arguments& arguments);

/// Brings the database to this version's schema.
int migrate(const Arguments& arguments);

/// Explains what is configured and whether it keeps the guarantees. 0 ready, 1 something must be
/// mended, 3 `serve` would not start.
int doctor(const Arguments& arguments);

/// Previews or posts a file as POST /imports does, in the name of `--as` or of the book's owner;
/// prints the result. 1 where a row was refused or the file could not be read.
int import(const Arguments& arguments);

/// Makes a document as POST /exports does, into `--out`.
int export_(const Arguments& arguments);

/// Asks the server or worker of these settings whether it is ready, over its internal listener, and
/// prints what it says. 0 ready, 1 not ready or no answer within seconds.
int probe(const Arguments& arguments);

/// Carries the books of the data folder into the MySQL database of the settings, and proves that
/// they are the same there. May be run again after it was interrupted.
int move(const Arguments& arguments);

/// Writes everything into one file, beside running servers or without any.
int backup(const Arguments& arguments);

/// Fills an empty database or data folder from such a file, with new epochs, and checks every book.
/// 1 where anything is wrong: then nothing can be served from there.
int restore(const Arguments& arguments);

}  // namespace arus::server
