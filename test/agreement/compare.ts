import type { Judgement } from "../../src/kubernetes/validation/judge.ts";
import type { Said } from "./server.ts";

/** How our verdict differs from a server's. */
export interface Difference {
  /** We refuse what it takes, or take what it refuses. */
  readonly verdict: boolean;
  /** Fields that it complains of and we do not. */
  readonly missed: readonly string[];
  /** Fields that we complain of and it does not, though it read on to the end. */
  readonly extra: readonly string[];
  /** Warnings that only one of both gives, with a sign of whose it is. */
  readonly warnings: readonly string[];
}

/** Compares a judgement with what a server said of the same object. */
export function differ(ours: Judgement, said: Said): Difference {
  const refused = said.status >= 300;
  const own = ours.errors.map(({ path }) => path.toString());
  // A 400 and a 500 come from before the validation: nothing later is heard.
  const stoppedEarly = said.status !== 422;
  const missed = refused ? said.paths.filter((path) => !own.some((each) => means(path, each))) : [];
  const extra =
    refused && stoppedEarly
      ? []
      : own.filter((path) => !said.paths.some((each) => means(each, path)));
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
 * where one entry is meant, and its decoder writes no indices.
 */
function means(theirs: string, ours: string): boolean {
  if (theirs === ours) return true;
  const rest = ours.startsWith(theirs) ? ours.slice(theirs.length) : undefined;
  if (rest !== undefined && /^(\[[^\]]*\])+$/.test(rest)) return true;
  return !theirs.includes("[") && theirs === ours.replaceAll(/\[[^\]]*\]/g, "");
}

/** `spec.ports[0].name: …` or a sentence about the whole object. */
function fieldOfWarning(text: string): string {
  return /^\.?([A-Za-z]+(?:\.[A-Za-z]+|\[[^\]]*\])*)(?:: | contains )/.exec(text)?.[1] ?? "";
}
