import {
  apiVersionOf,
  type FieldShape,
  fileOf,
  type KindShape,
  referencesOf,
  type Shape,
  type Types,
} from "./shape.ts";
import { HEADER, writeTypeIndex } from "./write-type-index.ts";
import { type TypeSource, writtenKinds } from "./written-kinds.ts";

/** Writes the TypeScript types of every written kind: file name to text. */
export function writeTypes(source: TypeSource): Map<string, string> {
  const kinds = writtenKinds(source);
  const roots = new Map([...kinds.values()].map((kind) => [kind.type, kind]));
  // The kinds come newest version first, so that an older version's types yield their names.
  const modules = Map.groupBy(reachable(source.types, roots), moduleOf);
  const names = new Map([...modules.values()].flatMap(namesIn));
  const writer = new Writer(source.types, roots, names);
  const texts = new Map(
    [...modules].map(([file, types]) => [`${file}.ts`, writer.module(file, types)]),
  );
  return texts.set(
    "index.ts",
    writeTypeIndex({ kinds, modules, names, operators: source.operators }),
  );
}

/**
 * `core.v1:PodSpec` and `autoscaling.v2:MetricSpec` are in the modules `core` and `autoscaling`.
 */
function moduleOf(type: string): string {
  return fileOf(type).replace(/\.v\d.*$/, "");
}

/** The names of the types of one module, with the version where a newer one has the plain name. */
function namesIn(types: readonly string[]): [string, string][] {
  const taken = new Set<string>();
  return types.map((type) => {
    const [file, plain] = type.split(":") as [string, string];
    const version = file.split(".").at(-1)!;
    const name = taken.has(plain)
      ? `${plain}${version[0]!.toUpperCase()}${version.slice(1)}`
      : plain;
    if (taken.has(name)) throw new Error(`two types would be called ${name}`);
    taken.add(name);
    return [type, name];
  });
}

/** Every type that the given ones lead to, their own `status` aside. */
function reachable(types: Types, roots: ReadonlyMap<string, KindShape>): Set<string> {
  const found = new Set<string>();
  const visit = (type: string): void => {
    if (found.has(type)) return;
    found.add(type);
    for (const [name, field] of Object.entries(types.get(type)!.fields)) {
      if (!(roots.has(type) && name === "status")) referencesOf(field).forEach(visit);
    }
  };
  for (const root of roots.keys()) visit(root);
  return found;
}

const SCALARS: Readonly<Record<string, string>> = {
  string: "string",
  dateTime: "string",
  bytes: "string",
  integer: "number",
  int32: "number",
  int64: "number",
  number: "number",
  boolean: "boolean",
  intOrString: "number | string",
  quantity: "string | number",
  any: "unknown",
  object: "{ [key: string]: unknown }",
};

const EMBEDDED = `/** An object inside another, where \`apiVersion\` and \`kind\` may be left out. */
export type Embedded<T extends { apiVersion: string; kind: string }> = Omit<T, "apiVersion" | "kind"> &
  Partial<Pick<T, "apiVersion" | "kind">>;
`;

class Writer {
  private readonly types: Types;
  private readonly roots: ReadonlyMap<string, KindShape>;
  private readonly names: ReadonlyMap<string, string>;

  constructor(
    types: Types,
    roots: ReadonlyMap<string, KindShape>,
    names: ReadonlyMap<string, string>,
  ) {
    this.types = types;
    this.roots = roots;
    this.names = names;
  }

  module(file: string, types: readonly string[]): string {
    const byName = types.toSorted((a, b) => (this.names.get(a)! < this.names.get(b)! ? -1 : 1));
    const bodies = byName.map((type) => this.type(type));
    const used = new Set(
      bodies.flatMap((body) => [...body.matchAll(/\b([a-z]+)\.[A-Z]/g)]).map((m) => m[1]!),
    );
    const imports = [...used]
      .sort()
      .map((other) => `import type * as ${other} from "./${other}.ts";\n`);
    if (file === "meta") bodies.push(EMBEDDED);
    return [HEADER, ...(imports.length ? [imports.join("")] : []), ...bodies].join("\n");
  }

  private type(type: string): string {
    const { fields, rules } = this.types.get(type)!;
    const kind = this.roots.get(type);
    const lines = Object.entries(kind ? headFirst(fields) : fields).flatMap(([name, field]) => {
      const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
      if (kind && name === "status") return [];
      if (kind && name === "kind") return [`${key}: ${JSON.stringify(kind.kind)};`];
      if (kind && name === "apiVersion") return [`${key}: ${JSON.stringify(apiVersionOf(kind))};`];
      const required =
        field.required || (kind && name === "metadata") || this.isNeededSpec(name, field);
      const line = `${key}${required ? "" : "?"}: ${this.expression(field, type)};`;
      return field.deprecated ? ["/** @deprecated */", line] : [line];
    });
    if (rules?.preserveUnknownFields) lines.push("[field: string]: unknown;");
    const scope = kind?.namespaced ? "namespaced" : "cluster scoped";
    const doc = kind ? `/** \`${apiVersionOf(kind)}\` ${kind.kind}, ${scope}. */\n` : "";
    const body = lines.map((line) => `  ${line}\n`).join("");
    const name = this.names.get(type)!;
    // Only a type alias is assignable to `AnyObject`: an interface has no index signature.
    return kind
      ? `${doc}export type ${name} = {\n${body}};\n`
      : `export interface ${name} {\n${body}}\n`;
  }

  /** Go decodes a missing `spec` as an empty one, so it is needed where it has a required field. */
  private isNeededSpec(name: string, field: FieldShape): boolean {
    const spec = name === "spec" ? this.types.get(field.is) : undefined;
    return spec !== undefined && Object.values(spec.fields).some(({ required }) => required);
  }

  private expression(shape: Shape, within: string): string {
    const bare = this.bareExpression(shape, within);
    return shape.rules?.nullable ? `${bare} | null` : bare;
  }

  private bareExpression(shape: Shape, within: string): string {
    if (shape.enum) return shape.enum.map((value) => JSON.stringify(value)).join(" | ");
    if (shape.is === "list") {
      const item = this.expression(shape.items!, within);
      return / [|&] /.test(item) ? `(${item})[]` : `${item}[]`;
    }
    if (shape.is === "map") return `{ [key: string]: ${this.expression(shape.values!, within)} }`;
    return shape.is.includes(":") ? this.reference(shape.is, within) : scalar(shape.is);
  }

  private reference(type: string, within: string): string {
    const [file, here] = [moduleOf(type), moduleOf(within)];
    const name = `${file === here ? "" : `${file}.`}${this.names.get(type)!}`;
    if (!this.roots.has(type)) return name;
    return `${here === "meta" ? "" : "meta."}Embedded<${name}>`;
  }
}

function headFirst({ apiVersion, kind, metadata, ...rest }: Record<string, FieldShape>) {
  return { apiVersion: apiVersion!, kind: kind!, metadata: metadata!, ...rest };
}

function scalar(name: string): string {
  const type = SCALARS[name];
  if (!type) throw new Error(`no TypeScript type for ${name}`);
  return type;
}
