# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The verb `scan`: sqlmap and wapiti against a private server with TLS on the loopback address. What is attacked is made of
# contracts/openapi.yaml by tools/dev/scan/requests.mjs; what they say, and what of it is a finding, is judged by report.mjs.

scan_folder=''   # of this run; empty while there is none
scan_process=''  # the scanner that runs
scan_endpoint='' # the process that wapiti's `ssrf` asks the server to call

# Not those that need the authors' own databases, or guess names of files (buster, nikto, wapp, backup, htaccess).
scan_modules=blindsql,cookieflags,crlf,csp,csrf,exec,file,http_headers,methods,permanentxss,redirect,shellshock,sql,ssrf,xss
scan_seconds=1800 # each scanner, at most; one that needs longer fails

verb_scan() {
    steps 7
    step "System packages"
    need_packages "${packages_server[@]}" "${packages_scan[@]}"
    step "Node"
    need_node
    npm_ci tests/service
    step "Server"
    if [[ -n ${ARUS_BINARY:-} ]]; then
        say "the one that ARUS_BINARY names"
    else
        build_web
        configure_native release
        build_native release arus
    fi
    local reports=$PWD/build/scan address flags
    rm -rf "$reports"
    mkdir -p "$reports"
    scan_folder=$(mktemp -d "${TMPDIR:-/tmp}/arus-scan-XXXXXX")
    trap stop_scan EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP

    step "Start, with a user, a book and sales"
    (
        # shellcheck disable=SC2034
        server=scan
        source tools/dev/servers/common.sh
        make_certificates "$scan_folder/tls"
    )
    # All requests come from one address; passwords are attacked too.
    flags=(
        --registration=open --tls-cert="$scan_folder/tls/server.pem" --tls-key="$scan_folder/tls/server.key"
        --sign-in-tries-per-account=10000 --sign-in-tries-per-address=100000
    )
    show tools/dev/servers/arus.sh start "$scan_folder/arus" serve "${flags[@]}"
    address=$(ARUS_SERVER_OWNER=$$ tools/dev/servers/arus.sh start "$scan_folder/arus" serve "${flags[@]}")
    export NODE_EXTRA_CA_CERTS=$scan_folder/tls/ca.pem
    run node tools/dev/scan/requests.mjs "$address" "$reports"
    curl --silent --show-error --cacert "$NODE_EXTRA_CA_CERTS" --head --request GET "$address/" >"$reports/page.head"

    step "sqlmap"
    scan_with_sqlmap "$reports"
    step "wapiti"
    scan_with_wapiti "$reports" "$address"

    step "What they found"
    local failed=0
    run node tools/dev/scan/report.mjs "$reports" || failed=1
    if [[ -z $(tools/dev/servers/arus.sh pid "$scan_folder/arus") ]]; then
        warn "the server has ended under the attack"
        failed=1
    fi
    cp "$scan_folder/arus/server.log" "$reports/server.log.txt"
    if grep -E ' (error|critical) ' "$reports/server.log.txt" | head -n 5 | grep .; then
        warn "the server has logged errors"
        failed=1
    fi
    stop_scan
    if ((failed)); then fail "The scanners have found something, or were not done: see build/scan/."; fi
    all_done "Scanned: no finding. The reports are in build/scan/."
}

# bounded <log> <command …>: for as long as it may take. Whatever its exit code, what it reports counts. In the background: a
# signal that comes meanwhile is heard at once.
bounded() {
    local log=$1 code=0
    shift
    show "$@"
    say "at most $((scan_seconds / 60)) minutes; what it says: $log"
    timeout --kill-after=20 "$scan_seconds" "$@" </dev/null >"$log" 2>&1 &
    scan_process=$!
    wait "$scan_process" || code=$?
    scan_process=''
    if ((code != 0)); then warn "exit code $code; the end of $log: $(tail -n 3 "$log")"; fi
}

# The store is SQLite. Level 2 also tries cookies; risk 1 is what changes no row by itself.
scan_with_sqlmap() {
    mkdir -p "$scan_folder/preprocess"
    : >"$scan_folder/preprocess/__init__.py" # sqlmap asks for it
    cp tools/dev/scan/fresh.py "$scan_folder/preprocess/"
    bounded "$1/sqlmap.log" sqlmap -l "$1/requests.txt" --batch --level=2 --risk=1 --dbms=SQLite --force-ssl --ignore-stdin \
        --skip-waf --drop-set-cookie --ignore-code=401,404 --flush-session --disable-coloring \
        --output-dir="$1/sqlmap" --results-file="$1/sqlmap.csv" --answers='skip further tests=N' --timeout=10 --retries=1 \
        --tamper="$scan_folder/preprocess/fresh.py" --preprocess="$scan_folder/preprocess/fresh.py"
}

scan_with_wapiti() {
    local folder=$1 address=$2 modules=$scan_modules try endpoint
    # Wapiti 3.1 has it under another name.
    if [[ $(wapiti --list-modules 2>&1) != *$'\tblindsql'* ]]; then modules=${modules/blindsql/timesql}; fi
    printf '%s\n' "$modules" >"$folder/modules"
    node tools/dev/scan/endpoint.mjs >"$scan_folder/endpoint" &
    scan_endpoint=$!
    for ((try = 0; try < 100; try++)); do
        if [[ -s $scan_folder/endpoint ]]; then break; fi
        sleep 0.05
    done
    endpoint=$(<"$scan_folder/endpoint")
    bounded "$folder/wapiti.log" wapiti --url "$address/" --start "$folder/addresses.txt" --scope folder \
        --module "$modules" --header "Authorization: Bearer $(<"$folder/token")" --endpoint "$endpoint" \
        --verify-ssl 0 --no-bugreport --store-session "$scan_folder/wapiti" --store-config "$scan_folder/wapiti" --flush-session \
        --format json --output "$folder/wapiti.json"
}

stop_scan() {
    if [[ -z $scan_folder ]]; then return 0; fi
    local process
    for process in $scan_process $scan_endpoint; do kill "$process" 2>/dev/null || true; done
    tools/dev/servers/arus.sh stop "$scan_folder/arus" || true
    rm -rf "$scan_folder"
    scan_folder='' scan_process='' scan_endpoint=''
}
