# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The verb `test`. Every suite runs even when one before it failed; each leaves a report that a
# program can read in build/test-results/, and tools/dev/summary.mjs counts what is in them.
#
#   suite      what it is                                         report
#   house      the tests of this repository's own tools           JUnit (node --test)
#   unit       C++ unit, property and contract tests              JUnit (ctest)
#   web        the client's lint, types, tests and size budget    JSON (vitest), exit codes
#   service    the real binary over HTTP and WebSocket            JSON (vitest)
#   service on mysql   what depends on the store, once more       JSON (vitest)
#   service on the stack   through nginx, on tools/dev/servers/stack.sh   JSON (vitest)
#   browser    the real binary and client in Chromium             JSON (vitest)
#   browser on the stack   the checks that the link decides, through nginx   JSON (vitest)

results=build/test-results
suites=$results/suites.tsv # name, format, report, exit code, microseconds, report of the second run

# suite <name> <format> <report> <command …>: runs it and notes how it ended.
suite() {
    local name=$1 format=$2 report=$3 began code=0 again=''
    shift 3
    began=$(now_us)
    if [[ $report != - ]]; then rm -f "$report"; fi
    show "$@"
    "$@" || code=$?
    if ((code != 0)) && [[ $format == vitest && -s $report ]]; then
        warn "$name: failed (exit code $code)"
        run_unsteady "$report" "$@"
    fi
    printf '%s\t%s\t%s\t%d\t%d\t%s\n' "$name" "$format" "$report" "$code" \
        $(($(now_us) - began)) "$again" >>"$suites"
    if ((code != 0)); then warn "$name: failed (exit code $code)"; fi
}

# run_unsteady <report> <command …>: what failed in it and may be run once more is run once more, by
# the same command. Sets again and code of the caller. What may: tools/dev/summary.mjs.
run_unsteady() {
    local report=$1 only
    shift
    only=$(node tools/dev/summary.mjs --unsteady "$report" | paste -sd ,)
    if [[ -z $only ]]; then return 0; fi
    again=${report%.json}-again.json
    rm -f "$again"
    say "once more: $only"
    code=0
    ARUS_TEST_ONLY=$only "${@//"$report"/"$again"}" || code=$?
}

# native_suite <name> <preset>: builds once, then runs all that ctest knows.
native_suite() {
    local name=$1 preset=$2 progress=()
    if [[ -t 1 ]]; then progress=(--progress); fi
    suite "$name" junit "$results/$name.xml" \
        ctest --test-dir "build/$preset" --parallel "$(nproc)" --output-on-failure \
        --no-tests=error --output-junit "$PWD/$results/$name.xml" "${progress[@]}"
}

# built <what> <command …>: sets build_ok; a build that fails is noted as a failed suite.
# Never call it inside a condition: `set -e` would be off in the command.
built() {
    local what=$1 began code
    shift
    began=$(now_us)
    set +e
    (
        set -e
        "$@"
    )
    code=$?
    set -e
    build_ok=1
    if ((code != 0)); then
        build_ok=0
        printf '%s\tgate\t-\t%d\t%d\n' "$what" "$code" $(($(now_us) - began)) >>"$suites"
        warn "$what: failed"
    fi
}

build_native_tests() {
    configure_native "$1" -DARUS_TESTS=ON
    build_native "$1"
}

