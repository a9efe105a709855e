import { parseAddress } from "./ip.ts";

/** A URL as Go's net/url reads it: laxer here and stricter there than a browser. */
export interface GoUrl {
  readonly scheme: string;
  readonly userinfo: string | undefined;
  /** With its port, unescaped. */
  readonly host: string;
  /** As it was written; of a URL without an authority and a slash (`mailto:me`) the rest. */
  readonly path: string;
  readonly opaque: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

/**
 * Reads an absolute URL or path, with its fragment.
 *
 * @returns undefined for what ParseRequestURI or Parse refuse
 * @see net/url ParseRequestURI, Parse
 */
export function parseUrl(text: string): GoUrl | undefined {
  return isRequestUrl(text) ? parseReference(text) : undefined;
}

/**
 * Reads a URL that may be relative, with its fragment.
 *
 * @returns undefined for what Parse refuses
 * @see net/url Parse
 */
export function parseReference(text: string): GoUrl | undefined {
  const hash = text.indexOf("#");
  const [rest, fragment] = hash < 0 ? [text] : [text.slice(0, hash), text.slice(hash + 1)];
  if (fragment !== undefined && !isEscaped(fragment)) return undefined;
  return parsePart(rest as string, fragment, false);
}

/** Whether a text is an absolute URL or path; what follows a `#` counts as part of it. */
export function isRequestUrl(text: string): boolean {
  return parsePart(text, undefined, true) !== undefined;
}

function parsePart(text: string, fragment: string | undefined, isRequest: boolean) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if ((text === "" && isRequest) || /[\u0000-\u001f\u007f]/.test(text)) return undefined;
  const none: GoUrl = {
    scheme: "",
    userinfo: undefined,
    host: "",
    path: "",
    opaque: "",
    query: undefined,
    fragment,
  };
  if (text === "*") return { ...none, path: text };
  const written = /^[A-Za-z][A-Za-z0-9+.-]*(?=:)/.exec(text)?.[0];
  if (written === undefined && text.startsWith(":")) return undefined;
  const scheme = (written ?? "").toLowerCase();
  const rest = written === undefined ? text : text.slice(written.length + 1);
  const mark = rest.indexOf("?");
  const [before, query] = mark < 0 ? [rest] : [rest.slice(0, mark), rest.slice(mark + 1)];
  const url = { ...none, scheme, query: query === "" ? undefined : query };
  return parseRest(url, before as string, isRequest);
}

function parseRest(url: GoUrl, rest: string, isRequest: boolean): GoUrl | undefined {
  const { scheme } = url;
  if (!rest.startsWith("/")) {
    if (scheme !== "") return { ...url, opaque: rest };
    if (isRequest || /^[^/]*:/.test(rest)) return undefined;
  }
  const mayHaveHost = scheme !== "" || (!isRequest && !rest.startsWith("///"));
  if (!mayHaveHost || !rest.startsWith("//"))
    return isEscaped(rest) ? { ...url, path: rest } : undefined;
  const slash = rest.indexOf("/", 2);
  const [authority, path] =
    slash < 0 ? [rest.slice(2), ""] : [rest.slice(2, slash), rest.slice(slash)];
  const at = authority.lastIndexOf("@");
  const userinfo = at < 0 ? undefined : authority.slice(0, at);
  const host = hostOf(authority.slice(at + 1), scheme);
  const isUser = /^(?:[A-Za-z0-9\-._:~!$&'()*+,;=@]|%[0-9A-Fa-f]{2})*$/.test(userinfo ?? "");
  if (host === undefined || !isUser || !isEscaped(path)) return undefined;
  return { ...url, userinfo, host, path };
}

/** @see net/url parseHost: only in http and https a host may not hold colons of its own */
function hostOf(text: string, scheme: string): string | undefined {
  if (text.lastIndexOf("[") > 0) return undefined;
  const isLiteral = text.startsWith("[");
  const end = isLiteral ? text.lastIndexOf("]") + 1 : portOf(text, scheme);
  if (end === 0 && isLiteral) return undefined;
  const [host, port] = [text.slice(0, end), text.slice(end)];
  if (!/^(:\d*)?$/.test(port) || (isLiteral && !isIpv6Literal(host.slice(1, -1)))) return undefined;
  const isWrong =
    !isLiteral && /[ `{}|\\^%/?#@]/.test(host.replace(/%[89A-Fa-f][0-9A-Fa-f]|%25/g, ""));
  return isWrong ? undefined : unescapeUrl(text);
}

/** Where the port begins, with its colon. */
function portOf(host: string, scheme: string): number {
  const isStrict = scheme === "http" || scheme === "https";
  const colon = isStrict ? host.indexOf(":") : host.lastIndexOf(":");
  return colon < 0 ? host.length : colon;
}

/** What stands between brackets: an IPv6 address, perhaps with a zone. */
function isIpv6Literal(text: string): boolean {
  const [address = "", ...zone] = text.split("%25");
  const isZone = zone.length === 0 || (zone.join("") !== "" && isEscaped(zone.join("%25")));
  return address.includes(":") && parseAddress(address) !== undefined && isZone;
}

/** Whether every per cent sign is followed by two hexadecimal digits. */
function isEscaped(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text);
}

/** The text that an escaped one stands for. */
export function unescapeUrl(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (bytes) =>
    Buffer.from(bytes.replaceAll("%", ""), "hex").toString("utf8"),
  );
}

/** The path as it would be sent: what need not be escaped is left as it was written. */
export function escapedPath({ path }: GoUrl): string {
  if (path === "*" || /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/[\]]|%[0-9A-Fa-f]{2})*$/.test(path))
    return path;
  const escaped = [...Buffer.from(unescapeUrl(path), "utf8")].map((byte) => {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9\-._~$&+,/:;=@]/.test(character)) return character;
    return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return escaped.join("");
}

/** The values of a query by name; parts that make no sense are left out. */
export function queryOf({ query = "" }: GoUrl): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const part of query.split("&")) {
    if (part === "" || part.includes(";") || !isEscaped(part)) continue;
    const equals = part.indexOf("=");
    const [key, value] = [
      part.slice(0, equals < 0 ? undefined : equals),
      equals < 0 ? "" : part.slice(equals + 1),
    ].map((each) => unescapeUrl(each.replaceAll("+", " "))) as [string, string];
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  return found;
}

/** As it would be sent. */
export function textOfUrl(url: GoUrl): string {
  const { scheme, userinfo, host, opaque, query, fragment } = url;
  const authority =
    userinfo !== undefined || host !== "" || (scheme !== "" && url.path.startsWith("//"));
  return [
    scheme === "" ? "" : `${scheme}:`,
    opaque,
    authority ? `//${userinfo === undefined ? "" : `${userinfo}@`}${host}` : "",
    escapedPath(url),
    query === undefined ? "" : `?${query}`,
    fragment ? `#${fragment}` : "",
  ].join("");
}
