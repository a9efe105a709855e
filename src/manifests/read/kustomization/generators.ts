import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Where } from "../../../problem.ts";
import type { Part, ValueMap } from "../source.ts";
import { isMap, maps, texts } from "../values.ts";
import type { Kustomization } from "./tree.ts";

const fields: Readonly<Record<string, string>> = {
  ConfigMap: "configMapGenerator",
  Secret: "secretGenerator",
};

/** The entry that a ConfigMap or Secret was generated from, or the line of one of its keys. */
export function generatedBy(
  layers: readonly Kustomization[],
  object: ValueMap,
  steps: readonly Step[],
): ((part: Part) => Where) | undefined {
  const field = fields[String(object.kind)];
  const name = isMap(object.metadata) ? object.metadata.name : undefined;
  if (field === undefined || typeof name !== "string") return undefined;
  // The innermost made it; others may have merged keys into it.
  for (const kustomization of layers.toReversed())
    for (const [index, entry] of maps(kustomization.value[field])) {
      if (typeof entry.name !== "string" || !name.includes(entry.name)) continue;
      const key = steps[0] === "data" && typeof steps[1] === "string" ? steps[1] : undefined;
      const source = key === undefined ? undefined : keySource(kustomization, entry, key);
      if (source !== undefined && "file" in source) return () => source;
      const path = source === undefined ? ["name"] : source;
      return (part) => kustomization.document.locate([field, index, ...path], part);
    }
  return undefined;
}

/** Where a key comes from: an entry of the generator, or a line of a file that it reads. */
function keySource(
  { folder }: Kustomization,
  entry: ValueMap,
  key: string,
): Step[] | Where | undefined {
  const literal = texts(entry.literals).find(([, text]) => text.startsWith(`${key}=`));
  if (literal !== undefined) return ["literals", literal[0]];
  for (const [, text] of texts(entry.files)) {
    const [name, path] = text.includes("=") ? text.split("=", 2) : [basename(text), text];
    if (name === key) return { file: join(folder, path!), line: 1, column: 1 };
  }
  for (const [, path] of [...texts(entry.envs), ...texts([entry.env ?? null])]) {
    const file = join(folder, path);
    if (!existsSync(file)) continue;
    const lines = readFileSync(file, "utf8").split("\n");
    const line = lines.findIndex((text) => text.trimStart().startsWith(`${key}=`));
    if (line !== -1) return { file, line: line + 1, column: 1 };
  }
  return undefined;
}
