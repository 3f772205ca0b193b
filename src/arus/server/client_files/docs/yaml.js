// SPDX-License-Identifier: Apache-2.0
// Reads the part of YAML 1.2 that the contract is written in: block and flow collections, plain, quoted, folded and
// literal scalars, comments. No anchors, tags or several documents; what is not understood is an error with its line.

/** @param {string} text @returns {unknown} */
export function parseYaml(text) {
    const lines = text.split("\n").map((raw, index) => ({ raw, number: index + 1 }));
    const reader = new BlockReader(lines);
    const value = reader.readNode(0);
    reader.skipBlank();
    if (reader.at < lines.length) {
        reader.fail("unexpected text");
    }
    return value;
}

class BlockReader {
    constructor(lines) {
        this.lines = lines;
        this.at = 0;
    }

    fail(message) {
        throw new Error(`line ${this.lines[Math.min(this.at, this.lines.length - 1)].number}: ${message}`);
    }

    skipBlank() {
        while (this.at < this.lines.length && /^\s*(#.*)?$/.test(this.lines[this.at].raw)) {
            this.at += 1;
        }
    }

    indentOf(raw) {
        return raw.length - raw.trimStart().length;
    }

    /** The collection or scalar whose lines are indented by at least `indent`. */
    readNode(indent) {
        this.skipBlank();
        if (this.at >= this.lines.length) {
            return null;
        }
        const raw = this.lines[this.at].raw;
        const own = this.indentOf(raw);
        if (own < indent) {
            return null;
        }
        const body = raw.slice(own);
        if (body.startsWith("- ") || body === "-") {
            return this.readSequence(own);
        }
        if (keyOf(body) !== null) {
            return this.readMapping(own);
        }
        this.at += 1;
        return this.readInline(body, own - 1);
    }

    readSequence(indent) {
        const items = [];
        for (this.skipBlank(); this.at < this.lines.length; this.skipBlank()) {
            const line = this.lines[this.at];
            const body = line.raw.slice(indent);
            if (this.indentOf(line.raw) !== indent || !(body.startsWith("- ") || body === "-")) {
                break;
            }
            const rest = body.slice(1).trimStart();
            if (rest === "" || rest.startsWith("#")) {
                this.at += 1;
                items.push(this.readNode(indent + 1));
            } else if (!/^["'[{]/.test(rest) && keyOf(rest) !== null) {
                // A mapping that begins behind the dash: its members are indented as its first key is.
                const inner = indent + body.length - rest.length;
                this.lines[this.at] = { ...line, raw: " ".repeat(inner) + rest };
                items.push(this.readMapping(inner));
            } else {
                this.at += 1;
                items.push(this.readInline(rest, indent));
            }
        }
        return items;
    }

    readMapping(indent) {
        const mapping = {};
        for (this.skipBlank(); this.at < this.lines.length; this.skipBlank()) {
            const line = this.lines[this.at];
            if (this.indentOf(line.raw) !== indent) {
                break;
            }
            const key = keyOf(line.raw.slice(indent));
            if (key === null) {
                this.fail("a key is missing");
            }
            this.at += 1;
            const rest = line.raw.slice(indent + key.length).trimStart();
            mapping[key.name] = rest === "" || rest.startsWith("#") ? this.readChild(indent) : this.readInline(rest, indent);
        }
        return mapping;
    }

    /** What follows a key on the next lines; a sequence may stand as far left as the key itself. */
    readChild(indent) {
        this.skipBlank();
        const next = this.lines[this.at];
        if (next && this.indentOf(next.raw) === indent && /^- |^-$/.test(next.raw.slice(indent))) {
            return this.readSequence(indent);
        }
        return this.readNode(indent + 1);
    }

    /** A value that begins on the line of its key; `indent` is the key's. */
    readInline(text, indent) {
        const block = /^([|>])([+-]?)\s*(#.*)?$/.exec(text);
        if (block) {
            return this.readBlockScalar(indent, block[1], block[2]);
        }
        let whole = text;
        const flow = new FlowReader(whole);
        while (/^["'[{]/.test(text) && !flow.isComplete() && this.at < this.lines.length) {
            whole += `\n${this.lines[this.at].raw}`;
            this.at += 1;
            flow.text = whole;
        }
        if (!/^["'[{]/.test(text)) {
            // A plain scalar goes on over lines that are indented further than its key.
            whole = withoutComment(text);
            while (this.at < this.lines.length && this.lines[this.at].raw.trim() !== "" &&
                   this.indentOf(this.lines[this.at].raw) > indent) {
                whole += ` ${withoutComment(this.lines[this.at].raw.trim())}`;
                this.at += 1;
            }
            return scalar(whole.trim());
        }
        return flow.readAll();
    }

    readBlockScalar(indent, style, chomp) {
        const collected = [];
        let own = null;
        for (; this.at < this.lines.length; this.at += 1) {
            const raw = this.lines[this.at].raw;
            if (raw.trim() === "") {
                collected.push("");
                continue;
            }
            const here = this.indentOf(raw);
            own ??= here;
            if (here <= indent || here < own) {
                break;
            }
            collected.push(raw.slice(own));
        }
        while (collected.length > 0 && collected[collected.length - 1] === "") {
            collected.pop();
        }
        let text = "";
        collected.forEach((line, index) => {
            const previous = collected[index - 1];
            if (index > 0) {
                const folds = style === ">" && line !== "" && previous !== "" && !/^\s/.test(line) && !/^\s/.test(previous);
                const afterBlank = style === ">" && previous === "" && line !== "" && !/^\s/.test(line);
                text += folds ? " " : afterBlank ? "" : "\n";
            }
            text += line;
        });
        return chomp === "-" ? text : `${text}\n`;
    }
}

/** A key with its colon at the beginning of `text`, or null. */
function keyOf(text) {
    const found = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#\-?:,[\]{}&*!|>'"%@`][^#]*?|[-?:](?=\S)[^#]*?):(?=\s|$)/.exec(text);
    if (!found) {
        return null;
    }
    return { name: String(scalarText(found[1].trim())), length: found[0].length };
}

function withoutComment(text) {
    return text.replace(/\s+#.*$/, "");
}

function scalarText(text) {
    return /^["']/.test(text) ? new FlowReader(text).readAll() : text;
}

function scalar(text) {
    if (text === "" || text === "null" || text === "~") {
        return null;
    }
    if (text === "true" || text === "false") {
        return text === "true";
    }
    return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : text;
}

/** Flow collections and quoted scalars. */
class FlowReader {
    constructor(text) {
        this.text = text;
        this.at = 0;
    }

    isComplete() {
        try {
            this.readAll();
            return true;
        } catch (error) {
            if (error instanceof UnfinishedError) {
                return false;
            }
            throw error;
        }
    }

    readAll() {
        this.at = 0;
        const value = this.readValue();
        this.skip();
        if (this.at < this.text.length) {
            throw new Error(`unexpected text after a value: ${this.text.slice(this.at, this.at + 40)}`);
        }
        return value;
    }

    skip() {
        for (;;) {
            const blank = /^\s+/.exec(this.text.slice(this.at));
            this.at += blank ? blank[0].length : 0;
            const comment = blank || this.at === 0 ? /^#[^\n]*/.exec(this.text.slice(this.at)) : null;
            if (!comment) {
                return;
            }
            this.at += comment[0].length;
        }
    }

    peek() {
        this.skip();
        if (this.at >= this.text.length) {
            throw new UnfinishedError("the value does not end");
        }
        return this.text[this.at];
    }

    readValue() {
        const first = this.peek();
        if (first === "{") {
            return this.readMapping();
        }
        if (first === "[") {
            return this.readSequence();
        }
        if (first === '"' || first === "'") {
            return this.readQuoted(first);
        }
        const plain = /^[^,[\]{}\n]*?(?=\s*(?:[,[\]{}\n]|:\s|:$|$))/.exec(this.text.slice(this.at))[0];
        this.at += plain.length;
        return scalar(plain.trim());
    }

    readMapping() {
        const mapping = {};
        this.at += 1;
        while (this.peek() !== "}") {
            const key = this.readValue();
            if (this.peek() === ":") {
                this.at += 1;
                mapping[String(key)] = /[,}]/.test(this.peek()) ? null : this.readValue();
            } else {
                mapping[String(key)] = null;
            }
            if (this.peek() === ",") {
                this.at += 1;
            }
        }
        this.at += 1;
        return mapping;
    }

    readSequence() {
        const items = [];
        this.at += 1;
        while (this.peek() !== "]") {
            items.push(this.readValue());
            if (this.peek() === ",") {
                this.at += 1;
            }
        }
        this.at += 1;
        return items;
    }

    readQuoted(quote) {
        const pattern = quote === '"' ? /^"((?:[^"\\]|\\[\s\S])*)"/ : /^'((?:[^']|'')*)'/;
        const found = pattern.exec(this.text.slice(this.at));
        if (!found) {
            throw new UnfinishedError("a quote does not end");
        }
        this.at += found[0].length;
        const folded = found[1].replace(/[ \t]*\n[ \t]*/g, " ");
        return quote === '"' ? JSON.parse(`"${folded}"`) : folded.replaceAll("''", "'");
    }
}

class UnfinishedError extends Error {}
