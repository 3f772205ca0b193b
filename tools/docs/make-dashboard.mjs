// SPDX-License-Identifier: Apache-2.0
// Writes deploy/grafana/arus.json from the table of panels below, so that a review reads expressions and not coordinates:
//   node tools/docs/make-dashboard.mjs            writes it
//   node tools/docs/make-dashboard.mjs --check    fails where the file is another one
import { readFileSync, writeFileSync } from "node:fs";

const path = "deploy/grafana/arus.json";
const of = 'job=~"arus-.*",instance=~"$instance"';
const rate = (name, by = "instance") => `sum by (${by}) (rate(${name}{${of}}[$__rate_interval]))`;
const quantile = (share, name, more = "") =>
  `histogram_quantile(${share}, sum by (le) (rate(${name}_bucket{${of}${more}}[$__rate_interval])))`;

// [title, unit, [[expression, legend] …], kind]
const rows = [
  ["Is it well?", [
    ["Servers ready", "none", [['sum(arus_ready{job="arus-server"})', "ready"]], "stat"],
    ["Missing parts", "none", [["sum by (part) (arus_degraded)", "{{part}}"]], "stat"],
    ["Draining", "none", [["sum(arus_draining)", "draining"]], "stat"],
    ["Sockets", "none", [["sum(arus_sockets)", "open"]], "stat"],
    ["Jobs that wait", "none", [["max(arus_jobs_queued)", "wait"], ["max(arus_jobs_failed)", "failed"]], "stat"],
    ["Version", "none", [["count by (version) (arus_info)", "{{version}}"]], "stat"],
  ]],
  ["Requests", [
    ["Requests by status", "reqps", [[rate("arus_http_requests_total", "status"), "{{status}}"]]],
    ["Requests by route", "reqps", [[`topk(10, ${rate("arus_http_requests_total", "method, route")})`, "{{method}} {{route}}"]]],
    ["Time of a request", "s", [
      [quantile(0.5, "arus_http_request_duration_seconds", ',listener="public"'), "median"],
      [quantile(0.95, "arus_http_request_duration_seconds", ',listener="public"'), "95 %"],
      [quantile(0.99, "arus_http_request_duration_seconds", ',listener="public"'), "99 %"],
    ]],
    ["Connections", "none", [[`sum by (instance) (arus_http_connections{${of}})`, "{{instance}}"],
      [rate("arus_http_connections_refused_total"), "refused/s {{instance}}"]]],
  ]],
  ["Commits", [
    ["Entries a second", "ops", [[rate("arus_commit_entries_total"), "{{instance}}"]]],
    ["Entries in a batch", "none", [
      [`${rate("arus_commit_entries_total")} / ${rate("arus_commit_batches_total")}`, "{{instance}}"],
    ]],
    ["Time of a commit", "s", [
      [`${rate("arus_store_commit_seconds_total")} / ${rate("arus_store_commits_total")}`, "{{instance}}"],
    ]],
    ["What waits", "none", [
      [`arus_commit_waiting_entries{${of}}`, "entries {{instance}}"],
      [`arus_store_waiting{${of}}`, "calls {{instance}}"],
    ]],
    ["Connections to the database", "none", [[`arus_store_connections{${of}}`, "{{instance}}"]]],
    ["Commits tried again, length of SQLite's log", "none", [
      [rate("arus_store_retries_total"), "again/s {{instance}}"],
      [`arus_store_wal_pages{${of}}`, "pages {{instance}}"],
    ]],
  ]],
  ["Live", [
    ["From commit to the last socket", "s", [
      [quantile(0.5, "arus_fanout_lag_seconds"), "median"],
      [quantile(0.99, "arus_fanout_lag_seconds"), "99 %"],
    ]],
    ["Deliveries a second", "ops", [[rate("arus_socket_deliveries_total"), "{{instance}}"]]],
    ["Sockets by server", "none", [[`arus_sockets{${of}}`, "{{instance}}"]]],
    ["Let in and refused", "ops", [
      [rate("arus_sockets_accepted_total"), "in {{instance}}"],
      [rate("arus_sockets_refused_total"), "refused {{instance}}"],
    ]],
    ["Closed: too slow, silent, rewound", "ops", [
      [rate("arus_socket_slow_closes_total"), "slow {{instance}}"],
      [rate("arus_socket_dead_closes_total"), "silent {{instance}}"],
      [rate("arus_socket_rewound_total"), "rewound {{instance}}"],
    ]],
    ["Bytes that wait for sockets", "bytes", [[`arus_socket_queued_bytes{${of}}`, "{{instance}}"]]],
  ]],
  ["RabbitMQ, Redis, jobs", [
    ["Messages", "ops", [
      [rate("arus_bus_published_total"), "sent {{instance}}"],
      [rate("arus_bus_received_total"), "received {{instance}}"],
      [rate("arus_bus_dropped_total"), "dropped {{instance}}"],
    ]],
    ["Bytes that wait for RabbitMQ", "bytes", [[`arus_bus_queued_bytes{${of}}`, "{{instance}}"]]],
    ["Results from the cache", "percentunit", [
      [`sum(rate(arus_cache_hits_total{${of}}[$__rate_interval])) / (sum(rate(arus_cache_hits_total{${of}}[$__rate_interval])) + sum(rate(arus_cache_misses_total{${of}}[$__rate_interval])))`, "found"],
    ]],
    ["Jobs", "none", [
      [`sum(arus_jobs_running{${of}})`, "running"],
      ["max(arus_jobs_queued)", "wait"],
      ["max(arus_jobs_failed)", "failed"],
    ]],
    ["Tries that failed", "ops", [
      [rate("arus_jobs_failed_tries_total"), "failed {{instance}}"],
      [rate("arus_jobs_given_up_total"), "given up {{instance}}"],
    ]],
  ]],
  ["Processes", [
    ["Processor", "percentunit", [[rate("process_cpu_seconds_total"), "{{instance}}"]]],
    ["Memory", "bytes", [[`process_resident_memory_bytes{${of}}`, "{{instance}}"]]],
    ["Open files and sockets", "none", [[`process_open_fds{${of}}`, "{{instance}}"]]],
  ]],
];

