import { replicasText } from "../components.ts";
import type { Environment } from "../environment.ts";
import { nameOf, ofKind } from "../given.ts";
import { code, listed } from "../purposes/purposes.ts";
import type { Workload } from "../workloads.ts";
import { kubectl, programs, slipway, word } from "./commands.ts";
import { type Chapter, type Part, procedure } from "./runbook.ts";
import { healthUrl } from "./verify.ts";

/** More and fewer pods, by hand and by themselves. */
export function scalingChapter(environment: Environment): Chapter {
  const k = kubectl(environment);
  const scalable = programs(environment).filter(({ sort }) => sort !== "scheduler");
  const automatic = scalable.filter(({ autoscaler }) => autoscaler !== undefined);
  const single = programs(environment).filter(({ sort }) => sort === "scheduler");
  return {
    title: "Scale",
    procedures: [
      ...procedure(
        "Scale by hand",
        {
          text: `Until the next deployment, which puts back what the platform file says${single.length > 0 ? `. Of ${listed(single.map(({ title }) => title))} exactly one runs: never scale it` : ""}.`,
        },
        ...shardNotes(environment),
        {
          script: scalable
            .filter(({ autoscaler }) => autoscaler === undefined)
            .map((workload) =>
              slipway(environment, `scale ${word(workload.component)} ${more(workload)}`),
            ),
        },
        ...(automatic.length > 0
          ? [
              {
                text: "Where an autoscaler decides, it would put a count back at once. To hold more than the load asks for, raise its minimum:",
              },
              {
                script: automatic.map(
                  (workload) =>
                    `${k} patch hpa ${workload.autoscaler} --type=merge -p '{"spec":{"minReplicas":${more(workload)}}}'`,
                ),
              },
            ]
          : []),
      ),
      ...procedure(
        "Look at the autoscalers",
        ...(automatic.length > 0 ? autoscalers(environment, automatic) : []),
      ),
      ...procedure("See an autoscaler react", ...loadTest(environment, automatic)),
      ...procedure("Look at recommended requests", ...recommendations(environment)),
    ],
  };
}

/** A number that differs from the usual one and is allowed. */
function more({ replicas: { minimum, maximum }, autoscaler }: Workload): number {
  if (autoscaler === undefined) return minimum + 1;
  return Math.min(minimum + 1, maximum);
}

function shardNotes({ resolved }: Environment): Part[] {
  return resolved.running.flatMap(({ name, shards }) =>
    shards && !shards.reshards
      ? [
          {
            text: `The work of ${code(name)} is split into ${shards.count} parts: with fewer replicas some parts have nobody, and those above are spare.`,
          },
        ]
      : [],
  );
}

function autoscalers(environment: Environment, automatic: readonly Workload[]): Part[] {
  const k = kubectl(environment);
  return [
    {
      head: ["autoscaler", "of", "replicas"],
      rows: automatic.map(({ autoscaler = "", title, replicas }) => [
        code(autoscaler),
        code(title),
        replicasText(replicas),
      ]),
    },
    {
      script: [
        `${k} get hpa`,
        `${k} get hpa -o yaml`,
        ...automatic.map(({ autoscaler }) => `${k} describe hpa ${autoscaler}`),
        `${k} top pods`,
      ],
    },
    { text: "As it happens:" },
    { script: [`${k} get hpa --watch`] },
    { see: ["The autoscaler does not scale"] },
  ];
}

/** Load from outside, on a page that every replica answers. */
function loadTest(environment: Environment, automatic: readonly Workload[]): Part[] {
  const urls = automatic.flatMap((workload) => healthUrl(environment, workload) ?? []);
  const [url] = urls;
  if (url === undefined) return [];
  return [
    {
      text: "Requests one after the other, eight at a time, for a while; rate limits of the routes hold here too. Tell those who watch the alerts.",
    },
    {
      script: [`URL=${url}`, 'seq 20000 | xargs -P 8 -I{} curl -s -o /dev/null "$URL"'],
    },
    { see: ["Look at the autoscalers"] },
  ];
}

function recommendations(environment: Environment): Part[] {
  const names = ofKind(environment, "VerticalPodAutoscaler").map(({ entry }) => nameOf(entry));
  if (names.length === 0) return [];
  const k = kubectl(environment);
  return [{ script: [`${k} get vpa`, ...names.map((name) => `${k} describe vpa ${name}`)] }];
}
