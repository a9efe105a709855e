import type { KubeObject } from "../../client/object.ts";
import { conditionOf, wordsOf } from "./status.ts";
import { failed, progressing, READY, type Verdict } from "./verdict.ts";

/** A SealedSecret that was opened. What cannot be opened with any key never will be. */
export function sealedSecretVerdict(object: KubeObject): Verdict {
  const synced = conditionOf(object, "Synced");
  if (synced?.status === "True") return READY;
  if (synced?.status === "False") return failed("NotUnsealed", wordsOf(synced));
  return progressing("the sealed-secrets controller has not looked at it yet");
}
