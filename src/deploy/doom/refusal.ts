import type { KubeObject } from "../../client/object.ts";
import { valueAt } from "../../kubernetes/fields.ts";
import { conditionOf, numberAt } from "../readiness/status.ts";
import type { Around } from "./around.ts";
import type { Graces } from "./graces.ts";
import { allPodsOf, newestReplicaSet, newPodsOf } from "./revision.ts";
import type { Symptom } from "./symptom.ts";

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/exceeded quota|failed quota/, "QuotaExceeded"],
  [/violates PodSecurity/, "PodSecurity"],
  [/failed calling webhook/, "WebhookFailed"],
  [/admission webhook "[^"]*" denied/, "WebhookRefused"],
  [/ValidatingAdmissionPolicy/, "PolicyRefused"],
  [/error looking up service account/, "ServiceAccountMissing"],
  [/(?:maximum|minimum) .* usage per|LimitRange/, "LimitExceeded"],
];

/** What a refusal of pods is called, by the server's words; `FailedCreate` for any other. */
export function refusalName(message: string): string {
  return NAMES.find(([words]) => words.test(message))?.[1] ?? "FailedCreate";
}

/**
 * Looks at whether the server refuses the pods that a workload lacks. What lasts counts only while
 * nothing goes on: a quota without room for one pod more is no trouble as long as old pods make room.
 */
export class Refusals {
  private progress = "";
  private passed = 0;

  look(workload: KubeObject, around: Around, graces: Graces): Symptom | undefined {
    const maker = workload.kind === "Deployment" ? newestReplicaSet(workload, around) : workload;
    if (!maker) return undefined;
    const events = around.eventsAbout(maker).filter(({ reason }) => reason === "FailedCreate");
    const condition = conditionOf(maker, "ReplicaFailure");
    const told =
      events.at(-1)?.message ?? (condition?.status === "True" ? condition.message : undefined);
    const count = events.reduce((sum, event) => sum + event.count, 0);
    const isLeaving = allPodsOf(workload, around).some(
      ({ metadata }) => metadata.deletionTimestamp,
    );
    const progress = JSON.stringify([countsOf(workload), newPodsOf(workload, around).length]);
    if (isLeaving || (this.progress !== "" && this.progress !== progress)) this.passed = count;
    this.progress = progress;
    if (told === undefined || isLeaving || !lacksPods(maker, around)) return undefined;
    if (count > 0 && count <= this.passed) return undefined;
    return {
      key: `${maker.metadata.uid}/refused/${progress}`,
      reason: refusalName(told),
      message: plain(told),
      grace: graces.refusal,
    };
  }
}

function countsOf({ status }: KubeObject): unknown {
  const fields = ["replicas", "updatedReplicas", "readyReplicas", "availableReplicas"];
  const others = [
    "currentNumberScheduled",
    "updatedNumberScheduled",
    "numberAvailable",
    "succeeded",
  ];
  return [...fields, ...others].map((field) => numberAt(status, field));
}

function lacksPods(maker: KubeObject, around: Around): boolean {
  const pods = newPodsOf(maker, around).length;
  switch (maker.kind) {
    case "ReplicaSet":
      return pods < numberAt(maker, "spec.replicas", 1);
    case "StatefulSet":
      return around.ownedBy(maker, "Pod").length < numberAt(maker, "spec.replicas", 1);
    case "DaemonSet":
      return around.ownedBy(maker, "Pod").length < numberAt(maker, "status.desiredNumberScheduled");
    case "Job":
      return numberAt(maker, "status.active") === 0 && valueAt(maker, ["spec", "suspend"]) !== true;
    default:
      return false;
  }
}

/** Without the words of who was refused. */
function plain(message: string): string {
  return message
    .replace("(combined from similar events): ", "")
    .replace(/^Error creating: /, "")
    .replace(/^[Cc]reate (?:Pod|Claim) .*? failed error: /, "");
}
