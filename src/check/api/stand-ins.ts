import { valueAt } from "../../kubernetes/fields.ts";
import type { Complaint } from "../../kubernetes/validation/complaints.ts";
import { addressLetters, isVariable } from "../objects/filled-in.ts";
import type { FoundInObject } from "../rule.ts";
import { holdsValue } from "../secrecy.ts";
import type { Subject } from "../world.ts";

/** A complaint about a name that stands where its value is to be, as `STORAGE_CLASS`. */
export interface Unfilled {
  readonly word: string;
  readonly rule: string;
  readonly item: FoundInObject;
}

/** The name of a value that nothing seen here puts in, where the server complains of it. */
export function unfilledIn({ object }: Subject, { path, reason }: Complaint): string | undefined {
  // Who writes one that is none of several words has a wrong list of them in mind.
  if (reason !== "invalid" && reason !== "wrong type") return undefined;
  // What a Secret holds may look like anything, and is not told.
  if (holdsValue(String(object.kind), path.toString())) return undefined;
  const value = valueAt(object, path.steps());
  return typeof value === "string" && isVariable(value) ? value : undefined;
}

/** Of each file and name once: whoever applies it may put a value in, and then does so everywhere. */
export function unfilledFound(all: readonly Unfilled[]): readonly Omit<Unfilled, "word">[] {
  const groups = Map.groupBy(
    all,
    ({ word, item }) => `${word} ${item.subject.locate([], "value").file}`,
  );
  return [...groups.values()].map((group) => {
    const [{ word, rule, item }] = group as [Unfilled, ...Unfilled[]];
    const more = group.length - 1;
    const places = more === 0 ? "" : `, here and in ${more} more place${more === 1 ? "" : "s"},`;
    const message = `${word}${places} is the name of a value, and nothing seen here puts the value in: as it stands, the server refuses it`;
    const fix = "write the value, or have what deploys it put it in";
    return { rule, item: { ...item, message, fix, severity: "warning", edits: undefined } };
  });
}

/** What is said of an address in letters, in place of what is wrong with the letters. */
export function addressToWrite({ object }: Subject, { path }: Complaint): Partial<FoundInObject> {
  const value = valueAt(object, path.steps());
  const letters = typeof value === "string" ? addressLetters(value) : undefined;
  if (letters === undefined) return {};
  return {
    message: `${letters} is for you to replace`,
    fix: `write an address in place of ${letters}`,
    edits: undefined,
  };
}
