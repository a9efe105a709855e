import { opaqueTypes } from "./opaque-types.ts";
import {
  bool,
  bytes,
  type CelType,
  double,
  duration,
  dyn,
  int,
  listOf,
  mapOf,
  optionalOf,
  parameter,
  string,
  timestamp,
  typeOf,
  uint,
} from "./type.ts";
import type { Result } from "./value.ts";

/** What a function does; it gets no errors, and only values that fit its parameters. */
export type Implementation = (...values: never[]) => Result;

/** One of the forms of a function. */
export interface Overload {
  /** The server's name for it: costs are given by it. */
  readonly id: string;
  /** Called as `first.name(others)`; the type of `first` is the first of the parameters. */
  readonly member: boolean;
  readonly parameters: readonly CelType[];
  readonly result: CelType;
  /** The names of its type parameters. */
  readonly free: readonly string[];
  readonly run: Implementation;
}

export interface Library {
  /** The minor of Kubernetes 1 with which it came; expressions may use it one minor later. */
  readonly since: number;
  readonly functions: Readonly<Record<string, readonly Overload[]>>;
}

const NAMED: ReadonlyMap<string, CelType> = new Map(
  Object.entries({
    bool,
    int,
    uint,
    double,
    string,
    bytes,
    duration,
    timestamp,
    dyn,
    ...opaqueTypes,
  }),
);

/**
 * A form of a function, declared in one line: `"string.(int) -> string"` is a member of strings,
 * `"(list<T>, T) -> int"` stands alone; single capitals are type parameters.
 */
export function overload(id: string, signature: string, run: Implementation): Overload {
  const [, target, list = "", result = ""] = /^(?:(.+)\.)?\((.*)\) -> (.+)$/.exec(signature) ?? [];
  const parameters = [...(target ? [target] : []), ...splitTypes(list)].map(typeNamed);
  const free = [...new Set(signature.match(/\b[A-Z]\b/g))];
  return { id, member: target !== undefined, parameters, result: typeNamed(result), free, run };
}

function typeNamed(text: string): CelType {
  const [, outer = "", inner = ""] = /^(\w+)<(.*)>$/.exec(text) ?? [];
  const [first, second] = splitTypes(inner).map(typeNamed) as [CelType, CelType];
  if (outer === "list") return listOf(first);
  if (outer === "map") return mapOf(first, second);
  if (outer === "optional") return optionalOf(first);
  if (outer === "type") return typeOf(first);
  const known = NAMED.get(text);
  if (known) return known;
  if (!/^[A-Z]$/.test(text)) throw new Error(`there is no type ${text}`);
  return parameter(text);
}

/** At the commas outside of brackets. */
function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const character of text) {
    if (character === "<") depth++;
    if (character === ">") depth--;
    if (character === "," && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else part += character;
  }
  if (part.trim() !== "") parts.push(part.trim());
  return parts;
}
