# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The verbs `lint` and `fmt`. Every check runs even when one before it found something.

lint_failures=()

# check <name> <command …>: notes the name if the command fails.
check() {
    local name=$1 code=0
    shift
    show "$@"
    "$@" || code=$?
    if ((code != 0)); then
        warn "$name: failed"
        lint_failures+=("$name")
    fi
}

# source_files <pattern …>: files of the repository, new ones too, each ended by a zero byte.
source_files() {
    local path
    while IFS= read -r -d '' path; do
        if [[ -f $path ]]; then printf '%s\0' "$path"; fi
    done < <(git ls-files -z --cached --others --exclude-standard -- "$@")
}

# changed_files <pattern …>: those that differ from the main branch (or, on it, from the last
# commit), and new ones.
changed_files() {
    local since path
    since=$(git merge-base HEAD origin/main 2>/dev/null) ||
        since=$(git rev-parse --verify --quiet HEAD 2>/dev/null) ||
        since=$(git hash-object -t tree /dev/null)
    {
        git diff -z --name-only --diff-filter=d "$since" -- "$@"
        git ls-files -z --others --exclude-standard -- "$@"
    } | LC_ALL=C sort -zu
}

verb_lint() {
    local all=0
    while (($# > 0)); do
        case $1 in
            --all) all=1 ;;
            *) fail "./dev lint does not know '$1'." ;;
        esac
        shift
    done
    steps 7
    step "System packages"
    need_packages "${packages_server[@]}" "${packages_test[@]}" "${packages_lint[@]}"
    step "Node"
    need_node

    step "Rules of the house: layers, licence lines, links, dependencies"
    check "house rules" node tools/lint/main.mjs
    if command -v promtool >/dev/null; then
        check "alert rules" promtool check rules deploy/prometheus/arus.rules.yml
        check "alert rules: tests" promtool test rules deploy/prometheus/arus.rules.test.yml
        check "prometheus" promtool check config deploy/prometheus/prometheus.yml
    elif [[ ${CI:-} == true ]]; then
        check "alert rules: no promtool (package prometheus)" false
    else
        say "no promtool on this machine (package prometheus): the alert rules are checked in CI"
    fi

    step "Shell"
    check "shellcheck" shellcheck --external-sources --check-sourced dev .ci/run
    check "shellcheck: containers" shellcheck --severity=warning \
        deploy/docker/{mysql,nginx,rabbitmq,redis,roll,setup,update}.sh tools/dev/docker-embedded.sh

    step "Client"
    npm_ci web
    check "web: generated types" npm --prefix web run --silent generate:check
    check "web: eslint" npm --prefix web run --silent lint
    check "web: types" npm --prefix web run --silent typecheck

    step "C++ format"
    local sources=() path
    while IFS= read -r -d '' path; do sources+=("$path"); done < <(source_files '*.cpp' '*.hpp')
    if ((${#sources[@]} == 0)); then fail "There is no C++ source here."; fi
    say "${#sources[@]} files"
    if ! clang-format-19 --dry-run -Werror "${sources[@]}"; then
        warn "C++ format: failed; ./dev fmt mends it"
        lint_failures+=("C++ format")
    fi

    step "C++ analysis (clang-tidy, $( ((all)) && echo 'every file' || echo 'changed files'))"
    lint_tidy "$all"

    if ((${#lint_failures[@]} > 0)); then
        step_done
        fail "Lint failed: $(printf '%s; ' "${lint_failures[@]}" | sed 's/; $//')"
    fi
    all_done "Lint: all well."
}

# lint_tidy <1 for every file, 0 for changed ones>
lint_tidy() {
    local files=() path lister=changed_files
    if (($1)); then lister=source_files; fi
    while IFS= read -r -d '' path; do files+=("$path"); done < <("$lister" 'src/*.cpp' 'tests/*.cpp')
    if ((${#files[@]} == 0)); then
        say "no C++ file has changed"
        return 0
    fi
    say "${#files[@]} files"
    # clang-tidy reads how each file is compiled; clang cannot read GCC's precompiled headers.
    configure_native release -DARUS_TESTS=ON
    mkdir -p build/tidy
    node tools/lint/compile-commands.mjs build/release/compile_commands.json \
        build/tidy/compile_commands.json
    local counter=build/tidy/progress
    : >"$counter"
    check "clang-tidy" lint_tidy_run "$counter" "${files[@]}"
}

lint_tidy_run() {
    local counter=$1
    shift
    # shellcheck disable=SC2016
    printf '%s\0' "$@" | xargs -0 -n 1 -P "$(compile_jobs)" bash -c '
        clang-tidy-19 -p build/tidy --quiet "$3" 2>build/tidy/stderr.$$ || code=$?
        if [[ ${code:-0} != 0 ]]; then grep -v "warnings generated" build/tidy/stderr.$$ >&2; fi
        rm -f build/tidy/stderr.$$
        echo >>"$1"
        printf "      [%d/%d] %s\n" "$(wc -l <"$1")" "$2" "$3"
        exit ${code:-0}
    ' tidy "$counter" $#
}

verb_fmt() {
    steps 4
    step "System packages"
    need_packages "${packages_format[@]}"
    step "Node"
    need_node
    step "C++"
    local sources=() path
    while IFS= read -r -d '' path; do sources+=("$path"); done < <(source_files '*.cpp' '*.hpp')
    say "${#sources[@]} files"
    if ((${#sources[@]} > 0)); then clang-format-19 -i "${sources[@]}"; fi
    step "Client"
    npm_ci web
    run npm --prefix web run --silent lint -- --fix
    all_done "Formatted."
}
