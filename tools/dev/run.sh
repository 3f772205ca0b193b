# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The verb `run`: build what is missing, start the server, say which address to open.

# port_is_taken <port>: something answers on this port of 127.0.0.1.
port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port <first>: the first port from there on that nothing answers on.
free_port() {
    local port=$1
    while port_is_taken "$port"; do
        port=$((port + 1))
        if ((port > $1 + 200)); then fail "No free port between $1 and $port."; fi
    done
    printf '%d' "$port"
}

# names_flag <flag> <argument …>: the person gave that flag.
names_flag() {
    local flag=$1 argument
    shift
    for argument in "$@"; do
        if [[ $argument == "$flag" || $argument == "$flag="* ]]; then return 0; fi
    done
    return 1
}

# value_of_flag <flag> <argument …>: what the person gave for it; nothing if not given.
value_of_flag() {
    local flag=$1
    shift
    while (($# > 0)); do
        case $1 in
            "$flag") printf '%s' "${2:-}" ;;
            "$flag="*) printf '%s' "${1#*=}" ;;
        esac
        shift
    done
}

# announce <host:port>: as soon as the port answers, the address to open. Gives up in silence: the
# server's own lines say why it did not start.
announce() {
    local port=${1##*:} try
    for ((try = 0; try < 300; try++)); do
        if port_is_taken "$port"; then
            printf '%s\n' "" "${bold}      Arus is running. Open  http://$1/  (Ctrl+C stops it)${plain}" ""
            return 0
        fi
        sleep 0.1
    done
}

verb_run() {
    local flags=() listen admin port
    steps 5
    step "System packages"
    need_packages "${packages_server[@]}"
    step "Node"
    need_node
    step "Client"
    build_web
    step "Server"
    configure_native release
    build_native release arus
    step "Start"

    if names_flag --listen "$@"; then
        listen=$(value_of_flag --listen "$@")
    elif [[ -n ${ARUS_LISTEN:-} ]]; then
        listen=$ARUS_LISTEN
    else
        port=8080
        if port_is_taken 8080; then
            port=$(free_port 8090)
            warn "Port 8080 is taken by another program: using $port instead."
        fi
        listen=127.0.0.1:$port
        flags+=(--listen "$listen")
    fi
    if ! names_flag --admin-listen "$@" && [[ -z ${ARUS_ADMIN_LISTEN:-} ]]; then
        admin=$(free_port 8081)
        if [[ $admin == "${listen##*:}" ]]; then admin=$(free_port $((admin + 1))); fi
        flags+=(--admin-listen "127.0.0.1:$admin")
    fi
    if ! names_flag --data-dir "$@" && [[ -z ${ARUS_DATA_DIR:-} ]]; then
        # Something to look at; with --data-dir your own books.
        flags+=(--demo --demo-traffic)
    fi
    local start=(build/release/arus serve "${flags[@]}" "$@")
    show "${start[@]}"
    # With port 0 only the server knows the port; its line `listening` names it. The announcer is
    # no child of the server and ends by itself.
    if [[ ${listen##*:} != 0 ]]; then (announce "$listen" &); fi
    exec "${start[@]}"
}
