# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The verb `docker`: builds the image, brings compose.yaml up on a real engine, and tests it through nginx over TLS:
# suites of the service tests, load while servers are replaced and containers are killed, a browser. Then the
# embedded variant. Takes down what it started.
#
# Images of others are the official ones where a registry answers, or those that MYSQL_IMAGE, RABBITMQ_IMAGE,
# REDIS_IMAGE and NGINX_IMAGE name; else one that is made here of Debian's packages (MySQL 9, RabbitMQ 4, Redis 8,
# nginx 1.30 of its unstable release). On Debian 12 the image takes the program, with the client inside, that was built
# outside by the same commands (or that ARUS_BINARY names); --inside builds it in the image, as everywhere else.

docker_base=arus-test-debian:bookworm
docker_services=arus-test-services
docker_project=arus-docker-check
docker_folder='' # secrets of this run
docker_is_up=0
docker_keep=0

# Of the service's suites those that want nothing but an address. Their books are in the stack's MySQL.
suites_on_docker=(books settlement idempotency statements)

verb_docker() {
    local inside=0
    while (($# > 0)); do
        case $1 in
            --inside) inside=1 ;;
            --keep) docker_keep=1 ;;
            *) fail "./dev docker does not know '$1': --inside, --keep." ;;
        esac
        shift
    done
    if ! system_is debian 12; then inside=1; fi
    mkdir -p "$results"
    : >"$suites"
    steps 12
    step "System packages"
    need_docker
    if ((!inside)); then need_packages "${packages_server[@]}"; fi
    if system_is debian && ! find_browser >/dev/null; then need_packages "${packages_browser[@]}"; fi
    step "Node"
    need_node
    step "Client and server, outside"
    if ((inside)); then
        say "not needed: the image is built from the sources"
    else
        if [[ -z ${ARUS_BINARY:-} ]]; then
            build_web
            configure_native release
            build_native release arus
        fi
        mkdir -p build/docker
        run strip -o build/docker/arus "${ARUS_BINARY:-build/release/arus}"
    fi
    step "Docker engine"
    trap docker_end EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    need_dockerd
    step "Images of others"
    docker_find_images
    step "Image of Arus"
    docker_build_image "$inside"
    step "The stack"
    docker_up
    step "Tests: service, through nginx"
    built "service: npm ci" npm_ci tests/service
    built "web: npm ci" npm_ci web
    suite "service on docker" vitest "$results/service-docker.json" \
        npm --prefix tests/service test -- "${suites_on_docker[@]/%/.test.ts}" \
        --reporter=default --reporter=json --outputFile.json="$PWD/$results/service-docker.json"
    step "Tests: rolling replacement and crashes under load"
    suite "docker under load" vitest "$results/docker.json" \
        npm --prefix tests/service test -- --config docker.config.ts \
        --reporter=default --reporter=json --outputFile.json="$PWD/$results/docker.json"
    step "Tests: browser, through nginx"
    docker_browser
    step "Take it down"
    docker_down
    step "The embedded variant"
    suite "docker embedded" gate - env COMPOSE="${docker_command[*]} --project-name $docker_project-embedded" \
        bash tools/dev/docker-embedded.sh
    step_done
    node tools/dev/summary.mjs "$suites"
}

