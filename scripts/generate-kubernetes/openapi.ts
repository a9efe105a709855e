import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Enums, readEnums } from "./enums.ts";
import { type FieldShape, rulesOf, type Shape, saysDeprecated, type Types } from "./shape.ts";

interface Node {
  $ref?: string;
  allOf?: Node[];
  type?: string;
  format?: string;
  description?: string;
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
  additionalProperties?: Node;
  default?: unknown;
  "x-kubernetes-group-version-kind"?: { group: string; version: string; kind: string }[];
}

/** What the OpenAPI files of one minor say. */
export interface OpenApi {
  readonly types: Types;
  /**
   * `group/version/kind` to the type of the object, and since which minor its description calls it
   * deprecated.
   */
  readonly kinds: ReadonlyMap<string, { type: string; deprecated?: number }>;
}

/** Reads `api/openapi-spec/v3` of a Kubernetes module, and the enums of its generated Go code. */
export async function readOpenApi(folder: string): Promise<OpenApi> {
  const enums = await readEnums(folder);
  const types: Types = new Map();
  const kinds = new Map<string, { type: string; deprecated?: number }>();
  const specs = join(folder, "api/openapi-spec/v3");
  for (const file of (await readdir(specs)).sort()) {
    const { components } = JSON.parse(await readFile(join(specs, file), "utf8"));
    for (const [model, node] of Object.entries<Node>(components?.schemas ?? {})) {
      const name = typeName(model);
      if (SCALARS[name] || types.has(name)) continue;
      const required = new Set(node.required);
      const fields: Record<string, FieldShape> = {};
      for (const [field, value] of Object.entries(node.properties ?? {})) {
        fields[field] = fieldShape(value, required.has(field), enums.get(model)?.get(field));
      }
      const rules = rulesOf({ ...node, default: undefined });
      types.set(name, rules ? { fields, rules } : { fields });
      for (const gvk of node["x-kubernetes-group-version-kind"] ?? []) {
        const key = `${gvk.group}/${gvk.version}/${gvk.kind}`;
        if (!model.endsWith(`.${gvk.kind}`)) continue;
        const since = node.description?.match(/deprecated in v1\.(\d+)/i)?.[1];
        kinds.set(key, since ? { type: name, deprecated: Number(since) } : { type: name });
      }
    }
  }
  return { types, kinds };
}

function fieldShape(node: Node, required: boolean, values?: Enums): FieldShape {
  const shape: FieldShape = { ...shapeOf(node) };
  if (values?.own) shape.enum = values.own;
  if (values?.items && shape.items) shape.items = { ...shape.items, enum: values.items };
  if (values?.values && shape.values) shape.values = { ...shape.values, enum: values.values };
  if (required) shape.required = true;
  if (saysDeprecated(node.description)) shape.deprecated = true;
  return shape;
}

function shapeOf(node: Node): Shape {
  const { allOf, ...own } = node;
  const shape = bareShape({ ...own, ...(allOf && { $ref: allOf[0]!.$ref }) });
  // An empty default is Go's zero value of a field that is no pointer; the server sets nothing.
  const isZero =
    [undefined, "", 0, false].includes(node.default as string) || shape.is.includes(":");
  const rules = rulesOf({ ...own, default: isZero ? undefined : own.default });
  return rules ? { ...shape, rules: { ...shape.rules, ...rules } } : shape;
}

function bareShape(node: Node): Shape {
  if (node.$ref) {
    const name = typeName(node.$ref.split("/").at(-1)!);
    const is = SCALARS[name] ?? name;
    return is === "object" ? { is, rules: { preserveUnknownFields: true } } : { is };
  }
  if (node.type === "array") return { is: "list", items: shapeOf(node.items!) };
  if (node.additionalProperties) return { is: "map", values: shapeOf(node.additionalProperties) };
  if (node.type === "object") return { is: "map", values: { is: "any" } };
  return { is: scalarName(node.type, node.format) };
}

/** The formats that `scalarName` says itself, or that say nothing beside the type. */
export const NAMED_FORMATS: ReadonlySet<string> = new Set([
  "int32",
  "int64",
  "date-time",
  "byte",
  "double",
  "string",
]);

/** The one word by which a scalar of this JSON type and format is stored. */
export function scalarName(type: string | undefined, format: string | undefined): string {
  switch (format) {
    case "int32":
    case "int64":
      return format;
    case "date-time":
      return "dateTime";
    case "byte":
      return "bytes";
    default:
      return type ?? "any";
  }
}

/** Models that are scalars, or that take anything. */
const SCALARS: Readonly<Record<string, string>> = {
  "intstr:IntOrString": "intOrString",
  "resource:Quantity": "quantity",
  "runtime:RawExtension": "object",
  "meta.v1:Time": "dateTime",
  "meta.v1:MicroTime": "dateTime",
  "meta.v1:FieldsV1": "object",
  "apiextensions.v1:JSON": "any",
  "apiextensions.v1:JSONSchemaPropsOrArray": "any",
  "apiextensions.v1:JSONSchemaPropsOrBool": "any",
  "apiextensions.v1:JSONSchemaPropsOrStringArray": "any",
};

/** `io.k8s.api.core.v1.PodSpec` is stored in the file `core.v1` as `PodSpec`. */
function typeName(model: string): string {
  const parts = model.split(".");
  const name = parts.pop()!;
  const at = parts.lastIndexOf("apis") >= 0 ? parts.lastIndexOf("apis") : parts.lastIndexOf("api");
  const file = parts.slice(at + 1);
  return `${parts.at(-1)?.match(/^v\d/) ? file.join(".") : parts.at(-1)}:${name}`;
}
