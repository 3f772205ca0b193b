// SPDX-License-Identifier: Apache-2.0
// One folder for everything a run writes, gone when the run ends: a worker that is ended by a signal tidies nothing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "arus-service-run-"));
  process.env.ARUS_TEST_FOLDER = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
