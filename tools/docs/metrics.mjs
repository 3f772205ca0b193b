// SPDX-License-Identifier: Apache-2.0
// What the dashboard and the alert rules ask for is what /metrics has.

/** Where metrics are written. */
export const sources = [
  "src/arus/server/instance.cpp",
  "src/arus/server/instance_metrics.cpp",
  "src/arus/server/brokers.cpp",
  "src/arus/server/worker.cpp",
  "src/arus/transports/http/metrics.cpp",
];
/** What asks for them. */
export const askers = ["deploy/grafana/arus.json", "deploy/prometheus/arus.rules.yml"];

/** Names of metrics in expressions, each once. */
export function namesIn(text) {
  const found = text.matchAll(/(?<![\w-])((?:arus|process)_[a-z0-9_]+)(?![\w-])/g);
  return [...new Set([...found].map(([, name]) => name))].sort();
}

/** Names in the C++ sources, with those that a histogram adds. */
export function writtenBy(source) {
  const names = new Set([...source.matchAll(/"((?:arus|process)_[a-z0-9_]+)"/g)].map(([, name]) => name));
  return names;
}

/** One finding for each name that nobody writes. `read` gives the text of a path. */
export function checkMetrics(read) {
  const written = new Set(sources.flatMap((path) => [...writtenBy(read(path))]));
  return askers.flatMap((path) =>
    namesIn(expressionsOf(path, read(path)))
      .filter((name) => !written.has(name))
      .map((name) => `${path}: no server writes ${name}`),
  );
}

/** Expressions alone: words of a text, a uid or a label are no metrics. */
export function expressionsOf(path, text) {
  if (path.endsWith(".json")) {
    const panels = JSON.parse(text).panels;
    return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join("\n");
  }
  const lines = text.split("\n");
  return lines.filter((line, index) => /^\s+(- )?expr:/.test(line) || inFolded(lines, index)).join("\n");
}

/** The line belongs to an `expr: >-` above it. */
function inFolded(lines, index) {
  const depth = (line) => line.search(/\S/);
  for (let above = index - 1; above >= 0; above -= 1) {
    if (depth(lines[above]) >= depth(lines[index])) continue;
    return /^\s+(- )?expr: >-$/.test(lines[above]);
  }
  return false;
}
