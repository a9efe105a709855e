import type { PodSpec } from "../../types/core.ts";
import type { Decoded } from "../decoded.ts";

/** What the parts of a pod's validation know of the whole pod. */
export interface PodContext {
  readonly spec: Decoded<PodSpec>;
  /** The volumes that can be mounted, by name; devices of claims are among them. */
  readonly volumes: ReadonlyMap<string, NonNullable<Decoded<PodSpec>["volumes"]>[number]>;
  /** The names of `spec.resourceClaims`. */
  readonly claims: ReadonlySet<string>;
  /** Whether it is the template of something that makes pods, instead of a pod. */
  readonly isTemplate: boolean;
}
