#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The second stage of the image: the libraries that the program asks for, its user and its folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

source ./output.sh
source ./packages.sh

mapfile -t packages <packages
# Time zones of books, certificates of other servers, the font of documents.
packages+=(ca-certificates fonts-dejavu-core tzdata)
need_packages "${packages[@]}"
groupadd --gid 10001 arus
useradd --uid 10001 --gid 10001 --home-dir /var/lib/arus --no-create-home --shell /usr/sbin/nologin arus
install -d -m 0700 -o arus -g arus /var/lib/arus
rm -rf /usr/share/arus /var/lib/apt/lists/* /var/cache/apt/archives/*.deb /etc/apt/sources.list.d/arus-backports.sources
