import type { Resolved } from "../platform/resolve/index.ts";
import type { Problem } from "../problem.ts";
import type { Values } from "./make.ts";

/** What may stand in the user and password of a URL as it is (RFC 3986, 3.2.1), and is read so everywhere. */
const safe = /^[\w.~!$&'()*,;=-]*$/;

/** Given values that would break a URL which a program joins them into, such as a database's. */
export function checkUrls(resolved: Resolved, name: string, given: Values): Problem[] {
  const breaks = (key: string) => !safe.test(Buffer.from(given.get(key) ?? "").toString());
  const problems = new Map<string, Problem>();
  for (const { key, use } of keysInUrls(resolved, name)) {
    if (!breaks(key)) continue;
    problems.set(key, {
      message: `${key} of ${name} stands in a URL, ${use}, which its value would break`,
      why: "the cluster joins the two without escaping anything",
      instead: "letters and digits, and of other signs -._~!$&'()*,;= only",
    });
  }
  return [...problems.values()];
}

/** The keys of a Secret that programs join into URLs, and where. */
function keysInUrls(resolved: Resolved, name: string): { key: string; use: string }[] {
  const programs = [...resolved.running, ...resolved.jobs, ...resolved.crons];
  return programs.flatMap((program) =>
    [program.main, ...program.init, ...program.sidecars]
      .flatMap(({ env }) => env.filter(({ pieces }) => pieces.some(startsUrl)))
      .flatMap(({ name: variable, pieces }) =>
        pieces.flatMap((piece) =>
          typeof piece === "object" && "secret" in piece && piece.secret === name
            ? [{ key: piece.key, use: `${variable} of ${program.name}` }]
            : [],
        ),
      ),
  );
}

function startsUrl(piece: unknown): boolean {
  return typeof piece === "string" && piece.includes("://");
}
