// SPDX-License-Identifier: Apache-2.0
// deploy/docker/update.sh and roll.sh with a `docker` that only keeps books of containers: whatever the new image does, a
// healthy server is there all the time, and what need not be replaced is not.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

// An image is a file: the schema it was made for, and which services of it become healthy. A container is a file by its
// name: service, image, health. `ps` sorts by name, a new container gets the next number.
const double = `#!/bin/bash
set -euo pipefail
cd "$STATE"
image() { sed -n 's/^ARUS_IMAGE=//p' ../.env | tail -n 1; }
healthy() { grep -lx "$1 .* healthy" containers/* 2>/dev/null | wc -l; }
case "$*" in
    'compose version') ;;
    'image inspect '*) [[ -f images/$3 ]] ;;
    'pull '*) exit 1 ;;
    'compose ps --all -q '*) (cd containers && grep -l "^$5 " *) || true ;;
    'compose run --rm --no-deps grants') echo "run grants" >>log ;;
    'compose run --rm --no-deps migrate')
        read -r schema _ <"images/$(image)"
        echo "run migrate $(image)" >>log
        if [[ $schema == fails || $schema -lt $(cat schema) ]]; then
            echo 'the database was made by a newer version of this program' >&2
            exit 3
        fi
        echo "$schema" >schema
        ;;
    'compose up -d --no-deps --no-recreate --no-build --scale '*)
        service=\${*: -1} count=\${8#*=}
        read -r schema works <"images/$(image)"
        while (($( (grep -l "^$service " containers/* || true) | wc -l) < count)); do
            number=$(($(cat number) + 1))
            echo $number >number
            health=unhealthy
            if [[ " $works " == *" $service "* && $schema == $(cat schema) ]]; then health=healthy; fi
            echo "$service $(image) $health" >"containers/$service-$number"
            echo "made $service-$number $health" >>log
        done
        ;;
    'inspect --format {{index '*) ;;
    'inspect --format {{.Config.Image}} '*) cut -d ' ' -f 2 "containers/\${*: -1}" ;;
    'inspect --format roll: '* | 'inspect --format {{if .State.Health}}{{range '*) ;;
    'logs --tail '*) echo "$(cut -d ' ' -f 2 "containers/$4") will not start" ;;
    'inspect --format {{if '*) sed 's/.* //' "containers/\${*: -1}" ;;
    'stop --time '*)
        read -r service _ <"containers/$4"
        sed -i 's/ [a-z]*$/ exited/' "containers/$4"
        echo "stopped $4, healthy $(healthy "$service")" >>log
        ;;
    'rm '*) rm "containers/$2" ;;
    *)
        echo "docker: what is '$*'?" >&2
        exit 64
        ;;
esac
`;

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "arus-update-"));
  for (const name of ["deploy/docker", "bin", "state/containers", "state/images"]) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ["roll.sh", "update.sh"]) copyFileSync(join(root, "deploy/docker", name), join(folder, "deploy/docker", name));
  writeFileSync(join(folder, "bin/docker"), double);
  chmodSync(join(folder, "bin/docker"), 0o755);
  write("state/images/old", "4 server worker\n");
  write("state/schema", "4\n");
  write("state/number", "2\n");
  write("state/log", "");
  write(".env", "ARUS_SERVERS=2\nARUS_IMAGE=old\n");
  for (const service of ["server", "worker"]) {
    for (const number of [1, 2]) write(`state/containers/${service}-${number}`, `${service} old healthy\n`);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name, text) => writeFileSync(join(folder, name), text);
const read = (name) => readFileSync(join(folder, name), "utf8");
const log = () => read("state/log").trim().split("\n");
const containers = () =>
  Object.fromEntries(readdirSync(join(folder, "state/containers")).map((name) => [name, read(`state/containers/${name}`).trim()]));

function run(script, ...words) {
  const environment = { ...process.env, PATH: `${join(folder, "bin")}:${process.env.PATH}`, STATE: join(folder, "state"), ROLL_HEALTHY_WITHIN: "1" };
  delete environment.COMPOSE;
  delete environment.ARUS_IMAGE;
  return spawnSync(join(folder, "deploy/docker", script), words, { env: environment, encoding: "utf8" });
}

