import type { Answer } from "./own-answers.ts";

/** The order in which Go goes through a map is not the same twice. */
function sameValue(ours: string, theirs: string): boolean {
  if (ours === theirs) return true;
  const sorted = (text: string) => [...text].sort().join("");
  return ours.startsWith("[") && sorted(ours) === sorted(theirs);
}

/** In what two answers differ. Messages are each one's own; costs count only where they are large. */
export function differences(ours: Answer, theirs: Answer): string[] {
  const refused = [ours, theirs].map(({ problem }) => problem !== undefined);
  if (refused[0] !== refused[1]) return ["VERDICT"];
  if (refused[0]) return [];
  const found: string[] = [];
  if ((ours.error === undefined) !== (theirs.error === undefined)) found.push("ERROR");
  else if (!sameValue(ours.value ?? "", theirs.value ?? "")) found.push("VALUE");
  const [one, other] = [ours.cost, theirs.cost];
  if (Math.abs(one - other) > Math.max(one, other) * 1e-9) found.push("COST");
  return found;
}
