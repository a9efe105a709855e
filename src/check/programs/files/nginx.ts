/** A directive of nginx, with the block behind it where it has one. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block: readonly Directive[] | undefined;
  /** From 1. */
  readonly line: number;
}

export interface NginxFault {
  readonly message: string;
  readonly line: number;
}

/** What a file says, or what nginx says against its form. */
export type NginxText =
  | { readonly directives: readonly Directive[] }
  | { readonly fault: NginxFault };

interface Token {
  readonly text: string;
  readonly isSign: boolean;
  readonly line: number;
}

/**
 * Reads nginx's configuration: directives that end in `;`, or have a block.
 *
 * @see nginx src/core/ngx_conf_file.c ngx_conf_read_token
 */
export function readNginx(text: string): NginxText {
  const known = lately.get(text);
  if (known) return known;
  if (lately.size === REMEMBERED) lately.clear();
  const read = parse(text);
  lately.set(text, read);
  return read;
}

/** Several rules, one after the other, ask for all texts of a world. */
const lately = new Map<string, NginxText>();
const REMEMBERED = 2000;

function parse(text: string): NginxText {
  const tokens = tokensOf(text);
  if (!Array.isArray(tokens)) return { fault: tokens };
  const top: Directive[] = [];
  const open: { readonly into: Directive[]; readonly name: string; readonly line: number }[] = [];
  let words: Token[] = [];
  for (const token of tokens) {
    if (!token.isSign) {
      const before = words.at(-1);
      if (before && before.line < token.line && BEGINNINGS.has(token.text))
        return fault(`the directive ${words[0]?.text} is not ended by ";"`, before.line);
      words.push(token);
      continue;
    }
    const into = open.at(-1)?.into ?? top;
    const [first] = words;
    if (token.text === "}") {
      if (first) return fault(`the directive ${first.text} is not ended by ";"`, first.line);
      if (open.pop() === undefined) return fault('there is a "}" too many', token.line);
      continue;
    }
    if (!first) return fault(`"${token.text}" follows no directive`, token.line);
    const { text: name, line } = first;
    const args = words.slice(1).map(({ text }) => text);
    words = [];
    if (token.text === ";") into.push({ name, args, block: undefined, line });
    else if (IS_LUA.test(name)) return { directives: top };
    else {
      const block: Directive[] = [];
      into.push({ name, args, block, line });
      open.push({ into: block, name, line });
    }
  }
  const [left] = words;
  if (left) return fault(`the directive ${left.text} is not ended by ";"`, left.line);
  const unclosed = open.at(-1);
  if (unclosed) return fault(`the block of ${unclosed.name} is not closed by "}"`, unclosed.line);
  return { directives: top };
}

/** Directives that are no argument of any other: one at the beginning of a line begins anew. */
const BEGINNINGS: ReadonlySet<string> = new Set([
  "access_log",
  "add_header",
  "client_max_body_size",
  "error_log",
  "error_page",
  "gzip",
  "include",
  "keepalive_timeout",
  "listen",
  "location",
  "proxy_http_version",
  "proxy_pass",
  "proxy_read_timeout",
  "proxy_set_header",
  "return",
  "rewrite",
  "root",
  "sendfile",
  "server_name",
  "ssl_certificate",
  "ssl_certificate_key",
  "try_files",
  "worker_connections",
]);

/** What stands in such a block is Lua: what follows it is not read. */
const IS_LUA = /_by_lua_block$/;

function fault(message: string, line: number): NginxText {
  return { fault: { message, line } };
}

function tokensOf(text: string): Token[] | NginxFault {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const letter = text[at] as string;
    if (letter === "\n") {
      line++;
      at++;
    } else if (/\s/.test(letter)) at = endOf(SPACES, text, at);
    else if (letter === "#") {
      const end = text.indexOf("\n", at);
      at = end === -1 ? text.length : end;
    } else if (letter === ";" || letter === "{" || letter === "}") {
      tokens.push({ text: letter, isSign: true, line });
      at++;
    } else if (letter === '"' || letter === "'") {
      const end = endOfQuote(text, at);
      if (end === undefined) return { message: `the ${letter} is not closed`, line };
      const quoted = text.slice(at + 1, end);
      tokens.push({ text: quoted, isSign: false, line });
      line += quoted.split("\n").length - 1;
      at = end + 1;
    } else {
      const end = endOf(WORD, text, at);
      tokens.push({ text: text.slice(at, end), isSign: false, line });
      at = end;
    }
  }
  return tokens;
}

function endOfQuote(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === text[start]) return at;
  }
  return undefined;
}

/** A word goes on through `${NAME}`: nginx takes that brace for a part of it. */
const WORD = /(?:[^\s;{\\$]+|\\[\s\S]?|\$\{[^}]*\}?|\$)+/y;

const SPACES = /[^\S\n]+/y;

/** Where what a pattern matches ends; one letter is taken in any case. */
function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start + 1;
}

/** Every directive of some name, wherever it stands. */
export function* directivesIn(
  directives: readonly Directive[],
  names: readonly string[],
): Generator<Directive> {
  for (const directive of directives) {
    if (names.includes(directive.name)) yield directive;
    if (directive.block) yield* directivesIn(directive.block, names);
  }
}
