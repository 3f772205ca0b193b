# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The verb `stack`: the whole of Arus on this machine, privately, for as long as the terminal wants it. What is
# started, and how, is in tools/dev/servers/stack.sh; tests on the stack start it in the same way.

stack_folder='' # of this run; empty while there is none
stack_tail=''   # the process that tells of problems

verb_stack() {
    steps 5
    step "System packages"
    need_packages "${packages_server[@]}" "${packages_stack[@]}"
    step "Node"
    need_node
    step "Client"
    build_web
    step "Server"
    configure_native release
    build_native release arus
    step "Start: MariaDB, RabbitMQ, Redis, two servers, two workers, nginx"
    stack_folder=$(mktemp -d "${TMPDIR:-/tmp}/arus-stack-XXXXXX")
    trap stop_stack EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    show tools/dev/servers/stack.sh start "$stack_folder" "$@"
    local address
    address=$(ARUS_SERVER_OWNER=$$ ARUS_STACK_IS_TEMPORARY=1 tools/dev/servers/stack.sh start "$stack_folder" "$@")
    step_done
    printf '%s\n' "" "${bold}      The stack is running. Open  $address/  (Ctrl+C ends all of it)${plain}" \
        "      The first user needs the set-up code  $(cat "$stack_folder/set-up.code")" \
        "      Its certificate is signed by  $stack_folder/nginx/tls/ca.pem" \
        "      Addresses of the parts, their logs:  $stack_folder/stack.json" \
        "      One part:  tools/dev/servers/stack.sh part $stack_folder serve-1 stop" "" \
        "      Problems, as they are logged:"
    tell_problems
}

# Warnings and errors of servers, workers and nginx until the terminal has enough. In the background: a signal that comes
# meanwhile is heard at once.
tell_problems() {
    tail --quiet --lines=0 --follow=name --retry "$stack_folder"/{serve,worker}-?/server.log \
        "$stack_folder/nginx/error.log" 2>/dev/null \
        > >(grep --line-buffered -E ' (warning|error|critical) |\[(warn|error|crit|alert|emerg)\]' || true) &
    stack_tail=$!
    wait "$stack_tail" || true
}

stop_stack() {
    if [[ -z $stack_folder ]]; then return 0; fi
    say "ending the stack"
    if [[ -n $stack_tail ]]; then kill "$stack_tail" 2>/dev/null || true; fi
    tools/dev/servers/stack.sh stop "$stack_folder" || true
    rm -rf "$stack_folder"
    stack_folder=''
}
