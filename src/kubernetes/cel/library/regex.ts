import { re2, re2FindAll, re2Problem } from "../../re2/index.ts";
import { type Library, overload } from "../declarations.ts";
import { CelError, type Result } from "../value.ts";
import { listOfTexts } from "./lists.ts";

function matches(text: string, pattern: string): Result {
  const matcher = re2(pattern);
  return matcher ? matcher(text) : illegal(pattern);
}

function illegal(pattern: string): CelError {
  return new CelError(`Illegal regex: ${re2Problem(pattern)}`);
}

function find(text: string, pattern: string): Result {
  const found = re2FindAll(pattern, text, 1);
  return found ? (found[0] ?? "") : illegal(pattern);
}

function findAll(text: string, pattern: string, most = -1n): Result {
  const found = re2FindAll(pattern, text, most < 0n ? Number.POSITIVE_INFINITY : Number(most));
  return found ? listOfTexts(found) : illegal(pattern);
}

/** @see k8s.io/apiserver/pkg/cel/library/regex.go, and the standard library for `matches` */
export const regex: Library = {
  since: 0,
  functions: {
    matches: [
      overload("matches", "(string, string) -> bool", matches),
      overload("matches_string", "string.(string) -> bool", matches),
    ],
    find: [overload("string_find_string", "string.(string) -> string", find)],
    findAll: [
      overload(
        "string_find_all_string",
        "string.(string) -> list<string>",
        (text: string, pattern: string) => findAll(text, pattern),
      ),
      overload("string_find_all_string_int", "string.(string, int) -> list<string>", findAll),
    ],
  },
};
