/** A message that Go code makes, in which `%v` stands for a value. */
export interface Message {
  readonly template: string;
  /** The function that makes it; empty outside of one. */
  readonly within: string;
}

/** Texts of constants, by their names. */
export type Constants = ReadonlyMap<string, string>;

/** Which argument of a function is the message. */
const makers: Readonly<Record<string, number>> = {
  "field.Invalid": 2,
  "field.TypeInvalid": 2,
  "field.Forbidden": 1,
  "field.Required": 1,
  "errors.New": 0,
  "fmt.Errorf": 0,
  append: 1,
};

/** Constants and variables that hold a text. */
export function constantsOf(source: string): [string, string][] {
  const found = source.matchAll(
    /^\s*(?:const|var)?\s*(\w+)\s*(?:string)?\s*(?::)?=\s*("(?:[^"\\\n]|\\.)*"|`[^`]*`)/gm,
  );
  return [...found].map(([, name = "", text = ""]) => [name, literal(text)]);
}

/** The messages of errors and warnings that a file makes. */
export function messagesOf(source: string, constants: Constants): Message[] {
  const bare = source.replaceAll(/^\s*\/\/.*$/gm, "");
  const functions = [...bare.matchAll(/^func (?:\([^)]*\) )?(\w+)/gm)];
  const found: Message[] = [];
  const add = (at: number, expression: string | undefined) => {
    const template = expression && textOf(expression, constants);
    const words = template?.replaceAll(/%[^a-zA-Z]*[a-zA-Z]/g, "").trim() ?? "";
    if (!template || words.length < 6 || !words.includes(" ")) return;
    const within = functions.findLast(({ index }) => index < at)?.[1] ?? "";
    found.push({ template, within });
  };
  for (const call of bare.matchAll(/\b(field\.\w+|errors\.New|fmt\.Errorf|append)\(/g)) {
    const place = makers[call[1] as string];
    if (place === undefined) continue;
    const start = call.index + call[0].length;
    const given = argumentsAt(bare, start);
    const isError = call[1] !== "append";
    for (const each of isError ? [given[place]] : given.slice(place)) add(call.index, each);
  }
  for (const list of bare.matchAll(/\[\]string\{/g))
    for (const each of argumentsAt(bare, list.index + list[0].length)) add(list.index, each);
  for (const [name, text] of constantsOf(source))
    if (/Msg$|Message$/.test(name)) add(0, JSON.stringify(text));
  return found;
}

/** The arguments from an opening bracket on to its closing one. */
function argumentsAt(source: string, start: number): string[] {
  return partsAt(source, start, ",");
}

/** The parts of an expression between separators, up to the bracket that ends it. */
function partsAt(source: string, start: number, separator: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < source.length; at++) {
    const char = source[at] as string;
    if (char === '"' || char === "`" || char === "'") at = endOfText(source, at);
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char) && depth-- === 0) {
      found.push(source.slice(from, at).trim());
      return found;
    } else if (char === separator && depth === 0) {
      found.push(source.slice(from, at).trim());
      from = at + 1;
    }
  }
  return found;
}

function endOfText(source: string, start: number): number {
  const quote = source[start];
  let at = start + 1;
  while (at < source.length && source[at] !== quote)
    at += source[at] === "\\" && quote !== "`" ? 2 : 1;
  return at;
}

/** What an expression says; undefined where that is made elsewhere. */
function textOf(expression: string, constants: Constants): string | undefined {
  const terms = partsAt(`${expression})`, 0, "+");
  if (terms.length > 1) {
    const parts = terms.map((term) => textOf(term, constants));
    return parts.some((part) => part !== undefined)
      ? parts.map((part) => part ?? "%v").join("")
      : undefined;
  }
  if (/^["`]/.test(expression)) return literal(expression);
  const [, inner] = /^fmt\.Sprintf\(([\s\S]*)\)$/.exec(expression) ?? [];
  if (inner !== undefined) return textOf(argumentsAt(`${inner})`, 0)[0] as string, constants);
  const [, name = ""] = /^(?:\w+\.)?(\w+)$/.exec(expression) ?? [];
  return constants.get(name);
}

function literal(text: string): string {
  if (text.startsWith("`")) return text.slice(1, -1);
  return text.slice(1, -1).replaceAll(/\\(.)/g, (_, char) => (char === "n" ? "\n" : char));
}
