import { quote } from "./text.ts";

const PART = /^(?!-)(?!\.\.?$)[A-Za-z.\-_0-9+]{1,14}$/;
/** Names that JavaScript knows and the IANA database does not. */
const NOT_IANA =
  /^(ACT|AET|AGT|ART|AST|BET|BST|CAT|CNT|CST|CTT|EAT|ECT|IET|IST|JST|MIT|NET|NST|PLT|PNT|PRT|PST|SST|VST)$/;

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
  const known = named && !NOT_IANA.test(text) ? spelling(text) : undefined;
  if (known === undefined) {
    return `${problem} of the IANA database; write a name such as "Europe/Berlin" or "Etc/UTC"`;
  }
  const otherCase = known !== text && known.toLowerCase() === text.toLowerCase();
  return otherCase ? `${problem}: capitals matter; write ${quote(known)}` : undefined;
}

/** A look-up takes longer than the rest of a CronJob, and most have the same few zones. */
const looked = new Map<string, string | undefined>();
const MOST_LOOKED = 1000;

function spelling(timeZone: string): string | undefined {
  if (looked.has(timeZone)) return looked.get(timeZone);
  const found = lookUp(timeZone);
  if (looked.size < MOST_LOOKED) looked.set(timeZone, found);
  return found;
}

function lookUp(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
