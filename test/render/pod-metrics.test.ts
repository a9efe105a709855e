import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "js-yaml";
import { platform, podMetrics, web } from "../../src/index.ts";
import { resolve } from "../../src/platform/resolve/index.ts";
import { render } from "../../src/render/index.ts";
import { app, place, resources } from "../platform/shop.ts";
import { isYaml, objects } from "./objects.ts";

const rates = podMetrics("adapter-config", {
  http_requests_per_second: { counter: "http_requests_total" },
  orders_per_second: { counter: "shop:orders_total", window: "5m" },
});
const options = {
  image: app,
  port: 80,
  resources,
  scale: { min: 2, max: 9, metrics: { http_requests_per_second: "1k", orders_per_second: 5 } },
} as const;
const shop = web("shop", { ...options, metrics: true });

test("rules of Prometheus Adapter, one for each metric, beside Prometheus", () => {
  const cluster = { monitoring: { namespace: "watch" } };
  const { metadata, data } = objects({ shop, rates }, { cluster }).get(
    "ConfigMap",
    "adapter-config",
  );
  assert.equal(metadata.namespace, "watch");
  isYaml(
    load(data["config.yaml"]),
    `
rules:
  - seriesQuery: http_requests_total{namespace!="",pod!=""}
    resources: { overrides: { namespace: { resource: namespace }, pod: { resource: pod } } }
    name: { matches: ^http_requests_total$, as: http_requests_per_second }
    metricsQuery: sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)
  - seriesQuery: shop:orders_total{namespace!="",pod!=""}
    resources: { overrides: { namespace: { resource: namespace }, pod: { resource: pod } } }
    name: { matches: "^shop:orders_total$", as: orders_per_second }
    metricsQuery: sum(rate(<<.Series>>{<<.LabelMatchers>>}[5m])) by (<<.GroupBy>>)
`,
  );
});

test("all environments of a cluster share it to the byte", () => {
  const environments = {
    dev: { ...place, namespace: "shop-dev", prefix: "dev-", domain: "dev.shop.example" },
    production: { ...place, podSecurity: "baseline", spread: "require" },
  } as const;
  const made = platform("shop", { components: { shop, rates }, environments });
  const [dev, production] = made.environments.map((environment) =>
    render(resolve(made, environment)).filter(({ object }) => object.kind === "ConfigMap"),
  );
  assert.equal(dev?.length, 1);
  assert.deepEqual(
    dev?.map(({ object }) => object),
    production?.map(({ object }) => object),
  );
});

test("a cluster that serves the metrics already needs no rules, and no collecting", () => {
  const served = { podMetrics: ["http_requests_per_second", "orders_per_second"] };
  const quiet = web("quiet", options);
  const found = objects({ quiet, rates }, { cluster: served, components: { rates: false } });
  assert.deepEqual(found.names("ConfigMap"), []);
  assert.equal(found.names("HorizontalPodAutoscaler").length, 1);
});
