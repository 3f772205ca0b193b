// SPDX-License-Identifier: Apache-2.0
import * as v from "valibot";

import type { Summary } from "@/shared/api/wire-types";

const figures = v.object({
    income: v.string(),
    expense: v.string(),
    cash: v.string(),
    count: v.number(),
    average: v.string(),
});
const compared = v.object({ ...figures.entries, until_hour: v.nullable(v.number()) });
const schema = v.object({
    report: v.literal("summary"),
    parameters: v.object({ from: v.string(), to: v.string(), outlet_id: v.nullable(v.string()) }),
    currency: v.string(),
    exponent: v.number(),
    epoch: v.string(),
    as_of_sequence: v.number(),
    as_of_offset: v.number(),
    figures,
    compare: v.object({ yesterday: compared, last_week: compared }),
    hours: v.array(
        v.object({
            hour: v.number(),
            income: v.string(),
            expense: v.string(),
            count: v.number(),
            typical_income: v.string(),
        }),
    ),
    outlets: v.array(
        v.object({
            outlet_id: v.string(),
            code: v.string(),
            name: v.string(),
            income: v.string(),
            expense: v.string(),
            count: v.number(),
            last_committed_at: v.nullable(v.string()),
        }),
    ),
    payments: v.array(
        v.object({
            account_id: v.string(),
            code: v.string(),
            name: v.string(),
            amount: v.string(),
            count: v.number(),
        }),
    ),
});

/** Parses what the `kpi` channel brought; null when it is no summary this client can read. */
export function parseSummary(data: unknown): Summary | null {
    const parsed = v.safeParse(schema, data);
    return parsed.success ? parsed.output : null;
}
