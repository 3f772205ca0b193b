// SPDX-License-Identifier: Apache-2.0
// Where wapiti's `ssrf` hopes that the server will call, on the loopback address in place of its authors' own. It prints its
// address; GET /get_ssrf.php answers who called, in the form that wapiti 3.0 reads.
import { createServer } from "node:http";

const calls = {};
const server = createServer((request, reply) => {
  const [, request_id, parameter] = /^\/ssrf\/\w+\/(\d+)\/(\w+)/.exec(request.url) ?? [];
  if (request_id !== undefined) {
    const { method, url, socket } = request;
    const call = { method, url, ip: socket.remoteAddress, date: new Date().toISOString() };
    ((calls[request_id] ??= {})[parameter] ??= []).push(call);
  }
  reply.setHeader("Content-Type", "application/json");
  reply.end(JSON.stringify(calls));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
