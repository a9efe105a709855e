import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { Item } from "../../objects/inventory.ts";
import { once } from "../../world.ts";
import { needsOfAddresses } from "./from-addresses.ts";
import { needsOfIngresses } from "./from-ingresses.ts";
import { needsOfLoadBalancers } from "./from-load-balancers.ts";
import { needsOfPolicies } from "./from-policies.ts";
import { needsOfRoutes } from "./from-routes.ts";
import { policies } from "./policies.ts";
import type { Connection } from "./reach.ts";

/** A connection that the world says somebody needs. */
export interface Need extends Connection {
  /** What says so. */
  readonly item: Item;
  readonly path: FieldPath;
  /** The Service that is asked for, with its port: one of the pods behind it is enough. */
  readonly service: string;
  /** Set where several workloads are given the same, whether they use it or not. */
  readonly shared?: true | undefined;
  /** Set where a policy at one end says that it is meant to be. */
  readonly isOpened?: true | undefined;
  /** In a few words: `DATABASE_URL`, `Ingress shop`. */
  readonly because: string;
}

/** Who must talk to whom, where there are policies that could have something against it. */
export const needs = once((world): readonly Need[] => {
  if (policies(world).length === 0) return [];
  return [
    ...needsOfIngresses(world),
    ...needsOfRoutes(world),
    ...needsOfLoadBalancers(world),
    ...needsOfAddresses(world),
    ...needsOfPolicies(world),
  ];
});
