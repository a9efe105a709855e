import { checkEmbedded, readEmbedded } from "../../custom-resources/embedded.ts";
import { read } from "../../custom-resources/read.ts";
import { Result } from "../../custom-resources/result.ts";
import { checkRules } from "../../custom-resources/rules.ts";
import { Structural } from "../../custom-resources/structural.ts";
import { check } from "../../custom-resources/values.ts";
import { isFields } from "../../fields.ts";
import { sameJson } from "../../json-equality.ts";
import { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";
import type { Props } from "./props.ts";

type Around = (value: unknown) => unknown;

/** Inside of metadata: the resource that the schema is about, and how a default stands in it. */
interface Meta {
  readonly resource: Props;
  readonly around: Around;
}

const META = ["metadata", "kind", "apiVersion"];

/**
 * Defaults are what the schema itself would take.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go
 */
export function validateDefaults(props: Props, path: FieldPath, to: Complaints): void {
  const root = { ...props, "x-kubernetes-embedded-resource": true };
  visit(root, path, { resource: root, around: (value) => value }, false, to);
}

function visit(props: Props, path: FieldPath, meta: Meta, inMeta: boolean, to: Complaints): void {
  const isResource = props["x-kubernetes-embedded-resource"] === true;
  const here: Meta = isResource ? { resource: props, around: (value) => value } : meta;
  const inside = inMeta && !isResource;
  if (props.default !== undefined) {
    if (inside) validateInMeta(props, path.field("default"), here, to);
    else validateDefault(props, path.field("default"), to);
  }
  const { around } = here;
  if (props.items) {
    const below = { ...here, around: (value: unknown) => around([value]) };
    visit(props.items, path.field("items"), below, inside, to);
  }
  for (const [name, each] of Object.entries(props.properties ?? {})) {
    const below = { ...here, around: (value: unknown) => around({ [name]: value }) };
    const isMeta = isResource && META.includes(name);
    visit(each, path.field("properties").key(name), below, inside || isMeta, to);
  }
}

function validateDefault(props: Props, path: FieldPath, to: Complaints): void {
  const schema = new Structural(props, to.minor);
  const pruned = read(props.default, schema, path, new Complaints(to.minor));
  if (!sameJson(pruned, withoutNulls(props.default, schema)))
    to.invalid(path, "holds fields that the schema does not know");
  const copy = structuredClone(props.default);
  const found = new Complaints(to.minor);
  readEmbedded(copy, schema, path, found);
  const isReadable = found.errors.every(({ reason }) => reason !== "wrong type");
  if (isReadable) found.errors.length = 0;
  if (isReadable) checkEmbedded(copy, schema, path, found);
  if (found.errors.length > 0) to.errors.push(...found.errors);
  else validateValue(props, schema, path, to);
}

function validateValue(props: Props, schema: Structural, path: FieldPath, to: Complaints): void {
  const result = new Result();
  check(props.default, new Structural(asTyped(props), to.minor), path, result);
  to.errors.push(...result.found);
  if (!result.isValid) return;
  const before = to.errors.length;
  checkRules(props.default, props.default, schema, path, to);
  if (to.errors.length === before) checkRules(props.default, undefined, schema, path, to);
}

/** Of defaults the server asks the type only that is called so, not that it is an integer or a text. */
function asTyped({ "x-kubernetes-int-or-string": _, ...props }: Props): Props {
  const { properties, items, additionalProperties: further } = props;
  const parts = Object.entries(properties ?? {}).map(([name, each]) => [name, asTyped(each)]);
  return {
    ...props,
    ...(properties && { properties: Object.fromEntries(parts) }),
    ...(items && { items: asTyped(items) }),
    ...(typeof further === "object" && { additionalProperties: asTyped(further) }),
  };
}

/** A default within metadata is tried within a whole resource. */
function validateInMeta(props: Props, path: FieldPath, meta: Meta, to: Complaints): void {
  const resource = meta.around(structuredClone(props.default));
  const schema = new Structural(meta.resource, to.minor);
  const found = new Complaints(to.minor);
  if (isFields(resource)) {
    resource.kind ??= "Validation";
    resource.apiVersion ??= "validation/v1";
    readEmbedded(resource, schema, path, found);
    found.errors.splice(
      0,
      found.errors.length,
      ...found.errors.filter(({ reason }) => reason === "wrong type"),
    );
    if (found.errors.length === 0) checkEmbedded(resource, schema, path, found);
  }
  if (found.errors.length === 0) validateValue(props, new Structural(props, to.minor), path, to);
  else to.invalid(path, `makes the metadata wrong: ${found.errors[0]?.message}`);
}

/** Nulls that mean nothing are no unknown fields. */
function withoutNulls(value: unknown, schema: Structural | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, schema?.items));
  if (!isFields(value)) return value;
  const kept = Object.entries(value).filter(([name, given]) => {
    const field = schema?.field(name);
    return !(given === null && field && !field.nullable && !field.hasDefault);
  });
  return Object.fromEntries(
    kept.map(([name, given]) => [name, withoutNulls(given, schema?.field(name))]),
  );
}
