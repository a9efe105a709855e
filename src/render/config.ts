import type { ConfigMap } from "../kubernetes/types/index.ts";
import type { Named, Resolved } from "../platform/resolve/index.ts";
import { meta, owned, type Rendered } from "./rendered.ts";

export function renderConfigs(resolved: Resolved): Rendered[] {
  return resolved.configs.flatMap((config) =>
    owned(config, "config", configMap(resolved, config, config.name, config.data)),
  );
}

/** A ConfigMap that belongs to a component. */
export function configMap(
  resolved: Resolved,
  owner: Named,
  name: string,
  data: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
): ConfigMap {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: meta(resolved, name, owner.name, { labels }),
    data: { ...data },
  };
}
