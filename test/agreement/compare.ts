import type { Judgement } from "../../src/kubernetes/validation/judge.ts";
import type { Said } from "./server.ts";

/** How our verdict differs from a server's. */
export interface Difference {
  /** We refuse what it takes, or take what it refuses. */
  readonly verdict: boolean;
  /** Fields that it complains of and we do not. */
  readonly missed: readonly string[];
  /** Fields that we complain of and it does not, also not when its first complaints are mended. */
  readonly extra: readonly string[];
  /** Warnings that only one of both gives, with a sign of whose it is. */
  readonly warnings: readonly string[];
}

/** Compares a judgement with what a server said of the same object. */
export function differ(ours: Judgement, said: Said): Difference {
  const refused = said.status >= 300;
  const own = ours.errors.map(({ path }) => path.toString());
  const missed = refused ? said.paths.filter((path) => !own.some((each) => means(path, each))) : [];
  const heard = [...said.paths, ...(said.later ?? [])];
  // A 400 and a 500 come from before the validation: of what is wrong later nothing was asked.
  const unasked = refused && said.status !== 422 && said.later === undefined;
  const extra = unasked ? [] : own.filter((path) => !heard.some((each) => means(each, path)));
  const wanted = refused ? [] : (said.warnings ?? []).map(fieldOfWarning);
  const given = refused ? [] : ours.warnings.map(({ path }) => path.toString());
  return {
    verdict: refused !== own.length > 0,
    missed,
    extra: refused ? extra : [],
    warnings: [
      ...wanted
        .filter((path) => !given.some((each) => means(path, each)))
        .map((path) => `-${path}`),
      ...given
        .filter((path) => !wanted.some((each) => means(each, path)))
        .map((path) => `+${path}`),
    ],
  };
}

/**
 * Whether a server's path is one of ours. It is less exact in known ways: it names a map or a list
 * where one entry is meant, and its decoder writes no indices, or a dot before a map's key.
 */
function means(theirs: string, ours: string): boolean {
  if (theirs === ours) return true;
  const rest = ours.startsWith(theirs) ? ours.slice(theirs.length) : undefined;
  if (rest !== undefined && /^(\[[^\]]*\])+$/.test(rest)) return true;
  if (!theirs.includes("[") && theirs === ours.replaceAll(/\[[^\]]*\]/g, "")) return true;
  return theirs === ours.replaceAll(/\[([^\]]*[^\]\d][^\]]*)\]/g, ".$1");
}

/** `spec.ports[0].name: …` or a sentence about the whole object. */
function fieldOfWarning(text: string): string {
  return (
    /^(?!tls:|\S+\/v\d\w* is )\.?([A-Za-z]+(?:\.[-\w/]+|\[[^\]]*\])*)(?:: | contains | is )/.exec(
      text,
    )?.[1] ?? ""
  );
}
