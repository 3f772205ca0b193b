// SPDX-License-Identifier: Apache-2.0
// Counts what the suites of `./dev test` reported and prints one table, the names of the failed
// tests and the line `N passed, N failed`. Exit code 0 only if every suite ran at least one test,
// ended with code 0 and failed none; with CI=true a skipped test is a failure too.
//
//   node tools/dev/summary.mjs build/test-results/suites.tsv
//   node tools/dev/summary.mjs --unsteady <vitest report>   the files that may be run once more
//
// A line of that file: name, format, report, exit code, microseconds and, where files were run once
// more, the report of that, separated by tabs. Formats:
//   junit    what ctest --output-junit and node --test write
//   vitest   what vitest's JSON reporter writes
//   gate     no report: one check that holds or does not (a linter, a build). It counts as one
//            failed when it fails, and as nothing when it holds.
//
// Servers, browsers and brokers on a machine of two busy cores miss a deadline now and then. A test
// that fails is run once more with its file; if it passes, the suite holds and the test is named as
// unsteady, with what it said. Never run again: anything that says that a guarantee broke (a
// transaction lost, doubled or out of order), and everything where more than three files failed.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const filesAgainMax = 3;

/** What the tests say when the ledger broke a promise; see tests/service/support/posters.ts. */
const guarantee = /guarantee broken/i;

/** `{passed, failed, skipped, failures: [name]}` of one JUnit report; cases may be nested. */
export function countJunit(text) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  if (!/<testsuites?\b/.test(text)) throw new Error("no JUnit report");
  const tag = /<testcase\b([^>]*?)(\/?)>/g;
  for (let match = tag.exec(text); match; match = tag.exec(text)) {
    const attributes = match[1];
    let body = "";
    if (match[2] === "") {
      const end = text.indexOf("</testcase>", tag.lastIndex);
      if (end < 0) throw new Error("a JUnit report that was cut off");
      body = text.slice(tag.lastIndex, end);
    }
    const status = /\bstatus="([^"]*)"/.exec(attributes)?.[1] ?? "run";
    if (/<(failure|error)\b/.test(body) || status === "fail") {
      counts.failed += 1;
      counts.failures.push(unescapeXml(/\bname="([^"]*)"/.exec(attributes)?.[1] ?? "(unnamed)"));
    } else if (/<skipped\b/.test(body) || status === "notrun" || status === "disabled") {
      counts.skipped += 1;
    } else {
      counts.passed += 1;
    }
  }
  return counts;
}

function unescapeXml(text) {
  const named = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => named[name]);
}

function parseVitest(text) {
  const report = JSON.parse(text);
  if (!Array.isArray(report.testResults)) throw new Error("no vitest report");
  return report;
}

const hasFailed = (file) =>
  file.status === "failed" || file.assertionResults.some(({ status }) => status === "failed");

/** The first line of what a failed test said, at most 200 characters. */
function said(test) {
  const line = (test.failureMessages?.[0] ?? "").split("\n", 1)[0].trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** The files of a vitest report that may be run once more; none where that is not allowed. */
export function unsteadyFiles(text) {
  const failed = parseVitest(text).testResults.filter(hasFailed);
  const broken = failed.some((file) =>
    [file.message, ...file.assertionResults.flatMap((test) => test.failureMessages ?? [])].some(
      (message) => guarantee.test(message ?? ""),
    ),
  );
  return broken || failed.length > filesAgainMax ? [] : failed.map(({ name }) => name);
}

/** What failed in the report and passed when its file was run once more: `file: test: what it said`. */
export function unsteadyTests(text, again) {
  const second = new Map(parseVitest(again).testResults.map((file) => [file.name, file]));
  return parseVitest(text)
    .testResults.filter((file) => hasFailed(file) && second.has(file.name) && !hasFailed(second.get(file.name)))
    .flatMap((file) => {
      const failed = file.assertionResults.filter(({ status }) => status === "failed");
      if (failed.length === 0) return [`${file.name}: ${file.message}`];
      return failed.map((test) => `${file.name}: ${test.fullName}: ${said(test)}`);
    });
}

/** The same of vitest's JSON report. A file that did not load counts as one failed test. */
export function countVitest(text) {
  const report = parseVitest(text);
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const file of report.testResults) {
    const failedBefore = counts.failed;
    for (const test of file.assertionResults) {
      if (test.status === "passed") counts.passed += 1;
      else if (test.status === "failed") {
        counts.failed += 1;
        counts.failures.push([file.name, test.fullName, said(test)].filter(Boolean).join(": "));
      } else counts.skipped += 1;
    }
    if (file.status === "failed" && counts.failed === failedBefore) {
      counts.failed += 1;
      counts.failures.push(`${file.name}: ${file.message || "did not load"}`);
    }
  }
  return counts;
}

