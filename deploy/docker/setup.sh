#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes in /secrets what is not there yet, and checks all of it. Every service sees its own folder only:
#
#   mysql/ rabbitmq/ redis/ nginx/    what each of them needs
#   owner/                            the schema's owner: `migrate` and `grants`
#   server/                           servers and workers
#   ca.key                            signs MySQL's certificate; no service sees it
#
# The folder is for the host's administrator only (0700); what is in it is for whatever user an image runs as (0755,
# 0444). What is there is kept, whoever made it, so that a file may be put there before the first start. Losing
# secret_key locks second factors out; every other file can be made again (docs/operator/docker.md).
set -eu
umask 022
cd /secrets
chmod 0700 .
mkdir -p mysql rabbitmq redis nginx owner server

say() { echo "setup: $*"; }
fail() {
    echo "setup: $*" >&2
    exit 1
}

# write <file> <text>: whole or not at all.
write() {
    printf '%s' "$2" >"$1.new"
    chmod 0444 "$1.new"
    mv "$1.new" "$1"
}

# random <file> <bytes>: a new secret of hexadecimal digits, unless there is one.
random() {
    if [ ! -s "$1" ]; then
        write "$1" "$(openssl rand -hex "$2")"
        say "made $1"
    fi
}

# word <file>: what it holds, if that can stand in an address without being escaped.
word() {
    text=$(cat "$1")
    case $text in
        '' | *[!A-Za-z0-9_.~-]*) fail "$1 must be letters, digits, and - . _ ~ only" ;;
    esac
    printf '%s' "$text"
}

random mysql/root_password 24
random mysql/owner_password 24
random mysql/password 24
random rabbitmq/password 24
random redis/password 24
random server/secret_key 32
if [ ! -s server/setup_code ]; then
    write server/setup_code "$(openssl rand -hex 8 | tr a-f A-F | sed 's/..../&-/g; s/-$//')"
    say "made server/setup_code"
fi

# MySQL's certificate, by an authority of its own: the programs know whom they give their password to.
if [ ! -s mysql/ca.pem ] || [ ! -s mysql/server.pem ] || [ ! -s mysql/server.key ]; then
    openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days 7300 -subj '/CN=Arus stack' \
        -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
        -keyout ca.key -out mysql/ca.pem 2>/tmp/openssl.log || fail "$(cat /tmp/openssl.log)"
    chmod 0400 ca.key
    printf 'subjectAltName=DNS:mysql\nextendedKeyUsage=serverAuth\n' >/tmp/extensions
    openssl req -newkey rsa:2048 -nodes -subj '/CN=mysql' -keyout mysql/server.key -out /tmp/mysql.csr \
        2>/tmp/openssl.log || fail "$(cat /tmp/openssl.log)"
    openssl x509 -req -sha256 -days 7300 -in /tmp/mysql.csr -CA mysql/ca.pem -CAkey ca.key -set_serial 1 \
        -extfile /tmp/extensions -out mysql/server.pem 2>/tmp/openssl.log || fail "$(cat /tmp/openssl.log)"
    chmod 0444 mysql/ca.pem mysql/server.pem mysql/server.key
    say "made mysql/server.pem"
fi

# The addresses that carry those passwords are always made again, so that a changed password reaches everybody.
owner_password=$(word mysql/owner_password)
password=$(word mysql/password)
tls='tls=verify&ca=/run/secrets/ca.pem'
write owner/owner_password "$owner_password"
write owner/database_url "mysql://arus_owner:$owner_password@mysql:3306/arus?$tls"
write server/database_url "mysql://arus:$password@mysql:3306/arus?$tls"
write server/amqp_url "amqp://arus:$(word rabbitmq/password)@rabbitmq:5672/%2f"
write server/redis_url "redis://:$(word redis/password)@redis:6379/0"
for folder in owner server; do write $folder/ca.pem "$(cat mysql/ca.pem)
"; done

# A certificate that browsers warn of, until one of your domain stands in its place.
if [ ! -s nginx/tls.crt ] || [ ! -s nginx/tls.key ]; then
    host=${ARUS_PUBLIC_URL#*://}
    host=${host%%/*}
    host=${host%:*}
    case $host in
        \[*) name="IP:$(echo "$host" | tr -d '[]')" ;;
        *[!0-9.]*) name="DNS:$host" ;;
        *) name="IP:$host" ;;
    esac
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -days 825 -subj "/CN=$host" \
        -addext "subjectAltName=$name,DNS:localhost,IP:127.0.0.1" -addext 'extendedKeyUsage=serverAuth' \
        -keyout nginx/tls.key -out nginx/tls.crt 2>/tmp/openssl.log || fail "$(cat /tmp/openssl.log)"
    chmod 0444 nginx/tls.key nginx/tls.crt
    say "made nginx/tls.crt for $host"
fi
openssl x509 -in nginx/tls.crt -noout -checkend 0 >/dev/null || fail "nginx/tls.crt has expired"
[ "$(openssl x509 -in nginx/tls.crt -noout -pubkey)" = "$(openssl pkey -in nginx/tls.key -pubout)" ] ||
    fail "nginx/tls.key is not the key of nginx/tls.crt"

# An administrator's own files too: nobody else comes past the folder above.
chmod 0755 mysql rabbitmq redis nginx owner server
for file in mysql/* rabbitmq/* redis/* nginx/* owner/* server/*; do
    if [ -f "$file" ]; then chmod 0444 "$file"; fi
done

say "ready; the first user of $ARUS_PUBLIC_URL needs the code in server/setup_code"
