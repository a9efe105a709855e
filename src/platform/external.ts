import { parseAddress } from "../kubernetes/ip.ts";
import { dns1123SubdomainProblem } from "../kubernetes/names.ts";
import { fail, type Problem } from "../problem.ts";
import { type Component, defineComponent, isComponent } from "./component.ts";
import type { Override } from "./options/override.ts";
import { aPortNumber, aSecretValue, type Cidr, cidrs } from "./options/values.ts";
import {
  type PlainRef,
  plainRef,
  type SecretRef,
  secretRef,
  type TextContext,
} from "./reference.ts";
import { type Check, isPlainObject, literal, objectOf, optional, syntax } from "./shape.ts";
import { partsOf } from "./text.ts";
import { type CallSite, callSite } from "./where.ts";

export interface ExternalOptions {
  /** Its host name, such as `"api.yookassa.ru"`. */
  readonly host: string;
  readonly port: number;
  /** Its addresses, where they are known. Default: every public address on that port. */
  readonly cidr?: readonly Cidr[];
  /** Default: `"https"` on port 443, else `"tcp"`; it leads `.url`. */
  readonly scheme?: "https" | "http" | "tcp" | "smtp";
}

/** A service outside the cluster whose address stands in a secret. */
export interface HiddenOptions {
  /** The address, as the key of a secret; `.url` is then this key, and its host is not known. */
  readonly from: SecretRef;
  /** The port in that address. */
  readonly port: number;
  /** Its addresses, where they are known. Default: every public address on that port. */
  readonly cidr?: readonly Cidr[];
}

/** A service outside the cluster as it is in an environment: of `host` and `from` it has one. */
export type AnyExternal = Pick<ExternalOptions, "port" | "cidr"> &
  Partial<ExternalOptions & HiddenOptions>;

/** What an environment may change of an external; a `from` takes the place of `host`, and the other way round. */
export type ExternalOverride = Override<ExternalOptions> | Override<HiddenOptions>;

/** A service outside the cluster. Whoever names it, or lists it in `calls`, may connect to it. */
export interface External<Url extends PlainRef | SecretRef = PlainRef>
  extends Component<ExternalOverride | false, never> {
  /** `https://api.yookassa.ru`; or what the secret holds. */
  readonly url: Url;
  readonly host: PlainRef;
  readonly port: PlainRef;
}

/**
 * A service outside the cluster, as a destination that the network lets through.
 *
 * @example
 * const payments = external("yookassa", { host: "api.yookassa.ru", port: 443 });
 * const keys = secret("keys", ["SUPABASE_URL"]);
 * const supabase = external("supabase", { from: keys.key("SUPABASE_URL"), port: 443 });
 */
export function external(name: string, options: HiddenOptions): External<SecretRef>;
export function external(name: string, options: ExternalOptions): External;
export function external(
  name: string,
  options: ExternalOptions | HiddenOptions,
): External<PlainRef | SecretRef> {
  const site = callSite(external);
  return defineComponent<External<PlainRef | SecretRef>, AnyExternal>(
    { sort: "external", name, options, site },
    (self) => {
      const touches = [{ component: self }];
      const now = (context: TextContext, use: CallSite) => context.options<AnyExternal>(self, use);
      const make: (meaning: Parameters<typeof plainRef>[0]) => PlainRef | SecretRef =
        "from" in (options ?? {}) ? secretRef : plainRef;
      return {
        url: make({
          label: `${name}.url`,
          touches,
          parts: (context, use) => {
            const { from, scheme, host, port } = now(context, use);
            if (from !== undefined) return partsOf(from, context, use);
            const leading = scheme ?? (port === 443 ? "https" : "tcp");
            return [`${leading}://${host}${leading === "https" && port === 443 ? "" : `:${port}`}`];
          },
        }),
        host: plainRef({
          label: `${name}.host`,
          touches,
          parts: (context, use) => [now(context, use).host ?? fail(hidden(name, context, use))],
        }),
        port: plainRef({
          label: `${name}.port`,
          touches,
          parts: (context, use) => [String(now(context, use).port)],
        }),
      };
    },
  );
}

function hidden(name: string, { environment }: TextContext, use: CallSite): Problem {
  return {
    message: `${name}.host is not known in ${environment}: a secret holds the whole address`,
    where: use.where(),
    instead: `${name}.url, or host in place of from`,
  };
}

/** A host name or an address, without scheme and port. */
export const aHostName = syntax('a host such as "api.example.org"', (text) => {
  const isAddress = parseAddress(text) !== undefined;
  return isAddress ? undefined : dns1123SubdomainProblem(text);
});

const parts = objectOf<AnyExternal>({
  host: optional(aHostName),
  from: optional(aSecretValue),
  port: aPortNumber,
  cidr: optional(cidrs),
  scheme: optional(literal("https", "http", "tcp", "smtp")),
});

export const externalCheck: Check = {
  says: "an object of options",
  accepts: (value) => isPlainObject(value) && !isComponent(value),
  test: (value, path, report, partial) => {
    parts.test(value, path, report, partial);
    const { host, from } = value as Record<string, unknown>;
    if (host != null && from != null)
      report([...path, "from"], "holds the address already; host would be a second one");
    if (!partial && host === undefined && from === undefined)
      report([...path, "host"], `is missing: ${aHostName.says}, or from with the key of a secret`);
  },
};