# The browser that the browser tests drive; without one they are not run, and in CI that is a failure.
find_browser() {
    local name
    for name in "${ARUS_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [[ -n $name ]] && command -v "$name" >/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

verb_test() {
    local full=0 parts=()
    while (($# > 0)); do
        case $1 in
            --full)
                full=1
                # What the tests do longer, or in more ways, where there is time.
                export ARUS_SEED=${ARUS_SEED:-random} ARUS_LONG=1 ARUS_AXE=all
                ;;
            unit | web | service | browser | house) parts+=("$1") ;;
            *) fail "./dev test does not know '$1': unit, web, service, browser, house, --full." ;;
        esac
        shift
    done
    if ((${#parts[@]} == 0)); then parts=(house unit web service browser); fi
    local wants=" ${parts[*]} " native=0 client=0
    if [[ $wants == *" service "* || $wants == *" browser "* ]]; then client=1; fi
    if [[ $wants == *" unit "* ]] || ((full || client)); then native=1; fi

    mkdir -p "$results"
    : >"$suites"
    local servers=0
    if [[ $wants == *" unit "* || $wants == *" service "* ]] || ((full)); then servers=1; fi
    steps $((2 + client + native + servers + ${#parts[@]} + full * 2))

    step "System packages"
    local packages=()
    if ((native)); then packages+=("${packages_server[@]}" "${packages_test[@]}"); fi
    if [[ $wants == *" browser "* ]] && system_is debian && ! find_browser >/dev/null; then
        packages+=("${packages_browser[@]}")
    fi
    if ((${#packages[@]} > 0)); then
        need_packages "${packages[@]}"
    else
        say "none needed for: ${parts[*]}"
    fi
    step "Node"
    need_node

    # The server carries the client inside, so the client is built first.
    if ((client)); then
        step "Build the client"
        built "web: build" build_web
        client=$build_ok
    fi
    if ((native)); then
        step "Build the server and the C++ tests (release)"
        built "build (release)" build_native_tests release
        native=$build_ok
        if ((native)); then
            suite "docs: settings" gate - node tools/docs/settings.mjs build/release/arus --check
            # Every file that a package takes is in the tree.
            suite "install" gate - env DESTDIR="$PWD/build/install" cmake --install build/release
            rm -rf build/install
        fi
    fi
    if ((native && servers)); then
        step "Private servers"
        start_test_servers
    fi
    local part
    for part in "${parts[@]}"; do
        step "Tests: $part"
        case $part in
            house) test_house ;;
            web) test_web ;;
            *)
                # unit needs the server's build, service and browser the client's too.
                if ((!native)) || [[ $part != unit && $client == 0 ]]; then
                    warn "not run: a build before it failed"
                elif [[ $part == unit ]]; then
                    native_suite unit release
                else
                    "test_$part"
                fi
                ;;
        esac
    done
    if ((full)); then
        for part in asan tsan; do
            step "Tests: unit under $part"
            built "build ($part)" build_native_tests "$part"
            if ((build_ok)); then native_suite "unit-$part" "$part"; fi
        done
        if [[ -x build/asan/arus ]]; then fuzz_under_asan; fi
    fi
    step_done
    node tools/dev/summary.mjs "$suites"
}

# Ten minutes of hostile values. What a sanitizer reports ends the server, and with it the test.
fuzz_under_asan() {
    built "service: npm ci" npm_ci tests/service
    if ((!build_ok)); then return 0; fi
    suite "hostile values under asan" vitest "$results/hostile-asan.json" \
        env ARUS_BINARY="$PWD/build/asan/arus" ARUS_FUZZ_SECONDS="${ARUS_FUZZ_SECONDS:-600}" \
        UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
        LSAN_OPTIONS=suppressions="$PWD/tools/dev/lsan.supp" \
        npm --prefix tests/service test -- hostile.test.ts \
        --reporter=default --reporter=json --outputFile.json="$PWD/$results/hostile-asan.json"
}

test_house() {
    suite house junit "$results/house.xml" \
        node --test --test-reporter=junit --test-reporter-destination="$results/house.xml" \
        --test-reporter=dot --test-reporter-destination=stdout tools/*/*.test.mjs
}

test_web() {
    built "web: npm ci" npm_ci web
    if ((!build_ok)); then return 0; fi
    suite "web: generated types" gate - npm --prefix web run --silent generate:check
    suite "web: lint" gate - npm --prefix web run --silent lint
    suite "web: types" gate - npm --prefix web run --silent typecheck
    suite web vitest "$results/web.json" npm --prefix web test -- \
        --reporter=default --reporter=json --outputFile.json="$PWD/$results/web.json"
    built "web: build" build_web
    if ((build_ok)); then suite "web: size budget" gate - npm --prefix web run --silent budget; fi
}

# wire_suite <name>: the vitest suite in tests/<name>, against the binary that was just built.
wire_suite() {
    export ARUS_BINARY=$PWD/build/release/arus
    built "$1: npm ci" npm_ci "tests/$1"
    if ((!build_ok)); then return 0; fi
    suite "$1: types" gate - npm --prefix "tests/$1" run --silent typecheck
    suite "$1" vitest "$results/$1.json" npm --prefix "tests/$1" test -- \
        --reporter=default --reporter=json --outputFile.json="$PWD/$results/$1.json"
}

# Once more on MySQL: the suites in which the store decides.
suites_on_mysql=(books figures idempotency kill settlement)

# stack_suite <folder of tests> [check …]: once more, or other suites, through nginx on the whole stack.
stack_suite() {
    local name=$1 code=0
    shift
    tools/dev/servers/stack.sh check || code=$?
    if ((code == 4)); then
        note_missing "the whole stack" "$name on the stack is not run"
        return 0
    fi
    suite "$name on the stack" vitest "$results/$name-stack.json" \
        tools/dev/servers/stack.sh with "${stack_flags[@]}" -- npm --prefix "tests/$name" test -- "$@" \
        --reporter=default --reporter=json --outputFile.json="$PWD/$results/$name-stack.json"
}

# All clients of the tests come from one address, and each suite has owners of its own.
stack_flags=(
    --registration=open --requests-per-address=1000000 --requests-per-book=1000000
    --sign-in-tries-per-address=1000
)
# Those of the browser's checks that the link decides: 5, 6, 7, 10; and 15, whose job a worker of its own does.
checks_on_stack=(offline-queue no-doubles live lost-link imports)

test_service() {
    local on_stack=(stack-front stack-smuggling)
    if ((full)); then on_stack+=(stack-faults); fi # kills every part in turn, several minutes
    wire_suite service
    if ((build_ok)); then stack_suite service "${on_stack[@]/%/.test.ts}"; fi
    if ((!build_ok)) || [[ -z ${ARUS_TEST_MYSQL_URL:-} ]]; then return 0; fi
    suite "service on mysql" vitest "$results/service-mysql.json" \
        env ARUS_TEST_STORE=mysql npm --prefix tests/service test -- \
        "${suites_on_mysql[@]/%/.test.ts}" \
        --reporter=default --reporter=json --outputFile.json="$PWD/$results/service-mysql.json"
}

test_browser() {
    local browser
    if browser=$(find_browser); then
        say "browser: $browser"
        export ARUS_CHROMIUM=$browser
        wire_suite browser
        if ((build_ok)); then stack_suite browser "${checks_on_stack[@]/#/checks/}"; fi
    elif [[ ${CI:-} == true ]]; then
        printf 'browser: no Chromium\tgate\t-\t1\t0\n' >>"$suites"
        warn "No Chromium on this machine: a failure, because CI=true."
    else
        printf 'browser: no Chromium, not run\tgate\t-\t0\t0\n' >>"$suites"
        warn "NO CHROMIUM ON THIS MACHINE: THE BROWSER TESTS ARE NOT RUN."
    fi
}
