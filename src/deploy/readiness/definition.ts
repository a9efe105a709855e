import type { KubeObject } from "../../client/object.ts";
import { conditionOf, wordsOf } from "./status.ts";
import { failed, progressing, READY, type Verdict } from "./verdict.ts";

/** A CustomResourceDefinition: its names are accepted, and the server serves it. */
export function definitionVerdict(object: KubeObject): Verdict {
  const names = conditionOf(object, "NamesAccepted");
  if (names?.status === "False") return failed(names.reason, names.message);
  const established = conditionOf(object, "Established");
  if (established?.status === "True") return READY;
  if (established?.status === "False" && established.reason !== "Installing") {
    return failed(established.reason, wordsOf(established));
  }
  return progressing("it is not established yet");
}

/** An APIService: what answers for it can be reached. */
export function apiServiceVerdict(object: KubeObject): Verdict {
  const available = conditionOf(object, "Available");
  if (available?.status === "True") return READY;
  return progressing(available ? wordsOf(available) : "it is not available yet");
}
