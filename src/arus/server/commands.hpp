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

/// Recomputes every book's chain and sums, or those of `--book`; works beside a running server. 1
/// where something is wrong.
int verify(const Arguments& arguments);

/// `add` and `password`: users without the web, for who has the machine. The password is read from
/// stdin.
int user(const Arguments& arguments);

/// Brings the database to this version's schema.
int migrate(const Arguments& arguments);

}  // namespace arus::server