const datasource = { type: "prometheus", uid: "${datasource}" };

/** The dashboard as Grafana imports it. */
export function dashboard() {
  const panels = [];
  let y = 0;
  const next = () => panels.length + 1;
  for (const [title, those] of rows) {
    panels.push({ id: next(), type: "row", title, collapsed: false, panels: [], gridPos: { x: 0, y, w: 24, h: 1 } });
    y += 1;
    let x = 0;
    let height = 0;
    for (const [name, unit, targets, type = "timeseries"] of those) {
      const [w, h] = type === "stat" ? [4, 4] : [8, 8];
      if (x + w > 24) {
        x = 0;
        y += height;
      }
      height = h;
      panels.push({
        id: next(),
        type,
        title: name,
        datasource,
        gridPos: { x, y, w, h },
        fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
        targets: targets.map(([expr, legendFormat], index) => ({
          refId: String.fromCharCode(65 + index),
          datasource,
          expr,
          legendFormat,
        })),
      });
      x += w;
    }
    y += height;
  }
  return {
    uid: "arus",
    title: "Arus",
    tags: ["arus"],
    schemaVersion: 39,
    version: 1,
    editable: true,
    refresh: "30s",
    time: { from: "now-3h", to: "now" },
    templating: {
      list: [
        { name: "datasource", label: "Source", type: "datasource", query: "prometheus" },
        {
          name: "instance",
          label: "Instance",
          type: "query",
          datasource,
          query: { query: "label_values(arus_info, instance)", refId: "instances" },
          refresh: 2,
          multi: true,
          includeAll: true,
          allValue: ".*",
          current: { text: "All", value: "$__all" },
        },
      ],
    },
    panels,
  };
}

if (process.argv[1]?.endsWith("make-dashboard.mjs")) {
  const text = `${JSON.stringify(dashboard(), null, 2)}\n`;
  if (process.argv.includes("--check")) {
    if (readFileSync(path, "utf8") !== text) {
      console.error(`${path} is not what tools/docs/make-dashboard.mjs makes`);
      process.exitCode = 1;
    }
  } else {
    writeFileSync(path, text);
  }
}
