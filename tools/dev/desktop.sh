# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The verb `desktop`: builds the shell (build/desktop) and the server it starts, and opens it. With --check its C++ tests
# run, and then tests/desktop, which drive it under a display and a session bus of their own.

verb_desktop() {
    local check=0 arguments=()
    while (($# > 0)); do
        case $1 in
            --check) check=1 ;;
            *) arguments+=("$1") ;;
        esac
        shift
    done
    steps $((5 + check))
    step "System packages"
    need_packages "${packages_server[@]}" "${packages_desktop[@]}"
    if ((check)); then need_packages "${packages_desktop_check[@]}"; fi
    step "Node"
    need_node
    step "Client"
    build_web
    step "Server (release)"
    configure_native release
    build_native release arus
    step "Desktop shell"
    build_desktop "$check"
    if ((check)); then
        step "Tests"
        run ctest --test-dir build/desktop --output-on-failure --no-tests=error
        desktop_check
        all_done "The desktop shell works."
    else
        local start=(build/desktop/arus-desktop --arus build/release/arus "${arguments[@]}")
        show "${start[@]}"
        exec "${start[@]}"
    fi
}

# build_desktop <1 with tests, else 0>
build_desktop() {
    local options=() targets=(arus-desktop)
    if (($1)); then
        options+=(-DARUS_TESTS=ON)
        targets+=(arus-desktop-bus-double desktop_test)
    fi
    export NINJA_STATUS='      [%f/%t %p %es] '
    run cmake -S desktop -B build/desktop -G Ninja "${options[@]}" ||
        fail "CMake could not configure build/desktop (see above)."
    run cmake --build build/desktop --parallel "$(compile_jobs)" --target "${targets[@]}" ||
        fail "The desktop shell could not be built (see above)."
}

# The tests start and stop servers and shells of their own; nothing of the person's desktop is touched.
desktop_check() {
    run dbus-run-session -- xvfb-run --auto-servernum --server-args="-screen 0 1440x900x24" \
        node --test --test-reporter=spec tests/desktop/shell.test.mjs ||
        fail "The desktop shell does not do what it should (see above)."
}
