// SPDX-License-Identifier: Apache-2.0
// `arus probe`, by which a container's health is judged: ready, not ready, not there.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { runWith, Server } from "../support/server.ts";

const probe = (address: string): ReturnType<typeof runWith> => runWith({ ARUS_ADMIN_LISTEN: address }, "probe");

test("says that a server is ready, and that one is gone", async () => {
  const server = await Server.start();
  const port = new URL(server.adminUrl).port;
  const ready = probe(`127.0.0.1:${port}`);
  expect([ready.code, JSON.parse(ready.stdout)]).toEqual([0, { status: "ready", degraded: [] }]);
  expect(probe(`0.0.0.0:${port}`).code).toBe(0);
  expect(await server.stop()).toBe(0);
  const gone = probe(`127.0.0.1:${port}`);
  expect([gone.code, gone.stdout]).toEqual([1, `no answer from 127.0.0.1:${port}\n`]);
});

test("does not take any answer for a good one, and does not wait for ever", { timeout: 60_000 }, async () => {
  // In a process of its own, because the probe holds this one up.
  for (const reply of ["HTTP/1.1 503 Service Unavailable\\r\\n\\r\\n{}", "SSH-2.0-x\\r\\n", ""]) {
    const code = `require("node:net").createServer((s) => { s.on("error", () => {}); ${reply === "" ? "" : `s.end("${reply}")`} })
      .listen(0, "127.0.0.1", function () { console.log(this.address().port); })`;
    const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
    const [port] = (await once(child.stdout, "data")) as [Buffer];
    expect([reply, probe(`127.0.0.1:${port.toString().trim()}`).code]).toEqual([reply, 1]);
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

test("refuses a port that names nobody", () => {
  expect(probe("127.0.0.1:0").code).toBe(2);
});
