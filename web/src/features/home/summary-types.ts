// SPDX-License-Identifier: Apache-2.0
import type { Summary } from "@/shared/api/wire-types";

/** One hour of a summary. */
export type SummaryHour = Summary["hours"][number];
