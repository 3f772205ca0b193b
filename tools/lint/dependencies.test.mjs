// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkDependencies, debianPackages, npmPackages } from "./dependencies.mjs";

const script = "# text (not this)\npackages_server=(\n    cmake g++\n    mold\n)\npackages_test=(x)\n";

test("reads the packages of every array", () => {
  assert.deepEqual(debianPackages(script), ["cmake", "g++", "mold", "x"]);
  assert.deepEqual(npmPackages('{"dependencies": {"a": "1"}, "devDependencies": {"@b/c": "2"}}'), [
    "a",
    "@b/c",
  ]);
});

test("names what the document does not", () => {
  const files = {
    "tools/dev/packages.sh": script,
    "docs/dependencies.md": "| `cmake` `g++` | builds |\n| `mold`, `a` | links |\n",
    "web/package.json": '{"dependencies": {"a": "1", "b": "1"}}',
  };
  const findings = checkDependencies(
    (path) => files[path],
    (path) => path in files,
  );
  assert.equal(findings.length, 2);
  assert.match(findings[0], /^tools\/dev\/packages\.sh:1: x /);
  assert.match(findings[1], /^web\/package\.json:1: b /);
});
