import { isFields, valueAt } from "../../kubernetes/fields.ts";
import { numberAt, textAt } from "../readiness/status.ts";
import type { AboutEvent } from "./event.ts";
import type { Graces } from "./graces.ts";
import { pullCause, pullFault } from "./image.ts";
import type { Doom } from "./symptom.ts";

/** A container as its pod's status has it. */
export interface Seen {
  readonly status: Record<string, unknown>;
  /** It runs to its end before others start; sidecars do not. */
  readonly isStep: boolean;
  /** Events about its pod. */
  readonly events: () => readonly AboutEvent[];
  /** Restarts that were counted before anybody looked, when it was well. */
  readonly before: number;
  /** How often pulling its image was seen to fail, over all pods of the workload. */
  readonly pulls: () => number;
}

/** What is wrong with a container, in which way, and how long that may last. */
export interface Fault extends Doom {
  readonly what: "configuration" | "image" | "crash";
  readonly grace: number;
  readonly isQuiet?: boolean;
}

const FINAL_IMAGE = ["InvalidImageName", "ErrImageNeverPull"];
/** The kubelet has not heard from the server yet; that it is missing is not known. */
const NOT_READ = /failed to sync (?:secret|configmap) cache|timed out waiting/;
const PULL = [
  "ErrImagePull",
  "ImagePullBackOff",
  "ImageInspectError",
  "RegistryUnavailable",
  "SignatureValidationFailed",
];

/** What is wrong with a container now. */
export function faultOf(seen: Seen, graces: Graces): Fault | undefined {
  const { status } = seen;
  const reason = textAt(status, "state.waiting.reason");
  const message = textAt(status, "state.waiting.message");
  const container = textAt(status, "name");
  if (reason === "CreateContainerConfigError") {
    const grace = NOT_READ.test(message) ? graces.mount : graces.configuration;
    return { what: "configuration", reason, message, container, grace };
  }
  if (FINAL_IMAGE.includes(reason)) {
    return { what: "image", reason, message: message || reason, container, grace: 0 };
  }
  if (PULL.includes(reason)) return pullFaultOf(seen, reason, message, graces);
  return crashOf(seen, reason, message, graces);
}

function pullFaultOf(seen: Seen, reason: string, message: string, graces: Graces): Fault {
  const { status, events, pulls } = seen;
  const container = textAt(status, "name");
  // The waiting message of older kubelets does not say why: their event does.
  const told = events().findLast((event) => isPullFailure(event, container))?.message ?? "";
  const fault = pullFault(pullCause(message)) === "other" && told ? told : message;
  const isFinal = pullFault(pullCause(fault)) !== "other";
  const grace = !isFinal ? graces.pull : pulls() > 1 ? 0 : graces.missingImage;
  const image = textAt(status, "image");
  const words = `image ${image} cannot be pulled: ${pullCause(fault) || reason}`;
  // One name for what takes turns.
  const stable = reason === "ErrImagePull" ? "ImagePullBackOff" : reason;
  return { what: "image", reason: stable, message: words, container, grace };
}

/** Whether an event tells that a container's image could not be pulled. */
export function isPullFailure(event: AboutEvent, container: string): boolean {
  if (event.container !== undefined && event.container !== container) return false;
  return event.reason === "Failed" && event.message.startsWith("Failed to pull image");
}

function crashOf(seen: Seen, reason: string, message: string, graces: Graces): Fault | undefined {
  const { status, isStep, before } = seen;
  const restarts = numberAt(status, "restartCount") - before;
  const ended = valueAt(status, ["state", "terminated"]);
  const isDone = isStep && isFields(ended) && numberAt(ended, "exitCode") === 0;
  const isDown =
    reason === "CrashLoopBackOff" || isStartFault(reason) || (isFields(ended) && !isDone);
  if (isDone || (!isDown && (restarts <= 0 || status.ready === true))) return undefined;
  const container = textAt(status, "name");
  const last = isFields(ended) ? ended : valueAt(status, ["lastState", "terminated"]);
  const how = isStartFault(reason) ? message : endOf(last);
  const times = restarts > 0 ? ` (${restarts} ${restarts === 1 ? "restart" : "restarts"})` : "";
  const grace = restarts >= graces.restarts ? 0 : graces.crash;
  return {
    what: "crash",
    reason: isStartFault(reason) ? reason : "CrashLoopBackOff",
    message: `container ${container} ${how || "ends again and again"}${times}`,
    container,
    grace,
    isQuiet: !isDown,
  };
}

function isStartFault(reason: string): boolean {
  return ["RunContainerError", "CreateContainerError", "PostStartHookError"].includes(reason);
}

/** `exited with 1`, `was killed for memory`. */
export function endOf(terminated: unknown): string {
  if (!isFields(terminated)) return "";
  const reason = textAt(terminated, "reason");
  const code = numberAt(terminated, "exitCode");
  const message = textAt(terminated, "message").trim().split("\n").at(-1) ?? "";
  const words = message ? `: ${message}` : "";
  if (reason === "OOMKilled") return `was killed for using more memory than its limit${words}`;
  if (code === 0) return "ends by itself, though it is meant to run on (exit code 0)";
  const why = ["", "Error", "Completed"].includes(reason) ? "" : ` (${reason})`;
  return `exited with ${code}${why}${words}`;
}
