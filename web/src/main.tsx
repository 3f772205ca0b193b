// SPDX-License-Identifier: Apache-2.0
import "@/shared/theme/theme.css";

import { start } from "@/app/start";

const element = document.getElementById("root");
if (element === null) {
    throw new Error("index.html has no #root");
}
void start(element);
