#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the Dockerfile runs while it builds, by the same functions as ./dev. PROGRAM and CLIENT: see there.
#
#   build.sh packages   the packages that the build needs
#   build.sh program    makes /out/root, which goes into the image, and /out/install, which installs what that needs
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source tools/dev/output.sh
source tools/dev/packages.sh
source tools/dev/node.sh
source tools/dev/native.sh
source tools/dev/web.sh

must_be_one_of() {
    local name=$1 value=$2
    if [[ $value != build && $value != prebuilt ]]; then fail "$name must be build or prebuilt, not '$value'."; fi
}

# packages_of <program>: the packages that hold the libraries it asks for itself.
packages_of() {
    local name path paths=() needed
    needed=$(objdump -p "$1" | awk '$1 == "NEEDED" {print $2}')
    for name in $needed; do
        path=$(ldd "$1" | awk -v name="$name" '$1 == name || $1 ~ "/" name "$" {print ($3 ? $3 : $1)}')
        [[ -e $path ]] || fail "$1 needs $name, which is not in this system: was it made on another release of Debian?"
        paths+=("$(owner_of "$path")")
    done
    printf '%s\n' "${paths[@]}" | LC_ALL=C sort -u
}

# owner_of <library>: dpkg knows it below / or below /usr, whichever way it was packed.
owner_of() {
    local path=$1 real try
    real=$(readlink -f "$path")
    for try in "$path" "$real" "/usr$path" "${real#/usr}" "${path#/usr}"; do
        if dpkg -S "$try" >/dev/null 2>&1; then
            dpkg -S "$try" | sed -n '1s/:.*//p'
            return 0
        fi
    done
    fail "No package holds $path."
}

build_packages() {
    need_packages "${packages_server[@]}"
    if [[ $PROGRAM == build && $CLIENT == build ]]; then need_node; fi
}

build_program() {
    local program=build/release/arus
    if [[ $PROGRAM == build ]]; then
        if [[ $CLIENT == build ]]; then
            need_node
            build_web
        elif [[ ! -f web/dist/index.html ]]; then
            fail "CLIENT=prebuilt, but there is no web/dist: ./dev build makes it."
        fi
        configure_native release
        build_native release arus
    else
        program=build/docker/arus
        [[ -f $program ]] || fail "PROGRAM=prebuilt, but there is no $program."
    fi
    mkdir -p /out/root/usr/bin /out/root/usr/share/doc/arus /out/install
    strip -o /out/root/usr/bin/arus "$program"
    chmod 755 /out/root/usr/bin/arus
    /out/root/usr/bin/arus --version
    cp LICENSE /out/root/usr/share/doc/arus/copyright
    packages_of /out/root/usr/bin/arus >/out/install/packages
    cp tools/dev/output.sh tools/dev/packages.sh deploy/docker/install.sh /out/install/
}

PROGRAM=${PROGRAM:-build}
CLIENT=${CLIENT:-build}
must_be_one_of PROGRAM "$PROGRAM"
must_be_one_of CLIENT "$CLIENT"
case ${1:-} in
    packages) build_packages ;;
    program) build_program ;;
    *) fail "build.sh packages | program" ;;
esac
