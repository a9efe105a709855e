import { podOf } from "../../kubernetes/pod-security/index.ts";
import { inventory, isSameNamespace } from "../objects/inventory.ts";
import type { Workload } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { once, type World } from "../world.ts";
import { type Address, addresses } from "./addresses/addresses.ts";
import { isLocal } from "./addresses/hosts.ts";
import { tellingPorts } from "./addresses/schemes.ts";
import { foundTogether, placeOf, shownAddress } from "./addresses/told.ts";

export const localhostAddress: Rule = {
  id: "localhost-address",
  layer: "graphs",
  severity: "warning",
  title: "localhost where another pod is meant",
  why: "localhost is the pod itself, where nothing listens at this port: the connection is refused",
  fix: "write the name of the Service",
  bad: `apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, labels: { app: db } }
spec: { containers: [{ name: db, image: "postgres:17", ports: [{ containerPort: 5432 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: DATABASE_URL, value: "postgres://localhost:5432/shop" }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, labels: { app: db } }
spec: { containers: [{ name: db, image: "postgres:17", ports: [{ containerPort: 5432 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: DATABASE_URL, value: "postgres://db:5432/shop" }]
`,
  find: (world: World) => {
    const groups = new Map<string, { address: Address; service: string }[]>();
    for (const address of addresses(world)) {
      const service = meantService(world, address);
      if (service === undefined) continue;
      const key = `${service}:${address.port}`;
      groups.set(key, [...(groups.get(key) ?? []), { address, service }]);
    }
    return [...groups.values()].map((all): FoundInObject => {
      const [{ address, service }] = all as [(typeof all)[number]];
      const shown = shownAddress(address);
      const message = `${placeOf(address)} names ${shown}, where nothing of the pod listens`;
      const fix = `write ${service}:${address.port}: port ${address.port} is that of Service ${service}`;
      return foundTogether(
        all.map((each) => each.address),
        message,
        fix,
      );
    });
  },
};

interface Answering {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly selector: readonly (readonly [string, string | undefined])[];
}

const answeringAt = once((world): ReadonlyMap<number, readonly Answering[]> => {
  const byPort = new Map<number, Answering[]>();
  for (const { name, namespace, object } of inventory(world).all("Service")) {
    const selector = Object.entries(object.spec?.selector ?? {});
    if (selector.length === 0) continue;
    for (const { port = 0 } of object.spec?.ports ?? []) {
      const known = byPort.get(port) ?? [];
      byPort.set(port, known);
      known.push({ name, namespace, selector });
    }
  }
  return byPort;
});

/** The one Service that an address of the own pod should name; undefined where it may be right. */
function meantService(world: World, address: Address): string | undefined {
  const { host, port, readers } = address;
  if (!isLocal(host) || port === undefined || !tellingPorts.has(port)) return undefined;
  const services = answeringAt(world).get(port) ?? [];
  const [reader] = readers;
  if (!reader || services.length === 0 || readers.some((each) => mayListen(each, port)))
    return undefined;
  const near = services.filter(({ namespace }) =>
    isSameNamespace(namespace, reader.item.namespace),
  );
  const isOwn = near.some(({ selector }) =>
    readers.some(({ labels }) => selector.every(([key, value]) => labels[key] === value)),
  );
  return isOwn ? undefined : near[0]?.name;
}

/** Whether a container of the pod may listen there: one that declares no ports may at any. */
function mayListen({ item, spec, containers }: Workload, port: number): boolean {
  if (spec.hostNetwork) return true;
  const { annotations } = podOf(item.object)?.metadata ?? {};
  if (Object.keys(annotations ?? {}).some((key) => key.includes("inject"))) return true;
  const running = containers.filter(({ role }) => role !== "init");
  const ports = running.map(({ container }) => container.ports ?? []);
  if (ports.flat().some(({ containerPort }) => containerPort === port)) return true;
  return running.length > 1 && ports.some((own) => own.length === 0);
}
