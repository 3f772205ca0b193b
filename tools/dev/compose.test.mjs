// SPDX-License-Identifier: Apache-2.0
// What compose.yaml and compose.embedded.yaml say of memory: a file in a container's /tmp is a part of it, so what others may fill
// must stay well below the limit, and hold what a server takes at a time.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

const units = { m: 1, g: 1024 };
const mebibytes = (text) => Number(text.slice(0, -1)) * units[text.slice(-1).toLowerCase()];

/** Of each service: its lines, the sum of its folders in memory, and its limit where it has one; in MiB. */
function services(name) {
  const text = readFileSync(resolve(root, name), "utf8");
  const found = new Map();
  const all = /^services:\n([\s\S]*?)(?=^\w|(?![\s\S]))/m.exec(text)[1];
  for (const [, service, lines] of all.matchAll(/^ {2}([a-z]+):\n((?: {4}.*\n|\n| {2}#.*\n)*)/gm)) {
    const folders = [...lines.matchAll(/:mode=1777,size=(\d+[mg])/g)].map(([, size]) => mebibytes(size));
    const limit = /memory: "?(?:\$\{\w+:-)?(\d+[MG])/.exec(lines)?.[1];
    found.set(service, { lines, folders: folders.reduce((sum, size) => sum + size, 0), limit: limit && mebibytes(limit) });
  }
  return found;
}

const stack = services("compose.yaml");
const embedded = services("compose.embedded.yaml");

test("files in memory leave at least half of it to the program", () => {
  let limited = 0;
  for (const [name, { folders, limit }] of [...stack, ...embedded]) {
    if (limit === undefined) continue;
    limited += 1;
    assert.ok(folders > 0 && folders <= limit / 2, `${name}: ${folders} MiB of ${limit}`);
  }
  assert.equal(limited, 7);
});

test("a server's folder holds the files to import that it takes at a time, and as much again", () => {
  for (const { folders } of [stack.get("server"), embedded.get("arus")]) assert.ok(folders >= 2 * 4 * 64);
});

test("setup can work in a folder that somebody else made", () => {
  assert.match(stack.get("setup").lines, /cap_add: \[DAC_OVERRIDE, FOWNER\]/);
});
