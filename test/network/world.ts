import assert from "node:assert/strict";
import type {
  NetworkPolicy,
  PolicyPod,
  PolicyPodPort,
} from "../../src/kubernetes/network-policy-types.ts";
import type { CronJob, StatefulSet } from "../../src/kubernetes/types/index.ts";
import type { Example } from "../examples/example.ts";
import { elsewhere } from "./thebot-table.ts";

/** Two pods of one kind: one that asks and one that answers. */
export interface Group {
  readonly name: string;
  readonly asks: PolicyPod;
  readonly answers: PolicyPod;
}

type Given = Pick<PolicyPod, "namespace" | "labels"> & {
  readonly ports?: readonly PolicyPodPort[];
};

let addresses = 0;

function group(name: string, given: Given): Group {
  const pod = (copy: string): PolicyPod => {
    addresses++;
    const ip = `10.244.${addresses >> 8}.${addresses & 255}`;
    return { name: `${name}-${copy}`, ip, ...given };
  };
  return { name, asks: pod("1"), answers: pod("2") };
}

export function policiesOf({ objects }: Example): readonly NetworkPolicy[] {
  return objects.filter(({ kind }) => kind === "NetworkPolicy") as readonly NetworkPolicy[];
}

/** The pods that the rendered workloads make, with a solver and a stranger in the same namespace. */
export function podsOf({ objects, resolved: { namespace } }: Example): readonly Group[] {
  const rendered = objects.flatMap((object) => {
    const { spec } = object as unknown as Pick<StatefulSet, "spec">;
    const job = (object as unknown as Pick<CronJob, "spec">).spec?.jobTemplate;
    const template = spec?.template ?? job?.spec?.template;
    if (!template?.metadata?.labels) return [];
    assert.notEqual(template.spec?.hostNetwork, true, "policies do not reach pods of the node");
    const { containers = [], initContainers = [] } = template.spec ?? {};
    const ports = [...containers, ...initContainers].flatMap((each) => each.ports ?? []);
    // A migration's name ends in a digest of its content.
    const name = (object.metadata.name ?? "").replace(/-[0-9a-f]{10}$/, "");
    return group(name, { namespace, labels: template.metadata.labels, ports });
  });
  return [
    ...rendered,
    group("acme-solver", {
      namespace,
      labels: { "acme.cert-manager.io/http01-solver": "true" },
      ports: [{ containerPort: 8089 }],
    }),
    // It looks like one of ours, but no component's name is on it.
    group("stranger", {
      namespace,
      labels: { "app.kubernetes.io/part-of": "thebot", app: "backend" },
    }),
  ];
}

const named = (name: string) => ({ "app.kubernetes.io/name": name });
const others: Readonly<Record<string, Given>> = {
  "ingress-controller": { namespace: "ingress-nginx", labels: named("ingress-nginx") },
  prometheus: { namespace: "monitoring", labels: named("prometheus") },
  grafana: { namespace: "monitoring", labels: named("grafana") },
  "kube-dns": { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
  "stranger-elsewhere": { namespace: "other", labels: named("backend") },
  "false-prometheus": { namespace: "other", labels: named("prometheus") },
};

/** Pods of the cluster that belong to no environment. */
export const podsElsewhere: readonly Group[] = elsewhere.map((name) =>
  group(name, others[name] as Given),
);
