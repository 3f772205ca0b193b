// SPDX-License-Identifier: Apache-2.0
#include "desktop/application.hpp"
#include "desktop/folders.hpp"

#include <glib.h>
#include <sys/stat.h>

int main(int argc, char** argv) {
    // Books, cookies and logs are for who runs the program and nobody else; so is what is
    // downloaded.
    ::umask(S_IRWXG | S_IRWXO);
    // Must stand before GTK starts: without a graphics card WebKit's fast path shows an empty
    // window.
    if (!arus::desktop::has_render_node()) {
        g_setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1", FALSE);
    }
    arus::desktop::Application application;
    return application.run(argc, argv);
}
