// SPDX-License-Identifier: Apache-2.0
// docs/operator/settings.md is made from what `arus serve --help` says, so that it cannot say
// anything else.
//
//   node tools/docs/settings.mjs build/release/arus           writes the page
//   node tools/docs/settings.mjs build/release/arus --check   exit code 1 if the page says otherwise

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const page = "docs/operator/settings.md";

/** `[{flag, type, text}]` of the options in the help text; `text` is one paragraph. */
export function parseHelp(help) {
  const options = [];
  for (const line of help.split("\n")) {
    const head = /^ {2}--(\S+)(?: (\S.*))?$/.exec(line);
    const body = /^ {6}(\S.*)$/.exec(line);
    if (head) options.push({ flag: `--${head[1]}`, type: head[2] ?? "", text: "" });
    else if (body && options.length > 0) {
      const option = options.at(-1);
      option.text = option.text === "" ? body[1] : `${option.text} ${body[1]}`;
    }
  }
  if (options.length < 2) throw new Error("no options in the help text");
  return options;
}

/** What stands in the sentence "Default …; … . ARUS_…" at the end of an option's text. */
export function splitText(text) {
  const match = /^(.*?) Default (.+?)(?:; (.+?))?\. (ARUS_[A-Z_]+)(.*)$/.exec(text);
  if (!match) return { meaning: text, fallback: "", limits: "", variable: "" };
  const [, meaning, fallback, limits, variable, rest] = match;
  const also = /that (ARUS_[A-Z_]+) names/.exec(rest)?.[1];
  return { meaning, fallback, limits: limits ?? "", variable: also ? `${variable}, ${also}` : variable };
}

const cell = (text) => text.replaceAll("|", "\\|");
const code = (text) => (text === "" ? "" : `\`${cell(text)}\``);

/** The whole page. */
export function pageOf(help) {
  const rows = parseHelp(help)
    .filter(({ flag }) => flag !== "--help")
    .map(({ flag, type, text }) => {
      const { meaning, fallback, limits, variable } = splitText(text);
      const variables = variable.split(", ").filter(Boolean).map(code).join(", ");
      const cells = [`${code(`${flag} ${type}`.trim())}`, variables, code(fallback), limits, meaning];
      return `| ${cells.map((text, i) => (i > 2 ? cell(text) : text)).join(" | ")} |`;
    });
  return [
    "# Settings of `arus serve`",
    "",
    "<!-- Made by tools/docs/settings.mjs from `arus serve --help`; do not edit. -->",
    "",
    "The command line comes before the environment, and that before the file `arus.toml`",
    "(`data_dir = \"./data\"`). An unknown name is an error in any of the three.",
    "",
    "| flag | environment | default | limits | meaning |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [, , binary, check] = process.argv;
  const wanted = pageOf(execFileSync(binary, ["serve", "--help"], { encoding: "utf8" }));
  if (check !== "--check") writeFileSync(page, wanted);
  else if (readFileSync(page, "utf8") !== wanted) {
    console.error(`${page} is not what ${binary} serve --help says; run:`);
    console.error(`  node tools/docs/settings.mjs ${binary}`);
    process.exitCode = 1;
  }
}
