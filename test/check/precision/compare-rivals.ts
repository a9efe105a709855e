import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  installKubeScore,
  installSchemas,
  installValidators,
  KUBE_SCORE_VERSION,
  KUBECONFORM_VERSION,
  KUBECTL_VALIDATE_VERSION,
} from "../../../bench/rivals/install.ts";
import { locationOf } from "../../../bench/rivals/schemas.ts";
import {
  crdPaths,
  folderOf,
  KUBERNETES,
  OPERATORS,
} from "../../../scripts/generate-kubernetes/sources.ts";
import { identityOf } from "../../../src/check/identity.ts";
import { rules } from "../../../src/check/rules.ts";
import type { World } from "../../../src/check/world.ts";
import { readTogether } from "../../../src/inputs/files.ts";
import { NEWEST_MINOR } from "../../../src/kubernetes/versions.ts";
import { type CheckedTree, nameOf } from "./findings.ts";
import type { Judgement } from "./judged.ts";
import type { Gap, RivalFigures, RivalRow } from "./rivals.ts";

/** What another program says of one object. */
interface Said {
  readonly tree: string;
  readonly object: string;
  /** The check of kube-score; `schema` of a validator. */
  readonly check: string;
  readonly text: string;
}

interface Rival {
  readonly name: string;
  readonly said: readonly Said[];
  /** The files without objects that it refuses too. */
  readonly refusedFiles: ReadonlySet<string>;
}

/** The checks of kube-score that are about faults, and our rules that are about the same. */
const SCORE_CHECKS: Readonly<Record<string, readonly string[]>> = {
  "service-targets-pod": ["service-without-pods", "missing-target-port"],
  "ingress-targets-service": ["missing-service", "missing-port"],
  "networkpolicy-targets-pod": ["policy-without-pods"],
  "horizontalpodautoscaler-has-target": ["missing-workload"],
  "statefulset-has-servicename": ["missing-headless-service"],
  "deployment-targeted-by-hpa-does-not-have-replicas-configured": ["replicas-beside-autoscaler"],
  "environment-variable-key-duplication": ["server-warning", "invalid-pod", "invalid-workload"],
  "stable-version": ["unserved-api", "deprecated-api"],
  "label-values": ["invalid-metadata", "invalid-workload", "invalid-pod"],
  "deployment-pod-selector-labels-match-template-metadata-labels": ["invalid-workload"],
  "statefulset-pod-selector-labels-match-template-metadata-labels": ["invalid-workload"],
  "cronjob-restartpolicy": ["invalid-job"],
  "poddisruptionbudget-has-policy": ["invalid-budget"],
};

/** It does not know the kind, which is right where no server has it any more, and else says nothing. */
const NO_SCHEMA = "no schema";
const WITHOUT_SCHEMA = /could not find schema|failed to (retrieve|locate)|not found/;

const layerOf = new Map(rules.map(({ id, layer }) => [id, layer]));

/**
 * Gives kubeconform, kubectl-validate and kube-score what the check read, kustomizations built and
 * charts rendered, and counts what of our true findings they tell too.
 *
 * @param gaps what was judged of what they tell and we do not
 */
