import { hostAt, isHost, isIp, isLocal, type Token, tokenOf } from "./hosts.ts";
import { tellingPorts } from "./schemes.ts";
import { meaningOfName } from "./words.ts";

/** How a place was recognised: by its own form, by what it is called, or by being a Service's name. */
export type Evidence = "form" | "name" | "service";

export interface Plain extends Token {
  readonly evidence: Evidence;
}

const LONGEST = 4000;
const WORDS =
  /^(true|false|yes|no|on|off|none|null|nil|auto|default|any|all|self|undefined|unknown)$/;

/**
 * The hosts of a value that holds no URL: `name:port`, or a name, alone or in a list, where what it
 * is called says so, or where a Service is called so.
 *
 * @param names what the value is called
 * @param isService whether the world has a Service of that name
 */
export function plainHosts(
  value: string,
  names: readonly string[],
  isService: (name: string) => boolean,
): Plain[] {
  if (value === "" || value.length > LONGEST || value.includes("://")) return [];
  const meanings = names.map(meaningOfName);
  if (meanings.length > 0 && meanings.every(({ isOther }) => isOther)) return [];
  const isPlace = meanings.some((each) => each.isPlace);
  const isHostName = meanings.some((each) => each.isHost);
  if (!isPlace && !isHostName && !value.includes(":")) return [];
  const parts = value
    .replace(/^\[|\]$/g, "")
    .split(/[,;\s]+/)
    .map((part) => part.replace(/^["']|["']$/g, ""))
    .filter((part) => part !== "");
  if (parts.length > 1 && !isPlace) return [];
  const isProse = parts.length > 1 && !/[,;]/.test(value);
  const found = parts.map((part): Plain | undefined => {
    const host = partHost(part);
    if (!host) return undefined;
    const { host: name, port } = host;
    const service = isService(name.split(".", 1)[0] as string);
    const token = tokenOf(name, port);
    if (isProse && port === undefined && !name.includes(".")) return undefined;
    if (port !== undefined) {
      if (isPlace || (tellingPorts.has(port) && /^[a-z]/.test(name)))
        return { ...token, evidence: "name" };
      return service ? { ...token, evidence: "service" } : undefined;
    }
    if (isLocal(name) || name.includes(".") || isIp(name))
      return isHostName || (isPlace && service) ? { ...token, evidence: "name" } : undefined;
    if (isHostName) return { ...token, evidence: "name" };
    return service && isPlace ? { ...token, evidence: "service" } : undefined;
  });
  // One part that is none says that the others are words of a text.
  return found.every((each) => each !== undefined) ? found : [];
}

/** `host`, `host:port` or `host:port/path`. */
function partHost(part: string): { host: string; port: number | undefined } | undefined {
  const host = hostAt(part, 0);
  if (!host || host.host !== part.slice(0, host.host.length)) return undefined;
  const rest = part.slice(host.end);
  if (rest !== "" && !(host.port !== undefined && rest.startsWith("/"))) return undefined;
  if (!isHost(host.host) || WORDS.test(host.host)) return undefined;
  if (/^\d+$/.test(host.host)) return undefined;
  return host;
}
