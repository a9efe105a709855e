import type { KubeObject } from "../../client/object.ts";
import type { Clock } from "../clock.ts";
import { type Beside, verdictOf } from "../readiness/index.ts";
import { numberAt, textAt } from "../readiness/status.ts";
import type { Verdict } from "../readiness/verdict.ts";
import type { Around } from "./around.ts";
import { type Fault, faultOf, isPullFailure } from "./container.ts";
import { containersOf } from "./containers.ts";
import { GRACES, type Graces } from "./graces.ts";
import { claimSymptom, mountSymptom, placementOf } from "./pod.ts";
import { unreadyProbe } from "./probe.ts";
import { Refusals } from "./refusal.ts";
import { Restarts } from "./restarts.ts";
import { newPodsOf } from "./revision.ts";
import type { Doom, Symptom } from "./symptom.ts";

export interface DoomOptions {
  readonly clock: Clock;
  /** Those that differ from the defaults. */
  readonly graces?: Partial<Graces>;
  /** A Job that is not to be tried as often as it may be: its third failure dooms. Default false. */
  readonly isMigration?: boolean;
}

/**
 * Judges one object again and again while it is waited for, and says when it is lost: at once what no
 * time mends, after a grace what may pass. Only pods of the newest revision count. A probe that fails
 * dooms nothing.
 *
 * Graces run from when the trouble was first seen here; the cluster's clock is not relied on.
 */
export class DoomWatch {
  private readonly clock: Clock;
  private readonly graces: Graces;
  private readonly isMigration: boolean;
  private readonly refusals = new Refusals();
  /** When each trouble was first seen. */
  private since = new Map<string, number>();
  private readonly restarts: Restarts;
  /** What is wrong now and would doom in some time. */
  private running: readonly Symptom[] = [];
  private last: Symptom | undefined;
  /** When it was first seen that its controller gave it up. */
  private failed: number | undefined;

  constructor({ clock, graces, isMigration = false }: DoomOptions) {
    this.clock = clock;
    this.restarts = new Restarts(clock);
    this.graces = { ...GRACES, ...graces };
    this.isMigration = isMigration;
  }

  /** What dooms the object as it is now, if anything does. */
  judge(object: KubeObject, around: Around, beside: Beside = {}): Doom | undefined {
    const verdict = verdictOf(object, beside);
    const symptoms = this.symptomsOf(object, around, verdict);
    this.remember(symptoms);
    const loud = symptoms.filter(({ isQuiet }) => !isQuiet);
    if (verdict.state === "failed") {
      this.failed ??= this.clock.now();
      const isUntold = object.kind === "Job" && loud.length === 0 && !this.last;
      if (isUntold && this.causeLeft() > 0) return undefined;
      return this.causeOf(object, around, verdict, loud);
    }
    if (verdict.state !== "progressing") return undefined;
    const due = loud.find((symptom) => this.leftOf(symptom) <= 0);
    return due && doomOf(due);
  }

  /** Milliseconds until a grace that runs now is over; undefined where none does. */
  nextLook(): number | undefined {
    const left = this.running.map((symptom) => Math.max(this.leftOf(symptom), 0));
    if (this.failed !== undefined) left.push(Math.max(this.causeLeft(), 0));
    return left.length > 0 ? Math.min(...left) : undefined;
  }

  /**
   * Why an object that is ready is not to be believed yet, after it was judged: a container of it was
   * restarted while it was watched, or has no probe and was only started. Such a one is ready each time
   * it starts.
   */
  unsettled(object: KubeObject, around: Around): string | undefined {
    if (object.kind === "Job") return undefined;
    return this.restarts.unsettled(newPodsOf(object, around), this.graces);
  }

  private symptomsOf(object: KubeObject, around: Around, verdict: Verdict): Symptom[] {
    const pods = newPodsOf(object, around).filter((pod) => isAtWork(object, pod));
    this.restarts.look(pods);
    const perPod = pods.map((pod) => [
      ...this.faultsOf(object, pod, pods, around),
      mountSymptom(pod, around, this.graces),
      placementOf(pod, around, this.graces),
    ]);
    const claim =
      object.kind === "PersistentVolumeClaim"
        ? claimSymptom(object, around, this.graces)
        : undefined;
    const found = [
      ...perPod.flat(),
      this.refusals.look(object, around, this.graces),
      claim,
      this.troubleOf(object, verdict),
    ];
    return found.filter((symptom) => symptom !== undefined);
  }

