#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A part of the verb `docker`: compose.embedded.yaml (one container, one volume). The first user is set up, a sale is posted,
# the container is replaced, the sale is still there and the books verify.
#
#   COMPOSE   the command with its options      ARUS_IMAGE   the image
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source tools/dev/output.sh
source tools/dev/run.sh

read -r -a compose <<<"${COMPOSE:?}"
port=$(free_port 18080)
export ARUS_PORT=$port ARUS_PUBLIC_URL=http://localhost:$port ARUS_BIND=127.0.0.1
token=''

embedded() { "${compose[@]}" -f compose.embedded.yaml "$@"; }
trap 'embedded down -v --remove-orphans >/dev/null 2>&1' EXIT

healthy() {
    local deadline=$((SECONDS + 120))
    until [[ $(docker inspect --format '{{.State.Health.Status}}' "$(embedded ps -q arus)") == healthy ]]; do
        if ((SECONDS > deadline)); then
            embedded logs >&2
            fail "The container is not healthy."
        fi
        sleep 0.5
    done
}

call() { node tools/dev/docker-call.mjs "$1" "http://127.0.0.1:$port$2" "$token" "${3:-}"; }

# member <name.name> <JSON>
member() { node -p "JSON.parse(process.argv[1]).$1" "$2"; }

run embedded up -d --no-build
healthy
code=$(embedded logs --no-color arus | sed -n 's/.*set-up code \([0-9A-Z-]*\).*/\1/p' | head -n 1)
reply=$(call POST /api/v1/auth/register '{"email": "pemilik@contoh.example", "password": "rahasia-sekali",
    "name": "Pemilik", "setup_code": "'"$code"'", "book": {"name": "Kedai", "currency": "IDR",
    "time_zone": "Asia/Jakarta", "template": "umkm"}}')
token=$(member access_token "$reply")
book=$(member book.id "$reply")
sale=01939f4e-0000-7000-8000-000000000001
call POST "/api/v1/books/$book/transactions" '{"id": "'$sale'", "kind": "sale", "amount": "75000",
    "account_code": "1101", "counter_code": "4101"}' >/dev/null
run embedded up -d --no-build --force-recreate
healthy
reply=$(call GET "/api/v1/books/$book/transactions/$sale")
[[ $(member 'postings[0].amount' "$reply") == 75000 ]] || fail "The sale is not there: $reply"
reply=$(call GET "/api/v1/books/$book/verify")
[[ $(member ok "$reply") == true ]] || fail "The books do not verify: $reply"
say "a sale is there after the container was replaced, and the books verify"
