/** A line of a configuration: a name and what follows it. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

/** `keyword arguments`, as Redis reads it: comments stand on lines of their own. */
export function readRedis(text: string): KeyValue[] {
  return text.split("\n").flatMap((line, index) => {
    const found = /^\s*([^\s#]\S*)(?:\s+(.*?))?\s*$/.exec(line);
    if (!found) return [];
    const [, key = "", value = ""] = found;
    return [{ key: key.toLowerCase(), value: unquoted(value), line: index + 1 }];
  });
}

/** What server programs read of a file in sections; that of clients is not theirs. */
const SERVERS: ReadonlySet<string> = new Set([
  "",
  "mysqld",
  "mariadb",
  "mariadbd",
  "server",
  "paths",
]);

/** `key = value` or `key value` in lines, `#` and `;` before comments; keys of other sections are left out. */
export function readIni(text: string): KeyValue[] {
  let section = "";
  return text.split("\n").flatMap((line, index) => {
    const header = /^\s*\[([^\]]*)\]/.exec(line);
    if (header) section = header[1] as string;
    const found = /^\s*([A-Za-z][\w.-]*)\s*(?:=\s*|\s+)(.*)$/.exec(line);
    if (!found || !SERVERS.has(section)) return [];
    const [, key = "", rest = ""] = found;
    return [{ key, value: unquoted(withoutComment(rest)), line: index + 1 }];
  });
}

function withoutComment(text: string): string {
  const quoted = /^\s*('(?:[^']|'')*'|"[^"]*")/.exec(text)?.[1];
  return quoted ?? text.replace(/\s*[#;].*$/, "").trim();
}

function unquoted(text: string): string {
  return /^(['"]).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}
