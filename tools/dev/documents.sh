# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The verb `documents`: a private server makes every statement in both languages. LibreOffice calculates the workbooks anew,
# and they must hold the figures of REST; the pages are drawn as pictures in build/documents, to be looked at.

verb_documents() {
    steps 5
    step "System packages"
    need_packages "${packages_server[@]}" "${packages_documents[@]}"
    step "Node"
    need_node
    npm_ci tests/service
    step "Client"
    build_web
    step "Server (release)"
    configure_native release
    build_native release arus
    step "Documents"
    # Only pictures of this run.
    rm -rf build/documents
    run env ARUS_BINARY="$PWD/build/release/arus" ARUS_DOCUMENTS_FOLDER="$PWD/build/documents" \
        npm --prefix tests/service test -- --config documents.config.ts ||
        fail "The documents are not what they should be (see above)."
    all_done "Every figure is that of REST. Look at the pages: build/documents/*.png"
}
