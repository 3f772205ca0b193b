# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The verb `deb`: the Debian package, in build/packages. With --check it is installed in a clean root of this
# system's own release, which is then booted with systemd, and the service is used: books are set up, a sale
# is posted, the service is restarted, the sale is still there; a purge leaves the books alone.

packages_deb=(dpkg-dev file)
packages_deb_check=(debootstrap systemd-container curl jq util-linux)

deb_base=build/deb/base.tar # a minimal system, kept between runs
deb_root=build/deb/root     # the one of this run
deb_leader=''               # process id of the systemd inside it

verb_deb() {
    local check=0
    while (($# > 0)); do
        case $1 in
            --check) check=1 ;;
            *) fail "./dev deb does not know '$1': --check." ;;
        esac
        shift
    done
    steps $((5 + check * 4))
    step "System packages"
    need_packages "${packages_server[@]}" "${packages_deb[@]}"
    if ((check)); then need_packages "${packages_deb_check[@]}"; fi
    step "Node"
    need_node
    step "Build the client"
    build_web
    step "Build the server (release)"
    configure_native release
    build_native release arus
    step "Package"
    mkdir -p build/packages
    rm -f build/packages/*.deb
    run cpack --config build/release/CPackConfig.cmake -G DEB -B "$PWD/build/packages"
    rm -rf build/packages/_CPack_Packages
    local package
    package=$(echo build/packages/arus_*.deb)
    deb_contents "$package"
    if ((check)); then
        if ((EUID != 0)); then fail "--check makes a system of its own and boots it: run it as root."; fi
        deb_check "$package"
    fi
    all_done "$package"
}

# deb_contents <package>: with what it installs one gets to MySQL and to workers.
deb_contents() {
    local path contents
    contents=$(dpkg-deb --fsys-tarfile "$1" | tar -t)
    for path in bin/arus lib/systemd/system/arus.service lib/systemd/system/arus-worker.service \
        share/doc/arus/migrations/mysql/grants.sql share/doc/arus/docs/operator/mysql.md \
        share/doc/arus/docs/operator/jobs.md share/doc/arus/deploy/nginx/nginx.conf; do
        grep -qxF "./usr/$path" <<<"$contents" || fail "The package lacks /usr/$path."
    done
}

deb_check() {
    trap deb_end EXIT
    step "A clean system"
    deb_make_root
    step "Install in it"
    cp "$1" "$deb_root/arus.deb"
    run chroot "$deb_root" apt-get -qq update
    run chroot "$deb_root" apt-get -qq install --yes --no-install-recommends /arus.deb
    step "Boot it, with a network of its own, and use the service"
    deb_boot
    deb_use
    step "Purge"
    deb_inside apt-get -qq purge --yes arus
    if [[ ! -s $deb_root/var/lib/arus/arus.db ]]; then fail "The purge took the books with it."; fi
    say "the books are still there"
    deb_end
    trap - EXIT
}

# The sources of this machine serve the clean system too; no host name stands here.
deb_make_root() {
    rm -rf "$deb_root"
    mkdir -p "$deb_root"
    if [[ ! -f $deb_base ]]; then
        local release
        # shellcheck source=/dev/null
        release=$(source /etc/os-release && echo "$VERSION_CODENAME")
        run debootstrap --variant=minbase --include=ca-certificates,systemd,systemd-sysv,dbus,curl \
            "$release" "$deb_root" "$(package_mirror)"
        tar -C "$deb_root" -cf "$deb_base" .
    else
        run tar -C "$deb_root" -xf "$deb_base"
    fi
    rm -f "$deb_root"/etc/apt/sources.list
    cp -r /etc/apt/sources.list.d /etc/apt/keyrings "$deb_root/etc/apt/" 2>/dev/null || true
    if [[ -f /etc/apt/sources.list ]]; then cp /etc/apt/sources.list "$deb_root/etc/apt/"; fi
    cp -L /etc/resolv.conf "$deb_root/etc/resolv.conf"
}

package_mirror() {
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1
}

deb_boot() {
    local deadline=$((SECONDS + 60)) nspawn
    show systemd-nspawn --directory "$deb_root" --boot --private-network
    # A session of its own, so that the end of this script's terminal is not the machine's.
    setsid systemd-nspawn --quiet --directory "$deb_root" --boot --private-network --register=no \
        --keep-unit --console=pipe >build/deb/console.log 2>&1 </dev/null &
    nspawn=$!
    until [[ -n $deb_leader ]] && deb_inside systemctl is-active --quiet arus; do
        if ((SECONDS > deadline)) || ! kill -0 "$nspawn" 2>/dev/null; then
            tail -n 40 build/deb/console.log >&2
            if [[ -n $deb_leader ]]; then deb_inside journalctl --no-pager -u arus >&2 || true; fi
            fail "The service did not start."
        fi
        deb_leader=$(pgrep -P "$nspawn" | head -n 1 || true)
        sleep 0.5
    done
    deb_inside systemctl --no-pager --lines=0 status arus
    if deb_inside systemctl is-enabled --quiet arus-worker; then fail "The worker is enabled, and nobody asked for it."; fi
    run deb_inside systemd-analyze verify arus.service arus-worker.service
}

deb_inside() { nsenter --target "$deb_leader" --all "$@"; }

deb_end() {
    if [[ -n $deb_leader ]]; then kill -KILL "$deb_leader" 2>/dev/null || true; fi
    deb_leader=''
    wait 2>/dev/null || true
    rm -rf "$deb_root"
}

# deb_call <method> <path> [body]: one request to the service from inside its machine.
deb_call() {
    deb_inside curl -sS --fail-with-body --retry 20 --retry-delay 1 --retry-connrefused -X "$1" \
        -H 'content-type: application/json' ${deb_token:+-H "authorization: Bearer $deb_token"} \
        ${3:+-d "$3"} "http://127.0.0.1:8080$2"
}

deb_use() {
    local deb_token='' reply book id
    reply=$(deb_call POST /api/v1/auth/register '{"email": "pemilik@contoh.example",
        "password": "rahasia-sekali", "name": "Pemilik", "book": {"name": "Kedai", "currency": "IDR",
        "time_zone": "Asia/Jakarta", "template": "umkm"}}')
    deb_token=$(jq -r .access_token <<<"$reply")
    book=$(jq -r .book.id <<<"$reply")
    id=$(deb_call POST "/api/v1/books/$book/transactions" '{"id": "01939f4e-0000-7000-8000-000000000001",
        "kind": "sale", "amount": "75000", "account_code": "1101", "counter_code": "4101"}' | jq -r .id)
    run deb_inside systemctl restart arus
    reply=$(deb_call GET "/api/v1/books/$book/transactions/$id")
    if [[ $(jq -r '.postings[0].amount' <<<"$reply") != 75000 ]]; then
        fail "The sale was not there after a restart: $reply"
    fi
    reply=$(deb_call GET "/api/v1/books/$book/verify")
    if [[ $(jq -r .ok <<<"$reply") != true ]]; then fail "The books do not verify: $reply"; fi
    say "a sale was posted, is there after a restart, and the books verify"
}
