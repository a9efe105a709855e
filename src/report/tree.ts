import type { Tree } from "../manifests/kustomize/index.ts";
import { aligned } from "./layout.ts";
import type { Look } from "./problems.ts";

/** What a kustomize tree holds, for a person. */
export function treeText(platform: string, { base, overlays }: Tree, look: Look): string {
  const rows = overlays.map(({ environment, objects, patched, own, leftOut }) =>
    [environment, objects, patched, own, leftOut].map(String),
  );
  const lines = [
    look.bold(`${platform}: a base of ${base} objects, ${overlays.length} overlays`),
    "",
    ...aligned([["", "objects", "patched", "own", "left out"], ...rows]).map((line) => `  ${line}`),
  ];
  return `${lines.join("\n")}\n`;
}
