import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { listedItems } from "../objects/titles.ts";
import { areTogether, togetherWith } from "../objects/together.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { areCollapsed } from "./kustomize/selectors.ts";
import { bySelection } from "./selectors/index-of-pods.ts";
import { isAside, isJob, type Pods } from "./selectors/pods.ts";
import { declaredPorts } from "./selectors/ports.ts";
import { byProgram, isNamedAfter, stemOf } from "./selectors/programs.ts";
import { type Selecting, selectingServices } from "./selectors/services.ts";

export const overlappingServices: Rule = {
  id: "overlapping-services",
  layer: "graphs",
  severity: "error",
  title: "a Service that sends requests to pods of different programs",
  why: "every request goes to any of the pods that the selector matches: a part of them reaches a program that does not listen on that port, or that is another one",
  fix: "give each program a label of its own, in its template and its selector, and select that; a common label of kustomize that overwrites it goes with includeSelectors: false",
  bad: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: shop }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: shop, tier: web } }
  template:
    metadata: { labels: { app: shop, tier: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 8080 }] }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: cache }
spec:
  serviceName: cache
  selector: { matchLabels: { app: shop, tier: cache } }
  template:
    metadata: { labels: { app: shop, tier: cache } }
    spec: { containers: [{ name: cache, image: "example.com/cache:v1", ports: [{ containerPort: 6379 }] }] }
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: shop, tier: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: shop, tier: web, track: stable } }
  template:
    metadata: { labels: { app: shop, tier: web, track: stable } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 8080 }] }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web-canary }
spec:
  selector: { matchLabels: { app: shop, tier: web, track: canary } }
  template:
    metadata: { labels: { app: shop, tier: web, track: canary } }
    spec: { containers: [{ name: web, image: "example.com/web:v2", ports: [{ containerPort: 8080 }] }] }
`,
  find: (world: World) =>
    groupsOf(world)
      .filter(
        ({ members }) =>
          !areCollapsed(
            world,
            members.map(({ item }) => item),
          ),
      )
      .flatMap(judge),
};

const SELECTOR = FieldPath.root.field("spec", "selector");

interface Group {
  readonly services: readonly Selecting[];
  /** Those of the pods that run on. */
  readonly members: readonly Pods[];
}

/** Among so many workloads nobody needs to look for a second reason. */
const MOST = 100;

/** The Services of one namespace that select the same pods of several workloads. */
function groupsOf(world: World): readonly Group[] {
  const several = selectingServices(world).filter(
    ({ selection, isHeadless }) => !selection.isPartial && !isHeadless && selection.pods.length > 1,
  );
  const groups = bySelection(several, ({ service }) => service).map((services) => ({
    services,
    members: (services[0]?.selection.pods ?? [])
      .slice(0, MOST)
      .filter((each) => isMember(services, each)),
  }));
  return [...Map.groupBy(groups, ({ members }) => keyOf(members)).values()]
    .map((same) => ({
      services: same.flatMap(({ services }) => services),
      members: same[0]?.members ?? [],
    }))
    .filter(({ members }) => members.length > 1);
}

function isMember([first]: readonly Selecting[], pods: Pods): boolean {
  return (
    first !== undefined && areTogether(first.service, pods.item) && !isJob(pods) && !isAside(pods)
  );
}

function keyOf(members: readonly Pods[]): string {
  return members.map(({ item }) => `${togetherWith(item)}/${item.kind}/${item.name}`).join();
}

/** One cause is told once: at the first Service of a group. */
function judge({ services, members }: Group): FoundInObject[] {
  const named = mixed(services, members);
  const [first] = services as [Selecting, ...Selecting[]];
  if (named) {
    const all = listedItems(services.map(({ service }) => service));
    const pods = listedItems(members.map(({ item }) => item));
    return [foundAt(first.service, SELECTOR, `${all} select the same pods: those of ${pods}`)];
  }
  for (const { service } of services) {
    const stranger = strangerOf(service.object.spec?.ports ?? [], members);
    if (!stranger) continue;
    const { port, without } = stranger;
    const pods = listedItems(without.map(({ item }) => item));
    const message = `its port ${port} leads also to pods of ${pods}, which do not have it`;
    return [foundAt(service, SELECTOR, message)];
  }
  return [];
}

/** Whether Services that are named after different programs select the pods of both. */
function mixed(services: readonly Selecting[], members: readonly Pods[]): boolean {
  if (services.length < 2) return false;
  const programs = byProgram(members);
  if (programs.length < 2) return false;
  const meant = new Set<number>();
  for (const { service } of services) {
    const own = programs.flatMap((pods, index) =>
      pods.some(({ item }) => isNamedAfter(service.name, item.name)) ? [index] : [],
    );
    if (own.length === 1) meant.add(own[0] as number);
  }
  return meant.size > 1;
}

/** A port by number that one program has, and another, of which ports are known, has not. */
function strangerOf(
  ports: readonly {
    targetPort?: number | string | undefined;
    port?: number | undefined;
    protocol?: string | undefined;
  }[],
  members: readonly Pods[],
): { port: number; without: readonly Pods[] } | undefined {
  for (const { port, targetPort = port, protocol } of ports) {
    if (typeof targetPort !== "number") continue;
    const declared = members.map((pods) => ({
      pods,
      ports: (declaredPorts(pods, protocol) ?? []).map(({ number }) => number),
    }));
    const having = declared.filter(({ ports: own }) => own.includes(targetPort));
    const stems = new Set(having.map(({ pods }) => stemOf(pods.item.name)));
    const without = declared.filter(
      ({ pods, ports: own }) =>
        own.length > 0 && !own.includes(targetPort) && !stems.has(stemOf(pods.item.name)),
    );
    if (having.length > 0 && without.length > 0)
      return { port: targetPort, without: without.map(({ pods }) => pods) };
  }
  return undefined;
}
