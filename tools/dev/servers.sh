# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Private servers for the tests: started once for a run, in a folder under the system's temporary
# folder, and ended with it, however it ends. What the system itself runs is never used.
#
#   ARUS_TEST_MYSQL_URL   a database server whose user may do everything; one that is set already is
#                         used as it is
#   ARUS_TEST_AMQP_URL    a RabbitMQ, and ARUS_TEST_REDIS_URL a Redis, likewise
#
# A server that this machine does not have is left out, loudly; with CI=true that is a failure.

server_folder='' # of this run; empty while there is none

# note_missing <what> <consequence>: a line of the summary, a failure only with CI=true.
note_missing() {
    local code=0
    if [[ ${CI:-} == true ]]; then code=1; fi
    printf '%s: not on this machine\tgate\t-\t%d\t0\n' "$1" "$code" >>"$suites"
    warn "NO ${1^^} ON THIS MACHINE: ${2^^}."
}

# start_server <name> <variable> <script> <consequence>: the script prints the address.
start_server() {
    local name=$1 variable=$2 script=$3 consequence=$4 address code=0
    if [[ -n ${!variable:-} ]]; then
        say "$name: the one that $variable names"
        return 0
    fi
    show "$script" start "$server_folder/$name"
    address=$(ARUS_SERVER_OWNER=$$ "$script" start "$server_folder/$name") || code=$?
    case $code in
        0)
            export "$variable=$address"
            say "$name: ${address%%://*}://…@${address#*@}"
            ;;
        4) note_missing "$name" "$consequence" ;;
        *)
            printf '%s: did not start\tgate\t-\t1\t0\n' "$name" >>"$suites"
            warn "$name did not start; what needs it fails or is not run"
            ;;
    esac
}

start_test_servers() {
    server_folder=$(mktemp -d "${TMPDIR:-/tmp}/arus-servers-XXXXXX")
    trap stop_test_servers EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    start_server mariadb ARUS_TEST_MYSQL_URL tools/dev/servers/mariadb.sh \
        "the tests on MySQL are not run"
    start_server rabbitmq ARUS_TEST_AMQP_URL tools/dev/servers/rabbitmq.sh \
        "the tests of events between instances are not run"
    start_server redis ARUS_TEST_REDIS_URL tools/dev/servers/redis.sh \
        "the tests of the shared cache are not run"
}

stop_test_servers() {
    if [[ -z $server_folder ]]; then return 0; fi
    local name
    for name in mariadb rabbitmq redis; do
        if [[ -d $server_folder/$name ]]; then
            "tools/dev/servers/$name.sh" stop "$server_folder/$name" || true
        fi
    done
    rm -rf "$server_folder"
    server_folder=''
}
