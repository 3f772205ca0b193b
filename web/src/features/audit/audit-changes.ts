// SPDX-License-Identifier: Apache-2.0

/** One field of what was changed; undefined where it was not there. */
export type AuditChange = { readonly field: string; readonly before?: string; readonly after?: string };

type Fields = Readonly<Record<string, unknown>>;

/** The fields that differ between two states, in the order of the later one. */
export function changesOf(before: Fields | null, after: Fields | null): AuditChange[] {
    const fields = [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])];
    return fields.flatMap((field) => {
        const was = before === null || !(field in before) ? undefined : textOf(before[field]);
        const is = after === null || !(field in after) ? undefined : textOf(after[field]);
        return was === is
            ? []
            : [
                  {
                      field,
                      ...(was === undefined ? {} : { before: was }),
                      ...(is === undefined ? {} : { after: is }),
                  },
              ];
    });
}

function textOf(value: unknown): string {
    return typeof value === "string" ? value : value === null ? "–" : JSON.stringify(value);
}
