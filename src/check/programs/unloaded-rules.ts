import { isFields } from "../../kubernetes/fields.ts";
import { quote } from "../../kubernetes/text.ts";
import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { readYaml } from "./files/yaml.ts";
import { ruleFiles } from "./monitoring/texts.ts";
import { configured } from "./running/configuration.ts";
import { type Running, running } from "./running/running.ts";

export const unloadedRules: Rule = {
  id: "unloaded-rules",
  layer: "programs",
  severity: "warning",
  title: "alerts that Prometheus never loads",
  why: "the file is in the container, but no pattern of rule_files leads to it: none of its alerts can ever fire",
  fix: "add the file to rule_files",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: prometheus }
data:
  prometheus.yml: |
    rule_files: ["/etc/prometheus/rules/*.yml"]
    scrape_configs: [{ job_name: prometheus, static_configs: [{ targets: ["localhost:9090"] }] }]
  alerts.yml: |
    groups: [{ name: shop, rules: [{ alert: ShopDown, expr: "up == 0" }] }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: prometheus }
spec:
  selector: { matchLabels: { app: prometheus } }
  template:
    metadata: { labels: { app: prometheus } }
    spec:
      containers: [{ name: prometheus, image: "prom/prometheus:v3.5.0", volumeMounts: [{ name: config, mountPath: /etc/prometheus }] }]
      volumes: [{ name: config, configMap: { name: prometheus } }]
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: prometheus }
data:
  prometheus.yml: |
    rule_files: ["*.yml"]
    scrape_configs: [{ job_name: prometheus, static_configs: [{ targets: ["localhost:9090"] }] }]
  alerts.yml: |
    groups: [{ name: shop, rules: [{ alert: ShopDown, expr: "up == 0" }] }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: prometheus }
spec:
  selector: { matchLabels: { app: prometheus } }
  template:
    metadata: { labels: { app: prometheus } }
    spec:
      containers: [{ name: prometheus, image: "prom/prometheus:v3.5.0", volumeMounts: [{ name: config, mountPath: /etc/prometheus }] }]
      volumes: [{ name: config, configMap: { name: prometheus } }]
`,
  find: (world: World) =>
    running(world).flatMap((each): FoundInObject[] => {
      if (each.program?.name !== "Prometheus" || each.placed.role === "init") return [];
      const patterns = patternsOf(each);
      if (!patterns) return [];
      const texts = ruleFiles(world);
      return each.mounts.files
        .filter((file) => texts.some(({ item, at }) => item === file.from && isSame(at, file.at)))
        .filter(({ path }) => !patterns.some((pattern) => pattern.test(path)))
        .map(({ path, from, mount }) => {
          const message = `Prometheus in ${each.placed.container.name} never loads the rules in ${path} (${from.kind} ${quote(from.name)}): no pattern of rule_files leads there`;
          return foundAt(each.workload.item, mount.at.field("mountPath"), message);
        });
    }),
};

function isSame(one: object, other: object): boolean {
  return String(one) === String(other);
}

/** What `rule_files` leads to; undefined where the configuration is not known. */
function patternsOf(each: Running): RegExp[] | undefined {
  const { files, isOpen } = configured(each);
  const [file, ...others] = files;
  if (!file || isOpen || others.length > 0) return undefined;
  const { value } = readYaml(file.text);
  if (!isFields(value)) return undefined;
  const patterns: unknown[] = Array.isArray(value.rule_files) ? value.rule_files : [];
  const folder = file.path.slice(0, file.path.lastIndexOf("/"));
  return patterns.map((pattern) => globOf(String(pattern), folder));
}

/** @see https://pkg.go.dev/path/filepath#Match */
function globOf(pattern: string, folder: string): RegExp {
  const whole = pattern.startsWith("/") ? pattern : `${folder}/${pattern.replace(/^\.\//, "")}`;
  const source = whole
    .replaceAll(/\/+/g, "/")
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /^/;
  }
}
