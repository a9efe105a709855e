import type { Environment } from "../environment.ts";
import { nameOf, ofKind } from "../given.ts";
import { routesOf } from "../network/hosts.ts";
import { podsName } from "../order.ts";
import { code, listed } from "../purposes/purposes.ts";
import { selectorText, target, type Workload } from "../workloads.ts";
import {
  containerOf,
  firstServiceOf,
  kubectl,
  labelled,
  podOf,
  programs,
  stores,
} from "./commands.ts";
import { type Chapter, type Part, procedure } from "./runbook.ts";

/** Symptoms, how to find the cause, and what to do. */
export function troubleChapter(environment: Environment): Chapter {
  return {
    title: "When something is wrong",
    procedures: [
      ...procedure("Pods do not start", ...pending(environment)),
      ...procedure("CrashLoopBackOff", ...crashing(environment)),
      ...procedure("ImagePullBackOff", ...images(environment)),
      ...procedure("High memory use, OOMKilled", ...memory(environment)),
      ...procedure("The platform does not answer at its address", ...routes(environment)),
      ...procedure("A data store cannot be reached", ...connections(environment)),
      ...procedure("The autoscaler does not scale", ...scaling(environment)),
      ...procedure("A volume is full", ...volumes(environment)),
      ...procedure("A connection is refused by the network", ...network(environment)),
      ...procedure("A backup failed", ...backups(environment)),
    ],
  };
}

function pending(environment: Environment): Part[] {
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

function crashing(environment: Environment): Part[] {
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

function images(environment: Environment): Part[] {
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

function memory(environment: Environment): Part[] {
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
          see: ["Look at recommended requests", "Deploy step by step"].filter(
            (title) =>
              title !== "Look at recommended requests" ||
              ofKind(environment, "VerticalPodAutoscaler").length > 0,
          ),
        },
      ];
    });
}

function routes(environment: Environment): Part[] {
  const all = routesOf(environment);
  if (all.length === 0) return [];
  const k = kubectl(environment);
  const { ingress } = environment.resolved.cluster;
  const hosts = [...new Set(all.map(({ host }) => host))].filter((host) => !host.includes("*"));
  const ingresses = ofKind(environment, "Ingress").map(({ entry }) => nameOf(entry));
  const gateways = ofKind(environment, "Gateway").map(({ entry }) => nameOf(entry));
  return [
    {
      script: [
        ...ingresses.map((name) => `${k} describe ingress ${name}`),
        ...gateways.map((name) => `${k} describe gateway ${name}`),
        ...(gateways.length > 0 ? [`${k} describe httproutes`] : []),
        `kubectl -n ${ingress.namespace} get pods ${labelled(selectorText(ingress.pods))}`,
        `kubectl -n ${ingress.namespace} logs ${labelled(selectorText(ingress.pods))} --tail=100 --prefix`,
        ...hosts.map((host) => `nslookup ${host}`),
        `${k} get endpointslices`,
      ],
    },
    {
      list: [
        `No address at the ${gateways.length > 0 ? "Gateway" : "Ingress"}: the controller does not run, or has another class than ${code(ingress.class)}.`,
        "The name leads nowhere: its DNS record must point to that address.",
        "503: no pod behind the Service is ready.",
        "404: neither host nor path is routed; [network.md](network.md#addresses-outside) lists them.",
        ...(ofKind(environment, "Certificate").length > 0
          ? ["The browser warns of the certificate: it is not issued yet."]
          : []),
        "429 or 503 under load: the rate limits of the route.",
      ],
    },
    {
      see: [
        ...(ofKind(environment, "Certificate").length > 0 ? ["Look at the certificates"] : []),
        "Reach a Service from your machine",
      ],
    },
  ];
}

