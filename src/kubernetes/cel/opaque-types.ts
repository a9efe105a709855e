import { type CelType, opaque, structOf } from "./type.ts";

/**
 * The types of Kubernetes' libraries. Addresses are opaque; the others pass for structs, though
 * without fields, which is why `null` may be compared with all of them.
 */
export const opaqueTypes = {
  URL: structOf("kubernetes.URL"),
  Quantity: structOf("kubernetes.Quantity"),
  Semver: structOf("kubernetes.Semver"),
  Format: structOf("kubernetes.NamedFormat"),
  IP: opaque("net.IP"),
  CIDR: opaque("net.CIDR"),
  Authorizer: structOf("kubernetes.authorization.Authorizer"),
  PathCheck: structOf("kubernetes.authorization.PathCheck"),
  GroupCheck: structOf("kubernetes.authorization.GroupCheck"),
  ResourceCheck: structOf("kubernetes.authorization.ResourceCheck"),
  Decision: structOf("kubernetes.authorization.Decision"),
} satisfies Readonly<Record<string, CelType>>;
