import { parseAddress } from "../kubernetes/ip.ts";
import { dns1123SubdomainProblem } from "../kubernetes/names.ts";
import { type Component, defineComponent } from "./component.ts";
import type { Override } from "./options/override.ts";
import { aPortNumber, type Cidr, cidrs } from "./options/values.ts";
import { type PlainRef, plainRef } from "./reference.ts";
import { literal, objectOf, optional, syntax } from "./shape.ts";
import { callSite } from "./where.ts";

export interface ExternalOptions {
  /** Its host name, such as `"api.yookassa.ru"`. */
  readonly host: string;
  readonly port: number;
  /** Its addresses, where they are known. Default: every public address on that port. */
  readonly cidr?: readonly Cidr[];
  /** Default: `"https"` on port 443, else `"tcp"`; it leads `.url`. */
  readonly scheme?: "https" | "http" | "tcp" | "smtp";
}

/** A service outside the cluster. Whoever names it, or lists it in `calls`, may connect to it. */
export interface External extends Component<Override<ExternalOptions> | false, never> {
  /** `https://api.yookassa.ru` */
  readonly url: PlainRef;
  readonly host: PlainRef;
  readonly port: PlainRef;
}

/**
 * A service outside the cluster, as a destination that the network lets through.
 *
 * @example
 * const payments = external("yookassa", { host: "api.yookassa.ru", port: 443 });
 */
export function external(name: string, options: ExternalOptions): External {
  const site = callSite(external);
  return defineComponent<External, ExternalOptions>(
    { sort: "external", name, options, site },
    (self) => {
      const offer = (property: string, read: (options: ExternalOptions) => string) =>
        plainRef({
          label: `${name}.${property}`,
          touches: [{ component: self }],
          parts: (context, use) => [read(context.options<ExternalOptions>(self, use))],
        });
      return {
        url: offer("url", ({ scheme, host, port }) => {
          const leading = scheme ?? (port === 443 ? "https" : "tcp");
          return `${leading}://${host}${leading === "https" && port === 443 ? "" : `:${port}`}`;
        }),
        host: offer("host", (current) => current.host),
        port: offer("port", (current) => String(current.port)),
      };
    },
  );
}

/** A host name or an address, without scheme and port. */
export const aHostName = syntax('a host such as "api.example.org"', (text) => {
  const isAddress = parseAddress(text) !== undefined;
  return isAddress ? undefined : dns1123SubdomainProblem(text);
});

export const externalCheck = objectOf<ExternalOptions>({
  host: aHostName,
  port: aPortNumber,
  cidr: optional(cidrs),
  scheme: optional(literal("https", "http", "tcp", "smtp")),
});
