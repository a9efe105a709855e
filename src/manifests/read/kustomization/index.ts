import type { ReadOptions, ReadProblem, Source } from "../source.ts";
import { documentsOf } from "../stream.ts";
import { blamed, isOutside } from "./blame.ts";
import { build } from "./build.ts";
import { asksForHelm, chartsBehind } from "./charts.ts";
import { isBuiltByFlux, UNRESTRICTED } from "./flux.ts";
import { notesOf } from "./notes.ts";
import { KustomizationOrigins } from "./origins.ts";
import { readTree } from "./tree.ts";

/**
 * A kustomization: what the real program builds of it, each object knowing which file of the tree set
 * which field. A tree with a part that is missing, or that contains itself, is not built.
 */
export async function readKustomization(folder: string, options: ReadOptions): Promise<Source> {
  // The program takes longer than all that is done here, so it goes first.
  const building = options.begun?.get(folder) ?? build(folder, options);
  // What is read once more may have changed.
  options.begun?.delete(folder);
  const tree = readTree(folder);
  const behind = [...tree.files.values()].flatMap(({ documents }) => documents);
  const source = { path: folder, kind: "kustomization" as const, behind, tree };
  const problems: ReadProblem[] = [...tree.problems];
  const isBroken = problems.some(
    ({ about }) => about !== "duplicate-key" && about !== "ignored-text",
  );
  if (isBroken) {
    building.abandon();
    return { ...source, problems, documents: () => [] };
  }
  options.meanwhile?.(behind);
  let built = await building.built;
  if ("about" in built && asksForHelm(built)) {
    const { missing, areAll } = chartsBehind(tree);
    if (missing.length > 0)
      return { ...source, problems: [...problems, ...missing], documents: () => [] };
    if (areAll) built = await build(folder, options, ["--enable-helm"]).built;
  }
  if ("about" in built && isOutside(built) && isBuiltByFlux(tree))
    built = await build(folder, options, UNRESTRICTED).built;
  if ("about" in built) {
    problems.push(blamed(built, tree));
    return { ...source, problems, documents: () => [] };
  }
  const origins = new KustomizationOrigins(tree, () => notesOf(folder, options));
  return { ...source, problems, documents: () => documentsOf(folder, built.text, origins) };
}
