import type { ConfigMap, ExternalSecret } from "../kubernetes/types/index.ts";
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

/** Secrets are never rendered; what is rendered says where an operator copies them from. */
export function renderSecrets(resolved: Resolved): Rendered[] {
  return resolved.secrets.flatMap((secret) => {
    const { from } = secret;
    if (from.from !== "externalSecrets") return [];
    const object: ExternalSecret = {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: meta(resolved, secret.name),
      spec: {
        refreshInterval: from.refresh ?? "1h",
        secretStoreRef: { kind: from.kind ?? "ClusterSecretStore", name: from.store },
        target: {
          name: secret.name,
          ...(secret.type !== "Opaque" && { template: { type: secret.type } }),
        },
        data: secret.keys.map((key) => ({
          secretKey: key,
          remoteRef: { key: `${from.path}/${secret.name}`, property: key },
        })),
      },
    };
    return owned(secret, "secrets", object);
  });
}
