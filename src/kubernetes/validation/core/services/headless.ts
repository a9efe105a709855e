import type { ServiceSpec } from "../../../types/core.ts";
import type { Decoded } from "../../decoded.ts";

/** No address of its own: DNS answers with those of the pods. */
export function isHeadless({ clusterIPs = [] }: Decoded<ServiceSpec>): boolean {
  return clusterIPs.length === 1 && clusterIPs[0] === "None";
}
