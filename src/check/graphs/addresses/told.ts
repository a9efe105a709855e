import { foundAtLine } from "../../objects/found.ts";
import type { FoundInObject } from "../../rule.ts";
import type { Address } from "./addresses.ts";
import { OWN_NAMESPACE } from "./variables.ts";

/** Where an address stands, in words: `REDIS_URL`, `line 12 of nginx.conf`. */
export function placeOf({ name, line, path, item }: Address): string {
  const stored = item.kind === "ConfigMap" || item.kind === "Secret";
  const what = name !== "" && (stored || /[A-Z_]/.test(name)) ? name : shortPath(path.toString());
  return line === undefined ? what : `line ${line} of ${what}`;
}

function shortPath(path: string): string {
  return path.replace(/^.*containers\[\d+\]\./, "");
}

/** `redis:6379`; of a port that only the scheme says, `http://web`. */
export function shownAddress({ host, port, isPortWritten, scheme }: Address): string {
  const shown = host.replaceAll(OWN_NAMESPACE, "$(POD_NAMESPACE)");
  const written = port !== undefined && isPortWritten ? `${shown}:${port}` : shown;
  return scheme === undefined || isPortWritten ? written : `${scheme}://${written}`;
}

const MOST = 3;

/** One finding for addresses that are wrong for one cause: at the first, with the list of the others. */
export function foundTogether(
  all: readonly Address[],
  message: string,
  fix?: string,
): FoundInObject {
  const [first] = all as [Address, ...Address[]];
  const others = [...new Set(all.slice(1).map(({ item }) => `${item.kind} ${item.name}`))].filter(
    (each) => each !== `${first.item.kind} ${first.item.name}`,
  );
  const shown = others.slice(0, MOST).join(", ");
  const more = others.length > MOST ? ` and ${others.length - MOST} more` : "";
  const also = others.length === 0 ? "" : `; so do ${shown}${more}`;
  return foundAtLine(first.item, first.path, first.line, `${message}${also}`, fix);
}

/** "in namespace shop", where it is known. */
export function inNamespace(namespace: string | undefined): string {
  return namespace ? ` in namespace ${namespace}` : " here";
}
