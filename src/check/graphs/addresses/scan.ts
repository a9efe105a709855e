import { hostAt, type Token, tokenOf } from "./hosts.ts";
import { schemeOf } from "./schemes.ts";

/**
 * The hosts of a text that are certain by their form, wherever they stand: URLs and names under
 * `.svc`. Takes time linear in the text.
 */
export function scan(text: string): Token[] {
  const found: Token[] = [];
  const covered: [number, number][] = [];
  if (text.includes("://")) addUrls(text, found, covered);
  if (text.includes(".svc")) addServiceNames(text, found, covered);
  return found;
}

const SCHEME_END = /[A-Za-z0-9+.:-]/;
const AUTHORITY_END = /[\s"'`<>\\/?#|]/g;
/** Names of vocabularies that look like URLs. */
const VOCABULARY =
  /(^|\.)(w3\.org|xmlsoap\.org|json-schema\.org|schemas\.microsoft\.com|xml\.org|purl\.org|sun\.com|springframework\.org|schema\.org|docbook\.org|jboss\.org|jcp\.org|oasis-open\.org)$/;

function addUrls(text: string, found: Token[], covered: [number, number][]): void {
  let at = text.indexOf("://");
  for (; at !== -1; at = text.indexOf("://", at + 3)) {
    const scheme = schemeBefore(text, at);
    const known = schemeOf(scheme);
    if (!known) continue;
    let start = at + 3;
    // dns:///name:port is how gRPC names a host.
    if (text[start] === "/" && /^(dns|passthrough)$/.test(scheme)) start += 1;
    AUTHORITY_END.lastIndex = start;
    const end = AUTHORITY_END.exec(text)?.index ?? text.length;
    const user = text.slice(start, end).lastIndexOf("@");
    let next = start + user + 1;
    covered.push([at, end]);
    // A list of hosts, as MongoDB, Kafka and PostgreSQL take it.
    for (let host = hostAt(text, next); host; host = hostAt(text, next)) {
      if (text.startsWith("://", host.end)) break;
      const { port = known.port } = host;
      const isPortWritten = host.port !== undefined;
      const name = bare(scheme);
      if (!VOCABULARY.test(host.host))
        found.push({ host: host.host, port, isPortWritten, scheme: name, kind: "url" });
      if (text[host.end] !== "," || host.end + 1 >= end) break;
      next = host.end + 1;
    }
  }
}

function bare(scheme: string): string {
  return scheme.slice(scheme.lastIndexOf(":") + 1).split("+", 1)[0] as string;
}

const LONGEST_SCHEME = 40;

function schemeBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < LONGEST_SCHEME && SCHEME_END.test(text[start - 1] as string))
    start -= 1;
  return text.slice(start, end).toLowerCase();
}

const LONGEST = 253;
const NAME = /[A-Za-z0-9._-]/;
const INSIDE = /^(?:[a-z0-9_]([-a-z0-9_]*[a-z0-9])?\.){2,4}svc(?:\.cluster(?:\.local)?)?$/;
/** Before a name these say that it begins earlier. */
const BEGINS_EARLIER = /[$%{}<>*~\0)\]\\]/;

function addServiceNames(text: string, found: Token[], covered: [number, number][]): void {
  let seen = 0;
  let next = 0;
  for (let at = text.indexOf(".svc"); at !== -1; at = text.indexOf(".svc", at + 4)) {
    while (next < covered.length && (covered[next] as [number, number])[1] < at) next += 1;
    const [from = Number.POSITIVE_INFINITY] = covered[next] ?? [];
    if (from < at) continue;
    let start = at;
    const first = Math.max(seen, at - LONGEST);
    while (start > first && NAME.test(text[start - 1] as string)) start -= 1;
    const before = text[start - 1] ?? "";
    const host = hostAt(text, start);
    if (!host || (before !== "" && BEGINS_EARLIER.test(before))) continue;
    if (host.end <= at + 3) continue;
    seen = host.end;
    if (!INSIDE.test(host.host)) continue;
    found.push(tokenOf(host.host, host.port));
  }
}

const MYSQL = /@tcp\(([^()\s]+)\)/;
const ORACLE = /^jdbc:oracle:[a-z]+:@(?:\/\/)?([^\s/;]+)/;
const LIBPQ = /(?:^|\s)(?:host|hostaddr)\s*=\s*'?([^\s';]+)/;
const LIBPQ_MORE = /(?:^|\s)(?:dbname|user|password|sslmode|connect_timeout)\s*=/;
const LIBPQ_PORT = /(?:^|\s)port\s*=\s*'?(\d{1,5})/;
const ADO =
  /(?:^|;)\s*(?:server|data source|address|addr|network address|host)\s*=\s*(?:tcp:)?([^;,\s]+)(?:,\s*(\d{1,5}))?\s*(?:;|$)/i;
const ADO_MORE =
  /(?:^|;)\s*(?:user id|uid|user|username|password|pwd|database|initial catalog)\s*=/i;
const ADO_PORT = /(?:^|;)\s*port\s*=\s*(\d{1,5})/i;
const LONGEST_CONNECTION = 2000;

/** The host of a connection string that is no URL, and the whole of a value. */
export function scanConnection(text: string): Token | undefined {
  if (text.length > LONGEST_CONNECTION || !/[=(@]/.test(text)) return undefined;
  const mysql = MYSQL.exec(text)?.[1];
  if (mysql) return token("mysql", mysql);
  const oracle = ORACLE.exec(text)?.[1];
  if (oracle) return token("oracle", oracle);
  if (LIBPQ_MORE.test(text)) {
    const host = LIBPQ.exec(text)?.[1];
    if (host) return token("postgres", host, LIBPQ_PORT.exec(text)?.[1]);
  }
  if (!text.includes(";") || !ADO_MORE.test(text)) return undefined;
  const [, host, port] = ADO.exec(text) ?? [];
  return host ? token(undefined, host, port ?? ADO_PORT.exec(text)?.[1]) : undefined;
}

function token(scheme: string | undefined, written: string, port?: string): Token | undefined {
  const host = hostAt(written, 0);
  if (host?.end !== written.length) return undefined;
  const given = host.port ?? (port ? Number(port) : undefined);
  const number = given ?? (scheme === undefined ? undefined : schemeOf(scheme)?.port);
  const isPortWritten = given !== undefined;
  return { host: host.host, port: number, isPortWritten, scheme, kind: "url" };
}
