import assert from "node:assert/strict";
import type { Service, ServiceMonitor } from "../../src/kubernetes/types/index.ts";
import type { Example } from "../examples/example.ts";
import { ofKind, podOf } from "./rendered.ts";

/** What a ServiceMonitor leads to, once for each of its endpoints. */
export interface Target {
  /** The `job` that the series get: a label of the one Service that the monitor finds. */
  readonly job: string;
  readonly service: string;
  /** The number on which the pods answer. */
  readonly port: number;
  readonly path: string;
}

/** Follows each ServiceMonitor to its one Service, and that to its pods, as the operator does. */
export function targetsOf(given: Example): Target[] {
  return ofKind<ServiceMonitor>(given, "ServiceMonitor").flatMap(({ metadata, spec }) => {
    assert.equal(spec?.namespaceSelector, undefined, "in its own namespace only");
    const services = ofKind<Service>(given, "Service").filter((service) =>
      covers(spec?.selector?.matchLabels, service.metadata?.labels),
    );
    assert.equal(services.length, 1, `${metadata?.name} finds one Service`);
    const [service] = services as [Service];
    return (spec?.endpoints ?? []).map(({ port: name, path = "/metrics" }) => {
      const port = service.spec?.ports?.find((each) => each.name === name);
      assert.ok(port, `the Service has a port ${name}`);
      return {
        job: service.metadata?.labels?.[spec?.jobLabel ?? ""] ?? service.metadata?.name ?? "",
        service: service.metadata?.name ?? "",
        port: containerPort(given, service, port.targetPort ?? port.port),
        path,
      };
    });
  });
}

/** The number that a Service's target port has in the containers that it picks. */
function containerPort(given: Example, { spec }: Service, target: string | number): number {
  if (typeof target === "number") return target;
  const numbers = given.objects.flatMap((object) => {
    const { template } = (object as { spec?: { template?: Template } }).spec ?? {};
    if (!covers(spec?.selector, template?.metadata?.labels)) return [];
    const containers = podOf(object)?.containers ?? [];
    return containers.flatMap(({ ports = [] }) =>
      ports.filter(({ name }) => name === target).map((port) => port.containerPort),
    );
  });
  assert.equal(numbers.length, 1, `one container has a port ${target}`);
  return numbers[0] as number;
}

interface Template {
  readonly metadata?: { readonly labels?: Labels };
}

type Labels = Readonly<Record<string, string>>;

function covers(wanted: Labels = {}, labels: Labels = {}): boolean {
  const entries = Object.entries(wanted);
  return entries.length > 0 && entries.every(([key, value]) => labels[key] === value);
}
