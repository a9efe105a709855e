import { type AnyComponent, sortOf } from "../component.ts";
import type { Host } from "../host.ts";
import type { IngressOptions } from "../ingress.ts";
import { targetOf } from "../site.ts";
import type { Selection } from "./selection.ts";

/** What the outside reaches without TLS only. */
export interface Plain {
  /** Whether a host is answered by an ingress, but by none that has a certificate. */
  readonly isHost: (host: Host) => boolean;
  /** Whether all hosts that lead to a component are. */
  readonly isReached: (component: AnyComponent) => boolean;
}

/** Reads the routes of an environment once, when first asked: every text with a host asks. */
export function plainHosts({ components, options }: Selection): Plain {
  let read: readonly IngressOptions[] | undefined;
  let plain: ReadonlySet<string> | undefined;
  const ingresses = () => {
    read ??= components
      .filter((component) => sortOf(component) === "ingress")
      .map((component) => options(component) as IngressOptions);
    return read;
  };
  const isHost = ({ sub }: Host) => {
    plain ??= subsOf(ingresses(), false).difference(subsOf(ingresses(), true));
    return plain.has(sub);
  };
  const isReached = (component: AnyComponent) => {
    const leading = ingresses()
      .flatMap(({ routes }) => routes)
      .filter(({ paths }) =>
        Object.values(paths).some((target) => targetOf(target).component === component),
      );
    return leading.length > 0 && leading.every(({ host }) => isHost(host));
  };
  return { isHost, isReached };
}

/** The hosts of ingresses with TLS, or without. */
function subsOf(ingresses: readonly IngressOptions[], withTls: boolean): Set<string> {
  const such = ingresses.filter(({ tls }) => (tls !== undefined) === withTls);
  return new Set(such.flatMap(({ routes }) => routes.map(({ host }) => host.sub)));
}
