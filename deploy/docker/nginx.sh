#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# nginx with deploy/nginx and the files of this place, in any image of nginx 1.27.3 or later, as any user.
#
#   nginx.sh          starts it (HUP reads the certificate again, QUIT ends it gracefully)
#   nginx.sh healthy  whether it answers
set -eu

case ${1:-start} in
    start)
        for file in tls.crt tls.key; do
            [ -r /run/secrets/$file ] && [ -s /run/secrets/$file ] || {
                echo "nginx.sh: /run/secrets/$file cannot be read" >&2
                exit 1
            }
        done
        # The address people open, where plain http sends them.
        authority=${ARUS_PUBLIC_URL#https://}
        case $authority in
            '' | *[!A-Za-z0-9.:_-]*)
                echo "nginx.sh: ARUS_PUBLIC_URL must be like https://buku.example, not '$ARUS_PUBLIC_URL'" >&2
                exit 1
                ;;
        esac
        rm -rf /tmp/nginx
        mkdir -p /tmp/nginx/place
        cp /etc/nginx/arus/*.conf /tmp/nginx/
        cp /run/arus-nginx/*.conf /tmp/nginx/place/
        echo "set \$arus_https_host $authority;" >>/tmp/nginx/place/plain.conf
        exec nginx -e stderr -p /tmp/nginx -c /tmp/nginx/nginx.conf -g 'daemon off;'
        ;;
    healthy)
        bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080 && printf "GET /nginx-health HTTP/1.0\r\n\r\n" >&3 &&
            read -r -t 3 line <&3 && [[ $line == "HTTP/1."?" 200 "* ]]'
        ;;
    *) exit 2 ;;
esac
