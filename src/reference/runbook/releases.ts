import type { Environment } from "../environment.ts";
import { target, type Workload } from "../workloads.ts";
import { kubectl, programs, rolledOut, running, word } from "./commands.ts";
import { type Chapter, procedure } from "./runbook.ts";

/** What happens between two versions. */
export function releasesChapter(environment: Environment): Chapter {
  const k = kubectl(environment);
  const own = programs(environment);
  const watched = running(environment).filter(({ role }) => role !== "raw");
  return {
    title: "Versions",
    procedures: [
      ...procedure(
        "Watch a rollout",
        { script: watched.flatMap((workload) => rolledOut(environment, workload)) },
        { text: "Pods as they come and go:" },
        { script: [`${k} get pods --watch`] },
      ),
      ...procedure("See what runs", {
        script: [
          `${k} get deployments,statefulsets -o wide`,
          ...own.map((workload) => `${k} rollout history ${target(workload)}`),
        ],
      }),
      ...procedure(
        "Change an image by hand",
        {
          text: "For a hurry: the next deployment puts back what the platform file says. The tag here is the one that it says now.",
        },
        ...own.map((workload) => ({ script: imageLines(environment, workload) })),
      ),
      ...procedure(
        "Roll back",
        {
          text: "To the version before, one program or all of them. It lasts until the next deployment: take the change back in the platform file too. Settings and secrets are not rolled back with it, and neither are migrations.",
        },
        {
          script: own.flatMap((workload) => [
            `${k} rollout undo ${target(workload)}`,
            ...rolledOut(environment, workload),
          ]),
        },
        {
          text: "To a certain revision of one program: here the one before the newest, of those that `rollout history` lists.",
        },
        { script: own.slice(0, 1).flatMap((workload) => toRevision(environment, workload)) },
        { text: "A former version as a whole is a deployment with its tag:" },
        { see: ["Deploy a new version", "Restore a dump"] },
      ),
      ...procedure("Blue-green and canary", {
        text: "Neither is rendered. A rollout takes no old pod away before a new one is ready, and goes back in seconds. To try a version with other traffic, deploy it to another environment; to split the traffic of this one, put Argo Rollouts or Flagger in charge of the Deployment.",
      }),
    ],
  };
}

/** Every container of a workload that runs the same image changes with it. */
function imageLines(environment: Environment, workload: Workload): string[] {
  const { pod } = workload;
  const image = pod.containers[0]?.image ?? "";
  const same = [...pod.containers, ...(pod.initContainers ?? [])].filter(
    (container) => container.image === image,
  );
  const at = image.includes("@") ? -1 : image.lastIndexOf(":");
  const isTagged = at > image.lastIndexOf("/");
  const to = isTagged ? `"${image.slice(0, at)}:$TAG"` : word(image);
  return [
    ...(isTagged ? [`TAG=${word(image.slice(at + 1))}`] : []),
    `${kubectl(environment)} set image ${target(workload)} ${same.map(({ name }) => `${name}=${to}`).join(" ")}`,
    ...rolledOut(environment, workload),
  ];
}

/** Here the revision before the newest; any other that `rollout history` lists may stand in its place. */
function toRevision(environment: Environment, workload: Workload): string[] {
  const k = kubectl(environment);
  const of = target(workload);
  return [
    `REVISION="$(${k} rollout history ${of} | awk '$1 ~ /^[0-9]+$/ { print $1 }' | tail -n 2 | head -n 1)"`,
    `${k} rollout history ${of} --revision="$REVISION"`,
    `${k} rollout undo ${of} --to-revision="$REVISION"`,
  ];
}