const counters = { junit: countJunit, vitest: countVitest };

/** The suite's report, in which files that were run once more stand as they ended then. */
function withSecondRun(suite, read, unsteady) {
  const text = read(suite.report);
  if (suite.again === undefined) return text;
  const again = read(suite.again);
  unsteady.push(...unsteadyTests(text, again));
  const second = new Map(parseVitest(again).testResults.map((file) => [file.name, file]));
  const report = parseVitest(text);
  report.testResults = report.testResults.map((file) => second.get(file.name) ?? file);
  return JSON.stringify(report);
}

/** What one suite amounts to. `read` turns the report's path into its text. */
export function judgeSuite(suite, read, inCi) {
  const row = { name: suite.name, passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [], us: suite.us };
  const blame = (reason) => {
    row.failed += 1;
    row.failures.push(reason);
  };
  if (suite.format === "gate") {
    row.gate = true;
    if (suite.exitCode !== 0) blame(`ended with exit code ${suite.exitCode}`);
    return row;
  }
  try {
    Object.assign(row, counters[suite.format](withSecondRun(suite, read, row.unsteady)));
  } catch (error) {
    blame(`left no report that can be read (exit code ${suite.exitCode}): ${error.message}`);
    return row;
  }
  if (row.passed + row.failed + row.skipped === 0) blame("ran no test");
  if (suite.exitCode !== 0 && row.failed === 0) blame(`ended with exit code ${suite.exitCode}`);
  if (inCi && row.skipped > 0) blame(`skipped ${row.skipped} tests, which CI=true does not allow`);
  return row;
}

/** The suites noted in the file that `./dev test` writes. */
export function parseSuites(text) {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [name, format, report, exitCode, us, again] = line.split("\t");
      if (format !== "gate" && !(format in counters)) throw new Error(`unknown format: ${line}`);
      const suite = { name, format, report, exitCode: Number(exitCode), us: Number(us) };
      return again ? { ...suite, again } : suite;
    });
}

/** `{text, ok}`: the whole summary. No suite at all is a failure. */
export function summarise(rows) {
  const total = { passed: 0, failed: 0, skipped: 0, us: 0 };
  const lines = [["suite", "passed", "failed", "skipped", "time"]];
  for (const row of rows) {
    for (const key of Object.keys(total)) total[key] += row[key];
    const cells = row.gate
      ? [row.failed === 0 ? "ok" : "-", row.failed === 0 ? "-" : "failed", "-"]
      : [row.passed, row.failed, row.skipped];
    lines.push([row.name, ...cells.map(String), duration(row.us)]);
  }
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const drawn = lines.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  "),
  );
  drawn.splice(1, 0, "-".repeat(drawn[0].length));
  const blamed = rows.flatMap((row) => row.failures.map((name) => `  ${row.name}: ${name}`));
  const unsteady = rows.flatMap((row) => (row.unsteady ?? []).map((name) => `  ${row.name}: ${name}`));
  if (rows.length === 0) {
    total.failed += 1;
    blamed.push("  no suite ran");
  }
  const text = [
    "",
    ...drawn,
    ...(unsteady.length > 0
      ? ["", "unsteady (failed, then passed when run once more; to be mended):", ...unsteady]
      : []),
    ...(blamed.length > 0 ? ["", "failed:", ...blamed] : []),
    "",
    ...(total.skipped > 0 ? [`${total.skipped} skipped`] : []),
    `${total.passed} passed, ${total.failed} failed`,
    "",
  ].join("\n");
  return { text, ok: total.failed === 0 };
}

function duration(us) {
  const seconds = us / 1e6;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
}

const isMain = import.meta.url === pathToFileURL(process.argv[1] ?? "").href;
if (isMain && process.argv[2] === "--unsteady") {
  for (const file of unsteadyFiles(readFileSync(process.argv[3], "utf8"))) process.stdout.write(`${file}\n`);
} else if (isMain) {
  const suites = parseSuites(readFileSync(process.argv[2], "utf8"));
  const inCi = process.env.CI === "true";
  const rows = suites.map((suite) => judgeSuite(suite, (path) => readFileSync(path, "utf8"), inCi));
  const { text, ok } = summarise(rows);
  process.stdout.write(text);
  process.exitCode = ok ? 0 : 1;
}