function connections(environment: Environment): Part[] {
  const k = kubectl(environment);
  const own = stores(environment);
  return own
    .flatMap((store): Part[] => {
      const asks = programs(environment).filter((workload) =>
        environment.resolved.edges.some(
          ({ from, to }) =>
            "pods" in from &&
            "pods" in to &&
            from.pods === podsName(workload) &&
            to.pods === podsName(store),
        ),
      );
      const service = firstServiceOf(environment, store);
      return [
        {
          text: `**${store.name}**${asks.length > 0 ? `, used by ${listed(asks.map(({ name }) => name))}` : ""}`,
        },
        {
          script: [
            `${k} get pods ${labelled(store.selector)}`,
            ...(service
              ? [`${k} get endpointslices -l kubernetes.io/service-name=${service.name}`]
              : []),
            `${k} logs ${podOf(environment, store)}${containerOf(store)} --tail=100`,
            `${k} exec ${podOf(environment, store)} -c ${store.pod.containers[0]?.name} -- ${alive(store)}`,
          ],
        },
      ];
    })
    .concat(
      own.length === 0
        ? []
        : [
            {
              list: [
                "Its pod does not run: see its events, and whether its volume is full.",
                "The password was changed on one side only.",
                "The program's connection is not declared in the platform file, so that the network refuses it.",
              ],
            },
            { see: ["Restart", "Rotate a secret", "A connection is refused by the network"] },
          ],
    );
}

function alive(store: Workload): string {
  return store.sort === "redis" ? "redis-cli ping" : "pg_isready";
}

function scaling(environment: Environment): Part[] {
  const k = kubectl(environment);
  const names = programs(environment).flatMap(({ autoscaler }) => autoscaler ?? []);
  if (names.length === 0) return [];
  return [
    {
      script: [
        ...names.map((name) => `${k} describe hpa ${name}`),
        `${k} top pods`,
        "kubectl get apiservices",
      ],
    },
    {
      list: [
        "`<unknown>` among the targets: metrics-server, or the adapter of a custom metric, does not answer (`AVAILABLE` is not `True`).",
        "`ScalingLimited`: it is at its maximum; raise `max` in the platform file, with an eye on the quota.",
        "`ScalingDisabled`: somebody scaled to 0; scale to the minimum, and it goes on.",
        "*exceeded quota* in the events: the namespace may not have more pods.",
      ],
    },
    { see: ["Check what the cluster must have", "Scale by hand"] },
  ];
}

function volumes(environment: Environment): Part[] {
  const k = kubectl(environment);
  const mounted = [...stores(environment), ...programs(environment)].flatMap((workload) => {
    const claims = new Set(
      (workload.pod.volumes ?? []).flatMap(({ name, persistentVolumeClaim }) =>
        persistentVolumeClaim ? [name] : [],
      ),
    );
    const [main] = workload.pod.containers;
    const own = new Set((workload.pod.volumes ?? []).map(({ name }) => name));
    const paths = (main?.volumeMounts ?? [])
      .filter(({ name }) => claims.has(name) || !own.has(name))
      .map(({ mountPath }) => mountPath);
    return paths.length === 0
      ? []
      : [`${k} exec ${podOf(environment, workload)} -c ${main?.name} -- df -h ${paths.join(" ")}`];
  });
  if (mounted.length === 0) return [];
  return [
    {
      text: "How full each volume is, seen from a pod that mounts it; and whether a node itself is short of disk, which evicts pods:",
    },
    {
      script: [
        ...mounted,
        `${k} get pods --field-selector status.phase=Failed`,
        "kubectl describe nodes",
      ],
    },
    { see: ["Make a volume larger", "Clean up"] },
  ];
}

function network(environment: Environment): Part[] {
  const k = kubectl(environment);
  if (ofKind(environment, "NetworkPolicy").length === 0) return [];
  return [
    {
      text: "Everything is closed that the platform file does not declare. A pod that is not of the platform, such as one that is started to try something, reaches nothing but the cluster's DNS: ask a Service from your machine instead. What should be open must be in [network.md](network.md); if it is not, declare it (`calls`, a reference, a route).",
    },
    { script: [`${k} get networkpolicies`, `${k} describe networkpolicies`] },
    { see: ["Reach a Service from your machine"] },
  ];
}

function backups(environment: Environment): Part[] {
  const k = kubectl(environment);
  const all = environment.workloads.filter(({ role }) => role === "backup");
  if (all.length === 0) return [];
  return [
    {
      script: all.flatMap(({ selector }) => [
        `${k} get jobs ${labelled(selector)}`,
        `${k} logs ${labelled(selector)} --tail=-1 --prefix`,
      ]),
    },
    {
      list: [
        "*No space left on device*: make the volume of the dumps larger, or keep fewer of them.",
        "The pod is Pending: it must be on the node of the data store, because both mount one volume.",
        "A dump that cannot be read back is not kept: look at the data store.",
      ],
    },
    { see: ["Make a volume larger", "Back up by hand"] },
  ];
}
