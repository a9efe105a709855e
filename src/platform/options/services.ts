import { dns1035LabelProblem } from "../../kubernetes/names.ts";
import {
  type Check,
  either,
  isPlainObject,
  literal,
  mapOf,
  objectOf,
  optional,
  syntax,
} from "../shape.ts";
import { annotations, aPortNumber, type Cidr, cidrs } from "./values.ts";

/** A Service with an address outside the cluster. */
export interface LoadBalancer {
  readonly loadBalancer: {
    /** Who may connect. Without it the whole internet may. */
    readonly from?: readonly Cidr[];
    /** The port outside for each port of the program, by name. Default: the same numbers. */
    readonly ports?: Readonly<Record<string, number>>;
    /** What the cloud's load balancer is told. */
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** Further Services beside a component's first, by name. */
export type Services = Readonly<Record<string, "headless" | "internal" | LoadBalancer>>;

/** The component's first Service. */
export interface ServiceOptions {
  /** Default: the component's name. */
  readonly name?: string;
  /** The Service's port for each port of the program, by name. Default: the same numbers. */
  readonly ports?: Readonly<Record<string, number>>;
}

const ports = mapOf(aPortNumber);
const aLoadBalancer: Check = objectOf<LoadBalancer>({
  loadBalancer: objectOf<LoadBalancer["loadBalancer"]>({
    from: optional(cidrs),
    ports: optional(ports),
    annotations: optional(annotations),
  }),
});

export const servicesCheck = mapOf(
  either(literal("headless", "internal"), aLoadBalancer),
  dns1035LabelProblem,
);
export const aServiceName = syntax("a name", dns1035LabelProblem);
export const serviceCheck = objectOf<ServiceOptions>({
  name: optional(aServiceName),
  ports: optional(ports),
});

export function isLoadBalancer(service: Services[string]): service is LoadBalancer {
  return isPlainObject(service);
}
