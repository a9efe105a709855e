import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import { type KubeObject, keyOf, refOf, titleOf } from "../../client/object.ts";
import { fail } from "../../problem.ts";
import { FIELD_MANAGER, namesOf } from "../names.ts";
import type { ReleaseName } from "../wanted.ts";
import type { KeyedDigest } from "./key.ts";
import { ownLabels, ownSelector } from "./labels.ts";
import type { ListedRecords } from "./records.ts";
import { contentDigest, isSecret, valuesOf } from "./secrets.ts";

/** On a copy: the key of the Secret that it is of. */
const COPY_OF = "slipway.dev/copy-of";

/**
 * The type of copies: that of the Secret itself would have controllers look after the copy (those of
 * service account tokens), or bind it to keys.
 */
const COPY_TYPE = "slipway.dev/secret-copy";

const SECRETS = { apiVersion: "v1", kind: "Secret" };

/** Digits of a digest in a copy's name: two contents of one Secret are alike by chance once in 2^80. */
const DIGITS = 20;

/**
 * Keeps the contents of the Secrets among objects: an immutable copy of each content, made once.
 *
 * @returns by the key of a Secret the name of its copy, for the record
 */
export async function copySecrets(
  cluster: Cluster,
  release: ReleaseName,
  objects: readonly KubeObject[],
  digest: KeyedDigest,
  signal?: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const secrets = objects.filter(isSecret);
  if (secrets.length === 0) return {};
  const there = new Set((await listCopies(cluster, release, signal)).map(nameOf));
  const names = await Promise.all(
    secrets.map(async (secret) => {
      const copy = copyObject(release, secret, digest);
      if (!there.has(nameOf(copy))) await createOnce(cluster, copy, digest, signal);
      return [keyOf(refOf(secret)), nameOf(copy)] as const;
    }),
  );
  return Object.fromEntries(names);
}

/**
 * The objects of a record with the values of their Secrets, as their copies kept them.
 *
 * @throws ProblemError that names the Secrets whose copies are gone
 */
export async function restoreSecrets(
  cluster: Cluster,
  release: ReleaseName,
  record: {
    readonly objects: readonly KubeObject[];
    readonly secretCopies: Readonly<Record<string, string>>;
  },
  signal?: AbortSignal,
): Promise<readonly KubeObject[]> {
  if (!record.objects.some(isSecret)) return record.objects;
  const copies = await listCopies(cluster, release, signal);
  const byName = new Map(copies.map((copy) => [nameOf(copy), copy]));
  const gone: string[] = [];
  const restored = record.objects.map((object) => {
    if (!isSecret(object)) return object;
    const key = keyOf(refOf(object));
    const name = record.secretCopies[key] ?? "";
    const copy = byName.get(name);
    if (copy?.metadata.annotations?.[COPY_OF] === key) return { ...object, data: copy.data };
    gone.push(titleOf(refOf(object)));
    return object;
  });
  if (gone.length === 0) return restored;
  return fail({
    message: `the contents of ${gone.join(", ")} at that time are gone`,
    why: "their copies, Secrets of the release, were deleted",
    instead: "deploy the platform of that time, with its secrets",
  });
}

/**
 * Removes the copies that no record names. With a record that cannot be read nobody knows, and all stay.
 *
 * @param kept what stayed of the records
 */
export async function pruneCopies(
  cluster: Cluster,
  release: ReleaseName,
  kept: ListedRecords,
  signal?: AbortSignal,
): Promise<void> {
  if (kept.unreadable.length > 0) return;
  const named = new Set(kept.heads.flatMap(({ secretCopies }) => Object.values(secretCopies)));
  const copies = await listCopies(cluster, release, signal);
  const orphans = copies.filter((copy) => !named.has(nameOf(copy)));
  await Promise.all(
    orphans.map((copy) => cluster.delete(refOf(copy), { uid: copy.metadata.uid }, signal)),
  );
}

async function listCopies(cluster: Cluster, release: ReleaseName, signal?: AbortSignal) {
  const { namespace } = release;
  const labels = ownSelector(release, "secret-copy");
  return (await cluster.list({ ...SECRETS, namespace, labels }, signal)).items;
}

async function createOnce(
  cluster: Cluster,
  copy: KubeObject,
  digest: KeyedDigest,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await cluster.create(copy, { manager: FIELD_MANAGER }, signal);
    return;
  } catch (problem) {
    if (!(problem instanceof ApiError && problem.reason === "AlreadyExists")) throw problem;
  }
  // Made in between, or by us and the answer was lost. What is immutable can only be wrong from the start.
  const live = await cluster.get(refOf(copy), signal);
  if (!live) return createOnce(cluster, copy, digest, signal);
  if (digest(...[...valuesOf(live)].flat()) === digest(...[...valuesOf(copy)].flat())) return;
  fail({
    message: `${titleOf(refOf(copy))} is not the copy of a Secret that its name says`,
    instead: "delete it, and deploy again",
  });
}

function copyObject(
  { name, namespace }: ReleaseName,
  secret: KubeObject,
  digest: KeyedDigest,
): KubeObject {
  const values = [...valuesOf(secret)].map(([key, value]) => [key, value.toString("base64")]);
  return {
    ...SECRETS,
    metadata: {
      namespace,
      name: namesOf(name).secretCopy(contentDigest(digest, secret).slice(0, DIGITS)),
      labels: ownLabels({ name, namespace }, "secret-copy"),
      annotations: { [COPY_OF]: keyOf(refOf(secret)) },
    },
    type: COPY_TYPE,
    immutable: true,
    data: Object.fromEntries(values),
  };
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.name;
}
