// SPDX-License-Identifier: Apache-2.0
// The layers of src/arus, and the check that includes keep to them. There is no list of exceptions.
//
//   server                                 the only one that names a concrete adapter
//   transports/{http,websocket,worker}     do not see each other
//   wire · adapters/*                      an adapter sees neither wire nor another adapter
//   records                                what a row of the schema means
//   app                                    use cases and ports
//   reports · imports
//   async · config · ledger                ledger, reports and imports are pure: base below them, no I/O
//   base
//
// A file may include its own module and modules of lower layers, never one of its own layer.
// Whatever stands in a folder `detail/` belongs to the module around it and to nobody else.

import { posix } from "node:path";

const layers = [
  ["base"],
  ["async", "config", "ledger"],
  ["reports", "imports"],
  ["app"],
  ["records"],
  ["adapters/", "wire"],
  ["transports/"],
  ["server"],
];

/** What the pure modules may see of Arus, and what they may not see of the world. */
const pure = {
  ledger: ["base"],
  reports: ["base", "ledger"],
  imports: ["base", "ledger"],
};
const impure =
  /^(boost\/(asio|beast|mysql)|sqlite3\.h|hiredis|amqp|openssl|curl|unistd\.h|sys\/|fstream$|iostream$|filesystem$|thread$|mutex$|shared_mutex$|atomic$|random$|future$|condition_variable$)/;

/** The module a path under src/arus belongs to, `adapters/sqlite` or `ledger`; null if none. */
export function moduleOf(path) {
  const parts = path.split("/");
  if (parts.length < 2) return null;
  const [first, second] = parts;
  for (const names of layers) {
    if (names.includes(first)) return first;
    if (names.includes(`${first}/`)) return parts.length < 3 ? null : `${first}/${second}`;
  }
  return null;
}

function layerOf(module) {
  const first = module.split("/")[0];
  return layers.findIndex((names) => names.includes(first) || names.includes(`${first}/`));
}

/** The includes of a C++ source outside comments: `[{line, target, quoted}]`. */
export function includesOf(text) {
  const found = [];
  withoutComments(text)
    .split("\n")
    .forEach((line, index) => {
      const match = /^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)/.exec(line);
      if (match) {
        const quoted = match[1] !== undefined;
        found.push({ line: index + 1, target: quoted ? match[1] : match[2], quoted });
      }
    });
  return found;
}

/** The same text with comments blanked and line numbers kept; strings stay. */
export function withoutComments(text) {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|R"([^\s()\\]{0,16})\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"/g;
  return text.replace(token, (part) =>
    part.startsWith("/") ? part.replace(/[^\n]/g, " ") : part,
  );
}

/**
 * What is wrong with the includes of these files: `["path:line: sentence"]`, empty when all is well.
 * `files`: path relative to src/arus → text.
 */
export function checkIncludes(files) {
  const findings = [];
  const edges = new Map();
  for (const [path, text] of files) {
    const own = moduleOf(path);
    if (own === null) {
      findings.push(`${path}:1: belongs to no known module; name it in tools/lint/layers.mjs`);
      continue;
    }
    const targets = [];
    edges.set(path, targets);
    for (const { line, target, quoted } of includesOf(text)) {
      const finding = (sentence) => findings.push(`${path}:${line}: ${sentence}`);
      const inside = resolve(path, target, quoted, files);
      if (inside === null) {
        // What only their tests use may read a table from a file or print a seed.
        const ofTests = /_test\.cpp$|\/testing\//.test(path);
        if (own in pure && impure.test(target) && !ofTests) {
          finding(`${own}/ is pure and may not include <${target}>`);
        }
        continue;
      }
      targets.push(inside);
      const other = moduleOf(inside);
      if (other === null) finding(`includes ${target}, which belongs to no known module`);
      else if (other !== own) checkEdge(own, other, inside, finding);
    }
  }
  return [...findings, ...loops(edges)].sort();
}

/** The included file as a path relative to src/arus; null if it is none of ours. */
function resolve(path, target, quoted, files) {
  if (target.startsWith("arus/")) return posix.normalize(target.slice("arus/".length));
  if (!quoted) return null;
  const beside = posix.normalize(posix.join(posix.dirname(path), target));
  return files.has(beside) || beside.split("/").includes("detail") ? beside : null;
}

function checkEdge(own, other, inside, finding) {
  if (inside.split("/").includes("detail")) {
    finding(`${own} includes ${inside}: the detail/ of ${other} is its own`);
  }
  if (own in pure && !pure[own].includes(other)) {
    finding(`${own}/ is pure and may not include ${inside}`);
  } else if (other.startsWith("adapters/") && own !== "server") {
    finding(`${own} includes ${inside}: only server/ names a concrete adapter`);
  } else if (layerOf(other) === layerOf(own)) {
    finding(`${own} includes ${inside}: sideways, ${other} stands on the same layer`);
  } else if (layerOf(other) > layerOf(own)) {
    finding(`${own} includes ${inside}: upward, ${other} stands above it`);
  }
}

/** Every loop of includes among files, told once. */
function loops(edges) {
  const findings = [];
  const state = new Map(); // path -> "open" while it is being walked, "done" afterwards
  const walk = (path, trail) => {
    state.set(path, "open");
    for (const next of edges.get(path) ?? []) {
      if (state.get(next) === "open") {
        const loop = [...trail.slice(trail.indexOf(next)), next];
        findings.push(`${next}:1: includes itself: ${loop.join(" -> ")}`);
      } else if (!state.has(next) && edges.has(next)) {
        walk(next, [...trail, next]);
      }
    }
    state.set(path, "done");
  };
  for (const path of edges.keys()) {
    if (!state.has(path)) walk(path, [path]);
  }
  return findings;
}
