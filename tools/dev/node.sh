# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Node and npm: the machine's own when it is new enough, else Debian's npm with a Node from npm.

# True when `node` and `npm` are on the path and node is 20.19 or later.
node_is_new_enough() {
    local version major minor
    command -v npm >/dev/null || return 1
    version=$(node --version 2>/dev/null) || return 1
    IFS=. read -r major minor _ <<<"${version#v}"
    ((major > 20 || (major == 20 && minor >= 19)))
}

node_folder=build/tools/node

# The Node from npm goes first on the path, if it is here. Its package is named after the processor.
use_fetched_node() {
    local bin
    for bin in "$node_folder"/node_modules/node-linux-*/bin; do
        if [[ -x $bin/node ]]; then export PATH="$PWD/$bin:$PATH"; fi
    done
    hash -r
}
use_fetched_node

# need_node: a Node that builds the client is first on the path afterwards.
need_node() {
    if ! node_is_new_enough; then
        if ! command -v npm >/dev/null; then need_packages "${packages_node[@]}"; fi
        hash -r
    fi
    if ! node_is_new_enough; then
        say "the client needs Node 20.19 or later; fetching one from npm into $node_folder"
        mkdir -p "$node_folder"
        cp tools/dev/node/package.json tools/dev/node/package-lock.json "$node_folder/"
        npm_ci "$node_folder"
        use_fetched_node
        node_is_new_enough || fail "Node 20.19 or later is not here and could not be had from npm."
    fi
    say "node $(node --version), npm $(npm --version 2>/dev/null)"
}

# npm_ci <folder>: its node_modules are those of its package-lock.json; nothing to do if they are.
# No script of a package is run. Debian's npm is older than what some package of a tool asks for and
# installs it all the same, hence engine-strict=false; Node's own version is checked above.
npm_ci() {
    local folder=$1 stamp key
    stamp="build/stamps/npm-${folder//\//-}"
    key="$(sha256sum <"$folder/package-lock.json") $(node --version 2>/dev/null || true)"
    if [[ -d $folder/node_modules && -r $stamp && $(<"$stamp") == "$key" ]]; then
        say "$folder/node_modules is up to date"
        return 0
    fi
    npm_folder=$folder
    show cd "$folder" '&&' npm ci --ignore-scripts
    if ! with_ticker npm_progress env -C "$folder" \
        npm ci --ignore-scripts --engine-strict=false --no-audit --no-fund --no-progress; then
        fail "npm could not install the packages of $folder (see above)." \
            "If this machine is offline, connect it and run the same command again."
    fi
    mkdir -p build/stamps
    printf '%s\n' "$key" >"$stamp"
}

npm_progress() {
    local have want
    have=$(find "$npm_folder/node_modules" -maxdepth 2 -mindepth 1 -type d \
        ! -name '.*' ! -path '*/.bin*' 2>/dev/null | grep -cE 'node_modules/([^@/]+|@[^/]+/[^/]+)$')
    want=$(grep -cE '^    "node_modules/(@[^/]+/)?[^/]+": \{' "$npm_folder/package-lock.json")
    printf ', %d of about %d packages' "$have" "$want"
}
