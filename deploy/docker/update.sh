#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Brings the stack of compose.yaml to another image without refusing a request, and back if it does not become healthy:
#
#   deploy/docker/update.sh <image>       a tag or, better, a digest; it stands in .env afterwards
#
# The schema is migrated first (additive: servers of the old version go on with it), then servers and workers are
# replaced one by one (roll.sh). If that fails, what was replaced goes back to the image before; what was not is never
# touched. Back is possible only while the image before takes the schema: after a migration it refuses to start, so
# everything is left as it stands, and what to do is said.
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

say() { echo "update: $*" >&2; }

docker image inspect "$image" >/dev/null 2>&1 || docker pull "$image" || {
    say "$image is not to be had; nothing was changed"
    exit 1
}
unset ARUS_IMAGE
were=$(deploy/docker/roll.sh --list)
if [[ -z $before && -n $were ]]; then # it was started by a variable of the environment, or by the name in compose.yaml
    before=$(docker inspect --format '{{.Config.Image}}' "$(sed -n '1s/.* //p' <<<"$were")")
fi
remember "$image"
code=0
deploy/docker/roll.sh || code=$?
if ((code == 0)); then
    echo "update: $image serves"
    exit 0
fi

remember "$before"
before=${before:-the image before}
say "$image failed; does $before still take the schema?"
if ! deploy/docker/roll.sh --fits; then
    say "$before does not take the schema as it is now (see above), so there is no way back to it by itself."
    say "Nothing more was touched. Containers of $before that still run go on serving: do not restart them."
    say "Find out why $image failed, mend it, and run update.sh with an image of the same or a later version."
    say "Else restore the backup into a new stack: what came after it is lost (docs/operator/upgrade.md)."
    exit 1
fi
if ((code == 3)); then
    say "nothing was replaced: $before goes on serving"
    exit 1
fi
say "back to $before"
if ! deploy/docker/roll.sh --back "$were"; then
    say "$before did not become healthy again in the place of what was replaced; the others were left as they are"
    exit 1
fi
say "$before serves again"
exit 1
