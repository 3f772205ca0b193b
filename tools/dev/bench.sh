# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The verb `bench`: build the load driver in bench/ and let it measure the release server. The
# scenarios on MariaDB also need that server, and Go for what Arus is compared with.

# wants_database <argument …>: a scenario on MariaDB is asked for.
wants_database() {
    local argument
    for argument in "$@"; do
        if [[ $argument == --mysql || $argument == mysql_* ]]; then return 0; fi
    done
    return 1
}

# wants_brokers <argument …>: a scenario on RabbitMQ and Redis is asked for.
wants_brokers() {
    local argument
    for argument in "$@"; do
        if [[ $argument == brokers* ]]; then return 0; fi
    done
    return 1
}

# The server in Go that Arus is compared with; its modules come from Go's own module proxy.
build_peer() {
    local go=go
    if ! command -v go >/dev/null; then go=/usr/local/go/bin/go; fi
    if ! command -v "$go" >/dev/null; then
        warn "There is no Go on this machine: mysql_posting has nothing to compare with and fails."
        return 0
    fi
    # No other toolchain than the one that is here.
    run env GOTOOLCHAIN=local GOFLAGS=-trimpath "$go" build -C bench/peers/fiber \
        -o "$PWD/build/peers/fiber" . ||
        fail "The server to compare with could not be built (see above)."
}

verb_bench() {
    if [[ ! -f bench/CMakeLists.txt ]]; then
        fail "There is no load driver in this version (no bench/CMakeLists.txt)."
    fi
    local packages=("${packages_server[@]}") database=0
    if wants_database "$@"; then
        database=1
        packages+=("${packages_database[@]}")
    fi
    if wants_brokers "$@"; then packages+=("${packages_database[@]}" rabbitmq-server redis-server); fi
    steps 3
    step "System packages"
    need_packages "${packages[@]}"
    step "Server and driver"
    configure_native release -DARUS_BENCH=ON
    build_native release arus arus_bench
    if ((database)); then build_peer; fi
    step "Measure"
    run build/release/arus_bench --arus build/release/arus "$@"
    all_done "Measured."
}
