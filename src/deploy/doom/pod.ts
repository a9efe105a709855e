import type { KubeObject } from "../../client/object.ts";
import { claimsOf } from "../readiness/claim.ts";
import { conditionOf, itemsAt, textAt } from "../readiness/status.ts";
import type { Around } from "./around.ts";
import type { AboutEvent } from "./event.ts";
import type { Graces } from "./graces.ts";
import type { Symptom } from "./symptom.ts";

/** Cluster Autoscaler and Karpenter say so when they make room for a pod. */
const MAKES_ROOM = ["TriggeredScaleUp", "Nominated"];
const MOUNT_FAULTS = [
  "FailedMount",
  "FailedAttachVolume",
  "FailedMapVolume",
  "FailedCreatePodSandBox",
];
/** What a volume refers to is not there; the kubelet's words (pkg/volume/configmap, secret, projected). */
const MISSING =
  /(?:configmap|secret) "[^"]+" not found|references non-existent (?:config|secret) key/;

/** What keeps a pod from its node: its claims, or that there is no room. */
export function placementOf(pod: KubeObject, around: Around, graces: Graces): Symptom | undefined {
  const { uid, name } = pod.metadata;
  const scheduled = conditionOf(pod, "PodScheduled");
  if (scheduled?.status !== "False" || scheduled.reason !== "Unschedulable") return undefined;
  for (const claim of claimsOf(pod)) {
    const symptom = around.claim(claim) && claimSymptom(around.claim(claim)!, around, graces);
    if (symptom) return { ...symptom, pod: name };
  }
  // Others are being moved out of its way.
  if (textAt(pod, "status.nominatedNodeName")) return undefined;
  const makesRoom = around.eventsAbout(pod).some(({ reason }) => MAKES_ROOM.includes(reason));
  return {
    key: `${uid}/schedule`,
    reason: "Unschedulable",
    message: scheduled.message,
    pod: name,
    grace: makesRoom ? graces.scaleUp : graces.scheduling,
  };
}

/** A claim that is not bound, and of which the cluster says why. */
export function claimSymptom(
  claim: KubeObject,
  around: Around,
  graces: Graces,
): Symptom | undefined {
  if (textAt(claim, "status.phase") === "Bound") return undefined;
  const refusals = ["ProvisioningFailed", "FailedBinding"];
  const told = around.eventsAbout(claim).findLast(({ reason }) => refusals.includes(reason));
  if (!told) return undefined;
  const { uid, name } = claim.metadata;
  const message = `claim ${name}: ${told.message}`;
  return { key: `${uid}/claim`, reason: told.reason, message, grace: graces.claim };
}

/** What keeps the containers of a placed pod from being created: volumes and the sandbox. */
export function mountSymptom(pod: KubeObject, around: Around, graces: Graces): Symptom | undefined {
  const { uid, name } = pod.metadata;
  if (!isBeingCreated(pod)) return undefined;
  const events = around.eventsAbout(pod);
  const fault = events.findLast(({ reason }) => MOUNT_FAULTS.includes(reason));
  if (!fault || events.some((event) => isAfter(event, fault))) return undefined;
  const isMissing = MISSING.test(fault.message);
  return {
    key: `${uid}/mount`,
    reason: fault.reason,
    message: fault.message,
    pod: name,
    grace: isMissing ? graces.configuration : graces.mount,
  };
}

/** Images are pulled when all volumes are mounted. */
function isAfter({ reason, at }: AboutEvent, fault: AboutEvent): boolean {
  return ["Pulling", "Pulled", "Created"].includes(reason) && at >= fault.at;
}

function isBeingCreated(pod: KubeObject): boolean {
  if (textAt(pod, "status.phase") !== "Pending") return false;
  if (!textAt(pod, "spec.nodeName")) return false;
  if (conditionOf(pod, "PodReadyToStartContainers")?.status === "True") return false;
  const statuses = [
    ...itemsAt(pod, "status.initContainerStatuses"),
    ...itemsAt(pod, "status.containerStatuses"),
  ];
  const before = ["", "ContainerCreating", "PodInitializing"];
  return statuses.every((status) => before.includes(textAt(status, "state.waiting.reason")));
}
