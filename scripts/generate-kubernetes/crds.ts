import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import type { Likeness } from "./likeness.ts";
import { NAMED_FORMATS, scalarName } from "./openapi.ts";
import {
  type FieldShape,
  type KindShape,
  rulesOf,
  type Shape,
  saysDeprecated,
  type TypeShape,
  type Types,
} from "./shape.ts";
import { crdPaths, type Operator } from "./sources.ts";
import { rankOf } from "./written-kinds.ts";

interface Node {
  type?: string;
  format?: string;
  description?: string;
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
  additionalProperties?: Node | boolean;
  enum?: unknown[];
  [word: string]: unknown;
}

interface Crd {
  kind: string;
  spec: {
    group: string;
    scope: string;
    names: {
      kind: string;
      plural: string;
      singular?: string;
      shortNames?: string[];
      categories?: string[];
    };
    versions: {
      name: string;
      served: boolean;
      deprecated?: boolean;
      schema: { openAPIV3Schema: Node };
      subresources?: { status?: unknown; scale?: Record<string, string> };
    }[];
  };
}

/**
 * The custom resources of one operator: their kinds, and the types they are made of, equal ones
 * once.
 */
export async function readCrds(
  operator: Operator,
  likeness: Likeness,
): Promise<{ kinds: KindShape[]; types: Types }> {
  const kinds: KindShape[] = [];
  const crds = (await Promise.all((await crdPaths(operator)).map(documents))).flat();
  const typer = new Typer(
    operator.name,
    new Set(crds.map(({ spec }) => spec.names.kind)),
    likeness,
  );
  for (const { spec } of crds) {
    const { names, group } = spec;
    const served = spec.versions.filter((version) => version.served);
    // The first version gives the shared types their names.
    for (const version of served.toSorted((a, b) => rankOf(b.name) - rankOf(a.name))) {
      kinds.push({
        group,
        version: version.name,
        kind: names.kind,
        plural: names.plural,
        singular: names.singular ?? names.kind.toLowerCase(),
        shortNames: names.shortNames ?? [],
        categories: names.categories ?? [],
        namespaced: spec.scope === "Namespaced",
        verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
        subresources: Object.keys(version.subresources ?? {}),
        type: typer.root(names.kind, version.name, version.schema.openAPIV3Schema),
        ...(version.subresources?.scale && { scale: version.subresources.scale }),
        ...(version.deprecated && { deprecated: true as const }),
      });
    }
  }
  return { kinds, types: typer.types };
}

async function documents(path: string): Promise<Crd[]> {
  const files = (await stat(path)).isDirectory()
    ? (await readdir(path)).sort().map((file) => join(path, file))
    : [path];
  const found: Crd[] = [];
  for (const file of files.filter((name) => name.endsWith(".yaml"))) {
    for (const document of loadAll(joinQuoted(await readFile(file, "utf8"))) as (Crd | null)[]) {
      if (document?.kind === "CustomResourceDefinition") found.push(document);
    }
  }
  return found;
}

/**
 * Some files break a quoted description over lines without indenting it, which strict YAML refuses.
 */
function joinQuoted(yaml: string): string {
  return yaml.replace(/^( *description: )'((?:[^']|'')*)'$/gm, (_, key, text) => {
    return `${key}'${text.replace(/\s*\n\s*/g, " ")}'`;
  });
}

/** Names the object types of one operator's schemas; objects of equal shape share one type. */
class Typer {
  readonly types: Types = new Map();
  private readonly byShape = new Map<string, string>();
  private readonly file: string;
  private readonly kinds: ReadonlySet<string>;
  private readonly likeness: Likeness;

  constructor(file: string, kinds: ReadonlySet<string>, likeness: Likeness) {
    this.file = file;
    this.kinds = kinds;
    this.likeness = likeness;
  }

  /** The type of a whole object; never shared, since two kinds may be of equal shape. */
  root(kind: string, version: string, schema: Node): string {
    const { metadata, ...properties } = schema.properties ?? {};
    const type = this.typeOf({ ...schema, properties }, kind, version);
    // The server decodes metadata itself; a CRD can only restrict names in it.
    const rules = metadata?.properties && { allOf: [{ properties: metadata.properties }] };
    const required = schema.required?.includes("metadata") && { required: true as const };
    type.fields.metadata = { is: "meta.v1:ObjectMeta", ...(rules && { rules }), ...required };
    const name = [kind, `${kind}${version[0]!.toUpperCase()}${version.slice(1)}`]
      .map((word) => `${this.file}:${word}`)
      .find((word) => !this.types.has(word))!;
    this.types.set(name, type);
    return name;
  }

  private field(node: Node, required: boolean, path: string, version: string): FieldShape {
    const shape: FieldShape = { ...this.shape(node, path, version) };
    if (required) shape.required = true;
    if (saysDeprecated(node.description)) shape.deprecated = true;
    return shape;
  }

  private shape(node: Node, path: string, version: string): Shape {
    if (node.properties) {
      const { nullable, default: preset } = node;
      const rules = rulesOf({ nullable, default: preset });
      const is = this.object({ ...node, nullable: undefined, default: undefined }, path, version);
      return rules ? { is, rules } : { is };
    }
    const shape = this.bareShape(node, path, version);
    if (node.enum) shape.enum = node.enum;
    const { anyOf, ...rest } = node;
    const rules = rulesOf(shape.is === "intOrString" && isIntOrString(anyOf) ? rest : node);
    const format = node.format && !NAMED_FORMATS.has(node.format) && { format: node.format };
    if (rules || format) shape.rules = { ...rules, ...format };
    return shape;
  }

  private bareShape(node: Node, path: string, version: string): Shape {
    if (node["x-kubernetes-int-or-string"]) return { is: "intOrString" };
    if (node.items) return { is: "list", items: this.shape(node.items, path, version) };
    if (typeof node.additionalProperties === "object") {
      return { is: "map", values: this.shape(node.additionalProperties, path, version) };
    }
    if (node.additionalProperties) return { is: "map", values: { is: "any" } };
    return { is: scalarName(node.type, node.format) };
  }

  private object(node: Node, path: string, version: string): string {
    const type = this.typeOf(node, path, version);
    const text = JSON.stringify(type);
    const known = this.byShape.get(text);
    if (known) return known;
    const name = this.freeName(type, path, version);
    this.byShape.set(text, name);
    this.types.set(name, type);
    return name;
  }

  private typeOf(node: Node, path: string, version: string): TypeShape {
    const required = new Set(node.required);
    const fields: Record<string, FieldShape> = {};
    for (const [name, value] of Object.entries(node.properties ?? {})) {
      fields[name] = this.field(value, required.has(name), `${path}.${name}`, version);
    }
    const rules = rulesOf(node);
    return rules ? { fields, rules } : { fields };
  }

  /** The name that Kubernetes gives such a type, or else the path to its first use. */
  private freeName(type: TypeShape, path: string, version: string): string {
    const words = path.split(".").map((word) => word.replace(/\W/g, ""));
    const byPath = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
    const versioned = `${byPath}${version[0]!.toUpperCase()}${version.slice(1)}`;
    const usual = this.likeness.nameOf(Object.keys(type.fields));
    const name = [...(usual ? [usual] : []), byPath, versioned].find(
      (word) => !this.types.has(`${this.file}:${word}`) && !this.kinds.has(word),
    );
    if (!name) throw new Error(`two types are called ${versioned}`);
    return `${this.file}:${name}`;
  }
}

function isIntOrString(anyOf: unknown): boolean {
  return JSON.stringify(anyOf) === '[{"type":"integer"},{"type":"string"}]';
}
