import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { applyAll } from "./apply.ts";
import { type Loose, namespace, read } from "./fixtures.ts";
import { sharedControlPlane } from "./shared.ts";
import { waitUntil } from "./wait.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "addresses";

function service(name: string, rest: object = {}): Loose {
  const ports = [{ port: 80 }];
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { namespace: ns, name },
    spec: { type: "LoadBalancer", selector: { app: name }, ports, ...rest },
  };
}

function ingress(name: string, ingressClassName: string): Loose {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { namespace: ns, name },
    spec: {
      ingressClassName,
      defaultBackend: { service: { name: "web", port: { number: 80 } } },
    },
  };
}

async function addressOf(object: Loose): Promise<string | undefined> {
  const { status } = await read<{ status: { loadBalancer: { ingress?: { ip: string }[] } } }>(
    plane!,
    object,
  );
  return status.loadBalancer.ingress?.[0]?.ip;
}

describe("the load balancer and Ingress stand-ins", { skip: missing }, () => {
  before(() => applyAll(plane!, [namespace(ns)]));

  test("give a Service and an Ingress an address, and none to those of an unknown class", async () => {
    const strangers = [
      service("strange", { loadBalancerClass: "example.com/nobody" }),
      ingress("strange", "nobody"),
    ];
    const known = [service("web"), service("api"), ingress("web", "nginx")];
    await applyAll(plane!, [...strangers, ...known]);
    const given = new Set<string>();
    for (const object of known) {
      await waitUntil(`${object.kind} ${object.metadata.name} to have an address`, async () => {
        const address = await addressOf(object);
        given.add(address ?? "");
        return address ? undefined : "none";
      });
    }
    given.delete("");
    assert.equal(given.size, 3);
    for (const address of given) assert.match(address, /^203\.0\.113\.\d+$/);
    for (const object of strangers) assert.equal(await addressOf(object), undefined);
  });
});
