import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { evaluateNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import type { Endpoint, PolicyPod } from "../../src/kubernetes/network-policy-types.ts";
import type { Resource } from "../control-plane/resources.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { turn } from "../control-plane/turn.ts";
import { complaints, verdicts } from "../control-plane/verdicts.ts";
import { NEEDS_GO } from "../go-program.ts";
import { podsOf, policiesOf } from "../network/world.ts";
import { egctl, translate } from "../programs/envoy-gateway/translate.ts";
import { needs } from "../programs/installed.ts";
import { exampleBehindGateway, systemsBehindGateways } from "./behind-gateway.ts";
import type { Example } from "./example.ts";

const { plane, missing } = await sharedControlPlane();
const { skip = false } = needs("openssl");
const program = skip === false ? egctl() : undefined;
const translating = { skip: skip || (program === undefined && NEEDS_GO) };

let release = async () => {};
before(async () => {
  if (plane) release = await turn(plane, "examples");
});
after(() => release());

it("every example can stand behind Envoy Gateway", () => {
  const folders = readdirSync(new URL("../../examples", import.meta.url));
  assert.deepEqual(folders.sort(), systemsBehindGateways.toSorted());
});

for (const system of systemsBehindGateways) {
  for (const given of await exampleBehindGateway(system)) {
    const { environment, objects, resolved } = given;
    describe(`${system} ${environment} behind Envoy Gateway`, () => {
      it("has no Ingress, and a Gateway", () => {
        const count = (kind: string) => objects.filter((object) => object.kind === kind).length;
        assert.deepEqual([count("Ingress"), count("Gateway")], [0, 1]);
      });

      it("is accepted by the API server without a warning", { skip: missing }, async () => {
        assert.deepEqual(complaints(objects, await verdicts(plane!, objects)), []);
      });

      it("is translated as it is meant", translating, () => {
        const { complaints, envoy } = translate(program as string, objects);
        assert.deepEqual(complaints, []);
        for (const { routes, tls } of resolved.ingresses) {
          for (const { host, paths } of routes) {
            const name = host.replace("*", "any-other");
            for (const { path, service, number } of paths) {
              const url = `${name}${path}`;
              const scheme = tls === undefined ? "http" : "https";
              assert.equal(envoy.get(`${scheme}://${url}`)?.to, `${service}:${number}`, url);
              if (tls === undefined) continue;
              assert.equal(envoy.get(`http://${url}`)?.redirect, "https PERMANENT_REDIRECT", url);
            }
          }
        }
      });

      it("lets the proxies of its Gateway reach what is routed, and nobody else", () => {
        const { proxy, others } = proxiesOf(given);
        const evaluator = evaluateNetworkPolicies(policiesOf(given));
        const routed = routedPorts(given);
        assert.ok(routed.size > 0);
        for (const { answers } of podsOf(given)) {
          const ports = (answers.ports ?? []).map(({ containerPort }) => containerPort);
          for (const port of new Set([22, 80, 8089, ...ports])) {
            const name = `${answers.name}:${port}`;
            const may = (from: Endpoint) =>
              evaluator.allowed({ from, to: answers, port, protocol: "TCP" });
            if (may({ address: "93.184.216.34" })) continue; // a load balancer of its own
            assert.equal(may(proxy), routed.has(name), name);
            for (const other of others) assert.ok(!may(other), `${other.name} ${name}`);
          }
        }
      });
    });
  }
}

/** A proxy of the environment's Gateway, and pods that are none of them. */
function proxiesOf({ objects }: Example): { proxy: PolicyPod; others: PolicyPod[] } {
  const { name = "", namespace = "" } =
    objects.find(({ kind }) => kind === "Gateway")?.metadata ?? {};
  const pod = (called: string, place: string, labels: Record<string, string>): PolicyPod => ({
    name: called,
    namespace: place,
    labels,
    ip: "10.99.0.1",
  });
  const envoy = (gateway: string, of: string) => ({
    "app.kubernetes.io/name": "envoy",
    "app.kubernetes.io/component": "proxy",
    "app.kubernetes.io/managed-by": "envoy-gateway",
    "gateway.envoyproxy.io/owning-gateway-name": gateway,
    "gateway.envoyproxy.io/owning-gateway-namespace": of,
  });
  const system = "envoy-gateway-system";
  return {
    proxy: pod("proxy", system, envoy(name, namespace)),
    others: [
      pod("proxy of another name", system, envoy("another", namespace)),
      pod("proxy of another namespace", system, envoy(name, "another")),
      pod("proxy in another place", "default", envoy(name, namespace)),
      pod("the controller", system, { "control-plane": "envoy-gateway" }),
      pod("ingress-nginx", "ingress-nginx", { "app.kubernetes.io/name": "ingress-nginx" }),
    ],
  };
}

/** Pods and ports that the rendered HTTPRoutes lead to, through the rendered Services; and the solver. */
function routedPorts(given: Example): ReadonlySet<string> {
  const { objects } = given;
  const specs = <T>(kind: string) =>
    objects
      .filter((object) => object.kind === kind)
      .map((object) => object as unknown as Resource & { readonly spec: T });
  const backends = specs<Route>("HTTPRoute").flatMap(({ spec }) =>
    spec.rules.flatMap(({ backendRefs = [] }) => backendRefs),
  );
  const led = backends.flatMap(({ name, port }) => {
    const service = specs<Service>("Service").find(({ metadata }) => metadata.name === name);
    const { selector = {}, ports = [] } = service?.spec ?? {};
    const target = ports.find((one) => one.port === port)?.targetPort;
    return podsOf(given).flatMap(({ answers }) => {
      const isChosen = Object.entries(selector).every(
        ([key, value]) => answers.labels[key] === value,
      );
      const number = answers.ports?.find((one) => one.name === target)?.containerPort;
      return isChosen && number !== undefined ? [`${answers.name}:${number}`] : [];
    });
  });
  const solves = given.resolved.issuers.some(({ http01 }) => http01);
  return new Set([...led, ...(solves ? ["acme-solver-2:8089"] : [])]);
}

interface Route {
  readonly rules: readonly { readonly backendRefs?: { name: string; port: number }[] }[];
}

interface Service {
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly targetPort: string }[];
}
