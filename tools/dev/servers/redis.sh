#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A private Redis for tests and measurements: own folder, a free port of the loopback address, a password,
# nothing kept on disk. It neither uses nor touches a Redis that the system runs.
#
#   redis.sh start <folder>     start it, print its URL
#   redis.sh stop <folder>      end it and wait until it has ended
#   redis.sh kill <folder>      end it as a power cut would (-9)
#   redis.sh url <folder>       the URL again
#   redis.sh pid <folder>       its process, empty where it does not run
#   redis.sh with <command …>   for the time of one command, which finds the URL in ARUS_TEST_REDIS_URL;
#                               the folder goes
#
# A folder that was stopped starts again with its port and password. With ARUS_SERVER_OWNER=<pid> it ends
# when that process has ended. Exit code 4: there is no Redis on this machine.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034
server=redis.sh variable=ARUS_TEST_REDIS_URL
source "$here/common.sh"

server_pid() {
    local pid
    pid=$(cat "$1/server.pid" 2>/dev/null) || return 0
    # The number may be another program's by now.
    if [[ $pid =~ ^[0-9]+$ && $(readlink "/proc/$pid/exe" 2>/dev/null) == */redis* ]]; then
        printf '%s\n' "$pid"
    fi
}

url() { printf 'redis://:%s@127.0.0.1:%s/0\n' "$(cat "$1/password")" "$(cat "$1/port")"; }

start() {
    local folder=${1:?start needs a folder} program try
    program=$(program redis-server valkey-server) ||
        die "there is no Redis on this machine (package redis-server)" 4
    umask 077
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    [[ -z $(server_pid "$folder") ]] || die "it runs already: $folder"
    cat >"$folder/redis.conf" <<CONF
bind 127.0.0.1
port $(keep "$folder/port" free_port)
requirepass $(keep "$folder/password" secret)
dir $folder
pidfile $folder/server.pid
save ""
appendonly no
maxmemory 64mb
maxmemory-policy allkeys-lru
CONF
    # It writes its process id only as a daemon; here the shell does.
    setsid "$program" "$folder/redis.conf" </dev/null >"$folder/server.log" 2>&1 &
    local child=$!
    printf '%s' "$child" >"$folder/server.pid"
    for ((try = 0; try < 600; try++)); do
        if port_is_taken "$(cat "$folder/port")"; then
            guard "$folder"
            url "$folder"
            return 0
        fi
        if ! is_running "$child"; then break; fi
        sleep 0.05
    done
    die "Redis did not start:"$'\n'"$(tail -n 20 "$folder/server.log")"
}

stop() { end TERM "$@"; }

run_verb "$@"
