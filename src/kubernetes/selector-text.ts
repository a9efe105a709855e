import { labelKeyProblem } from "./names.ts";
import { firstProblem, type Operator, type Requirement, type Selector } from "./selectors.ts";
import { quote } from "./text.ts";

interface Token {
  readonly kind: "word" | "symbol" | "end";
  readonly text: string;
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["in", "In"],
  ["notin", "NotIn"],
  ["=", "In"],
  ["==", "In"],
  ["!=", "NotIn"],
  [">", "Gt"],
  ["<", "Lt"],
]);

/**
 * Reads a selector as kubectl's `-l` and a scale's `status.selector` write it:
 * `app=web,tier in (a,b),!canary`. An empty text selects everything.
 *
 * @see k8s.io/apimachinery/pkg/labels/selector.go Parse
 * @throws {SyntaxError} with the text of {@link selectorProblem}.
 */
export function parseSelector(text: string): Selector {
  const fault = (why: string) => new SyntaxError(`${quote(text)} is not a selector: ${why}`);
  const tokens = tokenize(text);
  const requirements: Requirement[] = [];
  let position = 0;
  const peek = () => tokens[position] ?? END;
  const next = () => tokens[position++] ?? END;

  while (peek().kind !== "end") {
    requirements.push(readRequirement());
    const after = next();
    if (after.kind === "end") break;
    if (after.text !== ",") throw fault(`a comma is missing before ${quote(after.text)}`);
    if (peek().kind !== "word" && peek().text !== "!")
      throw fault('after a "," a label must follow');
  }
  const problem = firstProblem(requirements);
  if (problem !== undefined) throw fault(problem);
  return requirements;

  function readRequirement(): Requirement {
    const negated = peek().text === "!";
    if (negated) next();
    const key = next();
    if (key.kind !== "word") throw fault(`a label is missing before ${quote(key.text)}`);
    const problem = labelKeyProblem(key.text);
    if (problem !== undefined) throw fault(problem);
    if (negated) return { key: key.text, operator: "DoesNotExist", values: [] };
    if (peek().kind === "end" || peek().text === ",") {
      return { key: key.text, operator: "Exists", values: [] };
    }
    const sign = next();
    const operator = OPERATORS.get(sign.text);
    if (operator === undefined) {
      throw fault(`${quote(sign.text)} is not an operator; write =, !=, in, notin, > or <`);
    }
    const values = /^(not)?in$/.test(sign.text) ? readValues() : readValue();
    return { key: key.text, operator, values };
  }

  function readValue(): string[] {
    if (peek().kind === "end" || peek().text === ",") return [""];
    const value = next();
    if (value.kind !== "word") throw fault(`a value is needed instead of ${quote(value.text)}`);
    return [value.text];
  }

  function readValues(): string[] {
    if (next().text !== "(") throw fault('"in" and "notin" need values in brackets: (a,b)');
    const values: string[] = [];
    let value = "";
    for (let previous = "("; ; ) {
      const token = next();
      if (token.text === ")" || token.text === ",") {
        values.push(value);
        value = "";
        if (token.text === ")") return [...new Set(values)].sort();
      } else if (token.kind === "word" && previous !== "word") {
        value = token.text;
      } else {
        throw fault('between brackets write values and commas, and close with ")"');
      }
      previous = token.kind === "word" ? "word" : token.text;
    }
  }
}

/** What is wrong with a selector written as text and what to write instead. */
export function selectorProblem(text: string): string | undefined {
  try {
    parseSelector(text);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** Prints a selector in the form {@link parseSelector} reads. */
export function formatSelector(selector: Selector): string {
  return selector.map(formatRequirement).join(",");
}

function formatRequirement({ key, operator, values }: Requirement): string {
  switch (operator) {
    case "Exists":
      return key;
    case "DoesNotExist":
      return `!${key}`;
    case "Gt":
      return `${key}>${values[0]}`;
    case "Lt":
      return `${key}<${values[0]}`;
    case "In":
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(",")})`;
    case "NotIn":
      return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.join(",")})`;
  }
}

const END: Token = { kind: "end", text: "" };

function tokenize(text: string): Token[] {
  const pattern = /[ \t\r\n]*(?:(==|!=|[=!(),><])|([^ \t\r\n=!(),><]+))/y;
  const tokens: Token[] = [];
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [, symbol, word] = match;
    tokens.push(symbol ? { kind: "symbol", text: symbol } : { kind: "word", text: word ?? "" });
  }
  return tokens;
}
