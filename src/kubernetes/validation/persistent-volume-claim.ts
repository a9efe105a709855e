import { dns1123LabelProblem, dns1123SubdomainProblem } from "../names.ts";
import { parseQuantity } from "../quantity.ts";
import { quantityMilliValue } from "../quantity-arithmetic.ts";
import { quote } from "../text.ts";
import type {
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimTemplate,
  TypedObjectReference,
} from "../types/core.ts";
import type { Complaints } from "./complaints.ts";
import type { Decoded } from "./decoded.ts";
import type { FieldPath } from "./field-path.ts";
import { validateLabelSelector } from "./label-selector.ts";
import { validateTemplateMeta } from "./template-meta.ts";
import { validateAccessModes, validateVolumeMode } from "./volumes/access-modes.ts";

/**
 * What somebody asks of storage: in claims, in templates of StatefulSets and of ephemeral volumes.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimSpec
 */
export function validatePersistentVolumeClaimSpec(
  spec: Decoded<PersistentVolumeClaimSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  validateAccessModes(spec.accessModes ?? [], path.field("accessModes"), to);
  validateLabelSelector(spec.selector, path.field("selector"), to);
  const size = spec.resources?.requests?.storage;
  // The server leaves "requests" out of this path.
  const at = path.field("resources").key("storage");
  if (size === undefined) to.required(at, "must be asked for", 'write requests: {storage: "1Gi"}');
  else if (parseQuantity(size).unscaled <= 0n) to.invalid(at, `${size} is not more than 0`);
  const { storageClassName = "", volumeAttributesClassName = "" } = spec;
  if (storageClassName !== "")
    to.problem(path.field("storageClassName"), dns1123SubdomainProblem(storageClassName));
  validateVolumeMode(spec.volumeMode, path.field("volumeMode"), to);
  validateDataSources(spec, path, to);
  // Not looked at before its gate was on by default.
  if (volumeAttributesClassName !== "" && to.minor >= 34)
    to.problem(
      path.field("volumeAttributesClassName"),
      dns1123SubdomainProblem(volumeAttributesClassName),
    );
}

/**
 * A claim that is made for each pod, without a name of its own.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimTemplate
 */
export function validatePersistentVolumeClaimTemplate(
  { metadata = {}, spec = {} }: Decoded<PersistentVolumeClaimTemplate>,
  path: FieldPath,
  to: Complaints,
): void {
  validateTemplateMeta(metadata, path.field("metadata"), to);
  validatePersistentVolumeClaimSpec(spec, path.field("spec"), to);
}

/** @see k8s.io/kubernetes/pkg/api/persistentvolumeclaim/util.go GetWarningsForPersistentVolumeClaimSpec */
export function warnPersistentVolumeClaimSpec(
  { resources = {} }: Decoded<PersistentVolumeClaimSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const { requests = {}, limits = {} } = resources;
  for (const [field, amounts] of Object.entries({ requests, limits })) {
    const { storage } = amounts;
    if (storage === undefined || quantityMilliValue(parseQuantity(storage)) % 1000n === 0n)
      continue;
    const at = path.field("resources", field).key("storage");
    to.warn(at, `${quote(String(storage))} is not a whole number of bytes`);
  }
}

function validateDataSources(
  { dataSource, dataSourceRef }: Decoded<PersistentVolumeClaimSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  if (dataSource) validateDataSource(dataSource, path.field("dataSource"), to);
  if (!dataSourceRef) return;
  const at = path.field("dataSourceRef");
  validateDataSource(dataSourceRef, at, to);
  const { namespace = "" } = dataSourceRef;
  if (namespace !== "") to.problem(at.field("namespace"), dns1123LabelProblem(namespace));
  if (!dataSource) return;
  if (namespace !== "")
    to.invalid(path, "dataSource and a dataSourceRef with a namespace exclude each other");
  else if (
    dataSource.apiGroup !== dataSourceRef.apiGroup ||
    (dataSource.kind ?? "") !== (dataSourceRef.kind ?? "") ||
    (dataSource.name ?? "") !== (dataSourceRef.name ?? "")
  )
    to.invalid(path, "dataSource and dataSourceRef differ", "keep dataSourceRef only");
}

/**
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateDataSource
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateDataSourceRef
 */
function validateDataSource(
  { apiGroup = "", kind = "", name = "" }: Decoded<TypedObjectReference>,
  path: FieldPath,
  to: Complaints,
): void {
  if (name === "") to.required(path.field("name"));
  if (kind === "") to.required(path.field("kind"));
  if (apiGroup !== "") to.problem(path.field("apiGroup"), dns1123SubdomainProblem(apiGroup));
  else if (kind !== "PersistentVolumeClaim")
    to.invalid(
      path,
      `without an apiGroup the kind must be PersistentVolumeClaim`,
      "name the group",
    );
}
