// SPDX-License-Identifier: Apache-2.0
// Holds what the server says against contracts/: every reply over HTTP and every frame of the socket.
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const folder = resolve(dirname(fileURLToPath(import.meta.url)), "../../../contracts");

type Json = { readonly [key: string]: unknown };
type Operation = {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly "x-roles"?: readonly string[];
  readonly responses: Readonly<Record<string, Json>>;
  readonly [key: string]: unknown;
};

const openapi = parse(readFileSync(resolve(folder, "openapi.yaml"), "utf8")) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Json;
};
const errors = parse(readFileSync(resolve(folder, "errors.yaml"), "utf8")) as {
  readonly refusals: readonly { readonly code: string; readonly status: number | null; readonly title: string }[];
};

const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
const base = "https://arus.invalid/contracts/"; // a name only: nothing is fetched
ajv.addSchema(openapi as object, `${base}openapi.yaml`);
ajv.addSchema(JSON.parse(readFileSync(resolve(folder, "realtime.schema.json"), "utf8")) as object);

const methods = ["get", "put", "post", "delete", "patch"] as const;

/** Every operation of the contract. */
export const operations = Object.entries(openapi.paths).flatMap(([path, item]) =>
  methods.flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [{ method: method.toUpperCase(), path, operation }];
  }),
);

export type Parameter = { readonly in: string; readonly name: string; readonly required?: boolean };
/** What an operation takes in path, query and header, its path's included. */
export function parametersOf({ path, operation }: (typeof operations)[number]): readonly Parameter[] {
  const ofPath = (openapi.paths[path] as unknown as { readonly parameters?: readonly Json[] }).parameters ?? [];
  const own = (operation.parameters ?? []) as readonly Json[];
  return [...ofPath, ...own].map((one) => (typeof one.$ref === "string" ? at(one.$ref.slice(1)) : one) as unknown as Parameter);
}

const titleOfCode = new Map(errors.refusals.map(({ code, title }) => [code, title]));

/** Every code in the order of precedence. */
export const codesInOrder: readonly string[] = errors.refusals.map(({ code }) => code);

/** HTTP status of every refusal that can come over HTTP. */
export const statusOfCode = new Map(errors.refusals.map(({ code, status }) => [code, status]));

const patterns = operations.map((one) => ({
  ...one,
  pattern: new RegExp(`^${one.path.replace(/\{[^}]+\}/g, "[^/]+")}$`),
  fixed: one.path.replace(/\{[^}]+\}/g, "").length,
}));

function operationOf(method: string, path: string) {
  const asked = method === "HEAD" ? "GET" : method;
  return patterns
    .filter((one) => one.method === asked && one.pattern.test(path))
    .sort((a, b) => b.fixed - a.fixed)[0];
}

const compiled = new Map<string, ValidateFunction>();
function validatorAt(pointer: string): ValidateFunction {
  let validate = compiled.get(pointer);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: `${base}openapi.yaml#${pointer}` });
    compiled.set(pointer, validate);
  }
  return validate;
}

const escaped = (part: string): string => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));

/** Throws if the contract does not know this reply of this operation. */
export function checkReply(method: string, path: string, status: number, headers: Headers, body: string): void {
  const where = `${method} ${path} -> ${status}`;
  const contentType = headers.get("content-type");
  checkProtection(where, headers);
  const found = operationOf(method, path);
  if (found === undefined) {
    if (status >= 400) return; // not an operation: nothing to hold it against but that it is refused
    throw new Error(`${where}: the contract has no such operation`);
  }
  let pointer = `/paths/${escaped(found.path)}/${found.method.toLowerCase()}/responses/${status}`;
  let response = found.operation.responses[String(status)] as Json | undefined;
  if (response === undefined) throw new Error(`${where}: a status that the contract does not name\n${body}`);
  if (typeof response.$ref === "string") {
    pointer = response.$ref.slice(1);
    response = at(pointer);
  }
  checkHeaders(where, headers, (response.headers ?? {}) as Readonly<Record<string, Json>>);
  const content = response.content as Json | undefined;
  if (content === undefined) {
    if (body !== "") throw new Error(`${where}: a body where the contract has none\n${body}`);
    return;
  }
  const type = (contentType ?? "").split(";")[0]!.trim();
  if (content[type] === undefined) throw new Error(`${where}: content type ${type}, the contract has ${Object.keys(content).join(", ")}`);
  if (method === "HEAD" || !type.endsWith("json")) return;
  const parsed = JSON.parse(body) as unknown;
  const validate = validatorAt(`${pointer}/content/${escaped(type)}/schema`);
  if (!validate(parsed)) throw new Error(`${where}: ${ajv.errorsText(validate.errors)}\n${body}`);
  if (type === "application/problem+json") checkProblem(where, status, headers, parsed as Json);
}

