import type { Environment } from "../environment.ts";
import { nameOf, ofKind } from "../given.ts";
import { selectorText, target, type Workload } from "../workloads.ts";
import {
  componentsOf,
  containerOf,
  findPod,
  kubectl,
  labelled,
  podOf,
  programs,
  running,
  slipway,
  word,
} from "./commands.ts";
import { type Chapter, type Part, procedure } from "./runbook.ts";

/** Looking at what runs, and into it. */
export function lookingChapter(environment: Environment): Chapter {
  const k = kubectl(environment);
  const { cluster } = environment.resolved;
  const own = programs(environment);
  const accounts = ofKind(environment, "ServiceAccount").map(({ entry }) => nameOf(entry));
  return {
    title: "Look",
    procedures: [
      ...procedure("Read logs", ...logs(environment)),
      ...procedure("See events", {
        script: [
          `${k} get events --sort-by=.lastTimestamp`,
          `${k} get events --field-selector type=Warning --sort-by=.lastTimestamp`,
        ],
      }),
      ...procedure("Describe what runs", {
        script: [
          ...running(environment).map((workload) => `${k} describe ${described(workload)}`),
          ...running(environment)
            .slice(0, 1)
            .map(({ selector }) => `${k} describe pods ${labelled(selector)}`),
        ],
      }),
      ...procedure(
        "See what is used",
        {
          script: [
            `${k} top pods --containers`,
            "kubectl top nodes",
            ...(quotaName(environment)
              ? [`${k} describe resourcequota ${quotaName(environment)}`]
              : []),
          ],
        },
        { text: "What may be used is in [resources.md](resources.md)." },
      ),
      ...procedure(
        "Run a command inside",
        { text: "A shell, where the image has one." },
        {
          script: own.map(
            (workload) =>
              `${k} exec -it ${podOf(environment, workload)}${containerOf(workload)} -- sh`,
          ),
        },
        ...preflights(environment),
      ),
      ...procedure("Copy files", ...copies(environment)),
      ...procedure("Look at the network policies", ...policies(environment)),
      ...procedure("Look at metrics", ...metrics(environment)),
      ...procedure("Look at accounts and rights", {
        script: [
          `${k} get serviceaccounts`,
          ...accounts.slice(0, 1).map((name) => `${k} describe serviceaccount ${name}`),
          ...accounts
            .slice(0, 1)
            .map(
              (name) =>
                `${k} auth can-i --list --as=system:serviceaccount:${environment.resolved.namespace}:${name}`,
            ),
        ],
      }),
      ...procedure("Prepare to drain a node", ...drain(environment)),
      ...(ofKind(environment, "Ingress").length > 0
        ? procedure("Read the logs of the ingress controller", {
            script: [
              `kubectl -n ${cluster.ingress.namespace} logs ${labelled(selectorText(cluster.ingress.pods))} --tail=100 --prefix`,
            ],
          })
        : []),
    ],
  };
}

function described({ kind, name }: Workload): string {
  return kind === "Cluster" ? `clusters.postgresql.cnpg.io/${name}` : target({ kind, name });
}

function quotaName(environment: Environment): string | undefined {
  const [quota] = ofKind(environment, "ResourceQuota");
  return quota && nameOf(quota.entry);
}

function logs(environment: Environment): Part[] {
  const k = kubectl(environment);
  const all = running(environment);
  const clusters = all.filter(({ kind }) => kind === "Cluster");
  const ours = componentsOf(all.filter(({ kind }) => kind !== "Cluster"));
  const logsOf = (name: string, options = "") => slipway(environment, `logs ${name}`, options);
  const steps = all.flatMap(({ component, pod }) =>
    (pod.initContainers ?? []).map(({ name }) => logsOf(word(component), `--container ${name}`)),
  );
  const ending = environment.workloads.filter(({ kind }) => kind === "Job" || kind === "CronJob");
  return [
    { text: "Of all pods of a component, the last lines of each; values of secrets are masked:" },
    { script: ours.map((name) => logsOf(name)) },
    { text: "As they are written, also by pods that come later:" },
    { script: ours.map((name) => logsOf(name, "--follow")) },
    { text: "Of the containers before their last restart:" },
    { script: ours.map((name) => logsOf(name, "--previous")) },
    ...(steps.length > 0 ? [{ text: "Of what prepares a pod:" }, { script: steps }] : []),
    ...(clusters.length > 0
      ? [
          { text: "Of servers that an operator runs:" },
          {
            script: clusters.map(
              (each) => `${k} logs ${podOf(environment, each)}${containerOf(each)}`,
            ),
          },
        ]
      : []),
    ...(ending.length > 0
      ? [
          { text: "Of what ends by itself:" },
          {
            script: ending.map(
              ({ selector }) => `${k} logs ${labelled(selector)} --tail=-1 --prefix`,
            ),
          },
        ]
      : []),
  ];
}

