import { keyOf, refOf, titleOf } from "../../client/object.ts";
import type { DeployEvent, Tell } from "../events.ts";
import type { Failure } from "../failure.ts";
import type { Ended } from "../outcome.ts";
import type { Wanted } from "../wanted.ts";
import type { Result } from "./result.ts";

type ObjectEvent = Extract<DeployEvent, { readonly type: "object" }>;

const TITLE = "deploys, and becomes healthy";

/** How far each object of a deploy came, as it tells it. */
export class Progress {
  private readonly last = new Map<string, ObjectEvent>();

  /** Hears what is told on its way. */
  hearing(tell: Tell): Tell {
    return (event) => {
      if (event.type === "object") this.last.set(keyOf(event.ref), event);
      tell(event);
    };
  }

  /** What the deploy came to for each component, and for the platform where it did not get that far. */
  results(wanted: readonly Wanted[], ended: Ended, platform: string): Result[] {
    const { outcome, failures } = ended;
    const parts = [...Map.groupBy(wanted, ({ part = platform }) => part)];
    if (outcome === "done" || outcome === "unchanged")
      return parts.map(([about]) => ({ about, title: TITLE, outcome: "passed", why: [] }));
    if (failures.length === 0)
      return [{ about: platform, title: TITLE, outcome: "failed", ...whyStopped(ended) }];
    return parts.map(([about, own]) => this.resultOf(about, own, failures));
  }

  private resultOf(about: string, own: readonly Wanted[], failures: readonly Failure[]): Result {
    const keys = new Set(own.map(({ key }) => key));
    const failed = failures.filter(({ ref }) => keys.has(keyOf(ref)));
    if (failed.length > 0) {
      const where = failed.find((each) => each.where)?.where;
      return { about, title: TITLE, outcome: "failed", why: failed.map(told), where };
    }
    const open = own.filter(({ key }) => !this.isReady(key));
    if (open.length === 0) return { about, title: TITLE, outcome: "passed", why: [] };
    const isOverdue = failures.some(({ reason }) => reason === "TimedOut");
    const slow = isOverdue ? open.filter(({ key }) => this.phaseOf(key) === "settling") : [];
    const [first] = failures as readonly [Failure, ...Failure[]];
    return slow.length > 0
      ? { about, title: TITLE, outcome: "failed", why: slow.map((each) => this.far(each)) }
      : {
          about,
          title: TITLE,
          outcome: "not run",
          why: [`the deploy ended with ${first.ref.kind} ${first.ref.name}`],
        };
  }

  private phaseOf(key: string): ObjectEvent["phase"] | undefined {
    return this.last.get(key)?.phase;
  }

  private isReady(key: string): boolean {
    return this.phaseOf(key) === "ready" || this.phaseOf(key) === "skipped";
  }

  private far({ key, object }: Wanted): string {
    const message = this.last.get(key)?.message ?? "it is not ready";
    return `${titleOf({ ...refOf(object), namespace: undefined })}: TimedOut: ${message}`;
  }
}

function told({ ref, reason, message }: Failure): string {
  return `${ref.kind} ${ref.name}: ${reason}: ${message}`;
}

/** Why nothing was written, or why it ended with no object to blame. */
function whyStopped({ outcome, plan, message }: Ended): Pick<Result, "why" | "where"> {
  const stops = plan?.stops ?? [];
  if (stops.length === 0) return { why: [message ?? outcome] };
  const why = stops.map(({ message, instead }) =>
    instead === undefined ? message : `${message}; ${instead}`,
  );
  return { why, where: stops.find(({ where }) => where)?.where };
}
