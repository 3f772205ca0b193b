// SPDX-License-Identifier: Apache-2.0
// Turns GCC's compile_commands.json into one that clang-tidy can read: without precompiled headers,
// without the compiler cache in front and without flags that only GCC knows.
//
//   node tools/lint/compile-commands.mjs <in> <out>

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** The command line of one file, rewritten. */
export function forClang(command) {
  return command
    .replace(/^.*?(?=\S*\/(?:c\+\+|g\+\+|clang\+\+)[-\d.]*\s)/, "")
    .replace(/\s-include\s+\S*cmake_pch\S*/g, "")
    .replace(/\s-Winvalid-pch\b/g, "")
    .replace(/\s-Wno-tsan\b/g, "")
    .replace(/\s-fpch-preprocess\b/g, "");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [, , from, to] = process.argv;
  const entries = JSON.parse(readFileSync(from, "utf8"));
  for (const entry of entries) entry.command = forClang(entry.command);
  writeFileSync(to, JSON.stringify(entries, null, 1));
}