/** No stop ever left a service without a healthy container. */
function alwaysServed() {
  for (const line of log()) assert.doesNotMatch(line, /healthy 0$/, log().join("\n"));
}

test("an image that works takes the place of the one before, one container after the other", () => {
  write("state/images/new", "5 server worker\n");
  const ended = run("update.sh", "new");
  assert.equal(ended.status, 0, ended.stderr);
  assert.deepEqual(Object.values(containers()).sort(), ["server new healthy", "server new healthy", "worker new healthy", "worker new healthy"]);
  assert.match(read(".env"), /^ARUS_IMAGE=new$/m);
  alwaysServed();
});

test("of an image that does not start one container is tried, and it goes; the other old ones are never touched", () => {
  write("state/images/new", "4\n");
  const ended = run("update.sh", "new");
  assert.equal(ended.status, 1, ended.stderr);
  assert.deepEqual(containers(), {
    "server-2": "server old healthy",
    "server-4": "server old healthy",
    "worker-1": "worker old healthy",
    "worker-2": "worker old healthy",
  });
  assert.deepEqual(log().filter((line) => line.startsWith("stopped")), ["stopped server-1, healthy 1", "stopped server-3, healthy 1"]);
  assert.match(ended.stderr, /^ {4}new will not start$/m); // its log, which goes with it
  assert.match(ended.stderr, /old serves again/);
  assert.match(read(".env"), /^ARUS_SERVERS=2\nARUS_IMAGE=old$/m);
});

test("the image before is what runs where .env does not name it", () => {
  write(".env", "ARUS_SERVERS=2\n");
  write("state/images/new", "4\n");
  const ended = run("update.sh", "new");
  assert.equal(ended.status, 1, ended.stderr);
  assert.deepEqual(Object.values(containers()).sort(), ["server old healthy", "server old healthy", "worker old healthy", "worker old healthy"]);
  assert.match(read(".env"), /^ARUS_SERVERS=2\nARUS_IMAGE=old$/m);
});

test("an image that is not to be had changes nothing", () => {
  const ended = run("update.sh", "new");
  assert.equal(ended.status, 1, ended.stderr);
  assert.deepEqual(log(), [""]);
  assert.match(ended.stderr, /new is not to be had; nothing was changed/);
  assert.match(read(".env"), /^ARUS_IMAGE=old$/m);
});

test("where only its workers fail the servers go back too, one after the other", () => {
  write("state/images/new", "4 server\n");
  const ended = run("update.sh", "new");
  assert.equal(ended.status, 1, ended.stderr);
  assert.deepEqual(Object.values(containers()).sort(), ["server old healthy", "server old healthy", "worker old healthy", "worker old healthy"]);
  assert.ok("worker-2" in containers());
  alwaysServed();
});

test("after a migration there is no way back: what still runs is left running, and that is said", () => {
  write("state/images/new", "5\n");
  const ended = run("update.sh", "new");
  assert.equal(ended.status, 1, ended.stderr);
  assert.deepEqual(containers(), {
    "server-2": "server old healthy",
    "server-3": "server new unhealthy",
    "worker-1": "worker old healthy",
    "worker-2": "worker old healthy",
  });
  assert.match(ended.stderr, /old does not take the schema as it is now/);
  assert.match(ended.stderr, /do not restart them/);
  assert.match(read(".env"), /^ARUS_IMAGE=old$/m);
});

test("a migration that fails replaces nothing", () => {
  write("state/images/new", "fails server worker\n");
  const before = containers();
  const ended = run("update.sh", "new");
  assert.equal(ended.status, 1, ended.stderr);
  assert.deepEqual(containers(), before);
  assert.deepEqual(log(), ["run migrate new", "run migrate old"]);
  assert.match(ended.stderr, /nothing was replaced: old goes on serving/);
  assert.match(read(".env"), /^ARUS_IMAGE=old$/m);
});

test("a container that does not serve is replaced before one that does", () => {
  write("state/containers/server-2", "server old unhealthy\n");
  const ended = run("roll.sh", "server");
  assert.equal(ended.status, 0, ended.stderr);
  assert.deepEqual(log(), ["stopped server-2, healthy 1", "made server-3 healthy", "stopped server-1, healthy 1", "made server-4 healthy"]);
});
