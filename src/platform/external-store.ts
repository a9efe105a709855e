import { fail } from "../problem.ts";
import { isComponent } from "./component.ts";
import { aHostName } from "./external.ts";
import { aPortNumber, aSecretValue, type Cidr, cidrs } from "./options/values.ts";
import type { SecretRef, TextContext } from "./reference.ts";
import { type Check, isPlainObject, objectOf, optional } from "./shape.ts";
import type { CallSite } from "./where.ts";

/** A server outside the cluster in place of the platform's own; references to it stay the same. */
export type ExternalStore = ExternalHost | ExternalUrl;

/** A server outside the cluster whose host name everybody may know. */
export interface ExternalHost {
  readonly host: string;
  /** Default: the usual one. */
  readonly port?: number;
  /** Its addresses, where they are known. Default: every public address on its port. */
  readonly cidr?: readonly Cidr[];
}

/** A server outside the cluster whose whole address stands in a secret. */
export interface ExternalUrl {
  /** The whole address, as the key of a secret; `.url` is then this key, and no other part of it is known. */
  readonly url: SecretRef;
  /** The port in it, for the network. Default: the usual one. */
  readonly port?: number;
  /** Its addresses, where they are known. Default: every public address on its port. */
  readonly cidr?: readonly Cidr[];
}

const parts = objectOf<Partial<ExternalHost & ExternalUrl>>({
  host: optional(aHostName),
  url: optional(aSecretValue),
  port: optional(aPortNumber),
  cidr: optional(cidrs),
});

/** The address of a server outside: its host, or a secret with all of it. */
export const anExternalStore: Check = {
  says: "{ host } or { url } of a server outside the cluster",
  accepts: (value) => isPlainObject(value) && !isComponent(value),
  test: (value, path, report, partial) => {
    parts.test(value, path, report, partial);
    const { host, url } = value as Record<string, unknown>;
    if (host != null && url != null)
      report([...path, "url"], "is the whole address already; host would be a second one");
    if (!partial && host === undefined && url === undefined)
      report([...path, "host"], 'is missing: a host such as "db.example.org", or url');
  },
};

/** Whether only a secret knows where the server outside answers. */
export function isUrl(external: ExternalStore): external is ExternalUrl {
  return (external as Partial<ExternalUrl>).url !== undefined;
}

/** Where the server outside answers, part by part; fails where only a secret knows it. */
export function hostOutside(
  external: ExternalStore,
  label: string,
  context: TextContext,
  use: CallSite,
): ExternalHost {
  if (!isUrl(external)) return external;
  const [name] = label.split(".");
  return fail({
    message: `${label} is not known in ${context.environment}: external.url of ${name} holds the whole address in one secret key`,
    where: use.where(),
    instead: `${name}.url, or external: { host: … } in that environment`,
  });
}
