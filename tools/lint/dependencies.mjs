// SPDX-License-Identifier: Apache-2.0
// Every package that Arus asks for stands in docs/dependencies.md with its reason.

const document = "docs/dependencies.md";
const packageFiles = [
  "web/package.json",
  "tests/service/package.json",
  "tests/browser/package.json",
  "tools/dev/node/package.json",
];

/** The Debian packages named in tools/dev/packages.sh: the words of its arrays `packages_…=( … )`. */
export function debianPackages(script) {
  const names = [];
  for (const [, words] of script.matchAll(/^packages_\w+=\(([^)]*)\)/gm)) {
    names.push(...words.trim().split(/\s+/));
  }
  return names;
}

/** The npm packages that a package.json asks for itself. */
export function npmPackages(json) {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(json);
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
}

/** One finding for each package the document does not name in backquotes. */
export function missingIn(text, names) {
  const named = new Set([...text.matchAll(/`([^`\s]+)`/g)].map(([, name]) => name));
  return names.filter((name) => !named.has(name));
}

/** `read` gives the text of a path, `exists` says whether it is there. */
export function checkDependencies(read, exists) {
  const text = exists(document) ? read(document) : "";
  const findings = missingIn(text, debianPackages(read("tools/dev/packages.sh"))).map(
    (name) => `tools/dev/packages.sh:1: ${name} is not in ${document}`,
  );
  for (const path of packageFiles.filter(exists)) {
    for (const name of missingIn(text, npmPackages(read(path)))) {
      findings.push(`${path}:1: ${name} is not in ${document}`);
    }
  }
  return findings;
}
