#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The whole of Arus, privately: MariaDB, RabbitMQ, Redis, two servers, two workers, and nginx with TLS in
# front, each in a folder of its own on free ports of the loopback address. `./dev stack` and the tests on
# the stack start it by this script and in no other way.
#
#   stack.sh start <folder> [flag of arus serve …]    start it, print its URL
#   stack.sh stop <folder>                            end all of it and wait until it has ended
#   stack.sh url <folder>                             the URL again
#   stack.sh part <folder> <part> <verb> [word …]     start, stop, kill, pid, url (and term of servers and
#                                                     workers) of one part: mariadb rabbitmq redis serve-1
#                                                     serve-2 worker-1 worker-2 nginx
#   stack.sh with [flag of arus serve …] -- <command …>
#                                                     for the time of one command, which finds the file
#                                                     stack.json in ARUS_TEST_STACK, nginx's certificate in
#                                                     ARUS_TEST_CERTIFICATE and the authority of it in
#                                                     NODE_EXTRA_CA_CERTS
#   stack.sh check                                    whether this machine has all it needs; names what not
#
# stack.json: {url, plain_url, ca, set_up_code, script, folder, access_log, servers: [{part, url, admin_url,
# log}], workers: [{part, admin_url, log}]}. The schema belongs to its own database user and was made by
# `arus migrate`; servers and workers have the rights of migrations/mysql/grants.sql.
#
# All of it ends when the process ARUS_SERVER_OWNER has ended, however it ended. Exit code 4: something that
# it needs is not on this machine.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034
server=stack.sh
source "$here/common.sh"

root=$(cd "$here/../../.." && pwd)
binary=${ARUS_BINARY:-$root/build/release/arus}
parts=(nginx worker-1 worker-2 serve-1 serve-2 redis rabbitmq mariadb) # in the order of the stop

# script_of <part>
script_of() {
    case $1 in
        serve-? | worker-?) printf '%s' "$here/arus.sh" ;;
        mariadb | rabbitmq | redis | nginx) printf '%s' "$here/$1.sh" ;;
        *) die "there is no part '$1': ${parts[*]}" 2 ;;
    esac
}

# part <folder> <part> <verb> [word …]: the guard of the stack looks after all of them.
part() {
    local folder=$1 name=$2 verb=$3 script
    shift 3
    script=$(script_of "$name")
    ARUS_SERVER_OWNER='' ARUS_BINARY=$binary "$script" "$verb" "$folder/$name" "$@"
}

