#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Replaces the containers of services one by one with new ones of the present image, without refusing a request:
#
#   deploy/docker/roll.sh                 migrate, then server and worker
#   deploy/docker/roll.sh server          only these services
#
# Each container is asked to stop (it hands its sockets to the others and finishes its requests), is removed, and its
# successor must be healthy before the next one goes. With a new image, first: docker compose build, or pull.
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

# containers <service>: ids of those that run.
containers() { "${compose[@]}" ps -q "$1"; }

state_of() { docker inspect --format '{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}' "$1"; }

# all_healthy <service> <how many>
all_healthy() {
    local ids id
    mapfile -t ids < <(containers "$1")
    ((${#ids[@]} == $2)) || return 1
    for id in "${ids[@]}"; do [[ $(state_of "$id") == healthy ]] || return 1; done
}

# once <service>: runs it to its end.
once() {
    echo "roll: $1"
    "${compose[@]}" run --rm --no-deps "$1" || fail "$1 failed; nothing was replaced"
}

roll() {
    local service=$1 old count id deadline
    mapfile -t old < <(containers "$service")
    count=${#old[@]}
    ((count > 0)) || fail "no container of $service runs"
    for id in "${old[@]}"; do
        echo "roll: $service ${id:0:12}"
        docker stop --time "$stop_within" "$id" >/dev/null
        docker rm "$id" >/dev/null
        "${compose[@]}" up -d --no-deps --no-recreate --no-build --scale "$service=$count" "$service" >/dev/null
        deadline=$((SECONDS + healthy_within))
        until all_healthy "$service" "$count"; do
            ((SECONDS < deadline)) || fail "$service is not healthy; the others of it were left as they are"
            sleep 0.5
        done
    done
}

if (($# == 0)); then
    once migrate
    once grants
    set -- server worker
fi
for service in "$@"; do roll "$service"; done
echo "roll: done"
