// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { closure, precachedFiles, weighClient } from "./budget.js";

const bundle = {
    "index.html": { file: "a/index.js", isEntry: true, imports: ["_vendor"], css: ["a/index.css"] },
    _vendor: { file: "a/vendor.js" },
    "src/quick.tsx": { file: "a/quick.js", isDynamicEntry: true, imports: ["_field", "_vendor"] },
    _field: { file: "a/field.js", css: ["a/field.css"] },
    "src/list.tsx": { file: "a/list.js", isDynamicEntry: true, imports: ["_vendor"] },
};
const weights = {
    "a/index.js": 10,
    "a/vendor.js": 100,
    "a/index.css": 5,
    "a/quick.js": 7,
    "a/field.js": 20,
    "a/field.css": 2,
    "a/list.js": 40,
};
/** @param {string} file */
const weigh = (file) => weights[/** @type {keyof typeof weights} */ (file)];
const worker = `precache([{"revision":null,"url":"a/index.js"},{url:"a/list.js",revision:"x"}])`;

describe("budget", () => {
    it("counts a chunk shared by two routes once", () => {
        const { scripts, css } = closure(bundle, ["index.html", "src/quick.tsx"]);
        expect([...scripts].sort()).toEqual([
            "a/field.js",
            "a/index.js",
            "a/quick.js",
            "a/vendor.js",
        ]);
        expect([...css].sort()).toEqual(["a/field.css", "a/index.css"]);
    });

    it("weighs entry, quick entry, heaviest lazy chunk and precache", () => {
        expect(weighClient(bundle, worker, weigh, "src/quick.tsx")).toEqual({
            entryScript: 110,
            entryCss: 5,
            quickEntry: 144,
            lazyChunk: 40,
            lazyChunkFile: "a/list.js",
            precache: 50,
        });
    });

    it("fails loudly when the quick-entry route or the precache list is not found", () => {
        expect(() => weighClient(bundle, worker, weigh, "src/gone.tsx")).toThrow(/no chunk/);
        expect(() => weighClient(bundle, "precache([])", weigh, "src/quick.tsx")).toThrow(
            /precaches nothing/,
        );
        expect(precachedFiles(`{url:"x.js"},{url:"x.js"}`)).toEqual(["x.js"]);
    });
});
