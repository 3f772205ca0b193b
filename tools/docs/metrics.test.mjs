// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { dashboard } from "./make-dashboard.mjs";
import { askers, checkMetrics, expressionsOf, namesIn } from "./metrics.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const read = (path) => readFileSync(resolve(root, path), "utf8");

test("the dashboard and the alerts ask only for metrics that servers write", () => {
  assert.deepEqual(checkMetrics(read), []);
  const asked = askers.map((path) => namesIn(expressionsOf(path, read(path))).length);
  assert.ok(Math.min(...asked) > 10, `few names were found: ${asked}`);
});

test("a metric that nobody writes is found, also in a folded expression", () => {
  const broken = (path) =>
    path.endsWith(".yml")
      ? "rules:\n  - alert: A\n    expr: >-\n      sum(arus_nothing_total)\n      > 1\n    for: 5m\n  - expr: arus_none == 0\n"
      : path.endsWith(".json")
        ? '{"panels": [{"targets": [{"expr": "rate(arus_nobody[5m])"}]}]}'
        : '"arus_sockets"';
  assert.deepEqual(
    checkMetrics(broken).map((finding) => finding.split(" ").at(-1)),
    ["arus_nobody", "arus_none", "arus_nothing_total"],
  );
});

test("the dashboard in the repository is the one its maker makes", () => {
  assert.equal(read("deploy/grafana/arus.json"), `${JSON.stringify(dashboard(), null, 2)}\n`);
});
