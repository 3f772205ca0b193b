#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A private `arus serve` or `arus worker` for tests: own folder, a free port of the loopback address.
#
#   arus.sh start <folder> serve [flag …]    start it, print its URL; variables of its environment, secrets
#   arus.sh start <folder> worker [flag …]   among them, are lines NAME=value of <folder>/environment
#   arus.sh start <folder>                   again, as it was started the last time
#   arus.sh stop <folder>                    end it (SIGTERM) and wait until it has ended
#   arus.sh kill <folder>                    end it as a power cut would (-9)
#   arus.sh term <folder>                    SIGTERM, without waiting
#   arus.sh url <folder>                     the URL again; of a worker its admin listener's
#   arus.sh pid <folder>                     its process, empty where it does not run
#
# The binary is the one that ARUS_BINARY names, else build/release/arus. Its log is <folder>/server.log,
# what it says on stdout <folder>/stdout. With ARUS_SERVER_OWNER=<pid> it ends when that process has ended.
# Exit code 4: there is no such binary.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034
server=arus.sh variable=ARUS_TEST_URL
source "$here/common.sh"

binary=${ARUS_BINARY:-$here/../../../build/release/arus}

# Its data folder is in its command line.
server_pid() {
    local pid
    pid=$(cat "$1/server.pid" 2>/dev/null) || return 0
    if [[ $pid =~ ^[0-9]+$ ]] && grep -qsF "$1/data" "/proc/$pid/cmdline"; then
        printf '%s\n' "$pid"
    fi
}

url() {
    local line
    line=$(grep -m 1 -E '^listening |^admin ' "$1/stdout")
    printf '%s\n' "${line#* }"
}

# write_command <folder> serve|worker <flag …>: one word a line.
write_command() {
    local folder=$1 verb=$2
    shift 2
    printf '%s\n' "$verb" --data-dir "$folder/data" \
        --admin-listen "127.0.0.1:$(keep "$folder/admin.port" free_port)" >"$folder/command"
    if [[ $verb == serve ]]; then
        printf '%s\n' --listen "127.0.0.1:$(keep "$folder/port" free_port)" >>"$folder/command"
    fi
    if (($# > 0)); then printf '%s\n' "$@" >>"$folder/command"; fi
}

start() {
    local folder=${1:?start needs a folder} words=() settings=() try
    shift
    [[ -x $binary ]] || die "there is no binary at $binary (./dev build makes it)" 4
    umask 077
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    [[ -z $(server_pid "$folder") ]] || die "it runs already: $folder"
    if (($# > 0)); then write_command "$folder" "$@"; fi
    [[ -s $folder/command ]] || die "start it as what, serve or worker?"
    mapfile -t words <"$folder/command"
    if [[ -s $folder/environment ]]; then mapfile -t settings <"$folder/environment"; fi
    : >"$folder/stdout"
    # A session of its own: Ctrl+C at the terminal is for whoever started it, who then ends it.
    env -i PATH="$PATH" HOME="$folder" LANG=C.UTF-8 "${settings[@]}" \
        setsid "$binary" "${words[@]}" </dev/null >"$folder/stdout" 2>>"$folder/server.log" &
    local child=$!
    printf '%s' "$child" >"$folder/server.pid"
    for ((try = 0; try < 1200; try++)); do
        # The last line of those it says when it is ready.
        if grep -q '^admin ' "$folder/stdout"; then
            guard "$folder"
            url "$folder"
            return 0
        fi
        if ! is_running "$child"; then break; fi
        sleep 0.05
    done
    die "arus ${words[0]} did not start:"$'\n'"$(tail -n 20 "$folder/server.log")"
}

stop() { end TERM "$@"; }

if [[ ${1:-} == term ]]; then
    pid=$(server_pid "${2:?which folder?}")
    if [[ -n $pid ]]; then kill -TERM "$pid"; fi
else
    run_verb "$@"
fi
