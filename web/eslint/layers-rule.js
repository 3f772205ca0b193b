// SPDX-License-Identifier: Apache-2.0
//
// app -> features -> shared: the client's import rule.
//
//   from \ to    app   features/a   features/b   shared   worker
//   app           +        +            +           +        -
//   features/a    -        +            -           +        -
//   shared        -        -            -           +        -
//   worker        -        -            -           +        +
//
// src/main.tsx counts as app. It looks at every way to name a module: import, export from,
// import(), import types, vi.mock-like calls excepted. `@/` is src/.

import path from "node:path";

/**
 * The layer and, in features, the name of the feature that a file under src/ belongs to.
 * @param {string} file path relative to src/, with "/"
 * @returns {{ layer: string, feature: string } | null} null for what is outside the layers
 */
export function layerOf(file) {
    const parts = file.split("/");
    const layer = parts[0] ?? "";
    if (parts.length === 1) {
        return { layer: "app", feature: "" };
    }
    if (layer === "features") {
        return { layer, feature: (parts[1] ?? "").replace(/\.[a-z]+$/, "") };
    }
    return ["app", "shared", "worker"].includes(layer) ? { layer, feature: "" } : null;
}

/**
 * Why `from` must not import `to`, or null when it may.
 * @param {string} from path relative to src/
 * @param {string} to path relative to src/
 * @returns {string | null}
 */
export function forbiddenImport(from, to) {
    const source = layerOf(from);
    const target = layerOf(to);
    if (source === null || target === null) {
        return "imports stay within app, features, shared and worker";
    }
    if (target.layer === "shared" || (source.layer === "app" && target.layer !== "worker")) {
        return null;
    }
    if (source.layer === "features" && target.layer === "features") {
        return source.feature === target.feature
            ? null
            : `feature "${source.feature}" must not import feature "${target.feature}"`;
    }
    return source.layer === target.layer
        ? null
        : `${source.layer} must not import ${target.layer}`;
}

/** @type {import("eslint").Rule.RuleModule} */
export const layersRule = {
    meta: {
        type: "problem",
        schema: [
            {
                type: "object",
                properties: { src: { type: "string" } },
                additionalProperties: false,
            },
        ],
        messages: { forbidden: "{{reason}}" },
    },
    create(context) {
        const src = String(context.options[0]?.src);
        const from = path.relative(src, context.filename).replaceAll(path.sep, "/");

        /** @param {any} node the node that holds the specifier's literal */
        function check(node) {
            const specifier = node?.value;
            if (typeof specifier !== "string") {
                return;
            }
            const target = specifier.startsWith("@/")
                ? specifier.slice(2)
                : specifier.startsWith(".")
                  ? path.posix.join(path.posix.dirname(from), specifier)
                  : null;
            // Packages are free; what leaves src/ (assets beside it, contracts) is not.
            if (target === null) {
                return;
            }
            const reason = target.startsWith("../")
                ? "imports stay under src/"
                : forbiddenImport(from, target);
            if (reason !== null) {
                context.report({ node, messageId: "forbidden", data: { reason } });
            }
        }

        return {
            ImportDeclaration: (node) => check(node.source),
            ExportNamedDeclaration: (node) => check(node.source),
            ExportAllDeclaration: (node) => check(node.source),
            ImportExpression: (node) => check(node.source),
            /** @param {any} node */
            TSImportType(node) {
                check(node.source ?? node.argument?.literal);
            },
        };
    },
};
