import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import type { Clock } from "../clock.ts";
import { Seen } from "./live/seen.ts";
import type { LiveTest, Verdict } from "./live/test.ts";
import type { Result } from "./result.ts";

export interface WatchOptions {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Milliseconds until what does not hold by then fails. */
  readonly patience: number;
}

/** Milliseconds between two looks. */
const REST = 1000;

/**
 * Looks at what runs until every test holds, or has no hope: endpoints, first metrics and the counts of
 * controllers come a while after pods are ready.
 */
export async function watchTests(
  namespace: string,
  tests: readonly LiveTest[],
  { cluster, clock, signal, patience }: WatchOptions,
): Promise<Result[]> {
  const until = clock.now() + patience;
  const verdicts = new Map<LiveTest, Verdict>();
  let open = tests;
  while (open.length > 0) {
    const seen = new Seen(cluster, namespace, signal);
    const looked = await Promise.all(
      open.map(async (test) => [test, await verdictOf(test, seen)] as const),
    );
    for (const [test, verdict] of looked) verdicts.set(test, verdict);
    open = looked.flatMap(([test, verdict]) => (isOpen(verdict) ? test : []));
    if (open.length === 0 || clock.now() >= until) break;
    await clock.sleep(REST, signal);
  }
  return tests.map((test) => resultOf(test, verdicts.get(test) as Verdict));
}

/** What may not be read is not judged. */
async function verdictOf(test: LiveTest, seen: Seen): Promise<Verdict> {
  try {
    return await test.look(seen);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 403) return { state: "unknown", why: [error.message] };
    return { state: "fails", why: [error.message] };
  }
}

function isOpen(verdict: Verdict): boolean {
  if (verdict.state === "unknown") return verdict.isPassing === true;
  return verdict.state === "fails" && !verdict.isFinal;
}

function resultOf({ about, title, where }: LiveTest, verdict: Verdict): Result {
  if (verdict.state === "holds") return { about, title, outcome: "passed", why: [] };
  const outcome = verdict.state === "unknown" ? "not run" : "failed";
  return { about, title, outcome, why: verdict.why, where: where() };
}
