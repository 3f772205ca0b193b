#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A private nginx with the configuration of deploy/nginx/ as it stands: own folder, own certificate, free
# ports of the loopback address. It neither uses nor touches an nginx that the system runs.
#
#   nginx.sh start <folder> [<address:port> …]   in front of these servers, print its URL; without
#                                                servers: of those it had before
#   nginx.sh stop <folder>                       end it and wait until it has ended
#   nginx.sh kill <folder>                       end it as a power cut would (-9)
#   nginx.sh url <folder>                        the URL over TLS again
#   nginx.sh pid <folder>                        its process, empty where it does not run
#
# The certificate's authority is <folder>/tls/ca.pem, the access log <folder>/access.log, the port without
# TLS in <folder>/plain.port. With ARUS_SERVER_OWNER=<pid> it ends when that process has ended. Exit code
# 4: there is no nginx or no openssl on this machine.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034
server=nginx.sh variable=ARUS_TEST_NGINX_URL
source "$here/common.sh"

server_pid() {
    local pid
    pid=$(cat "$1/server.pid" 2>/dev/null) || return 0
    # The number may be another program's by now.
    if [[ $pid =~ ^[0-9]+$ && $(readlink "/proc/$pid/exe" 2>/dev/null) == */nginx* ]]; then
        printf '%s\n' "$pid"
    fi
}

url() { printf 'https://localhost:%s\n' "$(cat "$1/port")"; }

# What deploy/nginx/README.md asks of a place.
write_place() {
    local folder=$1 place=$1/conf/place address user='' temp
    shift
    mkdir -p "$place" "$folder/temp" "$folder/acme"
    if ((EUID == 0)); then user="user $(id -un);"; fi
    cat >"$place/main.conf" <<CONF
$user
worker_processes 2;
pid $folder/server.pid;
error_log $folder/error.log warn;
CONF
    {
        printf 'upstream arus {\n    zone arus 128k;\n    least_conn;\n'
        for address in "$@"; do printf '    server %s max_fails=1 fail_timeout=2s;\n' "$address"; done
        for address in "$@"; do printf '    server %s backup max_fails=0;\n' "$address"; done
        printf '    keepalive 64;\n}\naccess_log %s/access.log arus_json;\n' "$folder"
        for temp in client_body proxy fastcgi scgi uwsgi; do
            printf '%s_temp_path %s/temp/%s;\n' "$temp" "$folder" "$temp"
        done
    } >"$place/http.conf"
    cat >"$place/server.conf" <<CONF
listen 127.0.0.1:$(keep "$folder/port" free_port) ssl http2 backlog=4096;
ssl_certificate $folder/tls/server.pem;
ssl_certificate_key $folder/tls/server.key;
CONF
    cat >"$place/plain.conf" <<CONF
listen 127.0.0.1:$(keep "$folder/plain.port" free_port);
set \$arus_https_host localhost:$(cat "$folder/port");
set \$arus_acme_folder $folder/acme;
CONF
}

start() {
    local folder=${1:?start needs a folder} program try
    shift
    program=$(program nginx) || die "there is no nginx on this machine (package nginx)" 4
    program openssl >/dev/null || die "there is no openssl on this machine (package openssl)" 4
    umask 077
    mkdir -p "$folder/conf"
    folder=$(cd "$folder" && pwd)
    [[ -z $(server_pid "$folder") ]] || die "it runs already: $folder"
    if [[ ! -s $folder/tls/server.pem ]]; then make_certificates "$folder/tls"; fi
    cp "$here"/../../../deploy/nginx/*.conf "$folder/conf/"
    if (($# > 0)); then write_place "$folder" "$@"; fi
    [[ -s $folder/conf/place/http.conf ]] || die "in front of which servers?"
    # A session of its own: Ctrl+C at the terminal is for whoever started it, who then ends it.
    setsid "$program" -p "$folder/" -c "$folder/conf/nginx.conf" -e "$folder/error.log" -g 'daemon off;' \
        </dev/null >"$folder/server.log" 2>&1 &
    local child=$!
    for ((try = 0; try < 600; try++)); do
        if [[ -n $(server_pid "$folder") ]] && port_is_taken "$(cat "$folder/port")"; then
            guard "$folder"
            url "$folder"
            return 0
        fi
        if ! is_running "$child"; then break; fi
        sleep 0.05
    done
    die "nginx did not start:"$'\n'"$(tail -n 20 "$folder/server.log" "$folder/error.log" 2>/dev/null)"
}

stop() { end TERM "$@"; }

# Its workers outlive a master that is killed, and keep its ports.
kill_all() {
    local folder=${1:?which folder?} pid workers=() worker
    pid=$(server_pid "$folder")
    [[ -n $pid ]] || return 0
    mapfile -t workers < <(ps -o pid= --ppid "$pid")
    end KILL "$folder"
    for worker in "${workers[@]}"; do kill -KILL "$worker" 2>/dev/null || true; done
    while port_is_taken "$(cat "$folder/port")"; do sleep 0.05; done
}

if [[ ${1:-} == kill ]]; then
    shift
    kill_all "$@"
else
    run_verb "$@"
fi
