// SPDX-License-Identifier: Apache-2.0
// Workbooks as LibreOffice calculates them, pages as pictures.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseCsv } from "../support/jobs.ts";

const run = (program: string, words: readonly string[], cwd?: string): string =>
  execFileSync(program, words, { encoding: "utf8", maxBuffer: 1 << 28, timeout: 240_000, stdio: ["ignore", "pipe", "pipe"], ...(cwd === undefined ? {} : { cwd }) });

// LibreOffice by default believes the results that stand in a file beside its formulas; here it never does.
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`;

/** A result that no statement has; where it is read again, a formula was not calculated. */
export const spoilt = "7777777";

export type Sheet = { readonly formulas: number; readonly rows: readonly (readonly string[])[] };

/**
 * The cells of each workbook as a person sees them, calculated anew: what stands beside the formulas is made wrong first.
 * Amounts come without the commas between thousands.
 */
export function recalculated(folder: string, workbooks: ReadonlyMap<string, Buffer>): Map<string, Sheet> {
  const profile = join(folder, "profile");
  const results = join(folder, "results");
  mkdirSync(join(profile, "user"), { recursive: true });
  mkdirSync(join(folder, "xl/worksheets"), { recursive: true });
  writeFileSync(join(profile, "user/registrymodifications.xcu"), settings);
  const part = "xl/worksheets/sheet1.xml";
  const formulas = new Map<string, number>();
  for (const [name, bytes] of workbooks) {
    writeFileSync(join(folder, `${name}.xlsx`), bytes);
    const xml = run("unzip", ["-p", `${name}.xlsx`, part], folder);
    const changed = xml.replaceAll(/<\/f><v>[^<]*<\/v>/g, `</f><v>${spoilt}</v>`);
    formulas.set(name, xml.split("<f>").length - 1);
    if (changed.split(`</f><v>${spoilt}</v>`).length - 1 !== formulas.get(name)) throw new Error(`${name}: a formula without a result`);
    writeFileSync(join(folder, part), changed);
    run("zip", ["-q", `${name}.xlsx`, part], folder);
  }
  // Separator, quote, UTF-8, from line 1, all columns, English of the United States, quotes where needed, cells as shown and
  // no formulas.
  const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,true,false";
  run("soffice", [
    `-env:UserInstallation=${pathToFileURL(profile).href}`, "--headless", "--norestore", "--nolockcheck",
    "--convert-to", filter, "--outdir", results,
    ...[...workbooks.keys()].map((name) => join(folder, `${name}.xlsx`)),
  ]);
  const sheets = new Map<string, Sheet>();
  for (const name of workbooks.keys()) {
    const text = readFileSync(join(results, `${name}.csv`), "utf8").replaceAll(/\r?\n/g, "\r\n");
    const rows = parseCsv(text).map((row) => row.map((cell) => (/^-?\d{1,3}(,\d{3})*(\.\d+)?$/.test(cell) ? cell.replaceAll(",", "") : cell)));
    sheets.set(name, { formulas: formulas.get(name)!, rows });
  }
  return sheets;
}

/** Draws every page of a document as `<name>-<page>.png` and gives its text as it is laid out. */
export function drawn(folder: string, name: string, bytes: Buffer): { pages: string[]; text: string } {
  mkdirSync(folder, { recursive: true });
  const isOurs = (file: string): boolean => file.startsWith(`${name}-`) && /^\d+\.png$/.test(file.slice(name.length + 1));
  for (const file of readdirSync(folder).filter(isOurs)) rmSync(join(folder, file));
  const document = join(folder, `${name}.pdf`);
  writeFileSync(document, bytes);
  run("pdftoppm", ["-r", "90", "-png", document, join(folder, name)]);
  return { pages: readdirSync(folder).filter(isOurs), text: run("pdftotext", ["-layout", document, "-"]) };
}
