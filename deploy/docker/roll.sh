#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Replaces the containers of services one by one with new ones of the present image, without refusing a request:
#
#   deploy/docker/roll.sh                 migrate, then server and worker
#   deploy/docker/roll.sh server          only these services
#   deploy/docker/roll.sh --list          servers and workers as they are: a line `service id` for each
#   deploy/docker/roll.sh --fits          whether the present image takes the schema as it is (runs its `migrate`)
#   deploy/docker/roll.sh --back <list>   back to what was there when --list was asked: what came since is replaced by
#                                         the present image, what is left of the list is not touched
#
# Containers that do not serve go first, so that the last healthy one is never taken while none stands in for it. Each is
# asked to stop (it hands its sockets to the others and finishes its requests), is removed, and its successor must be
# healthy before the next one goes. With a new image, first: docker compose build, or pull.
# Exit code 3: `migrate` or `grants` failed and nothing was replaced; 1: any other failure.
# COMPOSE names the command (docker compose, docker-compose), with its options such as --project-name.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if [[ -n ${COMPOSE:-} ]]; then
    read -r -a compose <<<"$COMPOSE"
elif docker compose version >/dev/null 2>&1; then
    compose=(docker compose)
else
    compose=(docker-compose)
fi

healthy_within=${ROLL_HEALTHY_WITHIN:-180} # seconds
stop_within=${ROLL_STOP_WITHIN:-60}

fail() {
    echo "roll: $*" >&2
    exit 1
}

# containers <service>: ids of all it has, also of those that do not run; not those of `compose run`.
containers() {
    local all id once
    all=$("${compose[@]}" ps --all -q "$1") || return
    for id in $all; do
        once=$(docker inspect --format '{{index .Config.Labels "com.docker.compose.oneoff"}}' "$id") || return
        [[ $once == True ]] || echo "$id"
    done
}

# is_among <id> <ids, one a line>
is_among() { grep -qxF "$1" <<<"$2"; }

state_of() { docker inspect --format '{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}' "$1"; }

all_healthy() {
    local id
    for id in "$@"; do [[ $(state_of "$id") == healthy ]] || return 1; done
}

# useless_first <id …>
useless_first() {
    local id serving=()
    for id in "$@"; do
        if all_healthy "$id"; then serving+=("$id"); else echo "$id"; fi
    done
    if ((${#serving[@]} > 0)); then printf '%s\n' "${serving[@]}"; fi
}

# once <service>: runs it to its end.
once() {
    echo "roll: $1"
    "${compose[@]}" run --rm --no-deps "$1"
}

made=() # by roll(), of the service it is at

# tell <service>: of each that was made and is not healthy its state, what its health check and it itself said last. The
# way back removes it, and its log with it.
tell() {
    local id how='{{.State.Status}}, exit code {{.State.ExitCode}}, restarted {{.RestartCount}} times'
    how+='{{if .State.Health}}, {{.State.Health.Status}}{{end}}'
    for id in "${made[@]}"; do
        if all_healthy "$id"; then continue; fi
        docker inspect --format "roll: $1 ${id:0:12} is $how" "$id"
        docker inspect --format '{{if .State.Health}}{{range .State.Health.Log}}{{println .Output}}{{end}}{{end}}' "$id" |
            awk 'NF { last = $0 } END { if (last) print "roll: its health check: " last }'
        echo "roll: its log ends with:"
        docker logs --tail 20 "$id" 2>&1 | sed 's/^/    /'
    done
}

# fill <service> <how many>: makes one where one is missing, and waits until all that were made are healthy.
fill() {
    local service=$1 count=$2 had now id deadline before=${#made[@]}
    had=$(containers "$service")
    if (($(wc -w <<<"$had") >= count)); then return 0; fi
    "${compose[@]}" up -d --no-deps --no-recreate --no-build --scale "$service=$count" "$service" >/dev/null ||
        fail "no new $service could be started; the others of it were left as they are"
    now=$(containers "$service")
    for id in $now; do
        if ! is_among "$id" "$had"; then made+=("$id"); fi
    done
    ((${#made[@]} > before)) || fail "no new $service was made; the others of it were left as they are"
    deadline=$((SECONDS + healthy_within))
    until all_healthy "${made[@]}"; do
        if ((SECONDS >= deadline)); then
            tell "$service" >&2 || true
            fail "a new $service is not healthy after $healthy_within s; the others of it were left as they are"
        fi
        sleep 0.5
    done
}

# roll <service> <how many> <id …>: these ids are replaced, and there are so many in the end.
roll() {
    local service=$1 count=$2 id order
    shift 2
    made=()
    order=$(useless_first "$@")
    for id in $order; do
        echo "roll: $service ${id:0:12}"
        docker stop --time "$stop_within" "$id" >/dev/null
        docker rm "$id" >/dev/null
        fill "$service" "$count"
    done
    fill "$service" "$count" # one may have been taken before without a successor
}

# back <list>
back() {
    local service kept now gone id
    for service in server worker; do
        kept=$(sed -n "s/^$service //p" <<<"$1")
        now=$(containers "$service")
        gone=()
        for id in $now; do
            if ! is_among "$id" "$kept"; then gone+=("$id"); fi
        done
        if [[ -n $kept ]]; then roll "$service" "$(wc -w <<<"$kept")" ${gone[@]+"${gone[@]}"}; fi
    done
}

case ${1:-} in
    --list)
        for service in server worker; do containers "$service" | sed "s/^/$service /"; done
        exit 0
        ;;
    --fits)
        once migrate || exit 1
        exit 0
        ;;
    --back)
        back "${2:?which containers were there?}"
        echo "roll: done"
        exit 0
        ;;
    '')
        for service in migrate grants; do
            once "$service" || {
                echo "roll: $service failed; nothing was replaced" >&2
                exit 3
            }
        done
        set -- server worker
        ;;
esac
for service in "$@"; do
    mapfile -t ids < <(containers "$service")
    ((${#ids[@]} > 0)) || fail "no container of $service is there"
    roll "$service" "${#ids[@]}" "${ids[@]}"
done
echo "roll: done"
