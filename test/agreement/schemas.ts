import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ControlPlane } from "../control-plane/control-plane.ts";

type Schema = { readonly [key: string]: unknown };
type Schemas = Readonly<Record<string, Schema>>;

interface OpenApi {
  readonly components?: { readonly schemas?: Schemas };
}

/** Folders of schemas that other validators read. */
export interface SchemaFolders {
  /** OpenAPI 3 as the server gives it: `apis/GROUP/VERSION.json`. */
  readonly openApi: string;
  /** JSON schemas, one for each kind, that know no other fields: `GROUP/KIND-VERSION.json`. */
  readonly strict: string;
}

/** Writes what a server says of all kinds that it serves, its custom ones too. */
export async function writeSchemas(plane: ControlPlane, folder: string): Promise<SchemaFolders> {
  const openApi = join(folder, "openapi");
  const strict = join(folder, "strict");
  const { body } = await plane.request("GET", "/openapi/v3");
  const paths = Object.keys((body as { paths: object }).paths);
  for (const path of paths.filter((each) => /^(api\/v1|apis\/[^/]+\/[^/]+)$/.test(each))) {
    const answer = await plane.request("GET", `/openapi/v3/${path}`);
    write(join(openApi, `${path}.json`), answer.body);
    const schemas = (answer.body as OpenApi).components?.schemas ?? {};
    const own = path.replace(/^apis?\//, "");
    const group = own.includes("/") ? (own.split("/")[0] as string) : "";
    for (const [name, schema] of Object.entries(schemas)) {
      for (const kind of kindsOf(schema).filter((each) => each.group === group)) {
        const version = group === "" ? kind.version : `${group}/${kind.version}`;
        write(join(strict, schemaFile(version, kind.kind)), strictSchema(name, schemas));
      }
    }
  }
  return { openApi, strict };
}

/** Where the schema of a kind lies, as kubeconform asks for it. */
export function schemaFile(apiVersion: string, kind: string): string {
  const [group = "", version = group] = apiVersion.split("/");
  return `${group}/${kind.toLowerCase()}-${version}.json`;
}

interface KindName {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function kindsOf(schema: Schema): readonly KindName[] {
  return (schema["x-kubernetes-group-version-kind"] as KindName[] | undefined) ?? [];
}

/** With all that it refers to, as openapi2jsonschema makes it for `-strict`. */
function strictSchema(name: string, schemas: Schemas): Schema {
  const definitions: Record<string, unknown> = {};
  const add = (each: string) => {
    if (each in definitions) return;
    definitions[each] = true;
    definitions[each] = closed(schemas[each], add);
  };
  add(name);
  return { $ref: `#/definitions/${name}`, definitions };
}

function closed(schema: unknown, add: (name: string) => void): unknown {
  if (Array.isArray(schema)) return schema.map((each) => closed(each, add));
  if (typeof schema !== "object" || schema === null) return schema;
  const given = schema as Schema;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    if (key === "$ref") {
      const name = String(value).replace("#/components/schemas/", "");
      add(name);
      result.$ref = `#/definitions/${name}`;
    } else if (key === "properties") result.properties = fields(value as Schema, given, add);
    else if (!/^(description|default|example|x-.*)$/.test(key)) result[key] = closed(value, add);
  }
  const open = "additionalProperties" in given || given["x-kubernetes-preserve-unknown-fields"];
  if (given.properties && !open) result.additionalProperties = false;
  return result;
}

/** A field that is not required may be null. */
function fields(properties: Schema, { required }: Schema, add: (name: string) => void): Schema {
  const needed = new Set((required as string[] | undefined) ?? []);
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => {
      const own = closed(field, add);
      return [name, needed.has(name) ? own : { anyOf: [own, { type: "null" }] }];
    }),
  );
}

function write(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
}
