// SPDX-License-Identifier: Apache-2.0
//
// contracts/openapi.yaml -> src/shared/api/generated/schema.d.ts
//
//   node scripts/generate-api.js           writes the types
//   node scripts/generate-api.js --check   exits 1 when the file is not what the contract gives

import { mkdir, readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const contract = new URL("../../contracts/openapi.yaml", import.meta.url);
const target = new URL("../src/shared/api/generated/schema.d.ts", import.meta.url);

const header = `// SPDX-License-Identifier: Apache-2.0
// Generated from contracts/openapi.yaml by \`npm run generate\`. Do not edit.
`;

const ast = await openapiTS(contract, { alphabetize: false, emptyObjectsUnknown: true });
const text = `${header}\n${astToString(ast)}`;

if (process.argv.includes("--check")) {
    const current = await readFile(target, "utf8").catch(() => "");
    if (current !== text) {
        console.error("the generated types are not current: run `npm run generate`");
        process.exit(1);
    }
    console.log("generated types are current");
} else {
    await mkdir(new URL(".", target), { recursive: true });
    await writeFile(target, text);
    console.log("wrote src/shared/api/generated/schema.d.ts");
}
