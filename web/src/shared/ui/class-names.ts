// SPDX-License-Identifier: Apache-2.0

/** Joins the class names that are present with a space. */
export function classNames(...names: (string | false | null | undefined)[]): string {
    return names.filter(Boolean).join(" ");
}
