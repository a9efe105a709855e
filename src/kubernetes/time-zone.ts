import { readData } from "./data.ts";
import { quote } from "./text.ts";

const PART = /^(?!-)(?!\.\.?$)[A-Za-z.\-_0-9+]{1,14}$/;

/**
 * A CronJob's timeZone: a name of the IANA database, in its own spelling (capitals matter).
 *
 * @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validateTimeZone
 */
export function timeZoneProblem(text: string): string | undefined {
  const problem = `${quote(text)} is not a time zone`;
  if (text === "") return `${problem}: write a name such as "Europe/Berlin", or leave it out`;
  if (text.toLowerCase() === "local") {
    return `${problem}: it must be the same everywhere; write a name such as "Europe/Berlin"`;
  }
  const named = text.split("/").every((part) => PART.test(part)) && !/^[+-]/.test(text);
  const known = named ? spelling(text) : undefined;
  if (known === undefined) {
    return `${problem} of the IANA database; write a name such as "Europe/Berlin" or "Etc/UTC"`;
  }
  return known !== text ? `${problem}: capitals matter; write ${quote(known)}` : undefined;
}

let spellings: ReadonlyMap<string, string> | undefined;

/** The name in its own spelling, whatever its capitals. */
function spelling(text: string): string | undefined {
  spellings ??= new Map(
    readData<readonly string[]>("time-zones.json").map((name) => [name.toLowerCase(), name]),
  );
  return spellings.get(text.toLowerCase());
}