# need_docker: an engine's command and compose, whoever made them; Debian's where there are none.
need_docker() {
    local absent=()
    if ! command -v docker >/dev/null; then absent+=(docker.io); fi
    if ! docker compose version >/dev/null 2>&1 && ! command -v docker-compose >/dev/null; then
        absent+=(docker-compose)
    fi
    if ((${#absent[@]} > 0)); then need_packages "${absent[@]}"; fi
}

# compose <arguments …>
compose() { "${docker_compose[@]}" "$@"; }

docker_find_images() {
    if docker compose version >/dev/null 2>&1; then
        docker_command=(docker compose)
    else
        docker_command=(docker-compose)
    fi
    docker_compose=("${docker_command[@]}" --project-name "$docker_project")
    say "engine $(docker version --format '{{.Server.Version}}'), $("${docker_command[@]}" version | head -n 1)"
    if [[ -z ${ARUS_BASE_IMAGE:-} ]]; then
        if docker_has debian:bookworm-slim; then
            docker_base=debian:bookworm-slim
        else
            docker_make_base
        fi
    else
        docker_base=$ARUS_BASE_IMAGE
    fi
    local name image others=0 used=()
    for name in MYSQL:mysql:8.4 RABBITMQ:rabbitmq:4 REDIS:redis:8 NGINX:nginx:1.30; do
        image=${name#*:}
        name=${name%%:*}_IMAGE
        if [[ -n ${!name:-} ]]; then
            : # as the person says
        elif ((!others)) && docker_has "$image"; then
            export "$name=$image"
        else
            others=1
            export "$name=$docker_services"
        fi
        used+=("$name=${!name}")
    done
    if ((others)); then docker_make_services; fi
    say "base $docker_base, ${used[*]}"
}

# docker_has <image>: it is here, or a registry has given it.
docker_has() {
    docker image inspect "$1" >/dev/null 2>&1 || timeout 300 docker pull --quiet "$1" >/dev/null 2>&1
}

# docker_debootstrap <release> <image>: the smallest Debian, from this machine's own mirror.
docker_debootstrap() {
    local folder mirror root=()
    mirror=$(debian_mirror)
    [[ -n $mirror ]] || fail "No registry gives $2, and this machine's apt sources name no Debian mirror."
    need_packages "${packages_docker[@]}"
    if ((EUID != 0)); then root=(sudo); fi
    folder=$(mktemp -d "${TMPDIR:-/tmp}/arus-docker-image-XXXXXX")
    show debootstrap --variant=minbase "$1" "$folder/root" "$mirror"
    "${root[@]}" debootstrap --variant=minbase "$1" "$folder/root" "$mirror" >"$results/debootstrap.log" ||
        fail "debootstrap failed:" "$(tail -n 20 "$results/debootstrap.log")"
    # Security updates too, where this machine has them for that release.
    apt_targets | awk -v release="$1" '$1 == release || $1 ~ "^" release "-(updates|security)$" {
        if ($2 == "main") print "deb", $NF, $1, "main"}' | LC_ALL=C sort -u |
        "${root[@]}" tee -a "$folder/root/etc/apt/sources.list" >/dev/null
    "${root[@]}" bash -c "rm -rf $folder/root/var/cache/apt/archives/*.deb $folder/root/var/lib/apt/lists/* \
        $folder/root/usr/share/doc/* $folder/root/usr/share/man/* $folder/root/usr/share/locale/*"
    "${root[@]}" tar -C "$folder/root" -c . | docker import --change 'LABEL arus-test=image' - "$2" >/dev/null
    "${root[@]}" rm -rf "$folder"
}

docker_make_base() {
    if docker image inspect "$docker_base" >/dev/null 2>&1; then return 0; fi
    say "no registry gives debian:bookworm-slim: making $docker_base"
    docker_debootstrap bookworm "$docker_base"
}

docker_make_services() {
    if docker image inspect "$docker_services" >/dev/null 2>&1; then return 0; fi
    say "no registry gives the official images: making $docker_services of Debian's unstable release"
    local folder
    if ! docker image inspect "$docker_services-base" >/dev/null 2>&1; then
        docker_debootstrap sid "$docker_services-base"
    fi
    folder=$(mktemp -d "${TMPDIR:-/tmp}/arus-docker-image-XXXXXX")
    cat >"$folder/Dockerfile" <<DOCKERFILE
FROM $docker_services-base
RUN apt-get -o Acquire::Check-Valid-Until=false update \\
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \\
    mysql-server nginx rabbitmq-server redis-server \\
 && rm -rf /var/lib/apt/lists/* /var/lib/mysql /var/lib/rabbitmq /var/lib/redis \\
 && for name in mysql rabbitmq redis; do install -d -o \$name -g \$name /var/lib/\$name; done
DOCKERFILE
    run docker build --quiet --tag "$docker_services" "$folder" ||
        fail "The image of MySQL, RabbitMQ, Redis and nginx could not be built (see above)."
    rm -rf "$folder"
}

docker_build_image() {
    local how=build version
    if ((!$1)); then how=prebuilt; fi
    version=$(sed -n 's/^project(arus VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
    export ARUS_IMAGE=arus-test:check
    run docker build --file deploy/docker/Dockerfile --tag "$ARUS_IMAGE" --build-arg BASE_IMAGE="$docker_base" \
        --build-arg PROGRAM=$how --build-arg VERSION="$version" . ||
        fail "The image could not be built (see above)."
    say "$ARUS_IMAGE: $(docker image inspect --format '{{.Size}}' "$ARUS_IMAGE" | awk '{printf "%.0f MB", $1 / 1e6}')"
}

docker_up() {
    local port
    docker_folder=$(mktemp -d "${TMPDIR:-/tmp}/arus-docker-XXXXXX")
    port=$(free_port 18443)
    export ARUS_SECRETS=$docker_folder/secrets ARUS_BIND=127.0.0.1 ARUS_HTTPS_PORT=$port
    export ARUS_PUBLIC_URL=https://localhost:$port ARUS_REGISTRATION=open MYSQL_BUFFER_POOL=256M
    ARUS_HTTP_PORT=$(free_port $((port + 1)))
    export ARUS_HTTP_PORT
    # As an administrator who is not root makes it before the first start, with a file of theirs in it.
    (
        umask 077
        mkdir -p "$ARUS_SECRETS/redis"
        printf '%s' "$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')" >"$ARUS_SECRETS/redis/password"
    )
    as_root chown -R 1000:1000 "$ARUS_SECRETS"
    docker_is_up=1
    run compose up -d --no-build || { compose logs --tail 20 >&2; fail "The stack did not come up (see above)."; }
    docker_wait nginx
    run compose ps
    local server
    server=$(compose ps -q server | head -n 1)
    run docker exec "$server" arus doctor || fail "The doctor is not content."
    # The first user, as an operator makes one; whoever the tests need then registers.
    run docker exec -i "$server" arus user add --email pertama@contoh.example --name Pertama <<<'rahasia-sekali-22' ||
        fail "The first user could not be made."
    [[ $(docker exec "$server" id -u) == 10001 ]] || fail "The server runs as the wrong user."
    if docker exec "$server" sh -c ': >/usr/x' 2>/dev/null; then fail "The root of a container can be written."; fi
    export ARUS_TEST_ADDRESS=$ARUS_PUBLIC_URL COMPOSE="${docker_compose[*]}"
    # The folder of secrets is root's alone.
    as_root install -m 0644 "$ARUS_SECRETS/nginx/tls.crt" "$docker_folder/stack.crt"
    export ARUS_TEST_CERTIFICATE=$docker_folder/stack.crt
    export NODE_EXTRA_CA_CERTS=$ARUS_TEST_CERTIFICATE
}

# docker_wait <service>: its first container is healthy.
docker_wait() {
    local id deadline=$((SECONDS + 300))
    until id=$(compose ps -q "$1" | head -n 1) && [[ -n $id ]] &&
        [[ $(docker inspect --format '{{.State.Health.Status}}' "$id") == healthy ]]; do
        if ((SECONDS > deadline)); then
            compose logs --tail 20 >&2
            fail "$1 is not healthy."
        fi
        sleep 0.5
    done
}

docker_browser() {
    local browser
    if ! browser=$(find_browser); then
        printf 'docker in a browser: no Chromium\tgate\t-\t1\t0\n' >>"$suites"
        warn "No Chromium on this machine: a failure."
        return 0
    fi
    export ARUS_CHROMIUM=$browser
    built "browser: npm ci" npm_ci tests/browser
    suite "docker in a browser" vitest "$results/docker-browser.json" \
        npm --prefix tests/browser test -- --config docker.config.ts \
        --reporter=default --reporter=json --outputFile.json="$PWD/$results/docker-browser.json"
}

docker_down() {
    if ((!docker_is_up)); then return 0; fi
    docker_is_up=0
    unset NODE_EXTRA_CA_CERTS
    if ((docker_keep)); then
        say "kept: ${docker_compose[*]} down -v takes it down; $ARUS_PUBLIC_URL, secrets in $docker_folder"
        return 0
    fi
    run compose down -v --remove-orphans >/dev/null 2>&1 || warn "The stack could not be taken down whole."
    rm -rf "$docker_folder" 2>/dev/null || as_root rm -rf "$docker_folder"
}

docker_end() {
    docker_down
    stop_mysql_container # the engine too, if this run started it
}
