import { type KubeObject, keyOf, refOf } from "../client/object.ts";
import type { Environment } from "./environment.ts";
import { withoutDigest } from "./given.ts";
import type { Workload } from "./workloads.ts";

/** Why something waits for something else. */
export interface Reason {
  readonly of: readonly string[];
  readonly after: string;
  readonly because: string;
}

/** What each waits for in a deploy, and why. */
export function startReasons({ workloads, resolved, wanted }: Environment): readonly Reason[] {
  const byKey = new Map(workloads.map((workload) => [keyOfWorkload(workload), workload]));
  const reasons = wanted.flatMap(({ key, after }) =>
    after.flatMap((other) => {
      const [of, first] = [byKey.get(key), byKey.get(other)];
      if (!of || !first) return [];
      const ports = resolved.edges.flatMap(({ from, to, port }) => {
        const isFrom = "pods" in from && from.pods === podsName(of);
        return isFrom && "pods" in to && to.pods === podsName(first) ? [port] : [];
      });
      const because =
        first.kind === "Job"
          ? "start with a database that is up to date"
          : `connect to it on port ${[...new Set(ports)].join(", ")}`;
      return [{ of: of.title, after: first.title, because }];
    }),
  );
  const alike = Map.groupBy(reasons, ({ after, because }) => JSON.stringify([after, because]));
  return [...alike.values()].map((rows) => ({
    of: [...new Set(rows.map(({ of }) => of))],
    after: rows[0]?.after ?? "",
    because: rows[0]?.because ?? "",
  }));
}

function keyOfWorkload({ entry }: Workload): string {
  return keyOf(refOf(entry.object as unknown as KubeObject));
}

/** The programs that connect to a workload, as the platform declares it. */
export function programsAsking(
  { workloads, resolved }: Environment,
  asked: Workload,
): readonly Workload[] {
  const asks = (workload: Workload) =>
    resolved.edges.some(
      ({ from, to }) =>
        "pods" in from &&
        "pods" in to &&
        from.pods === podsName(workload) &&
        to.pods === podsName(asked),
    );
  return workloads.filter((workload) => workload.role === "program" && asks(workload));
}

/** What the resolved platform calls the pods of a workload. */
export function podsName({ kind, name }: Workload): string {
  return kind === "Job" ? withoutDigest(name) : name;
}
