// SPDX-License-Identifier: Apache-2.0
// The desktop shell from the first start to the last line of its server: as a person meets it, under a display and a
// session bus of its own.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";

import {
  BusDouble,
  Desk,
  DrivenShell,
  Person,
  childrenOf,
  commandOf,
  descendantsOf,
  eventually,
  freePort,
  isRunning,
  owner,
  register,
  serverProgram,
} from "./support.mjs";

const answers = async (url) => (await fetch(`${url}/healthz`)).ok;
const refuses = (url) => fetch(`${url}/healthz`).then(() => false, () => true);
const stoppedInOrder = (desk) => / info stopped\b/.test(desk.serverLog);

describe("books on this computer", () => {
  let desk, bus, shell, url, person, book;

  before(async () => {
    desk = new Desk();
    bus = await BusDouble.start(desk);
    desk.writeSettings("[books]\nat=this-computer\n[window]\nwidth=1280\nheight=820\n");
    shell = await DrivenShell.start(desk);
  });
  after(async () => await desk?.end());

  test("a server of its own starts on a port that is remembered", async () => {
    const port = await eventually("a port", () => desk.setting("port"));
    assert.ok(Number(port) >= 20_000 && Number(port) < 32_000, port);
    url = `http://127.0.0.1:${port}`;
    await eventually("the server", () => answers(url));
    await eventually("the client", async () => (await shell.read("location.origin")) === url);
    await eventually("the set-up", async () => /Selamat datang/.test(await shell.text()));
  });

  test("the first person signs up on loopback without a code, and sees Beranda live", async () => {
    ({ person, book } = await register(url));
    await shell.read(`fetch("/api/v1/auth/login", {method: "POST", headers: {"content-type": "application/json"},
      body: ${JSON.stringify(JSON.stringify(owner))}}).then((reply) => reply.status)`);
    await shell.open(`${url}/home`);
    await eventually("Beranda", async () => /Beranda/.test(await shell.text()));
    await eventually("the live link", () => shell.read(`document.querySelector('[data-connection="live"]') !== null`));
    assert.equal(desk.setting("language"), "id");
  });

  test("a sale from another client appears by itself", async () => {
    await person.sell(book, "75000");
    await eventually("the sale", async () => /75\.000/.test(await shell.text()));
    if (process.env.ARUS_DESKTOP_PICTURE) {
      writeFileSync(process.env.ARUS_DESKTOP_PICTURE, await shell.screenshot());
    }
  });

  test("a notification reaches the desktop once, and a click on it opens what it is about", async () => {
    await person.call("POST", `/api/v1/books/${book}/notification-rules`, { kind: "transaction_above", amount: "1000000" });
    const sale = await person.sell(book, "2500000");
    const told = await eventually("the notification", () => bus.notifications[0]);
    assert.equal(told.entry, "id.arus.Desktop");
    assert.equal(told.title, "Kopi Senja");
    assert.match(told.body, /2\.500\.000/);
    bus.say(`click ${told.number}`);
    await eventually("the transaction", async () => (await shell.read("location.pathname")) === `/transactions/${sale.id}`);
    const second = await person.sell(book, "3500000");
    await eventually("the second notification", () => bus.notifications.length === 2);
    assert.match(bus.notifications[1].body, /3\.500\.000/);
    assert.notEqual(second.id, sale.id);
  });

  test("the bridge refuses what it does not know", async () => {
    const ask = (message) => shell.read(`webkit.messageHandlers.arus.postMessage(${JSON.stringify(message)})`);
    const good = { kind: "notify", id: "x", title: "t", body: "b", path: "/home" };
    assert.equal((await ask({ kind: "hello", language: "id" })).shell, "arus-desktop");
    const refused = [
      "hello", null, 1, {}, { kind: "run" }, { ...good, path: "https://example.org/" }, { ...good, path: "//example.org" },
      { ...good, path: "/api/v1/me" }, { ...good, path: "/reset#x" }, { ...good, title: "" }, { ...good, id: "../x" },
      { ...good, body: "x".repeat(501) }, { ...good, body: 7, title: 7 },
    ];
    for (const message of refused) await assert.rejects(ask(message), /Error|not|unknown|expected/, JSON.stringify(message));
    assert.equal(bus.notifications.length, 2);
  });

  test("a page cannot bury the desktop in notifications", async () => {
    const replies = await shell.read(`Promise.all(Array.from({length: 40}, (_, i) => webkit.messageHandlers.arus.postMessage(
      {kind: "notify", id: "n" + i, title: "t", body: "b", path: "/home"})))`);
    const told = replies.filter((reply) => reply.told).length;
    assert.ok(told >= 1 && told <= 12, String(told));
  });

  test("the page stays with its server whatever a script tries", async () => {
    const other = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(other, "listening");
    let visits = 0;
    other.on("connection", () => (visits += 1));
    await shell.read(`void (location.href = "http://127.0.0.1:${other.address().port}/")`);
    await shell.read(`void open("http://127.0.0.1:${other.address().port}/")`);
    await shell.read(`new Promise((done) => setTimeout(done, 300))`);
    assert.equal(await shell.read("location.origin"), url);
    assert.equal(visits, 0);
    other.close();
  });

  test("a PDF is downloaded under a name of its own, and the client stays", async () => {
    const made = await person.call("POST", `/api/v1/books/${book}/exports`, { report: "trial-balance", format: "pdf", parameters: {} });
    await eventually("the document", async () => (await person.call("GET", `/api/v1/jobs/${made.id}`)).status === "done");
    for (const count of [1, 2]) {
      await shell.read(`void (location.href = "/api/v1/jobs/${made.id}/file")`);
      await eventually("the file", () => desk.downloads.filter((path) => path.endsWith(".pdf")).length === count);
    }
    const whole = (path) => readFileSync(path).subarray(0, 5).toString() === "%PDF-" && readFileSync(path).includes("%%EOF");
    await eventually("both files whole", () => desk.downloads.every(whole));
    assert.match(await shell.read("location.pathname"), /^\/transactions\//);
    await eventually("the client", async () => /Kopi Senja/.test(await shell.text()));
  });

  test("a second start hands its link over and ends; a hostile one opens nothing", async () => {
    const path = () => shell.read("location.pathname + location.search");
    const start = async (link) => {
      const second = desk.shell(link);
      const [code] = await once(second, "exit");
      assert.equal(code, 0, second.log.join("\n"));
    };
    await start("arus://open/reports?report=balance-sheet");
    await eventually("the reports", async () => (await path()).startsWith("/reports"));
    const bad = ["arus://open//example.org/", "arus://open/api/v1/me", "arus://open/reset#secret", "arus://example.org/home",
      "https://example.org/", "arus://open/home/../api/v1/me", "javascript:alert(1)"];
    for (const link of bad) await start(link);
    await start("arus://open/accounts");
    await eventually("the accounts", async () => (await path()).startsWith("/accounts"));
  });

  test("dark and light follow the desktop", async () => {
    const isDark = () => shell.read(`matchMedia("(prefers-color-scheme: dark)").matches`);
    bus.say("scheme 1");
    await eventually("dark", isDark);
    bus.say("scheme 2");
    await eventually("light", async () => !(await isDark()));
  });

  test("a page whose process dies is loaded again", async () => {
    const pages = () =>
      descendantsOf(shell.processes.shell).filter((pid) => commandOf(pid).includes("WebKitWebProcess") && isRunning(pid));
    const before = pages();
    assert.ok(before.length > 0);
    for (const page of before) process.kill(page, "SIGKILL");
    await eventually("another page", () => pages().some((page) => !before.includes(page)));
  });

  test("it quits cleanly: no process is left, and the server stopped in order", async () => {
    const { shell: pid, server } = shell.processes;
    assert.ok(pid !== undefined && server !== undefined);
    const all = [pid, ...descendantsOf(pid)];
    process.kill(pid, "SIGTERM");
    await eventually("the shell's end", () => !isRunning(pid));
    assert.ok(!isRunning(server), "the server outlived the shell");
    assert.ok(stoppedInOrder(desk), desk.serverLog.slice(-2000));
    assert.ok(await refuses(url));
    await eventually("the end of all", () => all.every((process) => !isRunning(process)));
  });

  test("started again it is there as it was, and killed it takes its server along, in order", async () => {
    const again = desk.shell();
    await eventually("the server", () => answers(url));
    assert.equal((await new Person(url, person.token).call("GET", "/api/v1/me")).user.email, owner.email);
    const server = childrenOf(again.pid).find((pid) => commandOf(pid).includes("\0serve\0"));
    assert.ok(server !== undefined);
    again.kill("SIGKILL");
    await eventually("the server's end", () => refuses(url));
    await eventually("the last line", () => stoppedInOrder(desk));
    await eventually("its process", () => !isRunning(server));
  });

  test("a taken port is said, not replaced; free again it goes on", async () => {
    const taker = createServer((socket) => socket.destroy()).listen(Number(new URL(url).port), "127.0.0.1");
    await once(taker, "listening");
    writeFileSync(`${desk.home}/state/arus/server.log`, "");
    const third = desk.shell();
    await desk.tool("search", "--sync", "--onlyvisible", "--name", "Arus");
    assert.equal(desk.setting("port"), new URL(url).port);
    assert.equal(desk.serverLog, "");
    taker.close();
    await once(taker, "close");
    // "Coba lagi" is the button that has the focus.
    await eventually("the server", async () => {
      await desk.press("Return");
      return answers(url);
    });
    third.kill("SIGTERM");
    const [code] = await once(third, "exit");
    assert.equal(code, 0, third.log.join("\n"));
    assert.ok(stoppedInOrder(desk));
  });
});

describe("the first start", () => {
  let desk;
  before(() => (desk = new Desk()));
  after(async () => await desk?.end());

  test("asks where the books are; Enter opens them on this computer", async () => {
    const shell = desk.shell();
    const url = await eventually("the server", async () => {
      if (desk.setting("at") !== "this-computer") await desk.press("Return");
      const port = desk.setting("port");
      return port !== undefined && (await answers(`http://127.0.0.1:${port}`)) && `http://127.0.0.1:${port}`;
    });
    const exit = once(shell, "exit");
    await eventually("the end by Ctrl+Q", async () => {
      if (shell.exitCode === null) await desk.press("ctrl+q");
      return shell.exitCode !== null || shell.signalCode !== null;
    });
    const [code] = await exit;
    assert.equal(code, 0, shell.log.join("\n"));
    assert.ok(stoppedInOrder(desk));
    assert.ok(await refuses(url));
    assert.match(readFileSync(desk.settingsPath, "utf8"), /width=\d+\nheight=\d+\n/);
  });
});

describe("a server elsewhere", () => {
  let host, desk, shell;
  after(async () => {
    await desk?.end();
    await host?.end();
  });

  test("is joined by its address, and no server is started here", async () => {
    host = new Desk();
    const port = await freePort();
    const server = host.start(process.env.ARUS_BINARY ?? new URL("../../build/release/arus", import.meta.url).pathname,
      ["serve", "--listen", `127.0.0.1:${port}`, "--admin-listen", "127.0.0.1:0", "--data-dir", `${host.home}/books`]);
    const url = `http://127.0.0.1:${port}`;
    await eventually("the server", () => answers(url));
    await register(url);
    desk = new Desk();
    desk.writeSettings(`[books]\nat=server\nserver=${url}\n`);
    shell = await DrivenShell.start(desk);
    await eventually("the sign-in", async () => /Masuk/.test(await shell.text()));
    assert.equal(await shell.read("location.origin"), url);
    assert.equal(shell.processes.server, undefined);
    const { shell: pid } = shell.processes;
    process.kill(pid, "SIGTERM");
    await eventually("the shell's end", () => !isRunning(pid));
    assert.ok(isRunning(server.pid));
  });
});

describe("another choice while the server on this computer still stops", () => {
  let host, desk, shell;
  after(async () => {
    await desk?.end();
    await host?.end();
  });

  test("shows the books that were chosen last", async () => {
    host = new Desk();
    const port = await freePort();
    host.start(serverProgram, ["serve", "--listen", `127.0.0.1:${port}`, "--admin-listen", "127.0.0.1:0", "--data-dir", `${host.home}/books`]);
    const elsewhere = `http://127.0.0.1:${port}`;
    await eventually("the server elsewhere", () => answers(elsewhere));
    desk = new Desk();
    desk.writeSettings(`[books]\nat=this-computer\n`);
    // Stops as slowly as a server with much to finish: not before the file is there.
    const go = `${desk.home}/go`;
    const slow = `${desk.home}/slow-arus`;
    writeFileSync(slow, `#!/bin/sh
trap : TERM
exec 3<&0
"${serverProgram}" "$@" <&3 3<&- &
server=$!
wait $server
kill $server
wait $server
while [ ! -e "${go}" ]; do sleep 0.1; done
`, { mode: 0o700 });
    shell = await DrivenShell.start(desk, "--arus", slow);
    const here = await eventually("a port", () => desk.setting("port") && `http://127.0.0.1:${desk.setting("port")}`);
    await eventually("the books here", async () => (await shell.read("location.origin")) === here);
    const first = shell.processes.server;
    assert.ok(first !== undefined);

    await eventually("the choice of the server elsewhere", async () => {
      if (desk.setting("at") === "server") return true;
      await desk.choose("where-books");
      await desk.press("Tab");
      await desk.tool("type", elsewhere);
      await desk.press("Return");
      return desk.setting("at") === "server";
    });
    await eventually("the end of the server here", () => refuses(here));
    assert.ok(isRunning(first));
    await eventually("the choice of this computer", async () => {
      if (desk.setting("at") === "this-computer") return true;
      await desk.choose("where-books");
      await desk.press("Return");
      return desk.setting("at") === "this-computer";
    });
    assert.ok(isRunning(first));
    writeFileSync(go, "");
    await eventually("a server here again", async () => (await answers(here)) && shell.processes.server !== first);
    await eventually("the books here again", async () => (await shell.read("location.origin")) === here);
    const { shell: pid } = shell.processes;
    process.kill(pid, "SIGTERM");
    await eventually("the shell's end", () => !isRunning(pid));
  });
});

test("the server stops in order at the end of its stdin, when nobody can signal it any more", async () => {
  const desk = new Desk();
  try {
    const program = process.env.ARUS_BINARY ?? new URL("../../build/release/arus", import.meta.url).pathname;
    const server = desk.start(program, ["serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--data-dir", `${desk.home}/books`,
      "--until-stdin-ends"], "pipe");
    await eventually("the server", () => server.log.some((line) => line.startsWith("listening ")));
    server.stdin.write("anything else is ignored\n");
    const exit = once(server, "exit");
    server.stdin.end();
    const [code] = await exit;
    assert.equal(code, 0, server.log.join("\n"));
    await eventually("the last line", () => server.log.some((line) => / info stopped\b/.test(line)));
  } finally {
    await desk.end();
  }
});
