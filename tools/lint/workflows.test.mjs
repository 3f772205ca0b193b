// SPDX-License-Identifier: Apache-2.0
// The workflows run the verbs that ./dev has, and files that are there.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = resolve(root, ".github/workflows");
const read = (path) => readFileSync(resolve(root, path), "utf8");

/** Verbs of the `case` in ./dev, and the flags and parts that its help names for each. */
function verbs() {
  const found = new Set();
  for (const [, names] of read("dev").matchAll(/^ {4}([a-z| -]+)\) /gm)) {
    for (const name of names.split("|")) found.add(name.trim());
  }
  return found;
}

/** What stands after `./dev` in a workflow, a matrix's values put in. */
function calls(text) {
  const found = [];
  for (const [, words] of text.matchAll(/run:.*?\.\/dev ([^\n#]+)/g)) {
    const variable = /\$\{\{ matrix\.(\w+) \}\}/.exec(words);
    if (variable === null) found.push(words.trim());
    else {
      const values = new RegExp(`^ +${variable[1]}: \\[(.*)\\]$`, "m").exec(text);
      assert.ok(values, `no matrix of ${variable[1]}`);
      for (const value of values[1].split(",")) {
        found.push(words.replace(variable[0], value.trim().replaceAll('"', "")).trim());
      }
    }
  }
  return found;
}

const workflows = readdirSync(folder).filter((name) => name.endsWith(".yml"));

test("workflows call verbs that ./dev has", () => {
  const known = verbs();
  assert.ok(known.has("docker") && known.has("test"), [...known].join(" "));
  const help = read("dev");
  const all = workflows.flatMap((name) => calls(readFileSync(resolve(folder, name), "utf8")));
  assert.ok(all.length >= 8, all.join("; "));
  for (const call of all) {
    const [verb, ...words] = call.split(" ");
    assert.ok(known.has(verb), `./dev ${call}`);
    for (const word of words) assert.ok(help.includes(word), `./dev ${call}: the help does not know ${word}`);
  }
  for (const verb of ["lint", "test", "docker", "deb", "build"]) {
    assert.ok(all.some((call) => call.split(" ")[0] === verb), `no workflow runs ./dev ${verb}`);
  }
});

test("files that workflows name are there", () => {
  for (const name of workflows) {
    const text = readFileSync(resolve(folder, name), "utf8");
    for (const [, path] of text.matchAll(/(?<![\w/])(deploy\/[\w./-]+)/g)) {
      assert.ok(existsSync(resolve(root, path)), `${name}: ${path}`);
    }
  }
});

test("no workflow may do more than it says", () => {
  for (const name of workflows) {
    const text = readFileSync(resolve(folder, name), "utf8");
    assert.match(text, /^permissions:\n {2}contents: read$/m, name);
    assert.doesNotMatch(text, /pull_request_target/, name);
    const jobs = text.slice(text.indexOf("\njobs:")).matchAll(/^ {2}(\w+):\n([\s\S]*?)(?=^ {2}\w+:\n|(?![\s\S]))/gm);
    for (const [, job, body] of jobs) assert.match(body, /timeout-minutes: \d+/, `${name}: ${job}`);
  }
});
