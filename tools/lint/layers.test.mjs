// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkIncludes, includesOf, moduleOf } from "./layers.mjs";

/** The findings for files given as `{path: text}`; a text may be a list of included names. */
function check(files) {
  const entries = Object.entries(files).map(([path, text]) => [
    path,
    Array.isArray(text) ? text.map((name) => `#include "${name}"\n`).join("") : text,
  ]);
  return checkIncludes(new Map(entries));
}

const single = (files) => {
  const findings = check(files);
  assert.equal(findings.length, 1, findings.join("\n"));
  return findings[0];
};

test("accepts the whole way down", () => {
  const findings = check({
    "base/ids.hpp": "",
    "async/task.hpp": ["arus/base/ids.hpp"],
    "config/settings.hpp": ["arus/base/ids.hpp"],
    "ledger/money.hpp": ["arus/base/ids.hpp"],
    "reports/balance.hpp": ["arus/ledger/money.hpp", "arus/base/ids.hpp"],
    "app/ports/store.hpp": ["arus/ledger/money.hpp", "arus/async/task.hpp"],
    "app/committer.cpp": ["arus/app/ports/store.hpp", "arus/config/settings.hpp"],
    "adapters/sqlite/store.cpp": ["arus/app/ports/store.hpp", "arus/adapters/sqlite/detail/x.hpp"],
    "adapters/sqlite/detail/x.hpp": "#include <sqlite3.h>\n",
    "wire/json.hpp": ["arus/ledger/money.hpp"],
    "transports/http/session.cpp": ["arus/wire/json.hpp", "arus/app/ports/store.hpp"],
    "server/main.cpp": ["arus/adapters/sqlite/store.hpp", "arus/transports/http/session.hpp"],
  });
  assert.deepEqual(findings, []);
});

test("refuses an include upward", () => {
  assert.match(single({ "ledger/a.hpp": ["arus/app/b.hpp"] }), /pure/);
  assert.match(single({ "base/a.hpp": ["arus/ledger/b.hpp"] }), /upward/);
  assert.match(single({ "app/a.hpp": ["arus/wire/b.hpp"] }), /upward/);
});

test("refuses an include sideways", () => {
  assert.match(single({ "async/a.hpp": ["arus/config/b.hpp"] }), /sideways/);
  assert.match(single({ "transports/http/a.cpp": ["arus/transports/websocket/b.hpp"] }), /sideways/);
  assert.match(single({ "adapters/sqlite/a.cpp": ["arus/wire/b.hpp"] }), /sideways/);
});

test("refuses a concrete adapter outside server", () => {
  assert.match(single({ "transports/http/a.cpp": ["arus/adapters/sqlite/b.hpp"] }), /only server/);
  assert.match(single({ "adapters/memory/a.cpp": ["arus/adapters/sqlite/b.hpp"] }), /only server/);
  assert.match(single({ "app/a.cpp": ["arus/adapters/sqlite/b.hpp"] }), /only server/);
});

test("refuses the detail folder of another module, however it is written", () => {
  assert.match(single({ "app/a.cpp": ["arus/ledger/detail/b.hpp"] }), /detail\/ of ledger/);
  assert.match(single({ "app/a.cpp": ["../ledger/detail/b.hpp"] }), /detail\/ of ledger/);
  assert.deepEqual(check({ "ledger/a.cpp": ["arus/ledger/detail/b.hpp"] }), []);
});

test("refuses angle brackets and relative paths as ways around", () => {
  assert.match(single({ "base/a.hpp": "#include <arus/app/b.hpp>\n" }), /upward/);
  assert.match(single({ "base/a.hpp": ["../app/b.hpp"], "app/b.hpp": "" }), /upward/);
});

test("refuses I/O in the pure modules", () => {
  assert.match(single({ "ledger/a.cpp": "#include <boost/asio/post.hpp>\n" }), /pure/);
  assert.match(single({ "reports/a.cpp": "#include <sqlite3.h>\n" }), /pure/);
  assert.match(single({ "reports/a.cpp": ["arus/async/task.hpp"] }), /pure/);
  assert.deepEqual(check({ "ledger/a.cpp": "#include <vector>\n" }), []);
  assert.deepEqual(check({ "ledger/a_test.cpp": "#include <fstream>\n" }), []);
  assert.deepEqual(check({ "ledger/testing/a.cpp": "#include <iostream>\n" }), []);
  assert.match(single({ "ledger/a_test.cpp": ["arus/app/b.hpp"] }), /pure/);
});

test("names a loop once", () => {
  const finding = single({
    "app/a.hpp": ["arus/app/b.hpp"],
    "app/b.hpp": ["arus/app/c.hpp"],
    "app/c.hpp": ["arus/app/a.hpp"],
  });
  assert.match(finding, /app\/a\.hpp -> app\/b\.hpp -> app\/c\.hpp -> app\/a\.hpp/);
});

test("refuses a module it does not know", () => {
  assert.match(single({ "helpers/a.hpp": "" }), /no known module/);
  assert.match(single({ "app/a.hpp": ["arus/helpers/b.hpp"] }), /no known module/);
  assert.match(single({ "adapters/a.hpp": "" }), /no known module/);
  assert.equal(moduleOf("adapters/sqlite/detail/a.hpp"), "adapters/sqlite");
});

test("does not read includes in comments", () => {
  const text = '// #include "x"\n/*\n#include "y"\n*/\n  # include <z>\nauto s = "// no";\n';
  assert.deepEqual(includesOf(text), [{ line: 5, target: "z", quoted: false }]);
});
