import { findKind } from "../kinds.ts";
import type { Labels } from "../labels.ts";
import { splitApiVersion } from "../versions.ts";

/** An object of any kind, as JSON has it. */
export interface AnyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Labels;
  };
  readonly [field: string]: unknown;
}

/** How the API names what an object is of. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** Knows the resource of a kind; undefined for a kind that nobody described. */
export type Resources = (apiVersion: string, kind: string) => Resource | undefined;

/** The kinds of Kubernetes and of the bundled operators. */
export const knownResources: Resources = (apiVersion, kind) => {
  const found = findKind(apiVersion, kind);
  if (!found) return undefined;
  const { plural, namespaced } = found;
  return { ...splitApiVersion(apiVersion), plural, namespaced };
};

/** What a create asks for. */
export interface Attempt {
  readonly object: AnyObject;
  readonly resource: Resource;
  readonly name: string;
  /** Of a Namespace it is its own name, as the server has it. */
  readonly namespace: string;
  readonly isNamespace: boolean;
}

/** @param fallback the namespace of objects that name none */
export function attemptOf(object: AnyObject, resource: Resource, fallback: string): Attempt {
  const { name = "", namespace } = object.metadata ?? {};
  const isNamespace = resource.group === "" && resource.plural === "namespaces";
  const own = resource.namespaced ? (namespace ?? fallback) : isNamespace ? name : "";
  // The server puts the namespace that is asked for into the object before any policy sees it.
  const placed =
    resource.namespaced && namespace === undefined
      ? { ...object, metadata: { ...object.metadata, namespace: own } }
      : object;
  return { object: placed, resource, name, namespace: own, isNamespace };
}
