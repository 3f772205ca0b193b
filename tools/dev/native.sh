# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The C++ tree: configure, build, and the verb `build`.

# compile_jobs: the cores, but no more than one for each 1.5 GiB of free memory.
compile_jobs() {
    local cores free_kib by_memory
    if [[ -n ${ARUS_JOBS:-} ]]; then
        printf '%s' "$ARUS_JOBS"
        return
    fi
    cores=$(nproc)
    free_kib=$(awk '$1 == "MemAvailable:" {print $2}' /proc/meminfo 2>/dev/null)
    by_memory=$((${free_kib:-0} / 1572864))
    if ((by_memory < 1)); then by_memory=1; fi
    printf '%d' $((by_memory < cores ? by_memory : cores))
}

# configure_native <preset> [-D<option>=ON …]: the build folder exists with these options on.
# An option that is on stays on: the folder of one preset serves every verb. The first verb that
# needs no tests does not ask for the libraries of tests.
configure_native() {
    local preset=$1 option wanted=()
    local cache=build/$preset/CMakeCache.txt
    shift
    if [[ ! -f build/$preset/build.ninja || ! -f $cache ]]; then
        wanted=(-DARUS_TESTS=OFF "$@")
    else
        for option in "$@"; do
            if ! grep -q "^${option#-D}\$" <(sed 's/:[A-Z]*=/=/' "$cache"); then
                wanted+=("$option")
            fi
        done
        if ((${#wanted[@]} == 0)); then return 0; fi
    fi
    run cmake --preset "$preset" "${wanted[@]}" ||
        fail "CMake could not configure build/$preset (see above)."
}

# build_native <preset> [target …]: ninja says step, percentage and seconds.
build_native() {
    local preset=$1
    shift
    local targets=()
    if (($# > 0)); then targets=(--target "$@"); fi
    export NINJA_STATUS='      [%f/%t %p %es] '
    run cmake --build --preset "$preset" --parallel "$(compile_jobs)" "${targets[@]}" ||
        fail "The C++ tree could not be built (see above)."
}

verb_build() {
    local preset=release
    while (($# > 0)); do
        case $1 in
            --preset)
                preset=${2:?--preset needs a name: dev, release, asan or tsan}
                shift 2
                ;;
            --preset=*)
                preset=${1#*=}
                shift
                ;;
            *) fail "./dev build does not know '$1'." ;;
        esac
    done
    case $preset in
        release) steps 4 ;;
        dev | asan | tsan) steps 2 ;;
        *) fail "There is no preset '$preset': dev, release, asan or tsan." ;;
    esac
    step "System packages"
    need_packages "${packages_server[@]}"
    if [[ $preset == release ]]; then
        step "Node"
        need_node
        step "Client"
        build_web
    fi
    step "Server ($preset)"
    configure_native "$preset"
    build_native "$preset"
    if [[ $preset == release ]]; then
        all_done "Built build/release/arus and web/dist."
    else
        all_done "Built build/$preset/arus."
    fi
}
