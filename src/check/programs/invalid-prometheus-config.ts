import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { foundIn } from "./monitoring/problem.ts";
import { prometheusProblems } from "./monitoring/prometheus-config.ts";
import { prometheusConfigs } from "./monitoring/texts.ts";

export const invalidPrometheusConfig: Rule = {
  id: "invalid-prometheus-config",
  layer: "programs",
  severity: "error",
  title: "a configuration that Prometheus refuses",
  why: "Prometheus ends at its start, or keeps the old configuration when it is told to load this one",
  fix: "correct the field; promtool check config tells the same",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: prometheus }
data:
  prometheus.yml: |
    global:
      scrape_interval: 30s
    scrape_configs:
      - job_name: shop
        static_configs: [{ targets: ["http://shop:8080"] }]
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: prometheus }
data:
  prometheus.yml: |
    global:
      scrape_interval: 30s
    scrape_configs:
      - job_name: shop
        scheme: http
        static_configs: [{ targets: ["localhost:9090"] }]
`,
  find: (world: World) =>
    prometheusConfigs(world).flatMap((text): FoundInObject[] =>
      prometheusProblems(text.value).map((problem) => foundIn(text, problem)),
    ),
};
