// SPDX-License-Identifier: Apache-2.0
// Rules about the text of single files. Each takes a path from the repository's root and the text
// and answers with findings, `["path:line: sentence"]`.

import { withoutComments } from "./layers.mjs";

const lineMax = 600;

const sourceName =
  /(\.(cpp|hpp|h|ts|tsx|mts|js|mjs|cjs|sh|sql|cmake)|(^|\/)CMakeLists\.txt|^dev|^\.ci\/run)$/;
const generated = /(^|\/)generated\//;

/** Every source file opens with its licence: on line 1, or on line 2 after `#!`. */
export function checkLicence(path, text) {
  if (!sourceName.test(path) || generated.test(path)) return [];
  const lines = text.split("\n", 2);
  const line = lines[0].startsWith("#!") ? lines[1] : lines[0];
  if (/SPDX-License-Identifier: Apache-2\.0/.test(line ?? "")) return [];
  return [`${path}:1: must open with the line "SPDX-License-Identifier: Apache-2.0" as a comment`];
}

// Written in pieces, so that this file keeps its own rule.
const dot = "\\.";
const registryHosts = [
  ["registry", "np" + "mjs", "org"],
  ["registry", "yarn" + "pkg", "com"],
  ["(deb|security|snapshot|ftp|archive)", "deb" + "ian", "org"],
  ["(archive|security|ports)", "ubu" + "ntu", "com"],
  ["proxy", "gol" + "ang", "org"],
  ["(files", "python" + "hosted|py" + "pi)", "org"],
  ["(registry-1|index)", "dock" + "er", "io"],
  ["(gh" + "cr|qu" + "ay)", "io"],
].map((parts) => new RegExp(`\\b${parts.join(dot)}\\b`, "i"));

/** No host name of a package registry or mirror: scripts use what the machine is set up for. */
export function checkHosts(path, text) {
  return grep(path, text, (line) => registryHosts.some((host) => host.test(line)), {
    sentence: "names the host of a package registry; use what the machine is set up for",
  });
}

const later = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME"].join("|")})\\b(?!\\(#\\d+\\))`);

/** What is left for later has an issue, written like NAME(#12). */
export function checkLater(path, text) {
  if (!sourceName.test(path) && !/\.(yaml|yml|css)$/.test(path)) return [];
  return grep(path, text, (line) => later.test(line), {
    sentence: "leaves something for later without an issue number; write it like …(#12)",
  });
}

/** A file of src/ that is longer than this wants to be two. */
export function checkLength(path, text) {
  if (!path.startsWith("src/") || !sourceName.test(path)) return [];
  const lines = text.split("\n").length - 1;
  return lines > lineMax ? [`${path}:${lines}: has ${lines} lines, more than ${lineMax}`] : [];
}

/**
 * A lambda that owns what it captured, written inside the expression that is awaited, is destroyed
 * twice by GCC 12 (its bug 107288): it wants a name before. `[this]` and `[&x]` own nothing.
 */
function checkAwaitedLambdas(path, code) {
  const inside =
    /\bco_(?:await|yield)\b[^;{}]*?[(,]\s*\[([^\]\n]+)\]\s*(?:\([^()]*\)\s*)?(?:mutable\s*)?(?:noexcept\s*)?(?:->[^{;]*)?\{/g;
  const findings = [];
  for (const match of code.matchAll(inside)) {
    const captures = match[1].split(",").map((capture) => capture.trim());
    if (captures.every((capture) => capture === "this" || capture.startsWith("&"))) continue;
    const at = match.index + match[0].lastIndexOf("[");
    const line = code.slice(0, at).split("\n").length;
    findings.push(`${path}:${line}: give this lambda a name before co_await: GCC 12 destroys it twice`);
  }
  return findings;
}

/**
 * `co_await` in the condition of an if, while or switch leaves the coroutine's frame misplaced where
 * nothing else is declared in it (GCC 12): await into a name before. A declaration in the condition
 * is such a name.
 */
function checkAwaitedConditions(path, code) {
  const condition = /\b(?:if|while|switch)\s*\((?![^;{}]*[^=!<>]=[^=])[^;{}]*?\bco_await\b/g;
  return [...code.matchAll(condition)].map((match) => {
    const line = code.slice(0, match.index).split("\n").length;
    return `${path}:${line}: await into a named value before the condition: GCC 12 misplaces the frame`;
  });
}

/** Rules of the C++ code that the compiler cannot hold. */
export function checkCode(path, text) {
  if (!/\.(cpp|hpp)$/.test(path)) return [];
  const code = withoutComments(text);
  const findings = [...checkAwaitedLambdas(path, code), ...checkAwaitedConditions(path, code)];
  if (!path.startsWith("src/arus/")) return findings;
  const detached = grep(path, code, (line) => /\basio::detached\b/.test(line), {
    sentence: "detached swallows exceptions: spawn through TaskScope",
  });
  findings.push(...detached);
  if (/^src\/arus\/(ledger|reports)\//.test(path)) {
    const money = /(^|[^\w"])(float|double|long double)\b(?!")/;
    findings.push(
      ...grep(path, code, (line) => money.test(line), {
        sentence: "no floating point near money",
      }),
    );
  }
  if (path.endsWith(".hpp") && !/^\s*#pragma once$/m.test(code)) {
    findings.push(`${path}:1: a header needs #pragma once`);
  }
  return findings;
}

/** Links of Markdown files to files of this repository lead somewhere. */
export function checkLinks(path, text, exists) {
  if (!path.endsWith(".md")) return [];
  const findings = [];
  text.split("\n").forEach((line, index) => {
    for (const [, link, attribute] of line.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)) {
      const target = link ?? attribute;
      if (/^([a-z]+:|#)/.test(target)) continue;
      const file = new URL(target.split("#")[0], `file:///${path}`).pathname.slice(1);
      if (!exists(decodeURI(file).replace(/\/$/, ""))) {
        findings.push(`${path}:${index + 1}: links to ${target}, which is not there`);
      }
    }
  });
  return findings;
}

function grep(path, text, matches, { sentence }) {
  return text
    .split("\n")
    .flatMap((line, index) => (matches(line) ? [`${path}:${index + 1}: ${sentence}`] : []));
}
