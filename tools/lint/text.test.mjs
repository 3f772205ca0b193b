// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  checkCode,
  checkHosts,
  checkLater,
  checkLength,
  checkLicence,
  checkLinks,
} from "./text.mjs";

const spdx = "// SPDX-License-Identifier: Apache-2.0\n";

test("wants the licence on the first line, or the second after #!", () => {
  assert.deepEqual(checkLicence("src/a.cpp", `${spdx}int a;\n`), []);
  assert.deepEqual(checkLicence("tools/a.sh", `#!/bin/sh\n# ${spdx.slice(3)}`), []);
  assert.equal(checkLicence("src/a.cpp", `\n${spdx}`).length, 1);
  assert.equal(checkLicence("CMakeLists.txt", "project(x)\n").length, 1);
  assert.equal(checkLicence("migrations/sqlite/0001_a.sql", "").length, 1);
  assert.deepEqual(checkLicence("web/src/shared/api/generated/schema.d.ts", "x\n"), []);
  assert.deepEqual(checkLicence("README.md", "x\n"), []);
});

test("finds hosts of registries in any file", () => {
  const host = ["registry", "np" + "mjs", "org"].join(".");
  assert.equal(checkHosts("README.md", `a\nhttps://${host}/x\n`)[0].split(": ")[0], "README.md:2");
  const mirror = ["deb", "deb" + "ian", "org"].join(".");
  assert.equal(checkHosts("dev", mirror).length, 1);
  assert.deepEqual(checkHosts("dev", "apt-get install docker.io"), []);
});

test("wants an issue number on what is left for later", () => {
  const word = "TO" + "DO";
  assert.equal(checkLater("src/a.cpp", `// ${word}: later`).length, 1);
  assert.deepEqual(checkLater("src/a.cpp", `// ${word}(#12): later`), []);
  assert.deepEqual(checkLater("src/a.cpp", `// ${word}S are words`), []);
});

test("refuses files of src with more than 600 lines", () => {
  assert.deepEqual(checkLength("src/a.cpp", "x\n".repeat(600)), []);
  assert.equal(checkLength("src/a.cpp", "x\n".repeat(601)).length, 1);
  assert.deepEqual(checkLength("contracts/openapi.yaml", "x\n".repeat(601)), []);
});

test("refuses detached coroutines, floating point in the ledger, headers without pragma", () => {
  const detached = "asio::co_spawn(loop, work(), asio::detached);\n";
  assert.equal(checkCode("src/arus/app/a.cpp", detached).length, 1);
  assert.deepEqual(checkCode("src/arus/app/a.cpp", `// ${detached}`), []);
  assert.equal(checkCode("src/arus/ledger/a.cpp", "double amount = 1;\n").length, 1);
  assert.equal(checkCode("src/arus/ledger/a.cpp", "f(static_cast<float>(x));\n").length, 1);
  assert.deepEqual(checkCode("src/arus/ledger/a.cpp", "// double entry\nint double_sum;\n"), []);
  assert.deepEqual(checkCode("src/arus/app/a.cpp", "double seconds = 1;\n"), []);
  assert.equal(checkCode("src/arus/app/a.hpp", "int a();\n").length, 1);
});

test("wants a name for a lambda that owns its captures before co_await", () => {
  const count = (code) => checkCode("tests/contract/a.cpp", code).length;
  assert.equal(count("co_return co_await pool.run(\n  deadline, [t = std::move(s)] { return f(t); });"), 1);
  assert.equal(count("co_await run([x]() mutable -> int { return x; }, token);"), 1);
  assert.equal(count("auto work = [t = std::move(s)] { f(t); };\nco_await run(std::move(work));"), 0);
  assert.equal(count("co_await run([this, &x] { f(x); });"), 0);
  assert.equal(count("co_await run(list[index], 1);"), 0);
});

test("wants a name for what is awaited in a condition", () => {
  const count = (code) => checkCode("src/arus/app/a.cpp", code).length;
  assert.equal(count("if (co_await ready()) {\n}"), 1);
  assert.equal(count("while (!co_await\n  ended()) {\n}"), 1);
  assert.equal(count("if (a == b && co_await ready()) {\n}"), 1);
  assert.equal(count("if (auto found = co_await find()) {\n}"), 0);
  assert.equal(count("const bool is_ready = co_await ready();\nif (is_ready) {\n}"), 0);
  assert.equal(count("if (a) {\n  co_await b();\n}"), 0);
});

test("finds links that lead nowhere", () => {
  const exists = (path) => path === "docs/user/README.md" || path === "docs/user";
  assert.deepEqual(checkLinks("README.md", "[a](docs/user/README.md#x) [b](docs/user/)", exists), []);
  assert.deepEqual(checkLinks("docs/a.md", "[a](user/README.md) [b](#here) [c](https://x)", exists), []);
  assert.equal(checkLinks("docs/user/b.md", "[a](../nothing.md)", exists).length, 1);
  assert.equal(checkLinks("README.md", '<img src="docs/none.png">', exists).length, 1);
});
