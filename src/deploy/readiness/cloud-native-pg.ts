import type { KubeObject } from "../../client/object.ts";
import { valueAt } from "../../kubernetes/fields.ts";
import { readyVerdict } from "./custom.ts";
import { numberAt, textAt } from "./status.ts";
import { failed, progressing, READY, type Verdict } from "./verdict.ts";

/** Phases that a person must end, with a short name each (api/v1/cluster_types.go). */
const HOPELESS: Readonly<Record<string, string>> = {
  "Cluster is unrecoverable and needs manual intervention": "Unrecoverable",
  "Cluster has incomplete or invalid image catalog": "InvalidImageCatalog",
  "Cluster cannot proceed to reconciliation due to an unknown plugin being required":
    "UnknownPlugin",
  "Cluster cannot execute instance online upgrade due to missing architecture binary":
    "MissingArchitecture",
  "Waiting for user action": "WaitingForUser",
};

/** A Cluster of CloudNativePG, of which all instances are ready; a Database and its like that were applied. */
export function cloudNativePgVerdict(object: KubeObject): Verdict {
  if (["Database", "Publication", "Subscription"].includes(object.kind))
    return appliedVerdict(object);
  if (object.kind !== "Cluster") return READY;
  const phase = textAt(object, "status.phase");
  const why = textAt(object, "status.phaseReason");
  const hopeless = HOPELESS[phase];
  if (hopeless) return failed(hopeless, why ? `${phase}: ${why}` : phase);
  const want = numberAt(object, "spec.instances", 1);
  const have = numberAt(object, "status.readyInstances");
  if (phase && have < want) return progressing(`${have} of ${want} instances are ready: ${phase}`);
  return readyVerdict(object, "CloudNativePG");
}

function appliedVerdict(object: KubeObject): Verdict {
  const applied = valueAt(object, ["status", "applied"]);
  if (applied === true) return READY;
  const message = textAt(object, "status.message");
  if (applied !== false) return progressing("CloudNativePG has not looked at it yet");
  return progressing(message || "it could not be applied", {
    reason: "NotApplied",
    grace: "controller",
  });
}
