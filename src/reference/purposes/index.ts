import type { AnyObject, Kinds, KubernetesObject } from "../../kubernetes/types/index.ts";
import type { Given } from "../given.ts";
import { clusterPurposes } from "./cluster.ts";
import { configPurposes } from "./config.ts";
import { networkPurposes } from "./network.ts";
import { observationPurposes } from "./observation.ts";
import type { Purposes } from "./purposes.ts";
import { routePurposes } from "./routes.ts";
import { workloadPurposes } from "./workloads.ts";

const all: Purposes = {
  ...clusterPurposes,
  ...workloadPurposes,
  ...configPurposes,
  ...routePurposes,
  ...observationPurposes,
  ...networkPurposes,
};

/** What an object is for, in one line. Of a kind that has no words here: that the platform file has it. */
export function purposeOf(object: KubernetesObject | AnyObject, given: Given): string {
  const asWritten = "as the platform file has it";
  if (!Object.hasOwn(all, object.kind)) return asWritten;
  const words = all[object.kind as keyof Kinds] as (object: unknown, given: Given) => string;
  try {
    return words(object, given);
  } catch (error) {
    // A raw object may have left out what its kind needs; that is for the API server to say.
    if (error instanceof TypeError) return asWritten;
    throw error;
  }
}
