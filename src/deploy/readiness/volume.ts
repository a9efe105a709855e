import type { KubeObject } from "../../client/object.ts";
import { textAt } from "./status.ts";
import { failed, progressing, READY, type Verdict } from "./verdict.ts";

/** A PersistentVolume that can be used or is. */
export function volumeVerdict(object: KubeObject): Verdict {
  const phase = textAt(object, "status.phase");
  if (phase === "Failed") return failed("VolumeFailed", textAt(object, "status.message"));
  return phase === "" || phase === "Pending" ? progressing("it is not available yet") : READY;
}
