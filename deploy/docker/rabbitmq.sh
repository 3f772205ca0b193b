#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# RabbitMQ, in any image that has it, as the image's user rabbitmq.
#
#   rabbitmq.sh          starts the broker
#   rabbitmq.sh healthy  whether it speaks AMQP
set -eu

start() {
    [ -r /run/secrets/password ] && [ -s /run/secrets/password ] || {
        echo 'rabbitmq.sh: /run/secrets/password cannot be read' >&2
        exit 1
    }
    umask 077
    # The user is made on the first start, with an empty volume.
    cat >/tmp/rabbitmq.conf <<CONF
default_user = arus
default_pass = $(cat /run/secrets/password)
default_vhost = /
listeners.tcp.default = 5672
vm_memory_high_watermark.absolute = 400MB
disk_free_limit.absolute = 500MB
log.console = true
log.console.level = warning
log.file = false
CONF
    export HOME=/var/lib/rabbitmq RABBITMQ_CONFIG_FILE=/tmp/rabbitmq.conf RABBITMQ_LOGS=-
    # Debian's command of this name wants to be root.
    export PATH="/opt/rabbitmq/sbin:/usr/lib/rabbitmq/bin:$PATH"
    exec rabbitmq-server
}

# The broker greets with a frame of type 1 (connection.start).
healthy() {
    bash -c 'exec 3<>/dev/tcp/127.0.0.1/5672 && printf "AMQP\0\0\11\1" >&3 &&
        LC_ALL=C IFS= read -r -t 3 -n 1 -d "" first <&3 && [[ $first == $'"'\\001'"' ]]'
}

case ${1:-start} in
    start) start ;;
    healthy) healthy ;;
    *) exit 2 ;;
esac
