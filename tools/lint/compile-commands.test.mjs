// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { forClang } from "./compile-commands.mjs";

test("drops the cache, the precompiled header and flags of GCC", () => {
  const command =
    "/usr/bin/cmake -E env CCACHE_SLOPPINESS=pch_defines /usr/bin/ccache /usr/bin/c++ -DX=1 -Isrc" +
    " -O2 -Winvalid-pch -include /b/cmake_pch.hxx -Wno-tsan -o a.o -c a.cpp";
  assert.equal(forClang(command), "/usr/bin/c++ -DX=1 -Isrc -O2 -o a.o -c a.cpp");
});

test("leaves a plain command alone", () => {
  const command = "/usr/bin/g++-12 -std=c++20 -o a.o -c a.cpp";
  assert.equal(forClang(command), command);
});
