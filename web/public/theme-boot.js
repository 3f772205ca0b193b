// SPDX-License-Identifier: Apache-2.0
// Runs before the first paint so that a dark screen never flashes white. Same rule as shared/theme/theme.ts.
(function () {
    var choice = null;
    try {
        choice = localStorage.getItem("arus.theme");
    } catch (error) {
        choice = null;
    }
    var dark =
        choice === "dark" ||
        (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    var meta = document.querySelector('meta[name="theme-color"]');
    if (meta) {
        meta.setAttribute("content", dark ? "#0d0f13" : "#f6f6f4");
    }
})();
