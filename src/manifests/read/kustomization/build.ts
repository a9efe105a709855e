import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type Outcome, PATIENCE, runProgram } from "../program.ts";
import type { ReadOptions, ReadProblem } from "../source.ts";

/** What the build printed, or why it did not. */
export type Built =
  | { readonly text: string; readonly from: string }
  | Pick<ReadProblem, "about" | "message" | "why" | "instead">;

/**
 * Builds a kustomization with `kustomize`, or else with `kubectl kustomize`. It is asked through an
 * overlay in a temporary folder to note where each object came from; what it builds is the same.
 */
export async function build(folder: string, options: ReadOptions): Promise<Built> {
  const from = mkdtempSync(join(realpathSync(tmpdir()), "slipway-kustomize-"));
  try {
    const resource = relative(from, realpathSync(folder));
    const overlay = {
      resources: [resource],
      buildMetadata: ["originAnnotations", "transformerAnnotations"],
    };
    writeFileSync(join(from, "kustomization.yaml"), JSON.stringify(overlay));
    const noted = await run(from, options);
    if (typeof noted === "object" && noted.code === 0)
      return { text: noted.output.toString("utf8"), from };
    // Without the overlay, so that the message speaks of the user's files, or an old kustomize builds.
    const plain = typeof noted === "object" ? await run(folder, options) : noted;
    if (plain === "missing")
      return {
        about: "program-missing",
        message: `${folder} is a kustomization, and there is neither kustomize nor kubectl to build it`,
        instead: "install kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize/)",
      };
    if (plain === "late")
      return {
        about: "program-failed",
        message: `kustomize took more than ${(options.timeout ?? PATIENCE) / 1000} s to build ${folder}`,
      };
    if (plain.code === 0) return { text: plain.output.toString("utf8"), from };
    return {
      about: "program-failed",
      message: `${folder} cannot be built: ${inPlain(plain.complaint)}`,
      why: "what kustomize refuses cannot be deployed",
    };
  } finally {
    rmSync(from, { recursive: true, force: true });
  }
}

async function run(folder: string, options: ReadOptions): Promise<Outcome> {
  const outcome = await runProgram("kustomize", ["build", folder], options);
  return outcome === "missing" ? runProgram("kubectl", ["kustomize", folder], options) : outcome;
}

/** The end of kustomize's sentence says what is wrong; what comes before repeats the way to it. */
function inPlain(complaint: string): string {
  const text = complaint.replace(/^error: /i, "").replace(/^# Warning:.*\n?/gm, "");
  return text.replace(/\s+/g, " ").trim().slice(0, 1000) || "it failed without a word";
}