check() {
    local missing=() one
    for one in mariadbd:mariadb-server redis-server:redis-server nginx:nginx openssl:openssl; do
        program "${one%%:*}" >/dev/null || missing+=("${one#*:}")
    done
    [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || missing+=(rabbitmq-server)
    ((${#missing[@]} == 0)) || die "these packages are not on this machine: ${missing[*]}" 4
    [[ -x $binary ]] || die "there is no binary at $binary (./dev build makes it)" 4
}

# watch_owner <folder>: ends the stack when its owner is gone, but not before this start has ended.
watch_owner() {
    if [[ -z ${ARUS_SERVER_OWNER:-} ]]; then return 0; fi
    # shellcheck disable=SC2016
    setsid bash -c '
        while kill -0 "$1" 2>/dev/null && [[ -e $4/running ]]; do sleep 0.5; done
        while kill -0 "$2" 2>/dev/null && [[ -e $4/running ]]; do sleep 0.5; done
        if [[ -e $4/running ]]; then
            "$3" stop "$4"
            if [[ -n $5 ]]; then rm -rf "$4"; fi
        fi' watch "$ARUS_SERVER_OWNER" "$$" "$0" "$1" "${ARUS_STACK_IS_TEMPORARY:-}" \
        </dev/null >/dev/null 2>&1 &
}

# prepare_database <folder>: the schema by its owner, then the rights of those who work on it.
prepare_database() {
    local folder=$1 owner runtime
    owner=$(keep "$folder/owner.password" secret)
    runtime=$(keep "$folder/runtime.password" secret)
    part "$folder" mariadb sql "
        CREATE DATABASE IF NOT EXISTS arus CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
        CREATE USER IF NOT EXISTS 'arus_owner'@'%' IDENTIFIED BY '$owner';
        GRANT ALL ON arus.* TO 'arus_owner'@'%';
        CREATE USER IF NOT EXISTS 'arus'@'%' IDENTIFIED BY '$runtime'"
    env -i PATH="$PATH" HOME="$folder" ARUS_DATABASE_URL="$(database_url "$folder" arus_owner "$owner")" \
        "$binary" migrate >"$folder/migrate.log" 2>&1 ||
        die "arus migrate failed:"$'\n'"$(tail -n 20 "$folder/migrate.log")"
    part "$folder" mariadb sql "$(cat "$root/migrations/mysql/grants.sql")"
}

# database_url <folder> <user> <password>
database_url() {
    local all
    all=$(part "$1" mariadb url)
    all=${all#*@}
    printf 'mysql://%s:%s@%s/arus' "$2" "$3" "${all%%/*}"
}

# write_settings <folder> <part …>: secrets go by the environment, not by the command line.
write_settings() {
    local folder=$1 name
    shift
    for name in "$@"; do
        mkdir -p "$folder/$name"
        cat >"$folder/$name/environment" <<VARIABLES
ARUS_DATABASE_URL=$(database_url "$folder" arus "$(cat "$folder/runtime.password")")
ARUS_AMQP_URL=$(part "$folder" rabbitmq url)
ARUS_REDIS_URL=$(part "$folder" redis url)
ARUS_SECRET_KEY=$(keep "$folder/secret.key" secret)
ARUS_SETUP_CODE=$(keep "$folder/set-up.code" secret)
ARUS_PUBLIC_URL=https://localhost:$(keep "$folder/nginx/port" free_port)
ARUS_TRUSTED_PROXIES=127.0.0.1
VARIABLES
    done
}

# write_description <folder>: stack.json. Every value is a path or an address of our own making.
write_description() {
    local folder=$1 name
    local -A listed=([serve]='' [worker]='')
    for name in serve-1 serve-2 worker-1 worker-2; do
        listed[${name%-*}]+="${listed[${name%-*}]:+,}{\"part\":\"$name\","
        if [[ $name == serve-* ]]; then
            listed[serve]+="\"url\":\"http://127.0.0.1:$(cat "$folder/$name/port")\","
        fi
        listed[${name%-*}]+="\"admin_url\":\"http://127.0.0.1:$(cat "$folder/$name/admin.port")\","
        listed[${name%-*}]+="\"log\":\"$folder/$name/server.log\"}"
    done
    cat >"$folder/stack.json" <<JSON
{"url": "$(url "$folder")",
 "plain_url": "http://localhost:$(cat "$folder/nginx/plain.port")",
 "ca": "$folder/nginx/tls/ca.pem",
 "set_up_code": "$(cat "$folder/set-up.code")",
 "script": "$here/stack.sh",
 "folder": "$folder",
 "access_log": "$folder/nginx/access.log",
 "servers": [${listed[serve]}],
 "workers": [${listed[worker]}]}
JSON
}

# all <process …>: waits for every one; fails if one of them failed.
all() {
    local process code=0
    for process in "$@"; do wait "$process" || code=$?; done
    return "$code"
}

start() {
    local folder=${1:?start needs a folder} name processes=()
    shift
    check
    umask 077
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    [[ ! -e $folder/running ]] || die "it runs already: $folder"
    : >"$folder/running"
    watch_owner "$folder"
    # shellcheck disable=SC2064
    trap "stop '$folder'" EXIT
    trap 'exit 130' INT TERM HUP
    for name in mariadb rabbitmq redis; do
        part "$folder" "$name" start >/dev/null &
        processes+=($!)
    done
    all "${processes[@]}" || die "the stack did not start"
    prepare_database "$folder"
    mkdir -p "$folder/nginx"
    write_settings "$folder" serve-1 serve-2 worker-1 worker-2
    processes=()
    for name in serve-1 serve-2; do
        # Jobs are the workers' here.
        part "$folder" "$name" start serve --worker-jobs 0 "$@" >/dev/null &
        processes+=($!)
    done
    for name in worker-1 worker-2; do
        part "$folder" "$name" start worker >/dev/null &
        processes+=($!)
    done
    all "${processes[@]}" || die "the stack did not start"
    part "$folder" nginx start "127.0.0.1:$(cat "$folder/serve-1/port")" \
        "127.0.0.1:$(cat "$folder/serve-2/port")" >/dev/null
    write_description "$folder"
    trap - EXIT
    url "$folder"
}

url() { part "$1" nginx url; }

stop() {
    local folder=${1:?which folder?} name processes=()
    folder=$(cd "$folder" && pwd)
    rm -f "$folder/running"
    for name in "${parts[@]}"; do
        if [[ ! -d $folder/$name ]]; then continue; fi
        if [[ $name == redis ]]; then # nobody needs the rest any more
            wait
        fi
        part "$folder" "$name" stop &
    done
    wait
}

with() {
    local flags=() folder code=0
    while (($# > 0)) && [[ $1 != -- ]]; do
        flags+=("$1")
        shift
    done
    (($# > 1)) || die "with [flag …] -- <command …>" 2
    shift
    folder=$(mktemp -d "${TMPDIR:-/tmp}/arus-stack-XXXXXX")
    # shellcheck disable=SC2064
    trap "'$0' stop '$folder'; rm -rf '$folder'" EXIT
    trap 'exit 130' INT TERM HUP
    ARUS_SERVER_OWNER=$$ ARUS_STACK_IS_TEMPORARY=1 "$0" start "$folder" "${flags[@]}" >/dev/null
    ARUS_TEST_STACK=$folder/stack.json NODE_EXTRA_CA_CERTS=$folder/nginx/tls/ca.pem \
        ARUS_TEST_CERTIFICATE=$folder/nginx/tls/server.pem "$@" || code=$?
    return "$code"
}

verb=${1:-}
if (($# > 0)); then shift; fi
case $verb in
    start | stop | url | with | check) "$verb" "$@" ;;
    part)
        (($# > 2)) || die "part <folder> <part> <verb>" 2
        part "$@"
        ;;
    *)
        sed -n '/^#$/,/^$/s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
