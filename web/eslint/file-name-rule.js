// SPDX-License-Identifier: Apache-2.0

import path from "node:path";

/**
 * File names are kebab-case and no file is a barrel called index.
 * @type {import("eslint").Rule.RuleModule}
 */
export const fileNameRule = {
    meta: {
        type: "problem",
        schema: [],
        messages: {
            kebab: "file names are kebab-case: {{name}}",
            barrel: "no barrels: name the file after what it holds",
        },
    },
    create(context) {
        return {
            Program(node) {
                const name = path.basename(context.filename);
                if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/.test(name)) {
                    context.report({ node, messageId: "kebab", data: { name } });
                }
                if (/^index\.[a-z]+$/.test(name)) {
                    context.report({ node, messageId: "barrel" });
                }
            },
        };
    },
};