/** The checks that pods are asked with, by hand. */
function preflights(environment: Environment): Part[] {
  const k = kubectl(environment);
  const lines = programs(environment).flatMap((workload) => {
    const command = workload.pod.containers[0]?.readinessProbe?.exec?.command;
    if (!command) return [];
    const words = command.map(word);
    return [
      `${k} exec ${podOf(environment, workload)}${containerOf(workload)} -- ${words.join(" ")}`,
    ];
  });
  return lines.length === 0
    ? []
    : [{ text: "The readiness check of a worker, by hand:" }, { script: lines }];
}

function copies(environment: Environment): Part[] {
  const k = kubectl(environment);
  return programs(environment)
    .slice(0, 1)
    .flatMap((workload): Part[] => {
      const [main] = workload.pod.containers;
      const writable = main?.volumeMounts?.find(({ readOnly }) => !readOnly)?.mountPath ?? "/tmp";
      return [
        {
          text: "From and to one pod; the image must have `tar`. Only mounted folders can be written.",
        },
        {
          script: [
            findPod(environment, workload.selector),
            `${k} cp "$POD:${writable}" ./from-${workload.title}${containerOf(workload)}`,
            `${k} cp ./notes.txt "$POD:${writable}/notes.txt"${containerOf(workload)}`,
          ],
        },
      ];
    });
}

function policies(environment: Environment): Part[] {
  const names = ofKind(environment, "NetworkPolicy").map(({ entry }) => nameOf(entry));
  const k = kubectl(environment);
  if (names.length === 0) return [];
  return [
    { text: "What they let through as a whole is in [network.md](network.md)." },
    { script: [`${k} get networkpolicies`, `${k} describe networkpolicy ${names[0]}`] },
  ];
}

/** A page of metrics as Prometheus sees it. */
function metrics(environment: Environment): Part[] {
  const k = kubectl(environment);
  const lines = ofKind(environment, "ServiceMonitor").flatMap(({ object }) => {
    const wanted = object.spec?.selector?.matchLabels ?? {};
    const end = object.spec?.endpoints?.[0];
    const service = ofKind(environment, "Service").find(({ object: { metadata } }) =>
      Object.entries(wanted).every(([key, value]) => metadata?.labels?.[key] === value),
    );
    const port = service?.object.spec?.ports?.find(({ name }) => name === end?.port)?.port;
    if (!service || port === undefined) return [];
    const local = port < 1024 ? port + 8000 : port;
    return [
      `${k} port-forward service/${nameOf(service.entry)} ${local}:${port}`,
      `curl -fsS http://localhost:${local}${end?.path ?? "/metrics"}`,
    ];
  });
  const monitors =
    ofKind(environment, "ServiceMonitor").length + ofKind(environment, "PodMonitor").length;
  if (monitors === 0) return [];
  return [
    { script: [`${k} get servicemonitors,podmonitors,prometheusrules`] },
    { text: "What Prometheus would collect; the second line of each pair in another terminal:" },
    { script: lines },
  ];
}

function drain(environment: Environment): Part[] {
  const k = kubectl(environment);
  const budgets = ofKind(environment, "PodDisruptionBudget").map(({ entry }) => nameOf(entry));
  return [
    {
      text: "Budgets hold back what would take too many pods at once. A drain that does not end waits for one of them. `NODE` is the name of the node, from `kubectl get nodes`.",
    },
    {
      script: [
        `${k} get pdb`,
        ...budgets.map((name) => `${k} describe pdb ${name}`),
        'kubectl drain "${NODE:?}" --ignore-daemonsets --delete-emptydir-data --timeout=10m',
        'kubectl uncordon "$NODE"',
      ],
    },
  ];
}
