// SPDX-License-Identifier: Apache-2.0
// One request to a server, for the verb `docker`:  node docker-call.mjs <method> <url> <token or ''> <body or ''>
// Prints the reply's body; an answer of 400 and more is an error.
const [method, url, token, body] = process.argv.slice(2);
const headers = { "content-type": "application/json" };
if (token) headers.authorization = `Bearer ${token}`;
const reply = await fetch(url, { method, headers, ...(body ? { body } : {}) });
const text = await reply.text();
console.log(text);
if (reply.status >= 400) process.exitCode = 1;
