import {
  annotationKeyProblem,
  dns1123LabelProblem,
  finalizerProblem,
  labelKeyProblem,
  labelValueProblem,
  maskTrailingHyphen,
  pathSegmentNameProblem,
} from "../names.ts";
import { nameProblem } from "../object-names.ts";
import { quote } from "../text.ts";
import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from "../types/meta.ts";
import type { Complaints } from "./complaints.ts";
import type { Decoded } from "./decoded.ts";
import type { FieldPath } from "./field-path.ts";
import { nameOf } from "./pod-name-warning.ts";

const MOST_BYTES_OF_ANNOTATIONS = 256 * 1024;
const LONGEST_MANAGER = 128;
const LONGEST_SUBRESOURCE = 256;

/** Kinds of which the server looks only at the name that it made. */
const NAME_ONLY: ReadonlySet<string> = new Set(["ReplicationController", "DeviceClass"]);

/** What the server knows of a kind when it reads the metadata. */
export interface MetaOf {
  readonly kind: string;
  readonly namespaced: boolean;
  /** Whether finalizers without a prefix are let through. */
  readonly plainFinalizers: boolean;
}

/**
 * Metadata of a whole object. A namespace that is left out is not complained of: clients fill it in.
 *
 * @see k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMeta
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateObjectMeta
 */
export function validateObjectMeta(
  meta: Decoded<ObjectMeta>,
  { kind, namespaced, plainFinalizers }: MetaOf,
  path: FieldPath,
  to: Complaints,
): void {
  const { generateName = "", namespace = "" } = meta;
  const problemOf = (text: string) =>
    nameProblem(kind, text, to.minor) ?? pathSegmentNameProblem(text);
  // The server masks a hyphen at the end: random letters follow it.
  const given = maskTrailingHyphen(generateName);
  if (generateName !== "" && !(NAME_ONLY.has(kind) && to.minor >= 35))
    to.problem(path.field("generateName"), problemOf(given));
  // The server makes the name before it looks: one that is made of it must do too.
  const made = nameOf(meta);
  if (made !== "") to.problem(path.field("name"), problemOf(made));
  else to.required(path.field("name"), "name or generateName must be given");
  if (namespaced && namespace !== "")
    to.problem(path.field("namespace"), dns1123LabelProblem(namespace));
  if ((meta.generation ?? 0) < 0) to.invalid(path.field("generation"), "may not be negative");
  validateLabels(meta.labels, path.field("labels"), to);
  validateAnnotations(meta.annotations, path.field("annotations"), to);
  validateOwners(meta.ownerReferences ?? [], path.field("ownerReferences"), to);
  validateFinalizers(meta.finalizers ?? [], plainFinalizers, path.field("finalizers"), to);
  validateManagedFields(meta.managedFields ?? [], path.field("managedFields"), to);
}

/** Keys and values of labels, or of a plain selector. */
export function validateLabels(
  labels: Decoded<{ [key: string]: string }> | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  for (const [key, value = ""] of Object.entries(labels ?? {})) {
    to.problem(path.key(key), labelKeyProblem(key));
    to.problem(path.key(key), labelValueProblem(value));
  }
}

export function validateAnnotations(
  annotations: Decoded<{ [key: string]: string }> | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  let size = 0;
  for (const [key, value = ""] of Object.entries(annotations ?? {})) {
    to.problem(path.key(key), annotationKeyProblem(key));
    // Most are short: bytes need counting only where there may be too many.
    size += key.length + value.length;
  }
  if (size * 3 <= MOST_BYTES_OF_ANNOTATIONS) return;
  const bytes = Buffer.byteLength(
    Object.entries(annotations ?? {})
      .flat()
      .join(""),
  );
  if (bytes > MOST_BYTES_OF_ANNOTATIONS)
    to.tooLong(path, MOST_BYTES_OF_ANNOTATIONS, "bytes in all");
}

function validateOwners(
  owners: readonly Decoded<OwnerReference>[],
  path: FieldPath,
  to: Complaints,
): void {
  let controller: string | undefined;
  const seen = new Set<string>();
  for (const [index, owner] of owners.entries()) {
    const at = path.index(index);
    const { apiVersion = "", kind = "", name = "", uid = "" } = owner;
    const { controller: controls, blockOwnerDeletion: blocks } = owner;
    const identity = JSON.stringify([apiVersion, kind, name, uid, controls, blocks]);
    if (seen.has(identity)) {
      to.warn(path, `the owner ${kind}/${name} is there twice; the server drops one of the two`);
      continue;
    }
    seen.add(identity);
    // With more slashes than one the server finds neither group nor version.
    if (!/^[^/]+$|^[^/]*\/[^/]+$/.test(apiVersion))
      to.invalid(at.field("apiVersion"), "must name a version");
    for (const [field, value] of Object.entries({ kind, name, uid }))
      if (value === "") to.invalid(at.field(field), "must not be empty");
    if (apiVersion === "v1" && kind === "Event") to.invalid(at, "an Event cannot be an owner");
    if (controls !== true) continue;
    if (controller !== undefined)
      to.invalid(
        path,
        `only one owner can be the controller; here are ${controller} and ${kind}/${name}`,
      );
    else controller = `${kind}/${name}`;
  }
}

function validateFinalizers(
  finalizers: readonly string[],
  plainFinalizers: boolean,
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, finalizer] of finalizers.entries()) {
    const problem = plainFinalizers ? labelKeyProblem(finalizer) : finalizerProblem(finalizer);
    to.problem(path.index(index), problem);
  }
  if (finalizers.includes("orphan") && finalizers.includes("foregroundDeletion"))
    to.invalid(path, '"orphan" and "foregroundDeletion" exclude each other');
}

function validateManagedFields(
  entries: readonly Decoded<ManagedFieldsEntry>[],
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, entry] of entries.entries()) {
    const at = path.index(index);
    const { operation = "", fieldsType = "", manager = "", subresource = "" } = entry;
    if (operation !== "Apply" && operation !== "Update")
      to.invalid(at.field("operation"), `${quote(operation)} is neither Apply nor Update`);
    if (fieldsType !== "" && fieldsType !== "FieldsV1")
      to.invalid(at.field("fieldsType"), `${quote(fieldsType)} is not FieldsV1`);
    if (Buffer.byteLength(manager) > LONGEST_MANAGER)
      to.tooLong(at.field("manager"), LONGEST_MANAGER, "bytes");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    if (/[\u0000-\u001f\u007f-\u00a0\u00ad]/.test(manager))
      to.invalid(at.field("manager"), "may have printable characters only");
    if (Buffer.byteLength(subresource) > LONGEST_SUBRESOURCE)
      to.tooLong(at.field("subresource"), LONGEST_SUBRESOURCE, "bytes");
  }
}
