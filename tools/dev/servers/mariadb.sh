#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A private MariaDB for tests and measurements: own folder, own socket, a free port of the loopback
# address. It neither uses nor touches a database server that the system runs.
#
#   mariadb.sh start <folder> [mariadbd flag …]   make it if it is not there, start it, print its URL
#   mariadb.sh stop <folder>                      end it and wait until it has ended
#   mariadb.sh kill <folder>                      end it as a power cut would (-9)
#   mariadb.sh url <folder>                       the URL again
#   mariadb.sh pid <folder>                       its process, empty where it does not run
#   mariadb.sh sql <folder> <statement>           run SQL with every right, print the rows
#   mariadb.sh with <command …>                   the same for the time of one command, which finds
#                                                 the URL in ARUS_TEST_MYSQL_URL; the folder goes
#
# The URL's user `owner` may do everything. A folder that was stopped starts again with its port,
# password and data; flags are not kept. With ARUS_SERVER_OWNER=<pid> the server ends when that
# process has ended, however it ended. Exit code 4: there is no MariaDB on this machine.
#
# As a ledger needs it: binlog on and flushed at each commit, redo log flushed at each commit, strict
# mode, utf8mb4. Small by default; flags given come last and win.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034
server=mariadb.sh variable=ARUS_TEST_MYSQL_URL
source "$here/common.sh"

is_here() {
    local daemon
    daemon=$(program mariadbd mysqld) || return 1
    [[ $("$daemon" --no-defaults --version 2>/dev/null) == *MariaDB* ]] &&
        program mariadb-install-db >/dev/null && program mariadb >/dev/null
}

account=$(id -un)

sql() {
    local folder=$1
    shift
    mariadb --no-defaults --socket="$folder/server.sock" --user="$account" --batch \
        --skip-column-names --execute="$*"
}

server_pid() {
    local pid
    pid=$(cat "$1/server.pid" 2>/dev/null) || return 0
    # The number may be another program's by now.
    if [[ $pid =~ ^[0-9]+$ && $(readlink "/proc/$pid/exe" 2>/dev/null) == */ma*db* ]]; then
        printf '%s\n' "$pid"
    fi
}

make() {
    local folder=$1
    umask 077
    mkdir -p "$folder/data"
    mariadb-install-db --no-defaults --datadir="$folder/data" --user="$account" \
        --auth-root-authentication-method=socket --auth-root-socket-user="$account" \
        --skip-test-db --skip-name-resolve --innodb-log-file-size=16M \
        >"$folder/install.log" 2>&1 ||
        die "mariadb-install-db failed: $(tail -n 5 "$folder/install.log")"
    keep "$folder/password" secret >/dev/null
    # Where there is openssl the server speaks TLS, with a certificate of its own authority.
    if program openssl >/dev/null; then make_certificates "$folder"; fi
}

# start_once <folder> <port> <flag …>: true when it answers; what went wrong is in server.log.
start_once() {
    local folder=$1 port=$2 pid try
    shift 2
    local tls=()
    if [[ -f $folder/server.pem ]]; then
        tls=(--ssl-ca="$folder/ca.pem" --ssl-cert="$folder/server.pem" --ssl-key="$folder/server.key")
    fi
    : >"$folder/server.log"
    # A session of its own: Ctrl+C at the terminal is for the tests, which then end the server.
    setsid "$(program mariadbd mysqld)" --no-defaults \
        --datadir="$folder/data" --user="$account" \
        --socket="$folder/server.sock" --pid-file="$folder/server.pid" \
        --bind-address=127.0.0.1 --port="$port" --skip-name-resolve \
        --log-bin=binlog --server-id=1 --binlog-format=ROW --sync-binlog=1 \
        --max-binlog-size=64M --log-bin-trust-function-creators=1 \
        --innodb-flush-log-at-trx-commit=1 \
        --innodb-buffer-pool-size=128M --innodb-log-file-size=64M --performance-schema=OFF \
        --character-set-server=utf8mb4 --max-connections=250 \
        "${tls[@]}" "$@" </dev/null >>"$folder/server.log" 2>&1 &
    pid=$!
    for ((try = 0; try < 1200; try++)); do
        if sql "$folder" 'SELECT 1' >/dev/null 2>&1; then return 0; fi
        if ! kill -0 "$pid" 2>/dev/null; then return 1; fi
        sleep 0.05
    done
    kill "$pid" 2>/dev/null || true
    return 1
}

start() {
    local folder=${1:?start needs a folder} port try
    shift
    is_here || die "there is no MariaDB server on this machine (package mariadb-server)" 4
    if [[ ${#folder} -gt 90 ]]; then die "the folder's path is too long for a socket: $folder"; fi
    if [[ ! -s $folder/password ]]; then
        [[ ! -e $folder/data ]] || die "$folder holds something that this script did not make"
        make "$folder"
    fi
    [[ -z $(server_pid "$folder") ]] || die "it runs already: $folder"
    for ((try = 0; try < 5; try++)); do
        # The port of its first start, unless another program has taken it meanwhile.
        port=$(cat "$folder/port" 2>/dev/null) || port=$(free_port)
        if start_once "$folder" "$port" "$@"; then
            printf '%s' "$port" >"$folder/port"
            local password
            password=$(cat "$folder/password")
            sql "$folder" "SET sql_log_bin = 0;
                CREATE USER IF NOT EXISTS 'owner'@'%' IDENTIFIED BY '$password';
                GRANT ALL ON *.* TO 'owner'@'%' WITH GRANT OPTION;
                CREATE DATABASE IF NOT EXISTS scratch"
            guard "$folder"
            url "$folder"
            return 0
        fi
        if [[ -f $folder/port ]] || ! grep -q 'Address already in use' "$folder/server.log"; then break; fi
    done
    die "MariaDB did not start:"$'\n'"$(tail -n 20 "$folder/server.log")"
}

url() {
    printf 'mysql://owner:%s@127.0.0.1:%s/scratch\n' "$(cat "$1/password")" "$(cat "$1/port")"
}

stop() { end TERM "$@"; }

if [[ ${1:-} == sql ]]; then
    shift
    sql "$@"
else
    run_verb "$@"
fi
