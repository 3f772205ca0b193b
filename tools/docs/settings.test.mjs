// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageOf, parseHelp, splitText } from "./settings.mjs";

const help = `arus serve [OPTIONS]
Serves the books.

  --help
      Print this text.
  --registration open|invite
      Who may register once there is
      a user.
      Default invite. ARUS_REGISTRATION.
  --setup-code SECRET
      What the first user gives.
      Default none. ARUS_SETUP_CODE, or in a file that ARUS_SETUP_CODE_FILE names.
  --threads NUMBER
      Event loops.
      Default 0; 0 to 256. ARUS_THREADS.
`;

test("reads flags, types and wrapped text", () => {
  const options = parseHelp(help);
  assert.equal(options.length, 4);
  assert.deepEqual(options[1], {
    flag: "--registration",
    type: "open|invite",
    text: "Who may register once there is a user. Default invite. ARUS_REGISTRATION.",
  });
});

test("splits default, limits and variables from the meaning", () => {
  const [, , secret, threads] = parseHelp(help).map(({ text }) => splitText(text));
  assert.deepEqual(threads, {
    meaning: "Event loops.",
    fallback: "0",
    limits: "0 to 256",
    variable: "ARUS_THREADS",
  });
  assert.equal(secret.variable, "ARUS_SETUP_CODE, ARUS_SETUP_CODE_FILE");
});

test("makes one row for each setting, without --help", () => {
  const page = pageOf(help);
  assert.match(page, /\| `--threads NUMBER` \| `ARUS_THREADS` \| `0` \| 0 to 256 \| Event loops\. \|/);
  assert.match(page, /`--registration open\\\|invite`/);
  assert.doesNotMatch(page, /--help NUMBER|`--help`/);
});

test("refuses a text that is no help", () => {
  assert.throws(() => parseHelp("segmentation fault"), /no options/);
});
