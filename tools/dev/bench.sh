# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The verb `bench`: build the load driver in bench/ and let it measure the release server.

verb_bench() {
    if [[ ! -f bench/CMakeLists.txt ]]; then
        fail "There is no load driver in this version (no bench/CMakeLists.txt)."
    fi
    steps 3
    step "System packages"
    need_packages "${packages_server[@]}"
    step "Server and driver"
    configure_native release -DARUS_BENCH=ON
    build_native release arus arus_bench
    step "Measure"
    run build/release/arus_bench --arus build/release/arus "$@"
    all_done "Measured."
}
