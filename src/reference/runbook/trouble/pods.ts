import type { Environment } from "../../environment.ts";
import { nameOf, ofKind } from "../../given.ts";
import { code, listed } from "../../purposes/purposes.ts";
import { target } from "../../workloads.ts";
import { containerOf, kubectl, labelled, podOf, programs, stores } from "../commands.ts";
import type { Part } from "../runbook.ts";

export function pending(environment: Environment): Part[] {
  const k = kubectl(environment);
  const quota = ofKind(environment, "ResourceQuota").map(({ entry }) => nameOf(entry));
  const secrets = environment.resolved.secrets.filter(({ optional }) => !optional);
  return [
    {
      script: [
        `${k} get pods`,
        ...programs(environment)
          .slice(0, 1)
          .map(({ selector }) => `${k} describe pods ${labelled(selector)}`),
        `${k} get events --field-selector type=Warning --sort-by=.lastTimestamp`,
        ...quota.map((name) => `${k} describe resourcequota ${name}`),
        "kubectl describe nodes",
      ],
    },
    {
      list: [
        "`Pending`, *Insufficient cpu* or *memory*: no node has room for the requests in [resources.md](resources.md). Add nodes.",
        "`Pending`, *didn't match pod topology spread constraints*: replicas must keep apart, and there are too few nodes.",
        "`Pending`, *unbound PersistentVolumeClaims*: `kubectl get pvc` and its events; the storage class or its driver is missing.",
        ...(quota.length > 0
          ? [
              "No pod at all, *exceeded quota* in the events of the ReplicaSet: raise `quota` in the platform file.",
            ]
          : []),
        `\`CreateContainerConfigError\`: a Secret, a ConfigMap or a key is missing. ${listed(secrets.map(({ name }) => name))} must be there.`,
        "`Init:…`: a step before the program fails; its log says why.",
        "*forbidden: violates PodSecurity*: a patch or a raw object asks for more than the namespace allows.",
      ],
    },
    { see: ["Read logs", "See what is used", "Create the secrets"] },
  ];
}

export function crashing(environment: Environment): Part[] {
  const k = kubectl(environment);
  return [
    {
      script: programs(environment).flatMap((workload) => [
        `${k} logs ${podOf(environment, workload)}${containerOf(workload)} --previous --tail=100`,
      ]),
    },
    {
      list: [
        "*OOMKilled* in `kubectl describe pod`: see memory below.",
        "A setting or a secret is wrong: [configuration.md](configuration.md) lists every variable.",
        `A data store is not there: ${listed(stores(environment).map(({ name }) => name))} first.`,
        "*Liveness probe failed*: the program answers too late; [health.md](health.md) has the times. More CPU, or a startup probe.",
        "*Read-only file system*: the program writes outside of its mounted folders; give it a `scratch()` there.",
      ],
    },
    { see: ["A data store cannot be reached", "Roll back"] },
  ];
}

export function images(environment: Environment): Part[] {
  const k = kubectl(environment);
  const { pull } = environment.resolved;
  const first = programs(environment)[0];
  const image = first?.pod.containers[0]?.image ?? "";
  return [
    {
      script: [
        `${k} get pods -o 'custom-columns=POD:.metadata.name,IMAGE:.spec.containers[*].image'`,
        `${k} get events --field-selector reason=Failed --sort-by=.lastTimestamp`,
        ...(pull === undefined ? [] : [`${k} get secret ${pull}`]),
      ],
    },
    {
      list: [
        `The image or its tag does not exist: ${code(image)} and its like must be pushed before they are deployed.`,
        pull === undefined
          ? "The registry asks for a login, and the platform file names none (`pull`)."
          : `The registry refuses the login in ${code(pull)}: send it again.`,
        "The nodes cannot reach the registry.",
      ],
    },
    { see: ["Change an image by hand", "Create the secrets"] },
  ];
}

export function memory(environment: Environment): Part[] {
  const k = kubectl(environment);
  return programs(environment)
    .slice(0, 1)
    .flatMap((workload): Part[] => {
      const [main] = workload.pod.containers;
      const limit = String(main?.resources?.limits?.memory ?? "1Gi");
      return [
        {
          script: [
            `${k} top pods --containers`,
            `${k} describe pods ${labelled(workload.selector)}`,
          ],
        },
        {
          text: "*Last State: Terminated, Reason: OOMKilled* means that the container went over its memory limit. The limit is in the platform file (`resources`). For a hurry, until the next deployment, with the limit that you mean:",
        },
        {
          script: [
            `${k} set resources ${target(workload)} -c ${main?.name} --limits=memory=${limit}`,
          ],
        },
        {
          see: ["Look at recommended requests", "Deploy the platform"].filter(
            (title) =>
              title !== "Look at recommended requests" ||
              ofKind(environment, "VerticalPodAutoscaler").length > 0,
          ),
        },
      ];
    });
}
