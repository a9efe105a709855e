import { createHmac, randomBytes } from "node:crypto";
import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import type { KubeObject } from "../../client/object.ts";
import { fail } from "../../problem.ts";
import { FIELD_MANAGER, namesOf } from "../names.ts";
import type { ReleaseName } from "../wanted.ts";
import { ownLabels } from "./labels.ts";

/**
 * A digest that tells nothing to those who do not have the release's key: 64 hexadecimal digits. What it
 * is a digest of is given in parts, so that equal values in different places have different digests.
 */
export type KeyedDigest = (...parts: readonly (string | Uint8Array)[]) => string;

const FIELD = "key";
const BYTES = 32;

/** The digest of a key that is kept nowhere yet: for plans of a release that has none. */
export function passingDigest(): KeyedDigest {
  const key = randomBytes(BYTES);
  const digest = digestWith(key);
  passing.set(digest, key);
  return digest;
}

const passing = new WeakMap<KeyedDigest, Uint8Array>();

/** The digest of the release's key; undefined where it has none yet. */
export async function readDigest(
  cluster: Cluster,
  release: ReleaseName,
  signal?: AbortSignal,
): Promise<KeyedDigest | undefined> {
  const found = await cluster.get(keyRef(release), signal);
  return found && digestWith(keyIn(found));
}

/**
 * The same, where the key is made if need be: once, whoever else makes it at this moment.
 *
 * @param first the passing digest whose key becomes the release's, where it has none; it is the answer then
 */
export async function ensureDigest(
  cluster: Cluster,
  release: ReleaseName,
  signal?: AbortSignal,
  first: KeyedDigest = passingDigest(),
): Promise<KeyedDigest> {
  const known = await readDigest(cluster, release, signal);
  if (known) return known;
  const { apiVersion, kind, ...metadata } = keyRef(release);
  const made: KubeObject = {
    apiVersion,
    kind,
    metadata: { ...metadata, labels: ownLabels(release, "key") },
    type: "Opaque",
    immutable: true,
    data: { [FIELD]: Buffer.from(passing.get(first) ?? randomBytes(BYTES)).toString("base64") },
  };
  try {
    await cluster.create(made, { manager: FIELD_MANAGER }, signal);
    return first;
  } catch (problem) {
    if (!(problem instanceof ApiError && problem.reason === "AlreadyExists")) throw problem;
  }
  // Somebody was faster, or it was us and the answer was lost.
  const theirs = await readDigest(cluster, release, signal);
  return theirs ?? ensureDigest(cluster, release, signal, first);
}

function keyRef({ name, namespace }: ReleaseName) {
  return { apiVersion: "v1", kind: "Secret", namespace, name: namesOf(name).key };
}

function keyIn({ metadata, data }: KubeObject): Uint8Array {
  const text = (data as Record<string, string> | undefined)?.[FIELD];
  const key = Buffer.from(text ?? "", "base64");
  if (key.length === BYTES) return key;
  return fail({
    message: `Secret ${metadata.namespace}/${metadata.name} holds no key of a release`,
    why: `its "${FIELD}" must be ${BYTES} bytes`,
    instead: "delete it; the next deploy makes a new one",
  });
}

/** HMAC-SHA-256 over the parts, each led by its length, so that no two lists of parts are one text. */
function digestWith(key: Uint8Array): KeyedDigest {
  return (...parts) => {
    const hmac = createHmac("sha256", key);
    for (const part of parts) {
      const bytes = typeof part === "string" ? Buffer.from(part) : part;
      hmac.update(`${bytes.length}:`).update(bytes);
    }
    return hmac.digest("hex");
  };
}
