import { aLabel, annotations, anObjectName, labels } from "./options/values.ts";
import { type Check, objectOf, optional, whole } from "./shape.ts";

/** A Gateway of Envoy Gateway: what every `ingress()` of an environment becomes, in place of Ingress objects. */
export interface GatewayOptions {
  /** GatewayClass. Default: `"eg"`, as Envoy Gateway's documents call it. */
  readonly class?: string;
  /** Namespace of the proxies. Default: `"envoy-gateway-system"`. */
  readonly namespace?: string;
  /** Labels of the proxies. Default: those of the proxies that Envoy Gateway makes for this Gateway alone. */
  readonly pods?: Readonly<Record<string, string>>;
  /** How many proxies before the Gateway, such as a CDN, write the client's address to `X-Forwarded-For`. Default: none. */
  readonly trustedHops?: number;
  /** Annotations of what is made for the Gateway, such as the cloud's for a load balancer; up to 16. Default: none. */
  readonly annotations?: Readonly<Record<string, string>>;
}

const someAnnotations: Check = {
  ...annotations,
  test: (value, path, report, partial) => {
    annotations.test(value, path, report, partial);
    const { length } = Object.keys(value as object);
    if (length > 16) report(path, `holds ${length} annotations; a Gateway takes 16`);
  },
};

export const gatewayCheck = objectOf<GatewayOptions>({
  class: optional(anObjectName),
  namespace: optional(aLabel),
  pods: optional(labels),
  trustedHops: optional(whole(1, 255)),
  annotations: optional(someAnnotations),
});
