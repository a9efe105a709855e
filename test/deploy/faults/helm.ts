import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { helmProgram } from "../../manifests/read/helm/program.ts";
import type { Command } from "./kill.ts";
import { DEFINITION, NAMESPACE, pathsIn, type Version, writeSmall } from "./small.ts";

/**
 * The small platform by `helm upgrade --install --wait`, as a chart of its files; Helm makes the namespace,
 * and brings the definition before all else.
 *
 * @throws Error where there is no Go to build Helm
 */
export function helmOfSmall({
  folder,
  namespace,
  version,
}: {
  folder: string;
  namespace: string;
  version: Version;
}): Command {
  const program = helmProgram();
  if (program === undefined) throw new Error("Helm is built with Go: https://go.dev/doc/install");
  const chart = chartOf(writeSmall(folder, namespace, version));
  const into = ["--namespace", namespace, "--create-namespace"];
  return {
    program,
    args: ["upgrade", "small", chart, "--install", "--wait", "--timeout=120s", ...into],
    // Its caches and settings, too.
    env: { HOME: folder },
  };
}

function chartOf(platform: string): string {
  const chart = `${platform}-chart`;
  for (const part of ["crds", "templates"]) mkdirSync(join(chart, part), { recursive: true });
  for (const path of pathsIn(platform)) {
    const name = basename(path);
    if (name === NAMESPACE) continue;
    copyFileSync(path, join(chart, name === DEFINITION ? "crds" : "templates", name));
  }
  writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: small\nversion: 1.0.0\n");
  return chart;
}
