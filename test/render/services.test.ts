import assert from "node:assert/strict";
import { test } from "node:test";
import { web, worker } from "../../src/index.ts";
import { app, resources } from "../platform/shop.ts";
import { isYaml, objects } from "./objects.ts";

const plain = { image: app, resources, scale: 1 };
const made = (part: object, environment: object = {}) =>
  objects(
    { shop: web("shop", { ...plain, port: { http: 8000, ws: 8001 }, ...part }) },
    environment,
  );

test("a Service for every port, found by the component's label", () => {
  isYaml(
    made({}).get("Service", "shop").spec,
    `
selector: { app.kubernetes.io/name: shop }
ports:
  - { name: http, port: 8000, targetPort: http }
  - { name: ws, port: 8001, targetPort: ws }
`,
  );
});

test("the first Service may have a name and ports of its own", () => {
  const part = { service: { name: "backend", ports: { http: 80 } } };
  const { spec } = made(part).get("Service", "backend");
  assert.deepEqual(spec.ports[0], { name: "http", port: 80, targetPort: "http" });
  assert.deepEqual(made(part, { prefix: "dev-" }).names("Service"), ["dev-backend"]);
});

test("further Services: headless, internal, load balancers", () => {
  const annotations = { "example.org/lb": "internal" };
  const found = made({
    services: {
      direct: "headless",
      also: "internal",
      office: { loadBalancer: { from: ["192.0.2.0/24"], annotations } },
      public: { loadBalancer: { ports: { http: 80 } } },
    },
  });
  assert.deepEqual(found.names("Service"), ["shop", "direct", "also", "office", "public"]);
  assert.equal(found.get("Service", "direct").spec.clusterIP, "None");
  assert.deepEqual(found.get("Service", "also").spec, found.get("Service", "shop").spec);
  const office = found.get("Service", "office");
  assert.equal(office.metadata.annotations["example.org/lb"], "internal");
  isYaml(
    office.spec,
    `
type: LoadBalancer
loadBalancerSourceRanges: [192.0.2.0/24]
externalTrafficPolicy: Local
selector: { app.kubernetes.io/name: shop }
ports:
  - { name: http, port: 8000, targetPort: http }
  - { name: ws, port: 8001, targetPort: ws }
`,
  );
  isYaml(
    found.get("Service", "public").spec,
    `
type: LoadBalancer
selector: { app.kubernetes.io/name: shop }
ports: [{ name: http, port: 80, targetPort: http }]
`,
  );
});

test("a listed Service of the component's own name stands in place of the first", () => {
  const part = { port: 9000, services: { tasks: "headless" } } as const;
  const found = objects({ tasks: worker("tasks", { ...plain, ...part }) });
  assert.deepEqual(found.names("Service"), ["tasks"]);
  assert.equal(found.get("Service", "tasks").spec.clusterIP, "None");
});
