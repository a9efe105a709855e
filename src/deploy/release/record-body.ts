import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { isKubeObject, type KubeObject } from "../../client/object.ts";

/** What the head of a record says of its body, so that one that is not whole is noticed. */
export interface Body {
  /** How many objects it is divided into. */
  readonly parts: number;
  /** SHA-256 over all parts, hexadecimal. */
  readonly sha256: string;
}

/**
 * Bytes of one part. A ConfigMap holds 1 MiB (MaxSecretSize of k8s.io/kubernetes/pkg/apis/core), and
 * etcd takes 1.5 MiB in a request; base64 adds a third on the way to the server.
 */
export const PART_SIZE = 700_000;

/** Far beyond what ten thousand objects take: what unpacks to more is none of ours. */
const LARGEST = 256 * 1024 * 1024;

export async function packed(
  objects: readonly KubeObject[],
): Promise<{ body: Body; parts: readonly Buffer[] }> {
  const bytes = await promisify(gzip)(JSON.stringify(objects));
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += PART_SIZE) {
    parts.push(bytes.subarray(at, at + PART_SIZE));
  }
  return { body: { parts: parts.length, sha256: sha256(bytes) }, parts };
}

/** @throws Error that says why these parts are not the body that was written */
export async function unpacked(body: Body, parts: readonly Buffer[]): Promise<KubeObject[]> {
  const bytes = Buffer.concat(parts);
  if (sha256(bytes) !== body.sha256) throw new Error("its parts are not those that were written");
  const text = await promisify(gunzip)(bytes, { maxOutputLength: LARGEST });
  const objects: unknown = JSON.parse(text.toString());
  if (Array.isArray(objects) && objects.every(isKubeObject)) return objects;
  throw new Error("its body is no list of objects");
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
