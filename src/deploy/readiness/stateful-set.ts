import type { KubeObject } from "../../client/object.ts";
import { countOf, numberAt, textAt } from "./status.ts";
import { progressing, READY, type Verdict } from "./verdict.ts";

/** All pods are ready and available; those from the partition on, or all, are of the newest revision. */
export function statefulSetVerdict(object: KubeObject): Verdict {
  const missing = podsMissingIn(object) ?? revisionMissingIn(object);
  return missing === undefined ? READY : progressing(missing);
}

function podsMissingIn(object: KubeObject): string | undefined {
  const want = numberAt(object, "spec.replicas", 1);
  const all = numberAt(object, "status.replicas");
  if (all < want) return countOf(all, want, "there");
  const ready = numberAt(object, "status.readyReplicas");
  if (ready < want) return countOf(ready, want, "ready");
  if (all > want) return `${all - want} too many still run`;
  // Ready pods count as available at once where nothing is asked of them, also before it is written down.
  const available = numberAt(object, "status.availableReplicas");
  const settles = numberAt(object, "spec.minReadySeconds") > 0;
  return settles && available < want ? countOf(available, want, "available") : undefined;
}

function revisionMissingIn(object: KubeObject): string | undefined {
  const want = numberAt(object, "spec.replicas", 1);
  const updated = numberAt(object, "status.updatedReplicas");
  const [current, newest] = [
    textAt(object, "status.currentRevision"),
    textAt(object, "status.updateRevision"),
  ];
  if (textAt(object, "spec.updateStrategy.type") === "OnDelete") {
    if (current === newest || updated >= want) return undefined;
    const how = "with the strategy OnDelete the others are replaced when somebody deletes them";
    return `${countOf(updated, want, "of the new revision")}; ${how}`;
  }
  const partition = numberAt(object, "spec.updateStrategy.rollingUpdate.partition");
  if (partition > 0) {
    const due = Math.max(want - partition, 0);
    // Nothing is counted as updated where there is one revision only.
    if (current === newest || updated >= due) return undefined;
    return countOf(updated, due, `of the new revision (partition ${partition})`);
  }
  if (current !== newest) return countOf(updated, want, "of the new revision");
  const counted = numberAt(object, "status.currentReplicas");
  return counted < want ? countOf(counted, want, "of the present revision") : undefined;
}
