import type { PrometheusRule } from "../../src/kubernetes/types/index.ts";
import type { Example } from "../examples/example.ts";
import { Folder, run } from "./process.ts";
import { ofKind } from "./rendered.ts";

export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Groups {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

/** Every rule of the environment's PrometheusRules, by the object's name. */
export function ruleObjects(given: Example): ReadonlyMap<string, Groups> {
  return new Map(
    ofKind<PrometheusRule>(given, "PrometheusRule").map(({ metadata, spec }) => [
      metadata?.name ?? "",
      spec as unknown as Groups,
    ]),
  );
}

export function rulesOf(given: Example): Rule[] {
  return [...ruleObjects(given).values()].flatMap(({ groups }) =>
    groups.flatMap(({ rules }) => rules),
  );
}

/** Runs promtool in a folder of these files (JSON is YAML). */
export async function promtool(
  files: Readonly<Record<string, unknown>>,
  ...args: readonly string[]
): Promise<{ code: number; printed: string }> {
  const folder = await Folder.make();
  try {
    for (const [name, content] of Object.entries(files))
      await folder.write(name, typeof content === "string" ? content : JSON.stringify(content));
    const { code, stdout, stderr } = await run("promtool", args, { cwd: folder.path });
    return { code, printed: stdout + stderr };
  } finally {
    await folder.remove();
  }
}
