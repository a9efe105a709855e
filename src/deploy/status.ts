import type { Cluster } from "../client/cluster.ts";
import { type KubeObject, type ObjectRef, refOf } from "../client/object.ts";
import { NEIGHBOURS } from "./doom/around.ts";
import { awaitsConsumer } from "./readiness/claim.ts";
import { readinessOf } from "./readiness/index.ts";
import type { Readiness } from "./readiness/readiness.ts";
import type { RecordHead } from "./release/record-head.ts";
import { newest, readState } from "./release-state.ts";
import type { ReleaseName } from "./wanted.ts";

export interface MemberStatus {
  readonly ref: ObjectRef;
  readonly readiness: Readiness;
}

/** How a release fares now. */
export interface Status {
  /** Undefined where there is no such release. */
  readonly newest: RecordHead | undefined;
  readonly members: readonly MemberStatus[];
  readonly remarks: readonly string[];
}

/** Looks at every member of a release. */
export async function statusOf(
  cluster: Cluster,
  release: ReleaseName,
  signal?: AbortSignal,
): Promise<Status> {
  const { records, membership, remarks } = await readState(cluster, release, {}, signal);
  const claims = membership.members.filter(({ kind }) => kind === "PersistentVolumeClaim");
  const around = claims.length > 0 ? await aroundClaims(cluster, claims, signal) : undefined;
  const members = membership.members.map((object): MemberStatus => {
    const beside = around ? { awaitsConsumer: around(object) } : {};
    return { ref: refOf(object), readiness: readinessOf(object, beside) };
  });
  return { newest: newest(records), members, remarks };
}

async function aroundClaims(
  cluster: Cluster,
  claims: readonly KubeObject[],
  signal: AbortSignal | undefined,
): Promise<(object: KubeObject) => boolean> {
  const namespaces = new Set(claims.map(({ metadata }) => metadata.namespace));
  const [classes, ...pods] = await Promise.all([
    cluster.list({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass" }, signal),
    ...[...namespaces].map((namespace) => cluster.list({ ...NEIGHBOURS.pods, namespace }, signal)),
  ]);
  const all = pods.flatMap(({ items }) => items);
  return (object) =>
    object.kind === "PersistentVolumeClaim" && awaitsConsumer(object, classes.items, all);
}
