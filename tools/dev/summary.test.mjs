// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  countJunit,
  countVitest,
  judgeSuite,
  parseSuites,
  summarise,
  unsteadyFiles,
} from "./summary.mjs";

const ctest = `<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="(empty)" tests="4" failures="1" disabled="1" skipped="1">
  <testcase name="Money.adds" classname="Money.adds" time="0.01" status="run">
    <system-out>a &lt;failure&gt; that is only text</system-out>
  </testcase>
  <testcase name="Money.refuses &quot;1,5&quot;" classname="x" time="0.01" status="fail">
    <failure message=""/>
    <system-out>expected 1</system-out>
  </testcase>
  <testcase name="Store.mysql" classname="x" time="0" status="notrun">
    <skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>
  </testcase>
  <testcase name="Store.later" classname="x" time="0" status="disabled"/>
</testsuite>`;

test("counts passed, failed, skipped and disabled cases of ctest", () => {
  assert.deepEqual(countJunit(ctest), {
    passed: 1,
    failed: 1,
    skipped: 2,
    failures: ['Money.refuses "1,5"'],
  });
});

test("refuses a JUnit report that is empty or cut off", () => {
  assert.throws(() => countJunit(""), /no JUnit report/);
  assert.throws(() => countJunit(ctest.slice(0, 260)), /cut off/);
});

test("counts a vitest file that did not load as one failure", () => {
  const report = {
    testResults: [
      {
        name: "a.test.ts",
        status: "failed",
        message: "",
        assertionResults: [
          { status: "passed", fullName: "one" },
          { status: "failed", fullName: "two" },
          { status: "skipped", fullName: "three" },
        ],
      },
      { name: "b.test.ts", status: "failed", message: "syntax", assertionResults: [] },
    ],
  };
  assert.deepEqual(countVitest(JSON.stringify(report)), {
    passed: 1,
    failed: 2,
    skipped: 1,
    failures: ["a.test.ts: two", "b.test.ts: syntax"],
  });
});

const suite = (changes) => ({
  name: "unit",
  format: "junit",
  report: "r.xml",
  exitCode: 0,
  us: 1_500_000,
  ...changes,
});
const passing = '<testsuite><testcase name="a" status="run"/></testsuite>';

test("a suite that ran no test has failed", () => {
  const row = judgeSuite(suite(), () => "<testsuite></testsuite>", false);
  assert.equal(row.failed, 1);
  assert.match(row.failures[0], /ran no test/);
});

test("a suite without a report has failed", () => {
  const read = () => {
    throw new Error("ENOENT");
  };
  assert.equal(judgeSuite(suite({ exitCode: 139 }), read, false).failed, 1);
});

test("a suite whose runner failed has failed although every test passed", () => {
  const row = judgeSuite(suite({ exitCode: 8 }), () => passing, false);
  assert.deepEqual([row.passed, row.failed], [1, 1]);
});

test("a skipped test fails the suite in CI only", () => {
  const skipped = '<testsuite><testcase name="a"><skipped/></testcase></testsuite>';
  assert.equal(judgeSuite(suite(), () => skipped, false).failed, 0);
  assert.equal(judgeSuite(suite(), () => skipped, true).failed, 1);
});

test("a gate counts only when it fails", () => {
  const gate = (exitCode) => judgeSuite(suite({ format: "gate", exitCode }), () => "", false);
  assert.deepEqual([gate(0).passed, gate(0).failed], [0, 0]);
  assert.equal(gate(1).failed, 1);
});

test("the summary ends with the plain line and adds every suite", () => {
  const rows = [
    judgeSuite(suite(), () => passing, false),
    judgeSuite(suite({ name: "web" }), () => ctest, false),
  ];
  const { text, ok } = summarise(rows);
  assert.match(text, /\n2 passed, 1 failed\n$/);
  assert.match(text, /web: Money\.refuses "1,5"/);
  assert.equal(ok, false);
  assert.equal(summarise(rows.slice(0, 1)).ok, true);
});

test("no suite at all is a failure", () => {
  assert.equal(summarise([]).ok, false);
});

test("reads the suites file and refuses a format it does not know", () => {
  assert.deepEqual(parseSuites("unit\tjunit\tr.xml\t0\t1500000\n"), [suite()]);
  assert.throws(() => parseSuites("unit\ttap\tr\t0\t1\n"), /unknown format/);
});

const vitestFile = (name, ...tests) => ({
  name,
  status: tests.some(([, status]) => status === "failed") ? "failed" : "passed",
  message: "",
  assertionResults: tests.map(([fullName, status, said]) => ({
    fullName,
    status,
    failureMessages: said ? [said] : [],
  })),
});
const vitest = (...files) => JSON.stringify({ testResults: files });
const late = "Error: not within 500 ms: a head\n    at until";

test("a file that failed may be run once more, with its neighbours left alone", () => {
  const report = vitest(
    vitestFile("a", ["one", "passed"]),
    vitestFile("b", ["two", "failed", late], ["three", "passed"]),
  );
  assert.deepEqual(unsteadyFiles(report), ["b"]);
});

test("a broken guarantee is never run again, nor is anything beside it", () => {
  const broken = vitestFile("b", ["two", "failed", "Error: guarantee broken: expected 3 to be 4"]);
  assert.deepEqual(unsteadyFiles(vitest(broken, vitestFile("c", ["x", "failed", late]))), []);
});

test("where more than three files failed none is run again", () => {
  const failed = ["a", "b", "c", "d"].map((name) => vitestFile(name, ["x", "failed", late]));
  assert.equal(unsteadyFiles(vitest(...failed.slice(1))).length, 3);
  assert.deepEqual(unsteadyFiles(vitest(...failed)), []);
});

test("what passes the second time counts as passed and is named as unsteady", () => {
  const reports = {
    first: vitest(
      vitestFile("a", ["one", "passed"]),
      vitestFile("b", ["two", "failed", late], ["three", "passed"]),
    ),
    second: vitest(vitestFile("b", ["two", "passed"], ["three", "passed"])),
  };
  const twice = suite({ name: "service", format: "vitest", report: "first", again: "second" });
  const row = judgeSuite(twice, (path) => reports[path], false);
  assert.deepEqual([row.passed, row.failed], [3, 0]);
  const { text, ok } = summarise([row]);
  assert.match(text, /unsteady .*\n  service: b: two: Error: not within 500 ms: a head\n/);
  assert.equal(ok, true);
});

test("what fails again has failed, and says why", () => {
  const failing = vitest(vitestFile("b", ["two", "failed", late]));
  const twice = suite({ format: "vitest", again: "second", exitCode: 1 });
  const row = judgeSuite(twice, () => failing, false);
  assert.deepEqual([row.failed, row.unsteady], [1, []]);
  assert.match(row.failures[0], /^b: two: Error: not within 500 ms/);
});
