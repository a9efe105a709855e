import type { ApplyOptions, DeleteOptions, PatchType, ServedKind, Written } from "../cluster.ts";
import { ApiError } from "../errors.ts";
import type { Api } from "../http/api.ts";
import type { Call } from "../http/call.ts";
import { type KubeObject, type ObjectRef, refOf, titleOf } from "../object.ts";
import { objectIn, warningsIn } from "./objects.ts";
import { kindPath, type Parameters, withQuery } from "./paths.ts";

/** Where an object is. */
export interface Place {
  readonly served: ServedKind;
  /** For a kind of namespaces. */
  readonly namespace: string | undefined;
}

const ALL = "All";

/** Server-side apply. */
export function apply(
  api: Api,
  place: Place,
  object: KubeObject,
  { manager, dryRun, force }: ApplyOptions,
  signal?: AbortSignal,
): Promise<Written> {
  const { managedFields: _, ...metadata } = object.metadata;
  const query = { fieldManager: manager, force: force || undefined, dryRun: dryRun && ALL };
  return write(
    api,
    {
      method: "PATCH",
      what: `${dryRun ? "try" : "apply"} ${titleOf(refOf(object))}`,
      path: objectPath(place, metadata.name, { ...query, fieldValidation: "Strict" }),
      body: JSON.stringify({ ...object, metadata }),
      contentType: "application/apply-patch+yaml",
      isConflictPassing: metadata.resourceVersion === undefined,
    },
    signal,
  );
}

export function create(
  api: Api,
  { served, namespace }: Place,
  object: KubeObject,
  { manager, dryRun }: { readonly manager?: string; readonly dryRun?: boolean },
  signal?: AbortSignal,
): Promise<Written> {
  const query = { fieldManager: manager, dryRun: dryRun && ALL, fieldValidation: "Strict" };
  return write(
    api,
    {
      method: "POST",
      what: `create ${titleOf(refOf(object))}`,
      path: withQuery(kindPath(served, namespace), query),
      body: JSON.stringify(object),
    },
    signal,
  );
}

export function replace(
  api: Api,
  place: Place,
  object: KubeObject,
  { manager }: { readonly manager?: string },
  signal?: AbortSignal,
): Promise<Written> {
  const query = { fieldManager: manager, fieldValidation: "Strict" };
  return write(
    api,
    {
      method: "PUT",
      what: `replace ${titleOf(refOf(object))}`,
      path: objectPath(place, object.metadata.name, query),
      body: JSON.stringify(object),
      isConflictPassing: object.metadata.resourceVersion === undefined,
    },
    signal,
  );
}

const PATCHES: Readonly<Record<PatchType, string>> = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
};

export interface PatchOptions {
  readonly type: PatchType;
  readonly manager?: string;
  readonly subresource?: string;
  readonly dryRun?: boolean;
}

export function patch(
  api: Api,
  place: Place,
  ref: ObjectRef,
  body: unknown,
  { type, manager, subresource, dryRun }: PatchOptions,
  signal?: AbortSignal,
): Promise<Written> {
  const text = JSON.stringify(body);
  const query = { fieldManager: manager, dryRun: dryRun && ALL, fieldValidation: "Strict" };
  const path = objectPath(place, ref.name, query, subresource);
  return write(
    api,
    {
      method: "PATCH",
      what: `patch ${titleOf(ref)}`,
      path,
      body: text,
      contentType: PATCHES[type],
      isConflictPassing: !text.includes("resourceVersion"),
    },
    signal,
  );
}

/** Whether it was there. One whose deletion broke on the way and is gone then was there. */
export async function remove(
  api: Api,
  place: Place,
  ref: ObjectRef,
  { uid, resourceVersion, propagation = "Background", dryRun }: DeleteOptions,
  signal?: AbortSignal,
): Promise<boolean> {
  const isGuarded = uid !== undefined || resourceVersion !== undefined;
  const body = {
    apiVersion: "v1",
    kind: "DeleteOptions",
    propagationPolicy: propagation,
    ...(isGuarded && { preconditions: { uid, resourceVersion } }),
    ...(dryRun && { dryRun: [ALL] }),
  };
  let isLost = false;
  const call = {
    method: "DELETE",
    what: `delete ${titleOf(ref)}`,
    path: objectPath(place, ref.name, {}),
    body: JSON.stringify(body),
    isConflictPassing: !isGuarded,
    onLost: () => {
      isLost = true;
    },
  } as const;
  try {
    await api.json(call, signal);
    return true;
  } catch (error) {
    if (isGone(error) || isAnother(error)) return isLost;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** @see k8s.io/apiserver/pkg/storage/interfaces.go, Preconditions.Check */
function isAnother(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    error.status === 409 &&
    /UID in (?:the )?precondition/.test(error.message)
  );
}

/** The path of one object. */
export function objectPath(
  { served, namespace }: Place,
  name: string,
  query: Parameters,
  subresource?: string,
): string {
  const path = `${kindPath(served, namespace)}/${encodeURIComponent(name)}`;
  return withQuery(subresource === undefined ? path : `${path}/${subresource}`, query);
}

async function write(api: Api, call: Call, signal?: AbortSignal): Promise<Written> {
  const { value, headers } = await api.json(call, signal);
  return { object: objectIn(value), warnings: warningsIn(headers) };
}
