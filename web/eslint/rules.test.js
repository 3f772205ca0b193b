// SPDX-License-Identifier: Apache-2.0
import { RuleTester } from "eslint";
import tseslint from "typescript-eslint";
import { describe, it } from "vitest";
import { fileNameRule } from "./file-name-rule.js";
import { layersRule } from "./layers-rule.js";

RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({
    languageOptions: { parser: /** @type {any} */ (tseslint.parser), sourceType: "module" },
});
const options = [{ src: "/src" }];
const errors = [{ messageId: "forbidden" }];

/** @param {string} filename @param {string} code */
const layer = (filename, code) => ({ name: `${filename}: ${code}`, filename, code, options });

tester.run("layers", layersRule, {
    valid: [
        layer("/src/app/shell.tsx", `import { Entry } from "@/features/entry/entry";`),
        layer("/src/main.tsx", `import { App } from "./app/app";`),
        layer("/src/features/entry/form.tsx", `import { x } from "./amount-field";`),
        layer("/src/features/entry/form.tsx", `import { x } from "@/shared/money/money";`),
        layer("/src/features/entry/form.tsx", `import { useState } from "react";`),
        layer("/src/shared/api/client.ts", `import type { paths } from "./generated/schema";`),
        layer("/src/worker/service-worker.ts", `import { x } from "../shared/sync/outbox";`),
        layer("/src/app/router.tsx", `const page = () => import("../features/entry/page");`),
    ],
    invalid: [
        { ...layer("/src/features/entry/a.tsx", `import { x } from "../list/b";`), errors },
        { ...layer("/src/features/entry/a.tsx", `import { x } from "@/features/list/b";`), errors },
        { ...layer("/src/features/entry/a.tsx", `export { x } from "../list/b";`), errors },
        { ...layer("/src/features/entry/a.tsx", `export * from "../list/b";`), errors },
        { ...layer("/src/features/entry/a.tsx", `const b = import("../list/b");`), errors },
        { ...layer("/src/features/entry/a.tsx", `type B = import("../list/b").B;`), errors },
        { ...layer("/src/features/entry/a.tsx", `import { x } from "@/app/shell";`), errors },
        { ...layer("/src/shared/api/a.ts", `import { x } from "../../features/list/b";`), errors },
        { ...layer("/src/shared/api/a.ts", `import { x } from "@/main";`), errors },
        { ...layer("/src/worker/a.ts", `import { x } from "@/app/shell";`), errors },
        { ...layer("/src/app/a.ts", `import { x } from "@/worker/service-worker";`), errors },
        { ...layer("/src/shared/api/a.ts", `import x from "../../../contracts/a.json";`), errors },
    ],
});

tester.run("file-name", fileNameRule, {
    valid: [
        { filename: "/src/a/money-view.tsx", code: "" },
        { filename: "/src/a/money.test.ts", code: "" },
        { filename: "/src/a/main.tsx", code: "" },
    ],
    invalid: [
        { filename: "/src/a/MoneyView.tsx", code: "", errors: [{ messageId: "kebab" }] },
        { filename: "/src/a/money_view.ts", code: "", errors: [{ messageId: "kebab" }] },
        { filename: "/src/a/index.ts", code: "", errors: [{ messageId: "barrel" }] },
    ],
});
