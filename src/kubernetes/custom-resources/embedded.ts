import { type Fields, isFields } from "../fields.ts";
import { dns1035LabelProblem } from "../names.ts";
import { quote } from "../text.ts";
import { schemaOfType } from "../types-store.ts";
import type { Complaints } from "../validation/complaints.ts";
import { decode } from "../validation/decode.ts";
import type { FieldPath } from "../validation/field-path.ts";
import { validateObjectMeta } from "../validation/object-meta.ts";
import type { Structural } from "./structural.ts";
import { within } from "./within.ts";

/**
 * Reads the metadata of whole objects inside an object as the server decodes its own: unknown
 * fields go, wrong types are complained of. Changes the value in place.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta/algorithm.go
 */
export function readEmbedded(
  value: unknown,
  schema: Structural | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  forEachPart(value, schema, path, (part, of, at) => {
    if (!of.isEmbedded) return;
    for (const name of ["apiVersion", "kind"])
      if (Object.hasOwn(part, name) && typeof part[name] !== "string")
        to.add("wrong type", at.field(name), "must be text");
    if (Object.hasOwn(part, "metadata")) readMetadata(part, at, to);
  });
}

/** Reads the metadata of one object in place. */
export function readMetadata(object: Fields, path: FieldPath, to: Complaints): void {
  const schema = schemaOfType("meta.v1:ObjectMeta", to.minor);
  const given = object.metadata;
  object.metadata = given === null ? {} : decode(given, schema, path.field("metadata"), to);
}

/**
 * Whole objects inside an object have an apiVersion, a kind, and metadata that are right.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta/validation.go
 */
export function checkEmbedded(
  value: unknown,
  schema: Structural | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  forEachPart(value, schema, path, (part, of, at) => {
    if (of.isEmbedded) checkObject(part, at, to);
  });
}

function checkObject(object: Fields, path: FieldPath, to: Complaints): void {
  for (const name of ["apiVersion", "kind"]) {
    const given = object[name];
    if (!Object.hasOwn(object, name)) to.required(path.field(name));
    else if (given === "") to.invalid(path.field(name), "must not be empty");
    else if (typeof given !== "string") to.invalid(path.field(name), "must be text");
  }
  const { apiVersion, kind } = object;
  if (typeof apiVersion === "string" && apiVersion.split("/").length > 2)
    to.invalid(path.field("apiVersion"), `${quote(apiVersion)} is not group/version`);
  if (typeof kind === "string" && kind !== "")
    to.problem(path.field("kind"), dns1035LabelProblem(kind.toLowerCase()));
  if (!isFields(object.metadata)) return;
  const { name, namespace } = object.metadata;
  // One is needed by the check, not by the object.
  const meta =
    name === undefined || name === "" ? { ...object.metadata, name: "a" } : object.metadata;
  const namespaced = typeof namespace === "string" && namespace !== "";
  const of = { kind: "Role", namespaced, plainFinalizers: true };
  validateObjectMeta(meta, of, path.field("metadata"), to);
}

const hasEmbedded = within((schema) => schema["x-kubernetes-embedded-resource"] === true);

/** Calls back for every object that a schema knows something of. */
function forEachPart(
  value: unknown,
  schema: Structural | undefined,
  path: FieldPath,
  visit: (part: Fields, schema: Structural, path: FieldPath) => void,
): void {
  if (!schema || !hasEmbedded(schema.schema)) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      forEachPart(item, schema.items, path.index(index), visit);
  } else if (isFields(value)) {
    visit(value, schema, path);
    for (const name of Object.keys(value)) {
      const isNamed = schema.has(name);
      const at = isNamed ? path.field(name) : path.key(name);
      forEachPart(value[name], schema.field(name), at, visit);
    }
  }
}