  private faultsOf(
    object: KubeObject,
    pod: KubeObject,
    pods: readonly KubeObject[],
    around: Around,
  ): Symptom[] {
    const events = () => around.eventsAbout(pod);
    return containersOf(pod).flatMap(({ status, isStep }) => {
      const before = this.restarts.before(pod, status);
      const pulls = () => pullsOf(textAt(status, "name"), pods, around);
      const runsOut = object.kind === "Job" || textAt(pod, "spec.restartPolicy") === "Never";
      const fault = faultOf(
        { status, isStep: isStep || runsOut, events, before, pulls },
        this.graces,
      );
      if (!fault) return [];
      const { what, ...rest } = runsOut ? this.triedBy(object, fault) : fault;
      const key = `${pod.metadata.uid}/${rest.container}/${what}`;
      return [{ ...rest, key, pod: pod.metadata.name }];
    });
  }

  /** How often a Job is tried is its own word; a migration is lost at its third failure. */
  private triedBy(job: KubeObject, fault: Fault): Fault {
    if (fault.what !== "crash") return fault;
    const tries = numberAt(job, "status.failed");
    const isLost = this.isMigration && (fault.grace === 0 || tries >= this.graces.restarts);
    return { ...fault, grace: isLost ? 0 : Number.POSITIVE_INFINITY };
  }

  private troubleOf({ metadata }: KubeObject, verdict: Verdict): Symptom | undefined {
    if (verdict.state !== "progressing" || !verdict.trouble) return undefined;
    const { reason, grace } = verdict.trouble;
    const key = `${metadata.uid}/${reason}`;
    return { key, reason, message: verdict.message, grace: this.graces[grace] };
  }

  private remember(symptoms: readonly Symptom[]): void {
    const now = this.clock.now();
    this.since = new Map(symptoms.map(({ key }) => [key, this.since.get(key) ?? now]));
    this.running = symptoms.filter(({ isQuiet, grace }) => !isQuiet && Number.isFinite(grace));
    this.last = symptoms[0] ?? this.last;
  }

  private leftOf({ key, grace }: Symptom): number {
    return grace - (this.clock.now() - (this.since.get(key) ?? this.clock.now()));
  }

  private causeLeft(): number {
    const now = this.clock.now();
    return this.graces.cause - (now - (this.failed ?? now));
  }

  /** What stands behind a failure that a controller tells: its words are the last link of a chain. */
  private causeOf(
    object: KubeObject,
    around: Around,
    { reason, message }: Verdict & { state: "failed" },
    symptoms: readonly Symptom[],
  ): Doom {
    const cause = symptoms[0] ?? this.last;
    if (cause?.reason === "CrashLoopBackOff" && object.kind === "Job") {
      const { pod, container } = cause;
      return { reason, message: `${message}: ${cause.message}`, pod, container };
    }
    if (cause) return doomOf(cause);
    const unready = unreadyProbe(object, around);
    if (!unready) return { reason, message };
    const { pod, container, words } = unready;
    return { reason, message: `${message} The ${words}`, pod, container };
  }
}

/** Pods that failed are replaced by their controllers, and stay to be looked at; those of Jobs are what it is about. */
function isAtWork(object: KubeObject, pod: KubeObject): boolean {
  if (object.kind === "Job") return true;
  return !["Failed", "Succeeded"].includes(textAt(pod, "status.phase"));
}

function doomOf({ reason, message, pod, container }: Symptom): Doom {
  return { reason, message, pod, container };
}

function pullsOf(container: string, pods: readonly KubeObject[], around: Around): number {
  const events = pods.flatMap((pod) => around.eventsAbout(pod));
  const failures = events.filter((event) => isPullFailure(event, container));
  return failures.reduce((sum, { count }) => sum + count, 0);
}
