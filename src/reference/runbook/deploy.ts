import type { Environment } from "../environment.ts";
import { nameOf } from "../given.ts";
import { code } from "../purposes/purposes.ts";
import { rolloutSteps, type Sending, type Step } from "../rollout.ts";
import { isEncrypted, sentFiles } from "../sending.ts";
import { selectorText, type Workload } from "../workloads.ts";
import { apply, folderOf, kubectl, labelled, rolledOut, word } from "./commands.ts";
import { type Chapter, type Part, procedure } from "./runbook.ts";

/** Deploying for the first time and any time after; the commands are the same. */
export function deployChapter(environment: Environment): Chapter {
  const steps = rolloutSteps(environment);
  return {
    title: "Deploy",
    procedures: [
      ...procedure(
        "Look before",
        {
          text: `Writes the objects to ${code(folderOf(environment))} and shows what would change. \`kubectl diff\` ends with 1 where something differs. Before the first deployment there is no namespace to compare with: only the first command works then.`,
        },
        {
          script: [
            render(environment),
            `kubectl diff --server-side --force-conflicts ${everything(environment)}`,
            `${apply} --dry-run=server ${everything(environment)}`,
          ],
        },
      ),
      ...procedure(
        "Deploy step by step",
        {
          text: "For the first deployment and for every later one. Each step waits until what the next one needs is ready; [deployment.md](deployment.md) says why it is this order. Stop at a command that fails. `--force-conflicts` takes back what was changed by hand.",
        },
        { script: [render(environment)] },
        ...steps.flatMap((step, index) => stepParts(environment, step, index + 1)),
      ),
      ...procedure(
        "Deploy a new version",
        {
          text: "Of the images you build, a version other than the one in the platform file, as a CI job does with the tag that it has just built; the steps of the deployment follow.",
        },
        {
          script: [`TAG=${word(tagOf(environment))}`, `${render(environment)} --tag "$TAG"`],
        },
        { see: ["Look before", "Deploy step by step"] },
      ),
      ...procedure("Deploy with kustomize", ...kustomized(environment)),
    ],
  };
}

/** The same objects as a kustomize tree; what sops encrypted is opened by GitOps tools only. */
function kustomized(environment: Environment): Part[] {
  const { name, rendered, resolved } = environment;
  const overlay = `k8s/overlays/${word(name)}`;
  const opened = !rendered.some(isEncrypted);
  const tools = resolved.gitops
    ? ` ${code(`k8s/gitops/${name}.yaml`)} hands it to ${resolved.gitops.by === "flux" ? "Flux" : "Argo CD"}.`
    : "";
  return [
    {
      text: `One base, and an overlay for each environment that a person or a GitOps tool can review.${tools} ${opened ? "It sends everything at once and waits for nothing: for a first deployment the steps are better." : "Secrets in it are encrypted with sops, which kubectl cannot open: apply it by a tool that can."}`,
    },
    {
      script: [
        "slipway render --format kustomize -o k8s",
        `kubectl kustomize ${overlay}`,
        ...(opened
          ? [`kubectl diff --server-side --force-conflicts -k ${overlay}`, `${apply} -k ${overlay}`]
          : []),
      ],
    },
  ];
}

function render(environment: Environment): string {
  return `slipway render -e ${word(environment.name)} -o ${folderOf(environment)}`;
}

/** The options that name all files that kubectl can send as they are. */
export function everything(environment: Environment): string {
  const folder = folderOf(environment);
  const files = sentFiles(environment);
  return files === undefined
    ? `-f ${folder}`
    : files.map((file) => `-f ${folder}/${file}`).join(" ");
}

function stepParts(environment: Environment, step: Step, number: number): Part[] {
  const kinds = Map.groupBy(step.objects, ({ object }) => object.kind);
  const counted = [...kinds].map(([kind, { length }]) => `${length} ${kind}`).join(", ");
  const k = kubectl(environment);
  const accounts = step.accounts.flatMap((name) => [
    "# The account of these pods; the next steps send it with the rest of its file.",
    `${k} get serviceaccount ${name} || ${k} create serviceaccount ${name}`,
  ]);
  return [
    { text: `**${number}. ${step.title}** (${counted})` },
    {
      script: [
        ...accounts,
        ...step.sendings.map((sending) => `${apply} ${options(environment, sending)}`),
        ...decrypted(environment, step),
        ...waits(environment, step),
      ],
    },
    ...(number === 1 && environment.resolved.secrets.length > 0
      ? [{ text: "The first time, now:" }, { see: ["Create the secrets"] }]
      : []),
  ];
}

function options(environment: Environment, { files, selector }: Sending): string {
  const names = files.map((file) => `-f ${folderOf(environment)}/${file}`).join(" ");
  return selector === undefined ? names : `${names} ${labelled(selector)}`;
}

/** What is encrypted with sops is sent from the file that was committed. */
function decrypted(environment: Environment, step: Step): string[] {
  const names = step.objects.filter(isEncrypted).map(nameOf);
  return environment.resolved.secrets
    .filter(({ name }) => names.includes(name))
    .map(({ file }) => `sops decrypt ${word(file ?? "")} | ${apply} -f -`);
}

function waits(environment: Environment, { objects, workloads }: Step): string[] {
  const k = kubectl(environment);
  const copied = objects.some(({ object }) => object.kind === "ExternalSecret");
  const jobs = workloads.filter(({ kind }) => kind === "Job");
  return [
    ...(copied ? [`${k} wait --for=condition=Ready externalsecrets --all --timeout=5m`] : []),
    ...jobs.map((job) => jobDone(environment, job)),
    ...workloads.flatMap((workload) => rolledOut(environment, workload)),
  ];
}

/** Waits for the Job of this release, whatever the digest at the end of its name. */
export function jobDone(environment: Environment, job: Workload): string {
  const picked = labelled(jobLabel(environment, job));
  return `${kubectl(environment)} wait --for=condition=Complete jobs ${picked} --timeout=15m`;
}

/** Picks the Jobs of all releases. */
export function jobLabel({ resolved }: Environment, { entry, selector }: Workload): string {
  const label = entry.object.metadata.labels?.[resolved.selector];
  return label === undefined ? selector : selectorText({ [resolved.selector]: label });
}

/** The tag of the first own image; what `--tag` replaces. */
export function tagOf(environment: Environment): string {
  const images = environment.workloads
    .filter(({ role }) => role === "program")
    .flatMap(({ pod }) => pod.containers.flatMap(({ image }) => image ?? []));
  return images.map((image) => /:([\w.-]+)$/.exec(image)?.[1]).find((tag) => tag) ?? "v1.0.0";
}
