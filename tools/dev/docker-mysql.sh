# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The verb `docker-mysql`: the store's tests against a real MySQL in a container, since Debian's
# stable releases have MariaDB only. The server's image is made once, of Debian's unstable release,
# or is the one that ARUS_MYSQL_IMAGE names (any image in which `mysqld` is MySQL's own).

mysql_container='' # ours, while it runs
mysql_dockerd=''   # ours, while it runs
mysql_image=arus-test-mysql

# need_dockerd: a Docker engine answers; one that is started here ends with the verb.
need_dockerd() {
    if docker info >/dev/null 2>&1; then return 0; fi
    if ((EUID != 0)); then
        fail "No Docker engine answers. Start it, or run this as root."
    fi
    show dockerd
    setsid dockerd >"$results/dockerd.log" 2>&1 </dev/null &
    mysql_dockerd=$!
    local try
    for ((try = 0; try < 300; try++)); do
        if docker info >/dev/null 2>&1; then return 0; fi
        kill -0 "$mysql_dockerd" 2>/dev/null || break
        sleep 0.2
    done
    fail "The Docker engine did not start:" "$(tail -n 20 "$results/dockerd.log")"
}

# debian_mirror: the one that this machine's own apt sources name.
# Neither backports (another origin, of two words) nor security updates.
debian_mirror() {
    apt_targets | awk '$2 == "main" && $3 == "Debian" && NF == 4 && $4 !~ /security/ && !found {found = $4}
        END {print found}'
}

need_mysql_image() {
    if [[ -n ${ARUS_MYSQL_IMAGE:-} ]]; then
        mysql_image=$ARUS_MYSQL_IMAGE
        return 0
    fi
    if docker image inspect "$mysql_image" >/dev/null 2>&1; then
        say "the image $mysql_image is here"
        return 0
    fi
    local mirror folder
    mirror=$(debian_mirror)
    [[ -n $mirror ]] || fail "This machine's apt sources name no Debian mirror; set ARUS_MYSQL_IMAGE."
    need_packages debootstrap
    folder=$(mktemp -d "${TMPDIR:-/tmp}/arus-mysql-image-XXXXXX")
    local root=()
    if ((EUID != 0)); then root=(sudo); fi
    show debootstrap --variant=minbase sid "$folder/root" "$mirror"
    "${root[@]}" debootstrap --variant=minbase sid "$folder/root" "$mirror" >"$results/debootstrap.log" ||
        fail "debootstrap failed:" "$(tail -n 20 "$results/debootstrap.log")"
    "${root[@]}" tar -C "$folder/root" -c . | docker import - "$mysql_image-base" >/dev/null
    "${root[@]}" rm -rf "$folder/root"
    cat >"$folder/Dockerfile" <<DOCKERFILE
FROM $mysql_image-base
RUN apt-get -o Acquire::Check-Valid-Until=false update \\
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends mysql-server \\
 && rm -rf /var/lib/apt/lists/* /var/lib/mysql
DOCKERFILE
    run docker build --tag "$mysql_image" "$folder" ||
        fail "The image of MySQL could not be built (see above)."
    rm -rf "$folder"
}

# start_mysql_container: sets ARUS_TEST_MYSQL_URL.
start_mysql_container() {
    local password port try
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    local first="CREATE USER owner@'%' IDENTIFIED WITH caching_sha2_password BY '$password'; GRANT ALL ON *.* TO owner@'%' WITH GRANT OPTION; CREATE DATABASE scratch;"
    # shellcheck disable=SC2016
    mysql_container=$(
        docker run --detach --label arus-test --publish 127.0.0.1::3306 --tmpfs /books:mode=1777,size=4g \
            --env FIRST="$first" --entrypoint sh "$mysql_image" -c '
            mkdir -p /books/data && chown mysql /books/data &&
            mysqld --no-defaults --initialize-insecure --user=mysql --datadir=/books/data &&
            printf "%s\n" "$FIRST" >/tmp/first.sql &&
            exec mysqld --no-defaults --user=mysql --datadir=/books/data --init-file=/tmp/first.sql \
                --socket=/tmp/mysqld.sock --mysqlx=OFF --skip-name-resolve --log-bin --sync-binlog=1 \
                --innodb-flush-log-at-trx-commit=1 --log-bin-trust-function-creators=1 \
                --innodb-buffer-pool-size=256M --performance-schema=OFF --max-connections=300'
    ) || fail "The container could not be started (see above)."
    port=$(docker port "$mysql_container" 3306/tcp | sed -n '1s/.*://p')
    export ARUS_TEST_MYSQL_URL="mysql://owner:$password@127.0.0.1:$port/scratch"
    for ((try = 0; try < 600; try++)); do
        if MYSQL_PWD=$password mariadb --no-defaults --host=127.0.0.1 --port="$port" --user=owner \
            --execute='SELECT VERSION()' --batch --skip-column-names scratch 2>/dev/null; then
            return 0
        fi
        [[ $(docker inspect --format '{{.State.Running}}' "$mysql_container") == true ]] || break
        sleep 0.2
    done
    fail "MySQL did not start:" "$(docker logs --tail 30 "$mysql_container" 2>&1)"
}

stop_mysql_container() {
    if [[ -n $mysql_container ]]; then
        docker rm --force --volumes "$mysql_container" >/dev/null || true
        mysql_container=''
    fi
    if [[ -n $mysql_dockerd ]]; then
        kill "$mysql_dockerd" 2>/dev/null || true
        wait "$mysql_dockerd" 2>/dev/null || true
        mysql_dockerd=''
    fi
}

verb_docker_mysql() {
    mkdir -p "$results"
    : >"$suites"
    steps 6
    step "System packages"
    need_packages "${packages_server[@]}" "${packages_test[@]}"
    need_docker
    step "Node"
    need_node
    step "Server and C++ tests"
    build_native_tests release
    step "MySQL in a container"
    trap stop_mysql_container EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    need_dockerd
    need_mysql_image
    start_mysql_container
    step "Tests: store"
    suite "contract on MySQL" junit "$results/contract-mysql.xml" \
        build/release/contract_test --gtest_filter='*mysql*' --gtest_output="xml:$results/contract-mysql.xml"
    step "Tests: service"
    export ARUS_BINARY=$PWD/build/release/arus
    built "service: npm ci" npm_ci tests/service
    suite "service on MySQL" vitest "$results/service-mysql.json" \
        env ARUS_TEST_STORE=mysql npm --prefix tests/service test -- \
        "${suites_on_mysql[@]/%/.test.ts}" mysql-move.test.ts \
        --reporter=default --reporter=json --outputFile.json="$PWD/$results/service-mysql.json"
    step_done
    node tools/dev/summary.mjs "$suites"
}
