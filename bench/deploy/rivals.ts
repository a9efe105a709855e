import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toYaml } from "../../src/yaml.ts";
import type { ControlPlane } from "../../test/control-plane/control-plane.ts";
import type { Written } from "../objects.ts";
import type { Command } from "../process.ts";

/** What every side of a comparison is given. */
export interface Given {
  readonly plane: ControlPlane;
  readonly objects: readonly Written[];
  /** The namespace of the platform, which is among its objects. */
  readonly namespace: string;
  readonly scratch: string;
}

/** The namespace in which helm keeps its releases: the platform's own comes with its chart. */
export const HELM_NAMESPACE = "default";

/** kubectl and a shell script: `ordered` as Slipway does it, `unordered` all at once. */
export function kubectlScript(given: Given, script: "ordered" | "unordered"): Command {
  const { plane, objects, namespace, scratch } = given;
  const FOLDER = join(scratch, "kubectl");
  const isLate = ({ kind }: Written) =>
    ["Deployment", "HorizontalPodAutoscaler", "Ingress"].includes(kind);
  const isMigration = ({ kind }: Written) => kind === "Job";
  writeStream(
    join(FOLDER, "1-stores.yaml"),
    objects,
    (each) => !isLate(each) && !isMigration(each),
  );
  writeStream(join(FOLDER, "2-migration.yaml"), objects, isMigration);
  writeStream(join(FOLDER, "3-rest.yaml"), objects, isLate);
  writeStream(join(FOLDER, "all.yaml"), objects);
  const named = (wanted: string) =>
    objects
      .filter(({ kind }) => kind === wanted)
      .map(({ metadata }) => `${wanted.toLowerCase()}/${metadata.name}`)
      .join(" ");
  return {
    name: `kubectl apply, ${script}`,
    argv: ["sh", join(import.meta.dirname, "..", "rivals", "kubectl", `${script}.sh`)],
    cwd: scratch,
    env: {
      ...home(given),
      KUBECTL: plane.kubectlProgram,
      FOLDER,
      NAMESPACE: namespace,
      STORES: named("StatefulSet"),
      PROGRAMS: named("Deployment"),
    },
  };
}

/**
 * kubectl's look whether there is something to do.
 *
 * @param options beside the objects
 */
export function kubectlDiff(given: Given, options: readonly string[] = []): Command {
  const { plane, objects, scratch } = given;
  const file = join(scratch, "diff", "all.yaml");
  writeStream(file, objects);
  const args = ["diff", ...options, "-f", file] as const;
  return {
    name: ["kubectl diff", ...options].join(" "),
    argv: [plane.kubectlProgram, ...args],
    cwd: scratch,
    env: home(given),
  };
}

/** A chart whose templates are the objects, a file each. */
export function helmInstall(given: Given, helm: string): Command {
  const chart = join(given.scratch, "chart");
  const templates = join(chart, "templates");
  mkdirSync(templates, { recursive: true });
  writeFileSync(
    join(chart, "Chart.yaml"),
    toYaml({ apiVersion: "v2", name: "thebot", version: "1.0.0" }),
  );
  for (const [at, object] of given.objects.entries()) {
    // Alerts have templates of their own.
    const text = toYaml(object).replaceAll("{{", '{{ "{{" }}');
    writeFileSync(join(templates, `${at}.yaml`), text);
  }
  const waiting = ["--wait", "--wait-for-jobs", "--timeout", "5m"];
  return {
    name: "helm install --wait",
    argv: [helm, "install", "thebot", chart, "-n", HELM_NAMESPACE, ...waiting],
    cwd: given.scratch,
    env: home(given),
  };
}

/** Where the programs keep what they know of the server: theirs alone, and warm after the first run. */
export function home({ plane, scratch }: Pick<Given, "plane" | "scratch">): Record<string, string> {
  return { HOME: join(scratch, "home"), KUBECONFIG: plane.kubeconfig };
}

export function writeStream(
  file: string,
  objects: readonly object[],
  isIn: (object: Written) => boolean = () => true,
): void {
  mkdirSync(join(file, ".."), { recursive: true });
  const texts = objects.filter((object) => isIn(object as Written)).map((object) => toYaml(object));
  writeFileSync(file, texts.join("---\n"));
}
