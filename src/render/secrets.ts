import type { AnyObject, ExternalSecret, KubernetesObject } from "../kubernetes/types/index.ts";
import type { Resolved, ResolvedSecret } from "../platform/resolve/index.ts";
import type { Problem } from "../problem.ts";
import { compact, meta, owned, type Rendered } from "./rendered.ts";

/** The encrypted Secrets that the user committed, by the names of the Secrets, as they were read and checked. */
export type Sealed = ReadonlyMap<string, KubernetesObject | AnyObject>;

/** No Secret is rendered in plain text: what is rendered says where an operator copies it from, or is encrypted. */
export function renderSecrets(resolved: Resolved, sealed: Sealed, problems: Problem[]): Rendered[] {
  return resolved.secrets.flatMap((secret) => {
    const object = objectOf(resolved, secret, sealed);
    if (object) return owned(secret, "secrets", object as KubernetesObject);
    if (secret.file !== undefined && !secret.optional)
      problems.push({
        message: `the Secret ${secret.name} is not encrypted yet: there is no ${secret.file}`,
        where: secret.site.where(),
        instead: sealCommand(resolved.environment),
      });
    return [];
  });
}

/** The command that writes an environment's encrypted files. */
export function sealCommand(environment: string, platformFile = "platform.ts"): string {
  const file = platformFile === "platform.ts" ? "" : ` -f ${platformFile}`;
  return `slipway secrets seal${file} -e ${environment}`;
}

function objectOf(resolved: Resolved, secret: ResolvedSecret, sealed: Sealed) {
  switch (secret.from.from) {
    case "externalSecrets":
      return externalSecret(resolved, secret, secret.from);
    case "sealedSecrets":
    case "sops":
      return sealed.get(secret.name);
    default:
      return undefined;
  }
}

type From<F extends ResolvedSecret["from"]["from"]> = Extract<ResolvedSecret["from"], { from: F }>;

/**
 * Keys that must be there are named one by one, so that the operator reports one that is missing; those
 * that may be absent come with everything else that the store holds under this name.
 */
function externalSecret(
  resolved: Resolved,
  { name, keys, optionalKeys, type }: ResolvedSecret,
  from: From<"externalSecrets">,
): ExternalSecret {
  const key = `${from.path}/${name}`;
  const required = keys.filter((one) => !optionalKeys.includes(one));
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: meta(resolved, name),
    spec: compact({
      refreshInterval: from.refresh ?? "1h",
      secretStoreRef: { kind: from.kind ?? "ClusterSecretStore", name: from.store },
      target: { name, ...(type !== "Opaque" && { template: { type } }) },
      dataFrom: optionalKeys.length > 0 ? [{ extract: { key } }] : undefined,
      data: required.map((secretKey) => ({ secretKey, remoteRef: { key, property: secretKey } })),
    }),
  };
}