/** What every reply carries, whoever asked and whatever came out. */
function checkProtection(where: string, headers: Headers): void {
  const wanted: readonly [string, RegExp][] = [
    ["x-content-type-options", /^nosniff$/],
    ["content-security-policy", /default-src 'none'.*frame-ancestors 'none'/],
    ["referrer-policy", /^(same-origin|no-referrer)$/],
    ["x-request-id", /^\S{1,64}$/],
    ["cache-control", /no-store|no-cache|max-age/],
  ];
  for (const [name, form] of wanted) {
    if (!form.test(headers.get(name) ?? "")) throw new Error(`${where}: header ${name} is ${headers.get(name)}`);
  }
}

/** The headers that the contract names for this reply: required ones are there, present ones have their form. */
function checkHeaders(where: string, headers: Headers, named: Readonly<Record<string, Json>>): void {
  for (const [name, reference] of Object.entries(named)) {
    const pointer = reference.$ref === undefined ? undefined : String(reference.$ref).slice(1);
    const header = pointer === undefined ? reference : at(pointer);
    const value = headers.get(name);
    if (value === null) {
      if (header.required === true) throw new Error(`${where}: header ${name} is missing`);
      continue;
    }
    const schema = header.schema as Json;
    const validate = pointer === undefined ? ajv.compile(schema) : validatorAt(`${pointer}/schema`);
    if (!validate(schema.type === "integer" ? Number(value) : value)) {
      throw new Error(`${where}: header ${name}: ${value}: ${ajv.errorsText(validate.errors)}`);
    }
  }
}

/** What a JSON Pointer without escapes names in the contract. */
function at(pointer: string): Json {
  return pointer
    .slice(1)
    .split("/")
    .reduce<unknown>((node, part) => (node as Json)[part], openapi) as Json;
}

function checkProblem(where: string, status: number, headers: Headers, problem: Json): void {
  const code = String(problem.code);
  const id = headers.get("x-request-id");
  if (problem.request_id !== id) throw new Error(`${where}: request_id ${problem.request_id}, header ${id}`);
  if (problem.status !== status) throw new Error(`${where}: the problem says status ${problem.status}`);
  if (problem.type !== `/errors/${code}`) throw new Error(`${where}: type ${problem.type} of code ${code}`);
  if (code === "internal") throw new Error(`${where}: ${JSON.stringify(problem)}`);
  const title = titleOfCode.get(code);
  if (problem.title !== title) throw new Error(`${where}: title ${problem.title} instead of ${title}`);
  if (statusOfCode.get(code) !== status) {
    throw new Error(`${where}: code ${code} belongs to status ${String(statusOfCode.get(code))}`);
  }
}

const frame = ajv.compile({ $ref: `${base}realtime.schema.json#/$defs/server_frame` });

/** Throws if the contract does not know this line of the socket. */
export function checkFrame(line: string): unknown {
  const parsed = JSON.parse(line) as unknown;
  if (!frame(parsed)) throw new Error(`a frame unknown to the contract: ${ajv.errorsText(frame.errors)}\n${line}`);
  return parsed;
}
