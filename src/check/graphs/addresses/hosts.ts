/** A host name, with what stands around it, found in a text. */
export interface Token {
  readonly host: string;
  /** The one that is written, else what the scheme means. */
  readonly port: number | undefined;
  readonly isPortWritten: boolean;
  readonly scheme: string | undefined;
  readonly kind: "url" | "host:port" | "host";
}

/** A host that no scheme leads. */
export function tokenOf(host: string, port: number | undefined): Token {
  const isPortWritten = port !== undefined;
  const kind = isPortWritten ? "host:port" : "host";
  return { host, port, isPortWritten, scheme: undefined, kind };
}

const HOST = /[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_])?\.?/y;
const IPV6 = /\[([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)\]/y;
const PORT = /:(\d{1,5})(?![\d.:])/y;
/** Behind a host these say that it goes on: with a variable, a template, a pattern, a further name. */
const GOES_ON = /[$%{}<>*@~\0A-Za-z0-9_[-]/;

/** What {@link hostAt} read. */
export interface HostAt {
  readonly host: string;
  readonly port: number | undefined;
  readonly end: number;
}

/** Reads `host` or `host:port` at a place of a text; undefined where it is no whole one. */
export function hostAt(text: string, start: number): HostAt | undefined {
  const isIpv6 = text[start] === "[";
  const pattern = isIpv6 ? IPV6 : HOST;
  pattern.lastIndex = start;
  const found = pattern.exec(text);
  if (!found) return undefined;
  const host = (isIpv6 ? (found[1] as string) : found[0]).replace(/\.$/, "").toLowerCase();
  const behind = start + found[0].length;
  PORT.lastIndex = behind;
  const [all = "", digits] = PORT.exec(text) ?? [];
  const end = behind + all.length;
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port === 0 || port > 65535)) return undefined;
  const next = text[end] ?? "";
  if (next !== "" && GOES_ON.test(next)) return undefined;
  // Behind a colon there may be a port that is a variable.
  if (next === ":" && /[^\s"'/]/.test(text[end + 1] ?? " ")) return undefined;
  if (host.includes("..") || host.startsWith("_") || host.length > 253) return undefined;
  return { host, port, end };
}

const WHOLE = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.?$/;

/** Whether a text can be a host name and nothing else. */
export function isHost(text: string): boolean {
  return WHOLE.test(text) && !text.includes("..");
}

/** Whether a host is an address in numbers. */
export function isIp(host: string): boolean {
  return host.includes(":") || /^\d+(\.\d+)*$/.test(host);
}

/** Whether a host means the own pod. */
export function isLocal(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d+){1,3}$/.test(host);
}
