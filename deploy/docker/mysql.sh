#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# MySQL as a ledger needs it, in any image that has `mysqld` and `mysql`, as the image's user mysql.
#
#   mysql.sh          starts the server; makes its data on the first start, and users and passwords on each
#   mysql.sh healthy  whether the servers' user is let in
#   mysql.sh grants   gives that user its rights (after the tables are made)
set -eu
secrets=/run/secrets
data=/var/lib/mysql/data
temporary=/var/lib/mysql/tmp # on the volume: /tmp is memory

fail() {
    echo "mysql.sh: $*" >&2
    exit 1
}

# secret <name>: one that is empty or cannot be read must never become a password.
secret() {
    [ -r "$secrets/$1" ] && [ -s "$secrets/$1" ] || fail "$secrets/$1 cannot be read"
    text=$(cat "$secrets/$1")
    case $text in *[!A-Za-z0-9_.~-]*) fail "$secrets/$1 must be letters, digits, and - . _ ~ only" ;; esac
    printf '%s' "$text"
}

# client <user> <password> <arguments …>: the password stands in no command line.
client() {
    options=$(mktemp /tmp/client.XXXXXX)
    printf '[client]\nuser=%s\npassword=%s\n' "$1" "$2" >"$options"
    shift 2
    code=0
    mysql --defaults-file="$options" --protocol=TCP --ssl-mode=VERIFY_CA --ssl-ca="$secrets/ca.pem" "$@" || code=$?
    rm -f "$options"
    return $code
}

start() {
    root_password=$(secret root_password)
    owner_password=$(secret owner_password)
    password=$(secret password)
    if [ ! -d $data ]; then
        rm -rf $data.new # of a first start that did not end
        mysqld --no-defaults --initialize-insecure --datadir=$data.new
        mv $data.new $data
    fi
    rm -rf $temporary
    mkdir -m 0700 $temporary
    umask 077
    cat >/tmp/first.sql <<SQL
ALTER USER 'root'@'localhost' IDENTIFIED BY '$root_password';
CREATE DATABASE IF NOT EXISTS arus CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER IF NOT EXISTS 'arus_owner'@'%' IDENTIFIED BY '$owner_password';
ALTER USER 'arus_owner'@'%' IDENTIFIED BY '$owner_password' REQUIRE SSL;
GRANT ALL ON arus.* TO 'arus_owner'@'%' WITH GRANT OPTION;
CREATE USER IF NOT EXISTS 'arus'@'%' IDENTIFIED BY '$password';
ALTER USER 'arus'@'%' IDENTIFIED BY '$password' REQUIRE SSL;
SQL
    exec mysqld --no-defaults --datadir=$data --init-file=/tmp/first.sql --socket=/tmp/mysqld.sock \
        --pid-file=/tmp/mysqld.pid --tmpdir=$temporary --mysqlx=OFF --skip-name-resolve --secure-file-priv=NULL \
        --ssl-ca=$secrets/ca.pem --ssl-cert=$secrets/server.pem --ssl-key=$secrets/server.key \
        --character-set-server=utf8mb4 --collation-server=utf8mb4_bin --transaction-isolation=READ-COMMITTED \
        --innodb-flush-log-at-trx-commit=1 --log-bin=binlog --server-id=1 --sync-binlog=1 \
        --binlog-expire-logs-seconds=604800 --log-bin-trust-function-creators=1 \
        --innodb-buffer-pool-size="${MYSQL_BUFFER_POOL:-512M}" --performance-schema=OFF --max-connections=300
}

case ${1:-start} in
    start) start ;;
    healthy) client arus "$(secret password)" --host=127.0.0.1 --connect-timeout=3 --execute='SELECT 1' >/dev/null ;;
    grants) client arus_owner "$(secret owner_password)" --host=mysql </arus/grants.sql ;;
    *) fail "there is no '$1'" ;;
esac