export async function compareRivals(
  checked: readonly CheckedTree[],
  judged: readonly Judgement[],
  gaps: readonly Gap[],
  tell: (line: string) => void,
): Promise<{ figures: RivalFigures; unjudged: Gap[] }> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-rivals-"));
  try {
    const rivals = await ask(checked, judged, folder, tell);
    const right = judged.filter(({ verdict }) => verdict === "true");
    const found = rivals.map((rival) => surplus(rival, checked));
    const rows = rivals.map((rival): RivalRow => {
      const own = gaps.filter(({ rival: name }) => name === rival.name);
      const also = right.filter((each) => tells(rival, each));
      const count = (some: readonly Judgement[], severity: string) =>
        some.filter((each) => each.severity === severity).length;
      return {
        name: rival.name,
        errors: count(also, "error"),
        ofErrors: count(right, "error"),
        warnings: count(also, "warning"),
        ofWarnings: count(right, "warning"),
        gaps: own.filter(({ verdict }) => verdict.startsWith("true")).length,
      };
    });
    const now = new Map(found.flat().map((gap) => [keyOfGap(gap), gap]));
    const known = gaps.filter((gap) => now.has(keyOfGap(gap)));
    const keys = new Set(known.map(keyOfGap));
    return {
      figures: { method: METHOD, rows, gaps: known },
      unjudged: [...now].flatMap(([key, gap]) => (keys.has(key) ? [] : [gap])),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const METHOD = `The same objects were given to kubeconform ${KUBECONFORM_VERSION} (\`-strict\`), kubectl-validate ${KUBECTL_VALIDATE_VERSION} and kube-score ${KUBE_SCORE_VERSION}: kustomizations built and charts rendered, which they do not do themselves, and with the schemas of Kubernetes 1.${NEWEST_MINOR} and of every definition that Slipway brings, so that nothing is fetched. A validator tells one of our findings when it refuses the same object (or the same file, where there is no object) and the finding is of the layers \`documents\` or \`api\`; kube-score when one of its checks that are about faults, not practice, criticizes the same object and our rule is about the same.`;

function keyOfGap({ tree, rival, object, told }: Gap): string {
  return [tree, rival, object, told].join("\n");
}

function tells(rival: Rival, { tree, rule, object, place }: Judgement): boolean {
  if (object === "") return rival.refusedFiles.has(`${tree} ${place.replace(/:\d+$/, "")}`);
  return rival.said.some(
    (said) => said.tree === tree && said.object === object && isAbout(said, rule),
  );
}

function isAbout({ check }: Said, rule: string): boolean {
  if (check === NO_SCHEMA) return ["unserved-api", "unknown-kind"].includes(rule);
  if (check !== "schema") return SCORE_CHECKS[check]?.includes(rule) ?? false;
  return ["documents", "api"].includes(layerOf.get(rule) ?? "");
}

/** What it tells of objects of which we tell nothing like it. */
function surplus({ name, said }: Rival, checked: readonly CheckedTree[]): Gap[] {
  const told = new Map<string, Set<string>>();
  for (const { tree, all } of checked)
    for (const { object, rule } of all) {
      const key = `${tree.name} ${nameOf(object)}`;
      told.set(key, (told.get(key) ?? new Set()).add(rule));
    }
  return said
    .filter((each) => {
      if (each.check === NO_SCHEMA) return false;
      const ours = [...(told.get(`${each.tree} ${each.object}`) ?? [])];
      return !ours.some((rule) => isAbout(each, rule));
    })
    .map(({ tree, object, check, text }) => ({
      tree,
      rival: name,
      object,
      told: check === "schema" ? text : `${check}: ${text}`,
      verdict: "",
    }));
}

async function ask(
  checked: readonly CheckedTree[],
  judged: readonly Judgement[],
  folder: string,
  tell: (line: string) => void,
): Promise<Rival[]> {
  const { kubeconform, kubectlValidate } = installValidators(tell);
  const kubeScore = installKubeScore(tell);
  const conform = [
    kubeconform,
    "-strict",
    "-output",
    "json",
    "-schema-location",
    locationOf(await installSchemas(tell)),
  ];
  const validate = [kubectlValidate, "-o", "json", "--local-schemas", await openApi(folder)];
  const crds = await definitions(folder);
  const all: { conform: Said[]; validate: Said[]; score: Said[] } = {
    conform: [],
    validate: [],
    score: [],
  };
  const files = { conform: new Set<string>(), validate: new Set<string>() };
  for (const { tree, worlds, folder: root } of checked) {
    const lone = judged.filter((each) => each.tree === tree.name && each.object === "");
    for (const place of new Set(lone.map((each) => each.place.replace(/:\d+$/, "")))) {
      const file = join(root, place);
      const name = `${tree.name} ${place}`;
      // Where it falls over the file, it tells of it too.
      if (refusedByConform(run([...conform, file]))?.length !== 0) files.conform.add(name);
      if (refusedByValidate(run([...validate, file]))?.length !== 0) files.validate.add(name);
    }
    const at = join(folder, "objects", tree.name);
    const own = join(folder, "own", tree.name);
    const installations = worlds.map((world, index) => written(world, join(at, `${index}`)));
    for (const world of worlds) ownDefinitions(world, own);
    const names = new Map(installations.flatMap((each) => [...each]));
    const say = (told: readonly (readonly [string, string])[]): Said[] =>
      told.map(([file, text]) => ({
        tree: tree.name,
        object: names.get(file) ?? file,
        check: WITHOUT_SCHEMA.test(text) ? NO_SCHEMA : "schema",
        text: shortened(text),
      }));
    const locals = ["--local-crds", crds, "--local-crds", own];
    all.conform.push(
      ...say(inParts(names, (some) => refusedByConform(run([...conform, ...some])))),
    );
    all.validate.push(
      ...say(inParts(names, (some) => refusedByValidate(run([...validate, ...locals, ...some])))),
    );
    const score = [kubeScore, "score", "-o", "json", "--kubernetes-version", `v1.${NEWEST_MINOR}`];
    for (const each of installations)
      all.score.push(...criticized(run([...score, ...each.keys()]), tree.name));
    tell(`${tree.name}: asked the others`);
  }
  return [
    { name: "kubeconform -strict", said: unique(all.conform), refusedFiles: files.conform },
    { name: "kubectl-validate", said: unique(all.validate), refusedFiles: files.validate },
    { name: "kube-score", said: unique(all.score), refusedFiles: new Set() },
  ];
}

/** What it says, without what is another on each machine: of a schema, the innermost remark. */
export function shortened(text: string): string {
  const remarks = text.split("\n").map((line) => line.trim());
  const innermost = text.includes("jsonschema validation failed") ? remarks.at(-1) : remarks[0];
  const plain = (innermost ?? "").replace(/^- /, "").replace(/'?file:\S+/g, "the schema");
  return plain.length > 160 ? `${plain.slice(0, 159)}…` : plain;
}

function unique(said: readonly Said[]): Said[] {
  return [...new Map(said.map((each) => [JSON.stringify(each), each])).values()];
}

/** The objects, a file each; by path, what they are called. */
function written(world: World, folder: string): Map<string, string> {
  mkdirSync(folder, { recursive: true });
  return new Map(
    world.objects.map(({ object }, index) => {
      const file = join(folder, `${index}.json`);
      writeFileSync(file, JSON.stringify(object));
      return [file, nameOf(identityOf(object))] as const;
    }),
  );
}

/** All together; where the program falls over one of them, each by itself. */
function inParts(
  files: ReadonlyMap<string, string>,
  ask: (some: readonly string[]) => [string, string][] | undefined,
): [string, string][] {
  const all = [...files.keys()];
  return ask(all) ?? all.flatMap((file) => ask([file]) ?? [[file, "falls"] as [string, string]]);
}

function ownDefinitions(world: World, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { object } of world.objects)
    if (object.kind === "CustomResourceDefinition")
      writeFileSync(join(folder, `${identityOf(object).name}.yaml`), JSON.stringify(object));
}

/** The OpenAPI of the newest minor, named as kubectl-validate wants it. */
async function openApi(folder: string): Promise<string> {
  const specs = join(await folderOf(KUBERNETES.get(NEWEST_MINOR)!), "api", "openapi-spec", "v3");
  const to = join(folder, "openapi");
  for (const file of readdirSync(specs)) {
    const parts = /^(api|apis__[^_]+)__(\w+)_openapi\.json$/.exec(file);
    if (!parts) continue;
    const below = join(to, (parts[1] as string).replace("__", "/"));
    mkdirSync(below, { recursive: true });
    symlinkSync(join(specs, file), join(below, `${parts[2]}.json`));
  }
  return to;
}

async function definitions(folder: string): Promise<string> {
  const to = join(folder, "crds");
  mkdirSync(to, { recursive: true });
  for (const operator of OPERATORS) {
    const { objects } = await readTogether(await crdPaths(operator), {});
    for (const [index, { object }] of objects.entries())
      if (object.kind === "CustomResourceDefinition")
        writeFileSync(join(to, `${operator.name}-${index}.yaml`), JSON.stringify(object));
  }
  return to;
}

function run([program, ...args]: readonly string[]): unknown {
  const { stdout } = spawnSync(program as string, args, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { PATH: process.env.PATH, HOME: tmpdir(), KUBECONFIG: join(tmpdir(), "no-kubeconfig") },
  });
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

function refusedByConform(output: unknown): [string, string][] | undefined {
  const { resources } = (output ?? {}) as {
    resources?: { filename: string; status: string; msg: string }[];
  };
  return resources?.flatMap(({ filename, status, msg }) =>
    status === "statusInvalid" || status === "statusError"
      ? [[filename, msg] as [string, string]]
      : [],
  );
}

function refusedByValidate(output: unknown): [string, string][] | undefined {
  if (!output) return undefined;
  const results = Object.entries(output as Record<string, Verdict[]>);
  return results.flatMap(([file, verdicts]) =>
    verdicts.flatMap(({ status, message = "" }) =>
      status === "Success" ? [] : [[file, message] as [string, string]],
    ),
  );
}

interface Verdict {
  readonly status?: string;
  readonly message?: string;
}

interface Scored {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name?: string; readonly namespace?: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly summary: string }[] | null;
  }[];
}

/** Grades below 7 are warnings and criticism. */
function criticized(output: unknown, tree: string): Said[] {
  return ((output as Scored[] | undefined) ?? []).flatMap(
    ({ type_meta, object_meta: { name = "", namespace }, checks }) =>
      checks
        .filter(({ check, grade, skipped }) => !skipped && grade < 7 && check.id in SCORE_CHECKS)
        .map(({ check, comments }) => ({
          tree,
          object: `${type_meta.kind} ${namespace ? `${namespace}/` : ""}${name}`,
          check: check.id,
          text: (comments ?? []).map(({ summary }) => summary).join("; "),
        })),
  );
}
