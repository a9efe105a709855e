/**
 * Writes a value as block YAML that readers of YAML 1.1 and 1.2 understand alike: the value that
 * JSON.stringify would write, no line folded, nothing abbreviated, and texts such as `yes` or `012`
 * in quotes. Own code because a library's general writer takes a quarter of the time of a rendering.
 */
export function toYaml(value: unknown): string {
  const text = node(value, "");
  return `${text.slice(1)}\n`;
}

/** What follows a key or a dash: a scalar behind a space, or lines that each begin with a newline. */
function node(value: unknown, indent: string): string {
  switch (typeof value) {
    case "string":
      return ` ${scalar(value, indent)}`;
    case "number":
    case "boolean":
      return ` ${Number.isNaN(value) || !Number.isFinite(Number(value)) ? null : String(value)}`;
    case "object":
      return collection(value, indent);
    default:
      return " null";
  }
}

function collection(value: object | null, indent: string): string {
  if (value === null) return " null";
  if ("toJSON" in value && typeof value.toJSON === "function") return node(value.toJSON(), indent);
  let text = "";
  if (Array.isArray(value)) {
    for (const item of value) text += `\n${indent}-${inItem(item, indent)}`;
    return text || " []";
  }
  for (const [key, entry] of Object.entries(value)) {
    if (isLeftOut(entry)) continue;
    const deeper = typeof entry === "string" ? indent : `${indent}  `;
    text += `\n${indent}${scalar(key)}:${node(entry, deeper)}`;
  }
  return text || " {}";
}

/** The first line of a collection stands beside its dash. */
function inItem(item: unknown, indent: string): string {
  const text = node(item, typeof item === "string" ? indent : `${indent}  `);
  return text.startsWith("\n") ? ` ${text.slice(indent.length + 3)}` : text;
}

function isLeftOut(value: unknown): boolean {
  return value === undefined || typeof value === "function" || typeof value === "symbol";
}

const simple = /^[A-Za-z/_$(][\w/.$()=,@%+~-]*$/;
/** What some reader takes for null, a boolean, a merge or a default. */
const words = /^(?:~|null|true|false|yes|no|on|off|y|n|<<|=)$/i;
/** What some reader takes for a number or a date: YAML 1.1 has octal, binary and base 60 besides. */
const numbers =
  /^(?:[-+]?(?:0[bo]?[0-7_]+|0x[\da-f_]+|(?=\.?\d)(?:\d[\d_]*)?(?:\.[\d_]*)?(?:e[-+]?\d+)?|\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|\.inf)|\.nan|\d{4}-\d\d?-\d\d?(?:[t \t].*)?)$/i;
const indicators = /^(?:[,[\]{}#&*!|>'"%@`]|[-?:](?: |$)|---|\.\.\.)/;
const unprintable =
  /[^\n\x20-\x7e\xa1-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\u2028\u2029]/u;

/** A text; over several lines only where `indent`, that of what it belongs to, is given. */
function scalar(text: string, indent?: string): string {
  if (simple.test(text)) return words.test(text) ? `'${text}'` : text;
  if (unprintable.test(text)) return quoted(text);
  if (text.includes("\n")) return (indent !== undefined && literal(text, indent)) || quoted(text);
  const isPlain =
    text !== "" &&
    !text.startsWith(" ") &&
    !text.endsWith(" ") &&
    !text.endsWith(":") &&
    !text.includes(": ") &&
    !text.includes(" #") &&
    !indicators.test(text) &&
    !words.test(text) &&
    !numbers.test(text);
  return isPlain ? text : `'${text.replaceAll("'", "''")}'`;
}

/** Lines as they are; undefined for texts whose blanks at the edges would need more than that. */
function literal(text: string, indent: string): string | undefined {
  if (/^\n* |^ +$|\n\n$|^\n+$/.test(text) || /^ +$/m.test(text)) return undefined;
  const isEnded = text.endsWith("\n");
  const lines = (isEnded ? text.slice(0, -1) : text).split("\n");
  const shown = lines.map((line) => (line === "" ? "" : `${indent}  ${line}`));
  return `${isEnded ? "|" : "|-"}\n${shown.join("\n")}`;
}

function quoted(text: string): string {
  const escaped = JSON.stringify(text);
  return escaped.replace(
    /[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
