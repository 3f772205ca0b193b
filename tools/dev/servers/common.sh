# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the scripts of private servers share. A script sets `server` (its name in messages), `variable`
# (what `with` exports) and writes server_pid, start and url; then run_verb is its command line.

say() { printf '%s: %s\n' "$server" "$*" >&2; }
die() {
    say "$1"
    exit "${2:-1}"
}

# program <name …>: the first that is there, also where only root's PATH leads.
program() {
    local name
    for name in "$@"; do
        PATH=$PATH:/usr/sbin:/sbin command -v "$name" && return 0
    done
    return 1
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Below the ports that the kernel gives to clients.
free_port() {
    local port try
    for ((try = 0; try < 200; try++)); do
        port=$((20000 + RANDOM % 12000))
        if ! port_is_taken "$port"; then
            printf '%d' "$port"
            return 0
        fi
    done
    return 1
}

# keep <file> <command …>: what is in the file; made by the command the first time.
keep() {
    local file=$1
    shift
    if [[ ! -s $file ]]; then "$@" >"$file"; fi
    cat "$file"
}

secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# is_running <pid>: there, and not only waiting to be buried.
is_running() {
    kill -0 "$1" 2>/dev/null && [[ $(awk '{print $3}' "/proc/$1/stat" 2>/dev/null) != Z ]]
}

# Ends the server when the process ARUS_SERVER_OWNER is gone; ends itself with the server.
guard() {
    if [[ -z ${ARUS_SERVER_OWNER:-} ]]; then return 0; fi
    # shellcheck disable=SC2016
    setsid bash -c '
        while kill -0 "$1" 2>/dev/null && kill -0 "$2" 2>/dev/null; do sleep 1; done
        # A server that was ended and started again has a guard of its own.
        if ! kill -0 "$1" 2>/dev/null; then "$3" stop "$4"; fi' guard "$ARUS_SERVER_OWNER" "$(server_pid "$1")" "$0" "$1" \
        </dev/null >/dev/null 2>&1 &
}

# end <signal> <folder>: returns when the process is gone.
end() {
    local signal=$1 folder=${2:?which folder?} pid try
    pid=$(server_pid "$folder")
    [[ -n $pid ]] || return 0
    kill "-$signal" "$pid" 2>/dev/null || true
    for ((try = 0; try < 600; try++)); do
        if ! is_running "$pid"; then return 0; fi
        sleep 0.05
    done
    say "it did not end within 30 s: killed"
    kill -KILL "$pid" 2>/dev/null || true
}

# make_certificates <folder>: an authority of its own (ca.pem) and a certificate for this machine
# (server.pem, server.key).
make_certificates() (
    umask 077
    mkdir -p "$1"
    cd "$1" || exit 1
    {
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
            -subj "/CN=private authority" -keyout ca.key -out ca.pem
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
            -subj "/CN=localhost" -keyout server.key -out server.csr
        openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 \
            -extfile <(printf 'subjectAltName=DNS:localhost,IP:127.0.0.1') -out server.pem
    } >certificates.log 2>&1
)

with() {
    local folder code=0
    folder=$(mktemp -d "${TMPDIR:-/tmp}/arus-server-XXXXXX")
    # shellcheck disable=SC2064
    trap "'$0' stop '$folder'; rm -rf '$folder'" EXIT
    trap 'exit 130' INT TERM HUP
    ARUS_SERVER_OWNER=$$ start "$folder" >/dev/null
    env "$variable=$(url "$folder")" "$@" || code=$?
    return "$code"
}

run_verb() {
    local verb=${1:-}
    if (($# > 0)); then shift; fi
    case $verb in
        start) start "$@" ;;
        stop) stop "$@" ;;
        kill) end KILL "$@" ;;
        url) url "${1:?which folder?}" ;;
        pid) server_pid "${1:?which folder?}" ;;
        with) with "$@" ;;
        *)
            sed -n '/^#$/,/^$/s/^# \{0,1\}//p' "$0" >&2
            exit 2
            ;;
    esac
}
