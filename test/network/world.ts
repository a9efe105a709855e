import assert from "node:assert/strict";
import type {
  NetworkPolicy,
  PolicyPod,
  PolicyPodPort,
} from "../../src/kubernetes/network-policy-types.ts";
import type { CronJob, StatefulSet } from "../../src/kubernetes/types/index.ts";
import type { Example } from "../examples/example.ts";
import { elsewhere, type Network, type Place, placesElsewhere } from "./table.ts";

/** Two pods of one kind: one that asks and one that answers. */
export interface Group {
  readonly name: string;
  readonly asks: PolicyPod;
  readonly answers: PolicyPod;
}

/** The pods of one environment. */
export interface World {
  readonly environment: string;
  readonly groups: readonly Group[];
}

type Given = Place & { readonly ports?: readonly PolicyPodPort[] };

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

export function worldOf(given: Example, network: Network): World {
  const { environment } = given;
  return { environment, groups: podsOf(given, network.prefix?.[environment]) };
}

/**
 * The pods that the rendered workloads make, with a solver and a stranger in the same namespace.
 *
 * @param prefix that all of their names have; they are called without it
 */
export function podsOf({ objects, resolved }: Example, prefix = ""): readonly Group[] {
  const { namespace, selector, platform } = resolved;
  const rendered = objects.flatMap((object) => {
    const { spec } = object as unknown as Pick<StatefulSet, "spec">;
    const job = (object as unknown as Pick<CronJob, "spec">).spec?.jobTemplate;
    const template = spec?.template ?? job?.spec?.template;
    if (!template?.metadata?.labels || !template.spec) return [];
    assert.notEqual(template.spec.hostNetwork, true, "policies do not reach pods of the node");
    const { containers = [], initContainers = [] } = template.spec;
    const ports = [...containers, ...initContainers].flatMap((each) => each.ports ?? []);
    const { name = "" } = object.metadata;
    assert.ok(name.startsWith(prefix), `${name} begins with ${prefix}`);
    // A migration's name ends in a digest of its content.
    const plain = name.slice(prefix.length).replace(/-[0-9a-f]{10}$/, "");
    return group(plain, { namespace, labels: template.metadata.labels, ports });
  });
  const [first] = rendered;
  const value = first?.asks.labels[selector] ?? "";
  const alike = ["app.kubernetes.io/name", "app", "component"].filter((key) => key !== selector);
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
      labels: {
        "app.kubernetes.io/part-of": platform,
        ...Object.fromEntries(alike.map((key) => [key, value])),
      },
    }),
  ];
}

/** Pods of the cluster that belong to no environment; the stranger has every label of a component. */
export function podsElsewhere([one]: readonly Group[]): readonly Group[] {
  const labels = one?.asks.labels ?? {};
  const places: Readonly<Record<string, Place>> = {
    ...placesElsewhere,
    "stranger-elsewhere": { namespace: "other", labels },
  };
  return elsewhere.map((name) => group(name, places[name] as Place));
}
