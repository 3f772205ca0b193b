# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Debian packages: which verb needs which, and how they get here. docs/dependencies.md says why.

packages_server=(
    ca-certificates ccache cmake fonts-dejavu-core g++ libboost-json1.83-dev
    libboost-url1.83-dev libboost1.83-dev libcli11-dev libhiredis-dev libhowardhinnant-date-dev
    libpango1.0-dev libqrencode-dev librabbitmq-dev libsodium-dev libspdlog-dev libsqlite3-dev libssl-dev
    libtomlplusplus-dev libxlsxwriter-dev mold ninja-build pkg-config tzdata
)
packages_database=(mariadb-server)
packages_stack=(mariadb-server nginx openssl rabbitmq-server redis-server)
packages_test=(
    hledger ledger libgmock-dev libgtest-dev mariadb-server nginx openssl poppler-utils rabbitmq-server
    redis-server unzip
)
packages_browser=(chromium)
packages_desktop=(libglib2.0-dev-bin libgtk-3-dev libwebkit2gtk-4.1-dev librsvg2-common)
packages_desktop_check=(dbus libgmock-dev libgtest-dev webkit2gtk-driver xauth xdotool xvfb)
packages_documents=(libreoffice-calc poppler-utils unzip zip)
packages_lint=(clang-format-19 clang-tidy-19 shellcheck)
packages_scan=(curl openssl sqlmap wapiti)
packages_format=(clang-format-19)
packages_node=(nodejs npm)
packages_docker=(debootstrap) # and docker.io, docker-compose, where there is no engine or compose of another maker

# as_root <command …>: runs it with the rights of root, through sudo where needed.
as_root() {
    if ((EUID == 0)); then run "$@"; else run sudo "$@"; fi
}

# system_is <id> [version]: what /etc/os-release says.
system_is() {
    [[ -r /etc/os-release ]] || return 1
    (
        # shellcheck source=/dev/null
        source /etc/os-release
        [[ ${ID:-} == "$1" && (-z ${2:-} || ${VERSION_ID:-} == "$2") ]]
    )
}

# need_packages <package …>: every one is installed afterwards, or the verb ends with what to do.
need_packages() {
    if ! command -v dpkg-query >/dev/null; then
        if [[ ${ARUS_NO_INSTALL:-} == 1 ]]; then return 0; fi
        fail "Arus is built on Debian 12, Debian 13 or Ubuntu 24.04; this system has no dpkg." \
            "With the same libraries installed by hand, set ARUS_NO_INSTALL=1 and try again."
    fi
    local -A here=()
    local name missing=()
    while read -r name; do here[$name]=1; done < <(
        # Names that dpkg does not know are reported on stderr and by the exit code: they are missing.
        { dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } |
            sed -n 's/^installed //p'
    )
    for name in "$@"; do
        if [[ -z ${here[$name]:-} ]]; then missing+=("$name"); fi
    done
    if ((${#missing[@]} == 0)); then
        say "all $# packages are here"
        return 0
    fi
    say "${#missing[@]} of $# packages are missing: ${missing[*]}"
    if [[ ${ARUS_NO_INSTALL:-} == 1 ]]; then
        warn "ARUS_NO_INSTALL=1: going on without them"
        return 0
    fi
    install_packages "${missing[@]}"
}

lists_are_new=0 # 1 once this run has downloaded the package lists

install_packages() {
    if ! command -v apt-get >/dev/null; then
        fail "There is no apt-get to install: $*"
    fi
    if ((EUID != 0)) && ! command -v sudo >/dev/null; then
        fail "These packages are missing and there is no sudo. Ask an administrator for:" \
            "  apt-get install --no-install-recommends $*"
    fi
    if ((!lists_are_new)); then update_package_lists; fi
    lists_are_new=1
    local name unknown=()
    for name in "$@"; do
        if [[ $name == libboost* ]] && ! has_candidate "$name"; then
            add_backports_source
            break
        fi
    done
    for name in "$@"; do
        if ! has_candidate "$name"; then unknown+=("$name"); fi
    done
    if ((${#unknown[@]} > 0)); then
        fail "The package sources of this machine do not have: ${unknown[*]}" \
            "Arus is built on Debian 12, Debian 13 or Ubuntu 24.04 (with 'universe')." \
            "If the lists could not be downloaded above, this machine may be offline."
    fi
    if ! as_root "${apt_get[@]}" install --yes --no-install-recommends "$@"; then
        fail "The packages could not be installed (see above): $*" \
            "If this machine is offline, connect it and run the same command again."
    fi
}

apt_get=(
    env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3
    -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30
)
if [[ -t 1 ]]; then apt_get+=(-o Dpkg::Progress-Fancy=1); else apt_get+=(-q); fi

# The lists have a lock of their own, which apt-get does not wait for: another apt may be at work.
update_package_lists() {
    local try
    for try in 1 2 3 4 5 6; do
        if as_root "${apt_get[@]}" update; then return 0; fi
        say "apt-get update failed; try $try of 6, the next in 10 seconds"
        sleep 10
    done
    fail "The package lists could not be updated (see above)." \
        "If this machine is offline, connect it and run the same command again."
}

has_candidate() {
    local policy
    policy=$(apt-cache policy "$1" 2>/dev/null)
    [[ $policy =~ "Candidate: "[^\(] ]]
}

# Debian 12 has Boost 1.83 in its backports only. The source is added where it is not there yet,
# at the same mirror that the machine's own sources name for Debian 12 itself, in either of apt's
# two formats (apt-get indextargets reads both).
add_backports_source() {
    system_is debian 12 || return 0
    local targets mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    targets=$(apt_targets)
    if [[ $'\n'$targets == *$'\n''bookworm-backports main '* ]]; then return 0; fi
    mirror=$(
        awk '$1 == "bookworm" && $2 == "main" && $3 == "Debian" && !found {found = $4}
             END {print found}' <<<"$targets"
    )
    if [[ -z $mirror || $mirror == cdrom:* ]]; then
        fail "Boost 1.83 is in bookworm-backports, which this machine's apt sources do not name." \
            "Add that source (component main) and run the same command again."
    fi
    local file=/etc/apt/sources.list.d/arus-backports.sources text
    text="Types: deb"$'\n'"URIs: $mirror"$'\n'"Suites: bookworm-backports"$'\n'"Components: main"
    if [[ -r $keyring ]]; then text+=$'\n'"Signed-By: $keyring"; fi
    say "adding bookworm-backports of $mirror to apt's sources: $file"
    as_root tee "$file" >/dev/null <<<"$text"
    update_package_lists
}

# One line for each package index: release, component, origin, address of the mirror.
apt_targets() {
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(ORIGIN) $(REPO_URI)' \
        'Created-By: Packages' 2>/dev/null || true
}
