import { isFields } from "../kubernetes/fields.ts";
import { splitApiVersion } from "../kubernetes/versions.ts";

/** Who set which fields, as the server keeps it. */
export interface ManagedFields {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  /** RFC 3339. */
  readonly time?: string;
  /** Such as `status` or `scale`; absent for the object itself. */
  readonly subresource?: string;
  /** A tree of `f:name`, `k:{…}`, `v:…` and `.`. */
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
  readonly managedFields?: readonly ManagedFields[];
}

/** An object as the API takes and gives it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

/** What names an object to the API. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for objects of the whole cluster. */
  readonly namespace?: string | undefined;
  readonly name: string;
}

export function refOf({ apiVersion, kind, metadata }: KubeObject): ObjectRef {
  const { namespace, name } = metadata;
  return { apiVersion, kind, namespace, name };
}

/** One text for one object, whatever the version it is written in: `GROUP/KIND/NAMESPACE/NAME`. */
export function keyOf({ apiVersion, kind, namespace = "", name }: ObjectRef): string {
  return `${splitApiVersion(apiVersion).group}/${kind}/${namespace}/${name}`;
}

/** `Deployment shop/web`, to name an object to a person. */
export function titleOf({ kind, namespace, name }: ObjectRef): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** Whether a value has what names an object. */
export function isKubeObject(value: unknown): value is KubeObject {
  if (!isFields(value)) return false;
  const { apiVersion, kind, metadata } = value;
  return (
    typeof apiVersion === "string" &&
    typeof kind === "string" &&
    isFields(metadata) &&
    typeof metadata.name === "string"
  );
}
