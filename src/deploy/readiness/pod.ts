import type { KubeObject } from "../../client/object.ts";
import { conditionOf, itemsAt, numberAt, textAt, wordsOf } from "./status.ts";
import { failed, progressing, READY, type Verdict } from "./verdict.ts";

/** Ready, or run to its end without a fault. Whether one that is not will ever be is not judged here. */
export function podVerdict(object: KubeObject): Verdict {
  const phase = textAt(object, "status.phase");
  if (phase === "Succeeded") return READY;
  if (phase === "Failed")
    return failed(textAt(object, "status.reason") || "PodFailed", endOf(object));
  const ready = conditionOf(object, "Ready");
  if (phase === "Running" && ready?.status === "True") return READY;
  const scheduled = conditionOf(object, "PodScheduled");
  if (scheduled?.status === "False") return progressing(wordsOf(scheduled));
  const waiting = waitingOf(object);
  if (waiting !== undefined) return progressing(waiting);
  if (phase === "Running" && ready) return progressing(wordsOf(ready));
  return progressing(phase === "" ? "nothing has looked at it yet" : `it is ${phase}`);
}

function statusesOf(object: KubeObject): Record<string, unknown>[] {
  const lists = ["initContainerStatuses", "containerStatuses"];
  return lists.flatMap((list) => itemsAt(object, `status.${list}`));
}

function waitingOf(object: KubeObject): string | undefined {
  for (const status of statusesOf(object)) {
    const reason = textAt(status, "state.waiting.reason");
    if (reason && reason !== "PodInitializing") return `${textAt(status, "name")}: ${reason}`;
  }
  return undefined;
}

function endOf(object: KubeObject): string {
  const message = textAt(object, "status.message");
  if (message) return message;
  const ended = statusesOf(object).find(
    (status) => numberAt(status, "state.terminated.exitCode") !== 0,
  );
  if (!ended) return "it failed";
  return `${textAt(ended, "name")} exited with ${numberAt(ended, "state.terminated.exitCode")}`;
}
