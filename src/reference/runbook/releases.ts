import type { Environment } from "../environment.ts";
import { target, type Workload } from "../workloads.ts";
import { kubectl, programs, rolledOut, slipway, word } from "./commands.ts";
import { type Chapter, procedure } from "./runbook.ts";

/** What happens between two versions. */
export function releasesChapter(environment: Environment): Chapter {
  const k = kubectl(environment);
  const own = programs(environment);
  return {
    title: "Versions",
    procedures: [
      ...procedure(
        "Watch a rollout",
        {
          text: "A deployment shows it by itself. From another terminal, and the pods as they come and go:",
        },
        { script: [slipway(environment, "status")] },
        { script: [`${k} get pods --watch`] },
      ),
      ...procedure("See what runs", {
        script: [
          slipway(environment, "history"),
          slipway(environment, "status"),
          `${k} get deployments,statefulsets -o wide`,
        ],
      }),
      ...procedure(
        "Change an image by hand",
        {
          text: "For a hurry: the next deployment shows it as drift, and puts back what the platform file says. The tag here is the one that it says now.",
        },
        ...own.map((workload) => ({ script: imageLines(environment, workload) })),
      ),
      ...procedure(
        "Roll back",
        {
          text: "To the last deployment that went well before the newest: images, settings and secrets as they were then, in the same order and with the same wait as any deployment. Migrations are not undone. Take the change back in the platform file too, or the next deployment brings it again.",
        },
        { script: [slipway(environment, "history"), slipway(environment, "rollback")] },
        { text: "To a certain one; `REVISION` is its number in the history:" },
        { script: [slipway(environment, 'rollback "${REVISION:?}"')] },
        { see: ["Restore a dump"] },
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
