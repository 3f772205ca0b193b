#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A private RabbitMQ for tests and measurements: own folder, own name, free ports of the loopback address,
# a port mapper (epmd) of its own. It neither uses nor touches a broker that the system runs.
#
#   rabbitmq.sh start <folder>     make it if it is not there, start it, print its URL
#   rabbitmq.sh stop <folder>      end it and wait until it has ended
#   rabbitmq.sh kill <folder>      end it as a power cut would (-9)
#   rabbitmq.sh url <folder>       the URL again
#   rabbitmq.sh pid <folder>       its process, empty where it does not run
#   rabbitmq.sh with <command …>   for the time of one command, which finds the URL in ARUS_TEST_AMQP_URL;
#                                  the folder goes
#
# A folder that was stopped starts again with its port, password and queues. With ARUS_SERVER_OWNER=<pid>
# the broker ends when that process has ended. Exit code 4: there is no RabbitMQ on this machine.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034
server=rabbitmq.sh variable=ARUS_TEST_AMQP_URL
source "$here/common.sh"

# Debian's own start script changes the user; this one does not.
broker=/usr/lib/rabbitmq/bin/rabbitmq-server

# The folder's name is in the command line of the Erlang machine, which also writes server.pid.
server_pid() {
    local pid
    pid=$(cat "$1/server.pid" 2>/dev/null) || return 0
    if [[ $pid =~ ^[0-9]+$ ]] && grep -qsF "$1" "/proc/$pid/cmdline"; then
        printf '%s\n' "$pid"
    fi
}

url() {
    printf 'amqp://arus:%s@127.0.0.1:%s/%%2f\n' "$(cat "$1/password")" "$(cat "$1/port")"
}

# start_mapper <folder>: in the foreground of nobody, so that its process is known.
start_mapper() {
    local port
    port=$(keep "$1/epmd.port" free_port)
    setsid epmd -address 127.0.0.1 -port "$port" </dev/null >"$1/epmd.log" 2>&1 &
    printf '%s' $! >"$1/epmd.pid"
}

stop_mapper() {
    local pid
    pid=$(cat "$1/epmd.pid" 2>/dev/null) || return 0
    if [[ $(readlink "/proc/$pid/exe" 2>/dev/null) == */epmd ]]; then kill "$pid" 2>/dev/null || true; fi
    rm -f "$1/epmd.pid"
}

write_settings() {
    local folder=$1
    cat >"$folder/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$(keep "$folder/port" free_port)
default_user = arus
default_pass = $(keep "$folder/password" secret)
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 50MB
log.file.level = warning
CONF
    printf '[].\n' >"$folder/plugins"
}

start() {
    local folder=${1:?start needs a folder} try
    if [[ ! -x $broker ]] || ! program epmd >/dev/null; then
        die "there is no RabbitMQ on this machine (package rabbitmq-server)" 4
    fi
    umask 077
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    [[ -z $(server_pid "$folder") ]] || die "it runs already: $folder"
    write_settings "$folder"
    stop_mapper "$folder"
    start_mapper "$folder"
    : >"$folder/server.log"
    # The broker listens for other members of a cluster as well; on the loopback address only.
    env -i PATH="$PATH:/usr/sbin:/sbin" HOME="$folder" LANG=C.UTF-8 \
        ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$(cat "$folder/epmd.port")" \
        RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf" \
        RABBITMQ_ENABLED_PLUGINS_FILE="$folder/plugins" RABBITMQ_NODENAME="arus$(cat "$folder/port")@localhost" \
        RABBITMQ_DIST_PORT="$(keep "$folder/dist.port" free_port)" RABBITMQ_NODE_PORT="$(cat "$folder/port")" \
        RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_MNESIA_BASE="$folder/data" RABBITMQ_LOG_BASE="$folder/log" \
        RABBITMQ_PID_FILE="$folder/server.pid" \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1} +S 1:1 +sbwt none' \
        setsid "$broker" </dev/null >>"$folder/server.log" 2>&1 &
    local child=$!
    for ((try = 0; try < 1800; try++)); do
        if answers "$folder"; then
            guard "$folder"
            url "$folder"
            return 0
        fi
        if ! is_running "$child"; then break; fi
        sleep 0.1
    done
    stop_mapper "$folder"
    die "RabbitMQ did not start:"$'\n'"$(tail -n 20 "$folder/server.log")"
}

# answers <folder>: it says what a broker says to somebody who speaks another version.
answers() {
    local answer
    if [[ -z $(server_pid "$1") ]] || ! port_is_taken "$(cat "$1/port")"; then return 1; fi
    answer=$(
        exec 3<>"/dev/tcp/127.0.0.1/$(cat "$1/port")"
        printf 'AMQP\0\0\0\0' >&3
        timeout 2 head -c 4 <&3
    )
    [[ $answer == AMQP ]]
}

stop() {
    end TERM "$@"
    stop_mapper "${1:?which folder?}"
}

run_verb "$@"
