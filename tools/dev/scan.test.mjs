// SPDX-License-Identifier: Apache-2.0
// What counts as a finding of `./dev scan`: lines as sqlmap 1.7 and wapiti 3.0 wrote them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { judgeSqlmap, judgeWapiti } from "./scan/report.mjs";

const head = "Target URL,Place,Parameter,Technique(s),Note(s)\n";
const target = (number, lines) => `[${number}/2] URL:\nGET https://127.0.0.1:1/x?q=1\n${lines.join("\n")}\n`;
const tried = [
  "[17:01:09] [INFO] testing for SQL injection on GET parameter 'q'",
  "[17:01:10] [WARNING] GET parameter 'q' does not seem to be injectable",
  "[17:01:10] [ERROR] all tested parameters do not appear to be injectable. Try more, skipping to the next target",
];
const end = "\n[*] ending @ 17:01:12 /2026-11-22/\n";

test("sqlmap that attacked everything and found nothing", () => {
  const judged = judgeSqlmap(head, target(1, tried) + target(2, tried) + end, 2);
  assert.deepEqual(judged, { findings: [], faults: [], attacked: 2, parts: 2 });
});

test("a line of sqlmap's CSV is a finding, and so is one that only its log has", () => {
  const csv = `${head}https://127.0.0.1:1/x?q=1,GET,q,BU,\n`;
  const said = [tried[0], "GET parameter 'q' is vulnerable. Do you want to keep testing the others (if any)? [y/N] N"];
  const log = target(1, said) + target(2, tried) + end;
  assert.deepEqual(judgeSqlmap(csv, log, 2).findings, ["sqlmap: https://127.0.0.1:1/x?q=1,GET,q,BU,"]);
  assert.equal(judgeSqlmap(head, log, 2).findings.length, 1);
});

test("sqlmap that left something out is no proof", () => {
  const lost = ["[17:01:09] [ERROR] can't establish SSL connection, skipping to the next target"];
  const skipped = judgeSqlmap(head, target(1, tried) + target(2, lost) + end, 2);
  assert.equal(skipped.faults.length, 2, skipped.faults.join("; "));
  assert.equal(judgeSqlmap(head, target(1, tried) + target(2, tried), 2).faults.length, 1); // cut off
  assert.ok(judgeSqlmap("", "", 2).faults.length > 0);
});

const finding = (info) => ({ method: "GET", path: "/", info });
const report = (vulnerabilities, anomalies = {}) => ({ vulnerabilities, anomalies });

test("findings of wapiti, and an error 500", () => {
  const anomalies = { "Internal Server Error": [finding("500")] };
  const found = report({ "Cross Site Scripting": [finding("XSS")], "SQL Injection": [] }, anomalies);
  assert.equal(judgeWapiti(found, "").findings.length, 2);
  assert.equal(judgeWapiti(report({ "SQL Injection": [] }), "").findings.length, 0);
});

test("an old header is no finding where the policy says the same", () => {
  const absent = ["X-Frame-Options is not set", "X-XSS-Protection is not set"];
  const found = report({ "HTTP Secure Headers": absent.map(finding) });
  assert.equal(judgeWapiti(found, "script-src 'self'; frame-ancestors 'none'").findings.length, 0);
  assert.equal(judgeWapiti(found, "script-src 'self' 'unsafe-inline'").findings.length, 2);
  assert.equal(judgeWapiti(found, "").findings.length, 2);
});
