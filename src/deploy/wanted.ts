import { type KubeObject, keyOf, refOf } from "../client/object.ts";
import type { Step } from "../kubernetes/validation/field-path.ts";
import type { Where } from "../problem.ts";

/** An object that is to be in the cluster. */
export interface Wanted {
  /** With its namespace, where its kind has one. */
  readonly object: KubeObject;
  readonly key: string;
  /** The component of a platform that it belongs to. */
  readonly part?: string | undefined;
  /** Several releases have it in common, such as a StorageClass: it is no member of one, and goes with the last. */
  readonly isShared: boolean;
  /** A Job that runs once for its name, before what needs it. */
  readonly isMigration: boolean;
  /** Keys of what must be ready first, beside what its own references say. */
  readonly after: readonly string[];
  /** The line that a person changes. */
  readonly where: (steps: readonly Step[]) => Where | undefined;
  /** Keys of a Secret whose values were made up: those that the cluster has by then stay. */
  readonly keeps?: readonly string[];
}

/** A Secret that somebody else puts into the cluster, before the deploy. */
export interface RequiredSecret {
  readonly namespace: string;
  readonly name: string;
  /** What it must have. */
  readonly keys: readonly string[];
  /** What to run or write where it is missing. */
  readonly instead: string;
  readonly where: () => Where | undefined;
}

/** What a release is called: its name is unique in its namespace. */
export interface ReleaseName {
  readonly name: string;
  readonly namespace: string;
}

/** Everything that one deploy brings. */
export interface Desired {
  readonly release: ReleaseName;
  /** The platform's environment. */
  readonly environment?: string | undefined;
  readonly wanted: readonly Wanted[];
  /** Images that were named for this deploy, by the platform's own names; kept in the record. */
  readonly images: Readonly<Record<string, string>>;
  /** Default: none. */
  readonly required?: readonly RequiredSecret[];
  /** The minor version of Kubernetes that it is made for, such as `1.36`. */
  readonly kubernetes?: string | undefined;
}

/** An object that nothing more is known of. */
export function plainWanted(object: KubeObject): Wanted {
  const where = () => undefined;
  const key = keyOf(refOf(object));
  return { object, key, isShared: false, isMigration: false, after: [], where };
}
