// SPDX-License-Identifier: Apache-2.0
// What the scanners of the verb `scan` found:  node report.mjs <folder>
// Exit code 0 only if both have attacked what they were given to the end and found nothing.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** Findings that are none here: [wapiti's words, where they hold, why]. `csp` is the page's Content-Security-Policy. */
const accepted = [
  {
    info: /^X-Frame-Options is not set$/,
    when: (csp) => /frame-ancestors 'none'/.test(csp),
    why: "frame-ancestors 'none' says it, and browsers that know it read nothing else",
  },
  {
    info: /^X-XSS-Protection is not set$/,
    when: (csp) => /script-src 'self'(;|$)/.test(csp),
    why: "browsers have dropped the filter it turned on, which was a hole itself; script-src 'self' does its work",
  },
];

/** Of sqlmap: its CSV of findings, one line each below the head, and what it said. */
export function judgeSqlmap(csv, log, requests) {
  // Its own check of a suspicion did not hold.
  const doubted = /,false positive or unexploitable\s*$/;
  const findings = csv.trim().split("\n").slice(1).filter((line) => line !== "" && !doubted.test(line));
  const faults = [];
  for (const [line] of log.matchAll(/^.*(?: is vulnerable| identified the following injection point).*$/gm)) {
    if (csv.trim().split("\n").length < 2) findings.push(line);
  }
  const targets = log.split(/^\[\d+\/\d+\] URL:$/m).slice(1);
  const attacked = targets.filter((text) => / \[INFO\] testing for SQL injection on /.test(text)).length;
  for (const text of targets) {
    const line = / \[\w+\] (?!all tested parameters do not appear).*skipping to the next target/.exec(text)?.[0];
    if (line !== undefined) faults.push(`sqlmap:${line} (${text.trim().split("\n")[0]})`);
  }
  if (attacked !== requests) faults.push(`sqlmap: ${attacked} of ${requests} requests were attacked`);
  const parts = (log.match(/ parameter '.*' does not seem to be injectable/g) ?? []).length;
  if (parts === 0 && findings.length === 0) faults.push("sqlmap: it has not attacked a single parameter");
  if (!/ending @ /.test(log)) faults.push("sqlmap: it did not come to its end");
  return { findings: findings.map((line) => `sqlmap: ${line}`), faults, attacked, parts };
}

/** Of wapiti: its JSON report. */
export function judgeWapiti(report, csp) {
  const findings = [];
  const waived = [];
  for (const list of ["vulnerabilities", "anomalies"]) {
    for (const [category, found] of Object.entries(report[list])) {
      for (const one of found) {
        const reason = accepted.find(({ info, when }) => info.test(one.info) && when(csp));
        const text = `wapiti: ${category}: ${one.method} ${one.path}: ${one.info}`;
        if (reason === undefined) findings.push(text);
        else waived.push(`${one.info}: ${reason.why}`);
      }
    }
  }
  return { findings, waived, faults: [] };
}

function main(folder) {
  const read = (name) => (existsSync(resolve(folder, name)) ? readFileSync(resolve(folder, name), "utf8") : "");
  const requests = read("requests.txt").match(/^[A-Z]+ \S+ HTTP\/1\.1$/gm).length;
  const sqlmap = judgeSqlmap(read("sqlmap.csv"), read("sqlmap.log"), requests);
  const csp = /^content-security-policy: (.*)$/im.exec(read("page.head"))?.[1].trim() ?? "";
  const text = read("wapiti.json");
  const none = { findings: [], waived: [], faults: ["wapiti: it left no report"] };
  const wapiti = text === "" ? none : judgeWapiti(JSON.parse(text), csp);
  const log = read("wapiti.log");
  const ran = (log.match(/^\[\*\] Launching module \w+$/gm) ?? []).length;
  const wanted = read("modules").trim().split(",").length;
  if (ran !== wanted) wapiti.faults.push(`wapiti: ${ran} of ${wanted} modules were run`);
  for (const line of log.match(/^\[!\] .*$/gm) ?? []) wapiti.faults.push(`wapiti: ${line}`);

  const { attacked, parts } = sqlmap;
  console.log(`      sqlmap: ${attacked} requests attacked at ${parts} places, ${sqlmap.findings.length} findings`);
  console.log(`      wapiti: ${ran} modules, ${wapiti.findings.length} findings`);
  for (const line of wapiti.waived) console.log(`      no finding: ${line}`);
  const bad = [...sqlmap.findings, ...wapiti.findings, ...new Set([...sqlmap.faults, ...wapiti.faults])];
  for (const line of bad) console.log(`      ${line}`);
  if (bad.length > 0) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv[2]);
