import { hostAt, tokenOf } from "./hosts.ts";
import { type Line, linesOf } from "./lines.ts";
import { type Plain, plainHosts } from "./plain.ts";
import { scan, scanConnection } from "./scan.ts";
import { portNameOf } from "./words.ts";

/** A host in a text of several lines. */
export interface Found extends Plain {
  /** From 1; undefined in a text of one line. */
  readonly line: number | undefined;
}

type IsService = (name: string) => boolean;

/** What sets a host without a key in nginx, HAProxy and Caddy. */
const DIRECTIVE =
  /^(?:server|fastcgi_pass|uwsgi_pass|scgi_pass|grpc_pass|memcached_pass|proxy_pass|reverse_proxy)\s+([^{]*?)\s*;?$/;
const NEAR = 3;

/** What a configuration file of nginx, HAProxy or Envoy calls a group of servers. */
const GROUP = /^\s*(?:upstream|backend)\s+([\w.-]+)\s*\{?\s*$/gm;

/** What a text has in which hosts are found. */
const MAY_HOLD = /:\/\/|\.svc|:\d\d|host|server|addr|_pass|endpoint|broker|source/i;

/** The hosts that a configuration file names. */
export function documentHosts(text: string, isService: IsService): Found[] {
  if (!MAY_HOLD.test(text)) return [];
  const found = hostsIn(text, isService);
  if (found.length === 0) return found;
  const groups = new Set([...text.matchAll(GROUP)].map(([, name = ""]) => name.toLowerCase()));
  return found.filter(({ host, isPortWritten }) => isPortWritten || !groups.has(host));
}

function hostsIn(text: string, isService: IsService): Found[] {
  const found: Found[] = [];
  const recent: { key: string; indent: number; value: string; at: number }[] = [];
  const open: { index: number; key: string; indent: number; line: number }[] = [];
  for (const line of linesOf(text)) {
    const { key, indent, value, number } = line;
    for (const each of hostsOfLine(line, isService)) {
      const name = each.port === undefined && key !== undefined ? portNameOf(key) : undefined;
      const before = recent.find(
        (pair) => pair.key === name && pair.indent === indent && number - pair.at <= NEAR,
      );
      const port = each.port ?? portIn(before?.value);
      const isPortWritten = each.isPortWritten || port !== each.port;
      found.push({ ...each, port, isPortWritten, line: number });
      if (name !== undefined && port === undefined)
        open.push({ index: found.length - 1, key: name, indent, line: number });
    }
    if (key === undefined) continue;
    const at = open.findIndex(
      (each) => each.key === key && each.indent === indent && number - each.line <= NEAR,
    );
    const waiting = open[at];
    if (waiting) {
      open.splice(at, 1);
      const port = portIn(value);
      const host = found[waiting.index] as Found;
      found[waiting.index] = { ...host, port, isPortWritten: port !== undefined };
    }
    recent.push({ key, indent, value, at: number });
    if (recent.length > NEAR) recent.shift();
    while (open[0] && number - open[0].line > NEAR) open.shift();
  }
  return found;
}

function hostsOfLine({ text, key, value }: Line, isService: IsService): Plain[] {
  const sure = scan(text);
  if (sure.length > 0) return sure.map((token) => ({ ...token, evidence: "form" }));
  const connection = key !== undefined ? scanConnection(value) : undefined;
  if (connection) return [{ ...connection, evidence: "form" }];
  const directive = DIRECTIVE.exec(text)?.[1];
  if (directive !== undefined) return directiveHosts(directive, text.endsWith(";"));
  return key === undefined ? [] : plainHosts(value, [key], isService);
}

/** nginx: the first word; HAProxy and Caddy: those with a port. */
function directiveHosts(words: string, isNginx: boolean): Plain[] {
  return words.split(/\s+/).flatMap((word, index): Plain[] => {
    const host = hostAt(word, 0);
    if (!host || host.end !== word.length || host.host.includes("_")) return [];
    const { port } = host;
    if (port === undefined && !(isNginx && index === 0 && /^[a-z]/.test(host.host))) return [];
    return [{ ...tokenOf(host.host, port), evidence: "form" }];
  });
}

const CLIENT =
  /\b(?:psql|pg_isready|pg_dump|pg_dumpall|pg_restore|mysql|mysqladmin|mysqldump|mariadb|mariadb-admin|mariadb-dump|redis-cli|valkey-cli|mongo|mongosh)\s([^|;&\n]*)/g;
const CLIENT_HOST = /(?:^|\s)(?:-h\s*|--host[=\s]\s*)["']?([A-Za-z0-9][\w.-]*)(?=["'\s]|$)/;
const CLIENT_PORT = /(?:^|\s)(?:-[pP]\s*|--port[=\s]\s*)["']?(\d{2,5})(?=["'\s]|$)/;
const NC = /\bnc\s+(?:-[A-Za-z]+(?:\s+\d+)?\s+)*([A-Za-z][\w.-]*)\s+(\d{2,5})(?=[\s;|&)]|$)/g;
const LOOK = /\b(?:nslookup|getent\s+hosts)\s+([A-Za-z][\w.-]*)(?=[\s;|&)]|$)/g;
const FETCH =
  /\b(?:curl|wget|wait-for|wait-for-it|wait-for\.sh|wait-for-it\.sh)\s(?:[^|;&\n]*?\s)??([A-Za-z][\w.-]*):(\d{2,5})(?=[\s/'";)]|$)/g;
const DEVICE = /\/dev\/tcp\/([A-Za-z][\w.-]*)\/(\d{2,5})/g;
const LONGEST = 2000;

/** The hosts that a shell command names. */
export function scriptHosts(text: string): Found[] {
  const isLong = text.includes("\n");
  let number = 0;
  return text.split("\n").flatMap((raw): Found[] => {
    number += 1;
    const code = raw.trim().replace(/(^|\s)#.*$/, "");
    if (code === "" || code.length > LONGEST) return [];
    const line = isLong ? number : undefined;
    const sure = scan(code).map((token) => ({ ...token, evidence: "form" as const, line }));
    return [...sure, ...commandHosts(code).map((each) => ({ ...each, line }))];
  });
}

function commandHosts(code: string): Plain[] {
  const pairs: (readonly [string | undefined, string | undefined])[] = [
    ...[...code.matchAll(CLIENT)].map(([, rest = ""]) => {
      return [CLIENT_HOST.exec(rest)?.[1], CLIENT_PORT.exec(rest)?.[1]] as const;
    }),
    ...[...code.matchAll(NC)].map(([, host, port]) => [host, port] as const),
    ...[...code.matchAll(FETCH)].map(([, host, port]) => [host, port] as const),
    ...[...code.matchAll(DEVICE)].map(([, host, port]) => [host, port] as const),
    ...[...code.matchAll(LOOK)].map(([, host]) => [host, undefined] as const),
  ];
  return pairs.flatMap(([written, digits]): Plain[] => {
    const host = written && hostAt(written, 0);
    if (!host || host.end !== written.length) return [];
    const port = portIn(digits);
    return [{ ...tokenOf(host.host, port), evidence: "form" }];
  });
}

/** A port in digits. */
export function portIn(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,5}$/.test(text)) return undefined;
  const port = Number(text);
  return port >= 1 && port <= 65535 ? port : undefined;
}
