// SPDX-License-Identifier: Apache-2.0
// The rules of this house that no other tool checks. Prints every finding; exit code 1 if any.
//
//   node tools/lint/main.mjs        from the repository's root

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

import { checkDependencies } from "./dependencies.mjs";
import { checkIncludes, moduleOf } from "./layers.mjs";
import * as text from "./text.mjs";

const readable =
  /(\.(cpp|hpp|h|ts|tsx|mts|js|mjs|cjs|sh|sql|cmake|md|yaml|yml|json|css|html|txt|toml)|(^|\/)(dev|run|\.npmrc|\.clang-[a-z]+))$/;

/** Every file of the repository, new ones too, without what .gitignore names. */
const paths = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
})
  .split("\0")
  .filter((path) => path !== "" && existsSync(path));

const findings = [];
const native = new Map();
for (const path of paths) {
  if (!readable.test(path)) continue;
  const content = readFileSync(path, "utf8");
  findings.push(
    ...text.checkLicence(path, content),
    ...text.checkLater(path, content),
    ...text.checkLength(path, content),
    ...text.checkCode(path, content),
    ...text.checkLinks(path, content, existsSync),
  );
  if (!path.endsWith("package-lock.json")) findings.push(...text.checkHosts(path, content));
  if (/^src\/arus\/.*\.(cpp|hpp|h)$/.test(path)) native.set(path.slice("src/arus/".length), content);
}

findings.push(...checkIncludes(native).map((finding) => `src/arus/${finding}`));

const modules = new Set([...native.keys()].map(moduleOf).filter((module) => module !== null));
for (const module of modules) {
  if (!existsSync(`src/arus/${module}/README.md`)) {
    findings.push(`src/arus/${module}:1: every module needs a README.md of one page`);
  }
}

findings.push(...checkDependencies((path) => readFileSync(path, "utf8"), existsSync));

for (const finding of findings) console.log(finding);
if (findings.length > 0) {
  console.error(`${findings.length} findings`);
  process.exitCode = 1;
} else {
  console.log(`${paths.length} files, ${native.size} of them C++ in ${modules.size} modules: all well`);
}
