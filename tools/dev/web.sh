# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The client: web/ is built into web/dist, again only when what it is made of has changed.

# web_inputs_key: a hash of every file the client is built from, and of Node's version.
web_inputs_key() {
    {
        node --version
        find web contracts \( -name node_modules -o -path web/dist -o -path web/dev-dist \) -prune \
            -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    } | sha256sum
}

build_web() {
    npm_ci web
    local stamp=build/stamps/web key
    key=$(web_inputs_key)
    if [[ -f web/dist/index.html && -r $stamp && $(<"$stamp") == "$key" ]]; then
        say "web/dist is up to date"
        return 0
    fi
    run_in web npm run --silent build || fail "The client could not be built (see above)."
    mkdir -p build/stamps
    web_inputs_key >"$stamp"
}
