// SPDX-License-Identifier: Apache-2.0

import { fileURLToPath } from "node:url";
import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { fileNameRule } from "./eslint/file-name-rule.js";
import { layersRule } from "./eslint/layers-rule.js";

const src = fileURLToPath(new URL("./src", import.meta.url));
const root = fileURLToPath(new URL(".", import.meta.url));

/** Named exports, no barrels, no enums, one place that formats money. */
const restrictedSyntax = [
    { selector: "ExportDefaultDeclaration", message: "named exports only" },
    { selector: "ExportAllDeclaration", message: "no barrels: import the file you need" },
    {
        selector: "ExportNamedDeclaration[source]",
        message: "no barrels: import the file you need",
    },
    { selector: "TSEnumDeclaration", message: "no enum: use a union of literals" },
];

const moneySyntax = [
    {
        selector: "MemberExpression[object.name='Intl'][property.name='NumberFormat']",
        message: "only shared/money formats amounts (counts: shared/i18n/numbers)",
    },
    {
        selector: "CallExpression[callee.name=/^(parseFloat|parseInt)$/]",
        message: "amounts are never JavaScript numbers; for others use Number()",
    },
];

export default defineConfig(
    { ignores: ["dist", "node_modules", "public", "src/shared/api/generated"] },
    {
        files: ["**/*.{ts,tsx,js}"],
        extends: [js.configs.recommended],
        plugins: { arus: { rules: { layers: layersRule, "file-name": fileNameRule } } },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            "arus/file-name": "error",
            eqeqeq: "error",
            curly: ["error", "all"],
            "max-lines": ["error", { max: 600 }],
            "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"] }],
        },
    },
    {
        files: ["eslint/**/*.js", "scripts/**/*.js", "*.js"],
        languageOptions: {
            globals: { process: "readonly", console: "readonly", URL: "readonly" },
        },
    },
    {
        files: ["**/*.{ts,tsx}"],
        extends: [tseslint.configs.strictTypeChecked],
        languageOptions: {
            parserOptions: {
                project: ["tsconfig.app.json", "tsconfig.worker.json", "tsconfig.node.json"],
                tsconfigRootDir: root,
            },
        },
        rules: {
            "@typescript-eslint/consistent-type-definitions": ["error", "type"],
            "@typescript-eslint/consistent-type-imports": "error",
            "@typescript-eslint/no-explicit-any": "error",
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            // It takes a branded bigint (an amount) for something that cannot be negated.
            "@typescript-eslint/no-unsafe-unary-minus": "off",
            "@typescript-eslint/no-confusing-void-expression": [
                "error",
                { ignoreArrowShorthand: true },
            ],
            "@typescript-eslint/switch-exhaustiveness-check": [
                "error",
                { considerDefaultExhaustiveForUnions: true },
            ],
        },
    },
    {
        files: ["src/**/*.{ts,tsx}"],
        rules: {
            "arus/layers": ["error", { src }],
            "no-restricted-syntax": ["error", ...restrictedSyntax, ...moneySyntax],
            "no-console": "error",
        },
    },
    {
        files: ["src/shared/money/**", "src/shared/i18n/**"],
        rules: { "no-restricted-syntax": ["error", ...restrictedSyntax] },
    },
    {
        files: ["src/**/*.tsx"],
        ignores: ["src/**/*.test.tsx"],
        plugins: { "react-hooks": /** @type {any} */ (reactHooks) },
        rules: {
            // The plugin's other rules prepare code for React's compiler, which this build does not
            // use.
            "react-hooks/rules-of-hooks": "error",
            "react-hooks/exhaustive-deps": "error",
            "react-hooks/set-state-in-render": "error",
            "react-hooks/static-components": "error",
            "max-lines": ["error", { max: 200, skipBlankLines: true, skipComments: true }],
        },
    },
    {
        files: ["src/shared/{api,money,sync,i18n}/**", "eslint/**", "scripts/**"],
        rules: { "max-len": ["error", { code: 100 }] },
    },
    {
        // The router's types are registered by declaration merging, which only an interface can do.
        files: ["src/app/router.tsx"],
        rules: { "@typescript-eslint/consistent-type-definitions": "off" },
    },
    {
        // The socket and the outbox run under Node as well: what a browser has is handed in.
        files: ["src/shared/sync/**/*.ts"],
        ignores: ["src/shared/sync/browser-link.ts", "src/shared/sync/**/*.test.ts"],
        rules: {
            "no-restricted-globals": [
                "error",
                "window",
                "document",
                "navigator",
                "localStorage",
                "sessionStorage",
                "location",
                "WebSocket",
                "fetch",
            ],
        },
    },
    {
        files: ["src/**/*.test.{ts,tsx}", "src/**/*.fixture.ts"],
        rules: {
            "@typescript-eslint/no-non-null-assertion": "off",
            "@typescript-eslint/unbound-method": "off",
        },
    },
);
