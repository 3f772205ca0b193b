#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Brings the stack of compose.yaml to another image without refusing a request, and back if it does not become healthy:
#
#   deploy/docker/update.sh <image>       a tag or, better, a digest; it stands in .env afterwards
#
# The schema is migrated first (additive: servers of the old version go on with it), then servers and workers are
# replaced one by one (roll.sh).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

image=${1:?which image?}
touch .env
before=$(sed -n 's/^ARUS_IMAGE=//p' .env | tail -n 1)

# remember <image>: what the next `up` uses.
remember() {
    sed -i '/^ARUS_IMAGE=/d' .env
    if [[ -n $1 ]]; then printf 'ARUS_IMAGE=%s\n' "$1" >>.env; fi
}

docker image inspect "$image" >/dev/null 2>&1 || docker pull "$image"
remember "$image"
unset ARUS_IMAGE
if deploy/docker/roll.sh; then
    echo "update: $image serves"
    exit 0
fi
echo "update: $image did not become healthy; back to ${before:-the image before}" >&2
remember "$before"
deploy/docker/roll.sh server worker
exit 1
