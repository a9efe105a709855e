import type { KubeObject } from "../../../client/object.ts";
import { fieldsIn, valueAt } from "../../../kubernetes/fields.ts";
import { numberAt, textAt } from "../../readiness/status.ts";
import type { Wanted } from "../../wanted.ts";
import { isReady, labelsAt, type Seen } from "./seen.ts";
import { type LiveTest, unless, type Verdict } from "./test.ts";

/** That each Service leads to every ready pod that it is for, on each of its ports. */
export function serviceTests(wanted: readonly Wanted[], platform: string): LiveTest[] {
  return wanted.flatMap(({ object, part = platform, where }): LiveTest[] => {
    const labels = labelsAt(object, ["spec", "selector"]);
    if (object.kind !== "Service" || labels === undefined || isIdle(wanted, labels)) return [];
    return [
      {
        about: part,
        title: `Service ${object.metadata.name} leads to its pods`,
        where: () => where(["spec"]),
        look: (seen) => look(seen, object, labels),
      },
    ];
  });
}

/** Whether it is for workloads that are to have no pods here. */
function isIdle(wanted: readonly Wanted[], labels: Readonly<Record<string, string>>): boolean {
  const its = wanted.filter(({ object }) => {
    const own = labelsAt(object, ["spec", "template", "metadata", "labels"]);
    return own && Object.entries(labels).every(([key, value]) => own[key] === value);
  });
  return its.length > 0 && its.every(({ object }) => numberAt(object, "spec.replicas", 1) === 0);
}

async function look(
  seen: Seen,
  service: KubeObject,
  labels: Readonly<Record<string, string>>,
): Promise<Verdict> {
  const ready = (await seen.pods(labels)).filter(isReady);
  if (ready.length === 0) return unless(["none of its pods is ready"]);
  const { name } = service.metadata;
  const slices = (await seen.all("discovery.k8s.io/v1", "EndpointSlice")).filter(
    ({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === name,
  );
  const why = fieldsIn(valueAt(service.spec, ["ports"])).flatMap((port) => {
    const reached = podsBehind(slices, textAt(port, "name"));
    const missed = ready.filter(({ metadata }) => !reached.has(metadata.uid));
    if (missed.length === 0) return [];
    const names = missed.map(({ metadata }) => metadata.name).join(", ");
    return [`port ${numberAt(port, "port")} does not lead to ${names}, which is ready`];
  });
  return unless(why);
}

/** The uids of the pods that a port of a Service leads to. */
function podsBehind(slices: readonly KubeObject[], port: string): ReadonlySet<unknown> {
  const its = slices.filter((slice) =>
    fieldsIn(slice.ports).some((each) => textAt(each, "name") === port),
  );
  const endpoints = its.flatMap((slice) => fieldsIn(slice.endpoints));
  const ready = endpoints.filter(({ conditions }) => valueAt(conditions, ["ready"]) !== false);
  return new Set(ready.map((endpoint) => valueAt(endpoint, ["targetRef", "uid"])));
}
