import type { Rendered } from "../render/index.ts";
import type { Environment } from "./environment.ts";
import { nameOf } from "./given.ts";
import { type Level, startOrder } from "./order.ts";
import { isEncrypted } from "./sending.ts";
import type { Workload } from "./workloads.ts";

/** What one `kubectl apply` sends: whole files, or of one file what a label selector picks. */
export interface Sending {
  readonly files: readonly string[];
  readonly selector: string | undefined;
}

/** One step of a deployment: what is sent, and which workloads must be ready before the next. */
export interface Step {
  readonly title: string;
  readonly objects: readonly Rendered[];
  /** Accounts of pods of this step whose file is sent later as a whole; they are made beforehand. */
  readonly accounts: readonly string[];
  readonly sendings: readonly Sending[];
  readonly workloads: readonly Workload[];
}

/**
 * The steps of a deployment from the files that `slipway render -o` writes: the namespace, what
 * everything else needs, data stores, migrations, programs, and last what lets requests in.
 */
export function rolloutSteps(environment: Environment): readonly Step[] {
  const levels = startOrder(environment);
  const titles = [
    "The namespace",
    "What the others need",
    ...levels.map(({ title }) => title),
    "Routes and monitoring",
  ];
  const stages = stagesOf(environment, levels);
  const sent = new Set<string>();
  return titles.flatMap((title, stage) => {
    const objects = environment.rendered.filter((entry) => stages.get(entry) === stage);
    if (objects.length === 0) return [];
    const plain = objects.filter((entry) => !isEncrypted(entry));
    const files = [...new Set(plain.map(environment.fileOf))].filter((file) => !sent.has(file));
    const each = files.map((file) => sending(environment, stages, file, stage));
    for (const { files: whole, selector } of each)
      if (selector === undefined) for (const file of whole) sent.add(file);
    const complete = each.filter(({ selector }) => selector === undefined);
    const step: Step = {
      title,
      objects,
      accounts: each.flatMap(({ accounts }) => accounts),
      sendings: [
        ...(complete.length > 0
          ? [{ files: complete.flatMap(({ files: whole }) => whole), selector: undefined }]
          : []),
        ...each.filter(({ selector }) => selector !== undefined),
      ],
      workloads: levels[stage - 2]?.workloads ?? [],
    };
    return [step];
  });
}

type Stages = ReadonlyMap<Rendered, number>;

/** The step that each object belongs to: that of the first workload which needs it. */
function stagesOf(environment: Environment, levels: readonly Level[]): Stages {
  const last = levels.length + 2;
  const levelOf = new Map(
    levels.flatMap(({ workloads }, index) =>
      workloads.map((workload) => [workload, index + 2] as const),
    ),
  );
  const stageOf = (entry: Rendered): number => {
    const { kind } = entry.object;
    const concern = entry.groups.at(-1);
    if (kind === "Namespace" || concern === "namespace") return 0;
    const own = environment.workloads.find((workload) => workload.entry === entry);
    const level = own && levelOf.get(own);
    if (level !== undefined) return level;
    const owners = environment.workloads.filter(({ component }) => component === entry.component);
    const stages = owners.flatMap((owner) => levelOf.get(owner) ?? []);
    if (concern === "routes" || concern === "monitoring") return last;
    if (concern === "network" || concern === "objects" || owners.length === 0) return 1;
    if (stages.length === 0) return last - 1;
    return kind === "ServiceAccount" ? Math.min(...stages) : Math.max(...stages);
  };
  return new Map(environment.rendered.map((entry) => [entry, stageOf(entry)]));
}

/** How the objects of one step get out of a file that may hold those of later steps too. */
function sending(
  environment: Environment,
  stages: Stages,
  file: string,
  stage: number,
): Sending & { readonly accounts: readonly string[] } {
  const key = environment.resolved.selector;
  const within = environment.rendered.filter((entry) => environment.fileOf(entry) === file);
  const later = within.filter((entry) => (stages.get(entry) ?? 0) > stage);
  const whole = { files: [file], selector: undefined, accounts: [] };
  if (later.length === 0) return whole;
  const labels = new Set(later.map((entry) => entry.object.metadata.labels?.[key]));
  const now = within.filter((entry) => (stages.get(entry) ?? 0) <= stage);
  const label = (entry: Rendered) => entry.object.metadata.labels?.[key];
  const picked = now.filter((entry) => !labels.has(label(entry)));
  const held = now.filter((entry) => labels.has(label(entry)));
  // What cannot be told from later objects by its label is sent with them, unless pods need it now.
  const isAccount = ({ object }: Rendered) =>
    ["ServiceAccount", "Role", "RoleBinding"].includes(object.kind);
  if (picked.length === 0 || !held.every(isAccount)) return whole;
  const accounts = held.filter(({ object }) => object.kind === "ServiceAccount").map(nameOf);
  const mine = [...new Set(picked.map(label))];
  const selector = mine.every((value) => value !== undefined)
    ? equality(key, mine)
    : `${key} notin (${[...labels].join(",")})`;
  return { files: [file], selector, accounts };
}

function equality(key: string, values: readonly string[]): string {
  return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(",")})`;
}
