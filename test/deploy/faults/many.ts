import { auditedIn } from "../../control-plane/audit.ts";
import type { ControlPlane } from "../../control-plane/control-plane.ts";
import { inParallel } from "../../control-plane/verdicts.ts";
import {
  type Command,
  type Inside,
  killedAt,
  type Point,
  type Reference,
  type Trial,
  type When,
} from "./kill.ts";

/** Every call of an undisturbed run, before and after the server has done it. */
export function pointsOf({ calls }: Reference, every = 1): (readonly [number, When])[] {
  const numbers = calls.map(({ n }) => n).sort((a, b) => a - b);
  return numbers
    .filter((_, i) => i % every === 0)
    .flatMap((n) => [[n, "before"] as const, [n, "after"] as const]);
}

interface Killing {
  /** So many at a time. */
  readonly width: number;
  /** Hears of each that was tried. */
  readonly tell?: (point: Point) => void;
  /**
   * So often a point is tried that is not reached, which is no fault: on a busy machine a deploy loses a lock
   * of 2 seconds and ends before. Default once.
   */
  readonly times?: number;
}

/** Kills at many points, some at a time; answers all that was tried. */
export async function killAll(
  trial: Trial<Command | Inside>,
  expected: Reference,
  points: readonly (readonly [number, When])[],
  { width, tell, times = 1 }: Killing,
): Promise<Point[]> {
  const tried = await inParallel(width, points, async ([n, when]) => {
    const all: Point[] = [];
    while (all.length < times && all.at(-1)?.call === undefined) {
      const point = await killedAt(trial, expected, n, when, all.length + 1);
      tell?.(point);
      all.push(point);
    }
    return all;
  });
  return tried.flat();
}

export function survived({ again, differences }: Point): boolean {
  return again.code === 0 && differences.length === 0;
}

/** An apply of what is not there makes it. */
const MAKING = ["patch", "create"];

interface Doing {
  /** Of the namespaces. */
  readonly prefix: string;
  /** The resources that a deploy deletes, as the audit log names them. */
  readonly going: readonly string[];
  /** Who did it. Default slipway. */
  readonly agent?: RegExp;
}

/**
 * What was done more than once that is done once, since a moment, in sentences: an object that was deleted
 * twice, a migration that was made twice, and deletions of what nobody gave up.
 */
export async function doneTwice(
  plane: ControlPlane,
  since: Date,
  { prefix, going, agent = /^slipway$/ }: Doing,
): Promise<string[]> {
  const all = await auditedIn(plane, since);
  const done = all.filter(
    ({ userAgent, code, isDryRun, namespace = "", name = "" }) =>
      agent.test(userAgent) &&
      code < 300 &&
      !isDryRun &&
      (namespace.startsWith(prefix) || name.includes(prefix)),
  );
  const deletes = done.filter(
    ({ verb, resource }) => verb === "delete" && resource !== "coordination.k8s.io/leases",
  );
  const jobs = done.filter(
    ({ verb, resource, code }) =>
      MAKING.includes(verb) && resource === "batch/jobs" && code === 201,
  );
  const titled = ({ resource, namespace, name }: (typeof all)[number]) =>
    `${resource} ${namespace}/${name}`;
  const twice = (list: typeof done, what: string) =>
    [...Map.groupBy(list, titled)].flatMap(([title, of]) =>
      of.length > 1 ? [`${title} was ${what} ${of.length} times`] : [],
    );
  return [
    ...twice(deletes, "deleted"),
    ...twice(jobs, "made"),
    ...deletes
      .filter(({ resource }) => !going.includes(resource))
      .map((each) => `${titled(each)} was deleted`),
  ];
}
