import type { KubeObject } from "../../client/object.ts";
import { valueAt } from "../../kubernetes/fields.ts";
import type { Clock } from "../clock.ts";
import { itemsAt, numberAt, textAt } from "../readiness/status.ts";
import { type ContainerState, containersOf } from "./containers.ts";
import type { Graces } from "./graces.ts";

interface Known {
  /** Restarts that do not count: those of a container that was well when it was first seen. */
  readonly before: number;
  /** Its pod came while somebody looked. */
  readonly isNew: boolean;
}

/** Remembers how containers were when somebody began to look, and since when they run. */
export class Restarts {
  private readonly clock: Clock;
  private readonly known = new Map<string, Known>();
  private readonly since = new Map<string, number>();
  private hasLooked = false;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  look(pods: readonly KubeObject[]): void {
    for (const pod of pods) {
      for (const { status } of containersOf(pod)) {
        const key = keyOf(pod, status);
        if (this.known.has(key)) continue;
        const before = status.ready === true ? numberAt(status, "restartCount") : 0;
        this.known.set(key, { before, isNew: this.hasLooked });
      }
    }
    this.hasLooked = true;
  }

  /** The restarts of a container that do not count. */
  before(pod: KubeObject, status: Record<string, unknown>): number {
    return this.known.get(keyOf(pod, status))?.before ?? 0;
  }

  /** Which container has not run long enough to be believed, though it is ready. */
  unsettled(pods: readonly KubeObject[], graces: Graces): string | undefined {
    for (const pod of pods) {
      for (const container of containersOf(pod)) {
        // What waits for its image has not begun to prove itself.
        if (valueAt(container.status, ["state", "running"]) === undefined) continue;
        const name = textAt(container.status, "name");
        const restarts = numberAt(container.status, "restartCount");
        const isAgain = restarts > this.before(pod, container.status);
        const needed = this.neededBy(pod, container, isAgain, graces);
        const key = `${keyOf(pod, container.status)}/${restarts}`;
        const since = this.since.get(key) ?? this.clock.now();
        this.since.set(key, since);
        if (this.clock.now() - since >= needed) continue;
        return `container ${name} was ${isAgain ? "restarted" : "started"} just now`;
      }
    }
    return undefined;
  }

  /** For how many milliseconds a container must run. */
  private neededBy(
    pod: KubeObject,
    { status, isStep }: ContainerState,
    isAgain: boolean,
    { settle, steady }: Graces,
  ): number {
    if (isStep) return 0;
    if (isAgain) return settle;
    const specs = [...itemsAt(pod, "spec.initContainers"), ...itemsAt(pod, "spec.containers")];
    const isProbed = specs.some(
      (spec) => spec.name === status.name && (spec.readinessProbe || spec.startupProbe),
    );
    return !isProbed && this.known.get(keyOf(pod, status))?.isNew ? steady : 0;
  }
}

function keyOf({ metadata }: KubeObject, status: Record<string, unknown>): string {
  return `${metadata.uid}/${textAt(status, "name")}`;
}
