// SPDX-License-Identifier: Apache-2.0
// Shows the API's contract as a page: reads /api/v1/openapi.yaml from this server and builds elements, nothing else.
import { parseYaml } from "./yaml.js";

const methods = ["get", "post", "put", "patch", "delete"];

/** An element with attributes and children; text is never read as markup. */
function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
}

/** Words, with `code` and **strong** ones set apart. */
function words(text) {
    return String(text ?? "").split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((piece) => {
        if (piece.startsWith("`")) {
            return element("code", {}, piece.slice(1, -1));
        }
        return piece.startsWith("**") ? element("strong", {}, piece.slice(2, -2)) : piece;
    });
}

/** Paragraphs of words. */
function prose(text) {
    const paragraphs = String(text ?? "").trim().split(/\n\s*\n/);
    return element("div", {}, ...paragraphs.map((paragraph) => element("p", {}, ...words(paragraph))));
}

class Reference {
    constructor(contract) {
        this.contract = contract;
    }

    /** What a `$ref` stands for, and the name at its end. */
    resolve(node) {
        if (!node || typeof node !== "object" || !node.$ref) {
            return { value: node ?? {}, name: null };
        }
        const parts = node.$ref.replace(/^#\//, "").split("/");
        let value = this.contract;
        for (const part of parts) {
            value = value[part];
        }
        return { value, name: parts[parts.length - 1] };
    }

    /** A schema in a few words. */
    words(schema) {
        const { value, name } = this.resolve(schema);
        if (name) {
            return name;
        }
        if (value.allOf?.length === 1) {
            return this.words(value.allOf[0]);
        }
        for (const list of ["anyOf", "oneOf", "allOf"]) {
            if (value[list]) {
                return value[list].map((one) => this.words(one)).join(list === "allOf" ? " and " : " or ");
            }
        }
        if (value.enum) {
            return value.enum.map(String).join(" | ");
        }
        if (value.type === "array") {
            return `list of ${this.words(value.items)}`;
        }
        return [value.type ?? "anything"].flat().join(" or ");
    }

    limits(value) {
        const names = ["default", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "format"];
        return names.filter((name) => value[name] !== undefined).map((name) => `${name} ${value[name]}`).join(", ");
    }

    /** The members of an object schema as a table; what they consist of opens below them. */
    schema(schema, depth = 0) {
        const { value, name } = this.resolve(schema);
        const box = element("div");
        if (name && depth === 0) {
            box.append(element("p", { class: "quiet" }, name));
        }
        if (value.description) {
            box.append(prose(value.description));
        }
        for (const list of ["anyOf", "oneOf", "allOf"]) {
            for (const one of value[list] ?? []) {
                const inner = this.resolve(one);
                if (this.isDeep(inner.value) && depth < 6) {
                    box.append(element("details", {}, element("summary", {}, inner.name ?? this.words(one)), this.schema(one, depth + 1)));
                }
            }
        }
        if (value.type === "array" && value.items) {
            box.append(this.schema(value.items, depth));
        }
        if (value.properties) {
            box.append(this.members(value, depth));
        } else if (!this.isDeep(value)) {
            box.append(element("p", {}, element("code", {}, this.words(value)), ` ${this.limits(value)}`));
        }
        return box;
    }

    isDeep(value) {
        return Boolean(value.properties || value.anyOf || value.oneOf || value.allOf || (value.type === "array" && value.items));
    }

    members(value, depth) {
        const body = element("tbody");
        for (const [name, member] of Object.entries(value.properties)) {
            const inner = this.resolve(member).value;
            const told = element("td", {}, ...words(inner.description), " ", element("span", { class: "quiet" }, this.limits(inner)));
            const target = this.resolve(inner.type === "array" ? inner.items : member).value;
            if (target.properties && depth < 6) {
                told.append(element("details", {}, element("summary", {}, this.words(member)), this.members(target, depth + 1)));
            }
            const required = value.required?.includes(name) ? "" : " ?";
            body.append(element("tr", {}, element("td", {}, element("code", {}, name), required),
                element("td", {}, this.words(member)), told));
        }
        return element("table", {}, body);
    }

    parameters(list) {
        const body = element("tbody");
        for (const one of list) {
            const { value } = this.resolve(one);
            const schema = this.resolve(value.schema).value;
            body.append(element("tr", {}, element("td", {}, element("code", {}, value.name), value.required ? "" : " ?"),
                element("td", {}, value.in), element("td", {}, this.words(value.schema)),
                element("td", {}, ...words(value.description), " ", element("span", { class: "quiet" }, this.limits(schema)))));
        }
        return element("table", {}, body);
    }

    responses(map) {
        const box = element("div");
        for (const [status, one] of Object.entries(map)) {
            const { value } = this.resolve(one);
            const media = Object.entries(value.content ?? {})[0];
            const title = [element("strong", {}, status), " ", ...words(value.description)];
            box.append(media?.[1].schema
                ? element("details", {}, element("summary", {}, ...title), element("p", { class: "quiet" }, media[0]), this.schema(media[1].schema))
                : element("p", {}, ...title));
        }
        return box;
    }

    operation(path, shared, method, operation) {
        const made = element("section", { class: "operation", id: operation.operationId },
            element("h2", {}, element("span", { class: "method" }, method.toUpperCase()), path),
            element("p", {}, ...words(operation.summary)));
        if (operation.description) {
            made.append(prose(operation.description));
        }
        if (operation["x-roles"]) {
            made.append(element("p", { class: "quiet" }, `Roles: ${operation["x-roles"].join(", ")}`));
        }
        const parameters = [...shared, ...(operation.parameters ?? [])];
        if (parameters.length > 0) {
            made.append(element("h3", {}, "Parameters"), this.parameters(parameters));
        }
        const media = operation.requestBody?.content?.["application/json"];
        if (media) {
            made.append(element("h3", {}, "Body"), this.schema(media.schema));
            for (const example of Object.values(media.examples ?? {})) {
                made.append(element("pre", {}, JSON.stringify(example.value, null, 2)));
            }
        }
        made.append(element("h3", {}, "Replies"), this.responses(operation.responses));
        return made;
    }

    render(contents, main) {
        const { info } = this.contract;
        const sections = element("div");
        contents.replaceChildren(element("a", { href: "/api/v1/openapi.yaml" }, "openapi.yaml"));
        for (const tag of this.contract.tags ?? []) {
            contents.append(element("h2", {}, tag.description ?? tag.name));
            for (const [path, item] of Object.entries(this.contract.paths)) {
                for (const method of methods.filter((one) => item[one]?.tags?.includes(tag.name))) {
                    contents.append(element("a", { href: `#${item[method].operationId}` }, ...words(item[method].summary ?? path)));
                    sections.append(this.operation(path, item.parameters ?? [], method, item[method]));
                }
            }
        }
        main.replaceChildren(element("h1", {}, `${info.title} ${info.version}`), prose(info.description), sections);
    }
}

async function start() {
    const main = document.getElementById("reference");
    try {
        const reply = await fetch("/api/v1/openapi.yaml");
        if (!reply.ok) {
            throw new Error(`the contract could not be read: ${reply.status}`);
        }
        new Reference(parseYaml(await reply.text())).render(document.getElementById("contents"), main);
        document.getElementById(location.hash.slice(1))?.scrollIntoView();
    } catch (error) {
        main.replaceChildren(element("h1", {}, "The contract cannot be shown"), element("p", {}, String(error)),
            element("p", {}, element("a", { href: "/api/v1/openapi.yaml" }, "openapi.yaml")));
    }
}

start();
