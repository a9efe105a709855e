import type { Service, ServiceSpec } from "../kubernetes/types/index.ts";
import type { Named, Resolved, ResolvedService } from "../platform/resolve/index.ts";
import { bare, compact, meta, owned, type Rendered, selectorOf } from "./rendered.ts";

/** The label by which a ServiceMonitor finds one Service among several of a component. */
export const serviceLabel = "slipway.dev/service";

/** The name of the Service by which others reach a component. */
export function firstService(owner: {
  readonly name: string;
  readonly services: readonly ResolvedService[];
}): string {
  return owner.services.find(({ first }) => first)?.name ?? owner.name;
}

/** What Services hand on to. */
interface Pods {
  readonly selector: { [key: string]: string };
  /** What the pods call a port of the Services. */
  readonly port: (name: string) => string;
}

/** A component's Services, all with the same selector: its own pods', unless others serve in its name. */
export function renderServices(
  resolved: Resolved,
  owner: Named & { readonly services: readonly ResolvedService[] },
  pods: Pods = { selector: selectorOf(resolved, owner.name), port: (name) => name },
): Rendered[] {
  return owner.services.flatMap((service) => {
    const object: Service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: meta(resolved, service.name, owner.name, {
        labels: { [serviceLabel]: bare(resolved, service.name) },
        ...(service.annotations && { annotations: { ...service.annotations } }),
      }),
      spec: compact<ServiceSpec>({
        ...reach(service),
        selector: pods.selector,
        ports: service.ports.map(({ name, port }) => ({
          name,
          port,
          targetPort: pods.port(name),
        })),
      }),
    };
    return owned(owner, "services", object);
  });
}

/** With a list of allowed clients their addresses must arrive unchanged, or the list means nothing. */
function reach({ type, from }: ResolvedService): Partial<ServiceSpec> {
  if (type === "headless") return { clusterIP: "None" };
  if (type === "internal") return {};
  if (from === undefined) return { type: "LoadBalancer" };
  return {
    type: "LoadBalancer",
    loadBalancerSourceRanges: [...from],
    externalTrafficPolicy: "Local",
  };
}
