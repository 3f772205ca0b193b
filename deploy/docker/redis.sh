#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Redis as a cache: nothing of it is kept, and the oldest goes when it is full.
#
#   redis.sh          starts it
#   redis.sh healthy  whether it answers who knows the password
set -eu

[ -r /run/secrets/password ] && [ -s /run/secrets/password ] || {
    echo 'redis.sh: /run/secrets/password cannot be read' >&2
    exit 1
}

case ${1:-start} in
    start)
        umask 077
        cat >/tmp/redis.conf <<CONF
requirepass $(cat /run/secrets/password)
bind * -::*
dir /tmp
save ""
appendonly no
maxmemory 256mb
maxmemory-policy allkeys-lru
CONF
        exec redis-server /tmp/redis.conf
        ;;
    healthy)
        REDISCLI_AUTH=$(cat /run/secrets/password)
        export REDISCLI_AUTH
        [ "$(redis-cli -h 127.0.0.1 ping)" = PONG ]
        ;;
    *) exit 2 ;;
esac
