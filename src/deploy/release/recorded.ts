import type { KubeObject } from "../../client/object.ts";
import type { KeyedDigest } from "./key.ts";
import { isSecret, valueDigest, valuesOf } from "./secrets.ts";

/** What the server or another tool writes into an object, and nobody wants of it. */
const SERVERS = [
  "managedFields",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "selfLink",
];

/** kubectl's copy of the whole object, the values of a Secret with it. */
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** Leads what stands in a record where a Secret has a value. */
export const DIGEST_PREFIX = "hmac-sha256:";

/**
 * An object as it is kept in a record: without its status and what only the server writes. Of the values
 * of Secrets there are keyed digests, which tell whether two are equal and nothing else.
 */
export function recorded(object: KubeObject, digest: KeyedDigest): KubeObject {
  const { status: _status, stringData, metadata, ...rest } = object;
  const kept = { ...rest, metadata: withoutServers(metadata) } as KubeObject;
  if (!isSecret(object)) return stringData === undefined ? kept : { ...kept, stringData };
  const values = [...valuesOf(object)].map(([key, value]) => [
    key,
    DIGEST_PREFIX + valueDigest(digest, object, key, value),
  ]);
  return { ...kept, data: Object.fromEntries(values) };
}

function withoutServers(metadata: KubeObject["metadata"]): KubeObject["metadata"] {
  const kept = Object.entries(metadata).filter(([key]) => !SERVERS.includes(key));
  const { annotations, ...rest } = Object.fromEntries(kept) as unknown as KubeObject["metadata"];
  const { [LAST_APPLIED]: _copy, ...others } = annotations ?? {};
  return Object.keys(others).length === 0 ? rest : { ...rest, annotations: others };
}
