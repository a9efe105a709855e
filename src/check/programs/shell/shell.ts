/** One command of a script: its words, quotes taken away, without redirections. */
export interface Command {
  readonly words: readonly string[];
  /** Words of which a variable or another command is a part: what they will be is not known. */
  readonly open: ReadonlySet<number>;
}

/** Commands joined by `|`, and what stands behind them. */
export interface Pipeline {
  readonly commands: readonly Command[];
  readonly end: "&&" | "||" | ";" | "&" | "";
}

type Token = { readonly word: string; readonly open: boolean } | { readonly sign: string };

/**
 * Divides a script into pipelines. No shell: keywords are words, and what stands in `$(…)` or
 * backquotes belongs to its word. Undefined where quotes do not close, or a here-document begins.
 */
export function parseShell(text: string): Pipeline[] | undefined {
  const tokens = tokensOf(text);
  if (!tokens) return undefined;
  const pipelines: Pipeline[] = [];
  let commands: Command[] = [];
  let words: string[] = [];
  let open = new Set<number>();
  const endCommand = () => {
    if (words.length > 0) commands.push({ words, open });
    words = [];
    open = new Set();
  };
  for (const [index, token] of tokens.entries()) {
    if ("word" in token) {
      const before = tokens[index - 1];
      if (before && "sign" in before && REDIRECTIONS.has(before.sign)) continue;
      if (token.open) open.add(words.length);
      words.push(token.word);
      continue;
    }
    const before = tokens[index - 1];
    const goesOn = token.sign === "\n" && before && "sign" in before && JOINS.has(before.sign);
    if (goesOn || REDIRECTIONS.has(token.sign)) continue;
    endCommand();
    if (token.sign === "|" || token.sign === "|&" || commands.length === 0) continue;
    pipelines.push({ commands, end: ENDS.get(token.sign) ?? ";" });
    commands = [];
  }
  endCommand();
  if (commands.length > 0) pipelines.push({ commands, end: "" });
  return pipelines;
}

const REDIRECTIONS: ReadonlySet<string> = new Set([">", ">>", "<", ">&", "<&", "&>", "&>>", ">|"]);
/** A line that ends with one goes on in the next. */
const JOINS: ReadonlySet<string> = new Set(["|", "|&", "&&", "||"]);
const ENDS: ReadonlyMap<string, Pipeline["end"]> = new Map([
  ["&&", "&&"],
  ["||", "||"],
  ["&", "&"],
]);
const SIGN = /(?:&>>|&>|&&|\|\||\|&|>>|>&|<&|>\||;;|[|&;<>()\n])/y;

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const letter = text[at] as string;
    if (letter === " " || letter === "\t" || letter === "\r") at++;
    else if (letter === "\\" && text[at + 1] === "\n") at += 2;
    else if (letter === "#") at = endOfLine(text, at);
    else if (text.startsWith("<<", at)) return undefined;
    else {
      SIGN.lastIndex = at;
      const sign = SIGN.exec(text)?.[0];
      if (sign) {
        tokens.push({ sign });
        at += sign.length;
        continue;
      }
      const word = wordAt(text, at);
      if (!word) return undefined;
      at = word.end;
      // `2>` says which output is meant, and is no word.
      const isNumber = /^\d$/.test(word.word) && /[<>]/.test(text[at] ?? "");
      if (!isNumber) tokens.push(word);
    }
  }
  return tokens;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

function wordAt(
  text: string,
  start: number,
): { word: string; open: boolean; end: number } | undefined {
  let word = "";
  let open = false;
  let at = start;
  while (at < text.length) {
    const letter = text[at] as string;
    if (/[\s|&;<>()]/.test(letter)) break;
    if (letter === "\\") {
      if (text[at + 1] !== "\n") word += text[at + 1] ?? "";
      at += 2;
    } else if (letter === "'") {
      const end = text.indexOf("'", at + 1);
      if (end === -1) return undefined;
      word += text.slice(at + 1, end);
      at = end + 1;
    } else if (letter === '"') {
      const quoted = doubleQuoted(text, at);
      if (!quoted) return undefined;
      word += quoted.word;
      open ||= quoted.open;
      at = quoted.end;
    } else if (letter === "$" || letter === "`") {
      const end = endOfExpansion(text, at);
      if (end === undefined) return undefined;
      word += text.slice(at, end);
      open ||= end > at + 1;
      at = end;
    } else {
      word += letter;
      at++;
    }
  }
  return { word, open, end: at };
}

function doubleQuoted(
  text: string,
  start: number,
): { word: string; open: boolean; end: number } | undefined {
  let word = "";
  let open = false;
  let at = start + 1;
  while (at < text.length) {
    const letter = text[at] as string;
    if (letter === '"') return { word, open, end: at + 1 };
    if (letter === "\\" && /["$`\\\n]/.test(text[at + 1] ?? "")) {
      word += text[at + 1];
      at += 2;
    } else if (letter === "$" || letter === "`") {
      const end = endOfExpansion(text, at);
      if (end === undefined) return undefined;
      word += text.slice(at, end);
      open ||= end > at + 1;
      at = end;
    } else {
      word += letter;
      at++;
    }
  }
  return undefined;
}

const NAME = /(?:[A-Za-z_]\w*|[0-9@*#?$!-])/y;

/** Behind `$NAME`, `${…}`, `$(…)` or what backquotes enclose; a lone `$` stands for itself. */
function endOfExpansion(text: string, at: number): number | undefined {
  if (text[at] === "`") {
    const end = text.indexOf("`", at + 1);
    return end === -1 ? undefined : end + 1;
  }
  const next = text[at + 1] ?? "";
  if (next === "{" || next === "(") return endOfBrackets(text, at + 1);
  NAME.lastIndex = at + 1;
  return NAME.test(text) ? NAME.lastIndex : at + 1;
}

function endOfBrackets(text: string, start: number): number | undefined {
  const [opening, closing] = text[start] === "{" ? ["{", "}"] : ["(", ")"];
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const letter = text[at] as string;
    if (letter === "\\") at++;
    else if (letter === "'") {
      const end = text.indexOf("'", at + 1);
      if (end === -1) return undefined;
      at = end;
    } else if (letter === opening) depth++;
    else if (letter === closing && --depth === 0) return at + 1;
  }
  return undefined;
}
