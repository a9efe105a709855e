import type { Environment } from "./environment.ts";
import { withoutDigest } from "./given.ts";
import type { Workload } from "./workloads.ts";

/** Workloads that may start together, once all before them are ready. */
export interface Level {
  readonly title: string;
  readonly workloads: readonly Workload[];
}

/** Why something waits for something else. */
export interface Reason {
  readonly of: readonly string[];
  readonly after: string;
  readonly because: string;
}

/**
 * The order in which the platform starts, from what its parts refer to: who is connected to waits
 * for nobody, who connects waits for whom it asks, and no program starts before the migrations are done.
 */
export function startOrder(environment: Environment): readonly Level[] {
  const { workloads } = environment;
  const stores = workloads.filter(({ role }) => role === "store");
  const once = workloads.filter(({ role }) => role === "migration" || role === "job");
  const programs = workloads.filter(({ role }) => role === "program" || role === "raw");
  const levels = levelsOf(environment, programs).map((level, index, { length }) => ({
    title: length === 1 ? "Programs" : `Programs, ${index + 1} of ${length}`,
    workloads: level,
  }));
  return [
    { title: "Data stores", workloads: stores },
    { title: "Migrations and jobs", workloads: once },
    ...levels,
  ].filter(({ workloads }) => workloads.length > 0);
}

/** What each waits for, and by which of its references. */
export function startReasons(environment: Environment): readonly Reason[] {
  const { workloads, resolved } = environment;
  const byPods = new Map(workloads.map((workload) => [podsName(workload), workload]));
  const connected = resolved.edges.flatMap(({ from, to, port }) => {
    if (!("pods" in from) || !("pods" in to)) return [];
    const [of, after] = [byPods.get(from.pods), byPods.get(to.pods)];
    if (!of || !after || of === after) return [];
    return [{ of: of.title, after: after.title, because: `connect to it on port ${port}` }];
  });
  const migrations = workloads.filter(({ role }) => role === "migration");
  const migrated = workloads
    .filter(({ role }) => role === "program")
    .flatMap(({ title }) =>
      migrations.map((migration) => ({
        of: title,
        after: migration.title,
        because: "start with a database that is up to date",
      })),
    );
  const alike = Map.groupBy([...connected, ...migrated], ({ after, because }) =>
    JSON.stringify([after, because]),
  );
  return [...alike.values()].map((rows) => ({
    of: [...new Set(rows.map(({ of }) => of))],
    after: rows[0]?.after ?? "",
    because: rows[0]?.because ?? "",
  }));
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

function levelsOf({ resolved }: Environment, programs: readonly Workload[]): Workload[][] {
  const byName = new Map(programs.map((program) => [program.component, program]));
  const asked = (program: Workload) =>
    resolved.edges.flatMap(({ from, to }) => {
      const asks = "pods" in from && from.pods === program.component;
      const found = asks && "pods" in to ? byName.get(to.pods) : undefined;
      return found && found !== program ? [found] : [];
    });
  const depths = new Map<Workload, number>();
  // Programs that ask each other in a circle start together.
  const depthOf = (program: Workload, above: ReadonlySet<Workload>): number => {
    const known = depths.get(program);
    if (known !== undefined) return known;
    const below = asked(program).filter((other) => !above.has(other) && other !== program);
    const within = new Set([...above, program]);
    const depth = Math.max(0, ...below.map((other) => depthOf(other, within) + 1));
    if (above.size === 0) depths.set(program, depth);
    return depth;
  };
  const levels = Map.groupBy(programs, (program) => depthOf(program, new Set()));
  return [...levels].sort(([a], [b]) => a - b).map(([, level]) => level);
}
