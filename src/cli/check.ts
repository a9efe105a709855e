import { existsSync } from "node:fs";
import { build } from "../manifests/read/kustomization/build.ts";
import { kustomizationFile } from "../manifests/read/kustomization/names.ts";
import { fail } from "../problem.ts";
import { parseArguments } from "./arguments.ts";
import { type Given, help, options } from "./check/options.ts";
import { write } from "./output.ts";

/**
 * `slipway check`. What builds a kustomization takes longer than loading the check, so that it is
 * begun before; this module stays small for that.
 */
export async function checkCommand(args: readonly string[]): Promise<void> {
  const words: string[] = [];
  const given = parseArguments(args, options, words);
  if (given.help) return write("stdout", help);
  if (given.explain !== undefined) {
    const { explained } = await import("../report/check/explain.ts");
    const { allRules } = await import("../check/all-rules.ts");
    return write("stdout", explained(given.explain, allRules));
  }
  checkUsage(given, words);
  // One at a time, as the paths are read.
  const first = words.find((path) => kustomizationFile(path) !== undefined);
  const begun = new Map(first === undefined ? [] : [[first, build(first, {})]]);
  const { runCheck } = await import("./check/run.ts");
  return runCheck({ given, words, begun });
}

function checkUsage(given: Given, words: readonly string[]): void {
  if (given.file !== undefined && words.length > 0)
    fail({ message: "-f and paths are two ways to say what to check", instead: "paths only" });
  if (given.file === undefined && words.length === 0 && !existsSync("platform.ts"))
    fail({
      message: "there is no platform.ts here, and nothing else is named",
      instead: "slipway check deploy/, or slipway check -f path/to/platform.ts",
    });
  if (given["dry-run"] && !given.fix)
    fail({ message: "--dry-run goes with --fix", instead: "--fix --dry-run" });
  if (given["write-baseline"] !== undefined && given.fix)
    fail({ message: "--fix and --write-baseline are two steps", instead: "--fix first" });
}
