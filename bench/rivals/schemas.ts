import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import {
  crdPaths,
  folderOf,
  KUBERNETES,
  OPERATORS,
} from "../../scripts/generate-kubernetes/sources.ts";
import { readTogether } from "../../src/inputs/files.ts";
import { NEWEST_MINOR } from "../../src/kubernetes/versions.ts";

type Schema = { readonly [key: string]: unknown };
type Schemas = Readonly<Record<string, Schema>>;

/** As kubeconform is told where its schemas are. */
export function locationOf(folder: string): string {
  return `${folder}/{{.Group}}/{{.ResourceKind}}-{{.ResourceAPIVersion}}.json`;
}

/**
 * Writes a JSON schema for each kind of Kubernetes and of the bundled operators, which knows no other
 * fields: from the OpenAPI of Kubernetes' own Go module, and the operators' own CRDs. Everything that a
 * kind refers to lies in its file, so that nothing is fetched.
 */
export async function writeSchemas(folder: string): Promise<void> {
  const kubernetes = KUBERNETES.get(NEWEST_MINOR)!;
  const specs = join(await folderOf(kubernetes), "api", "openapi-spec", "v3");
  for (const file of readdirSync(specs))
    writeKinds(folder, JSON.parse(readFileSync(join(specs, file), "utf8")));
  for (const operator of OPERATORS) {
    const { objects } = await readTogether((await crdPaths(operator)).flatMap(yamlFiles), {});
    for (const { object } of objects) writeCustom(folder, object as unknown as Definition);
  }
}

interface OpenApi {
  readonly components?: { readonly schemas?: Schemas };
}

function writeKinds(folder: string, { components }: OpenApi): void {
  const schemas = components?.schemas ?? {};
  for (const [name, schema] of Object.entries(schemas)) {
    const kinds = schema["x-kubernetes-group-version-kind"] as readonly KindName[] | undefined;
    // Types such as DeleteOptions belong to every group, and are no object of any.
    if (kinds?.length === 1) write(folder, kinds[0]!, withReferences(name, schemas));
  }
}

interface KindName {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface Definition {
  readonly kind?: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema?: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

function writeCustom(folder: string, definition: Definition): void {
  if (definition.kind !== "CustomResourceDefinition") return;
  const { group, names, versions } = definition.spec;
  for (const { name, schema } of versions)
    if (schema)
      write(folder, { group, version: name, kind: names.kind }, closed(schema.openAPIV3Schema));
}

function write(folder: string, { group, version, kind }: KindName, schema: unknown): void {
  const file = join(folder, group || version, `${kind.toLowerCase()}-${version}.json`);
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(schema));
}

function withReferences(name: string, schemas: Schemas): Schema {
  const definitions: Record<string, unknown> = {};
  const add = (each: string) => {
    if (each in definitions) return;
    definitions[each] = true;
    definitions[each] = closed(schemas[each], add);
  };
  add(name);
  return { $ref: `#/definitions/${name}`, definitions };
}

/** What a schema does not name is refused, as `-strict` means it; texts for people are left out. */
function closed(schema: unknown, add: (name: string) => void = () => {}): unknown {
  if (Array.isArray(schema)) return schema.map((each) => closed(each, add));
  if (typeof schema !== "object" || schema === null) return schema;
  const given = schema as Schema;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    if (key === "$ref") {
      const name = basename(String(value));
      add(name);
      result.$ref = `#/definitions/${name}`;
    } else if (key === "properties") {
      const fields = Object.entries(value as Schema);
      result.properties = Object.fromEntries(fields.map(([each, of]) => [each, closed(of, add)]));
    } else if (!/^(description|default|example|x-.*)$/.test(key)) result[key] = closed(value, add);
  }
  const isOpen = "additionalProperties" in given || given["x-kubernetes-preserve-unknown-fields"];
  if (given.type === "object" && given.properties && !isOpen) result.additionalProperties = false;
  if (given["x-kubernetes-embedded-resource"]) delete result.additionalProperties;
  return result;
}

function yamlFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
  return names.map((name) => join(path, name));
}
