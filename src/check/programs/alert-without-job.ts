import { closest } from "../../closest.ts";
import { isFields } from "../../kubernetes/fields.ts";
import { quote } from "../../kubernetes/text.ts";
import { isSameNamespace } from "../objects/inventory.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { foundIn } from "./monitoring/problem.ts";
import { type ConfigText, prometheusConfigs, ruleFiles } from "./monitoring/texts.ts";
import { running } from "./running/running.ts";

export const alertWithoutJob: Rule = {
  id: "alert-without-job",
  layer: "programs",
  severity: "warning",
  title: "an alert for a job that is not scraped",
  why: "no series has that job: the expression is empty whatever happens, and the alert never fires",
  fix: "write the job_name of the scrape configuration",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: prometheus }
data:
  prometheus.yml: |
    rule_files: [alerts.yml]
    alerting: { alertmanagers: [] }
    scrape_configs: [{ job_name: shop-api, static_configs: [{ targets: ["localhost:9090"] }] }]
  alerts.yml: |
    groups: [{ name: shop, rules: [{ alert: ShopDown, expr: 'up{job="shop"} == 0' }] }]
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: prometheus }
data:
  prometheus.yml: |
    rule_files: [alerts.yml]
    alerting: { alertmanagers: [] }
    scrape_configs: [{ job_name: shop-api, static_configs: [{ targets: ["localhost:9090"] }] }]
  alerts.yml: |
    groups: [{ name: shop, rules: [{ alert: ShopDown, expr: 'up{job="shop-api"} == 0' }] }]
`,
  find: (world: World) => {
    const [config, ...others] = prometheusConfigs(world);
    if (!config || others.length > 0) return [];
    const jobs = jobsOf(world, config);
    if (!jobs) return [];
    return ruleFiles(world)
      .filter(({ item }) => isSameNamespace(item.namespace, config.item.namespace))
      .flatMap((text) => [...problemsOf(text, jobs)]);
  },
};

/** The values that the label `job` can have; undefined where anything may set it. */
function jobsOf(world: World, { value }: ConfigText): readonly string[] | undefined {
  if ("scrape_config_files" in value || receivesFromOthers(world)) return undefined;
  const jobs: unknown[] = Array.isArray(value.scrape_configs) ? value.scrape_configs : [];
  const names: string[] = [];
  for (const job of jobs) {
    if (!isFields(job) || typeof job.job_name !== "string") return undefined;
    // Series of others keep their own labels.
    const isOwn = job.honor_labels !== true || WITHOUT_JOB.test(job.job_name);
    if (!isOwn || job.metrics_path === "/federate") return undefined;
    if (DISCOVERIES.some((name) => name in job)) return undefined;
    const relabelled = JSON.stringify([
      job.relabel_configs,
      job.metric_relabel_configs,
      job.static_configs,
    ]);
    if (/"(?:target_label":"job|job":)/.test(relabelled)) return undefined;
    if (relabelled.includes("labelmap") && hasJobLabel(world)) return undefined;
    names.push(job.job_name);
  }
  return names;
}

/** kube-state-metrics speaks of pods and namespaces of others, and never of a job that scrapes. */
const WITHOUT_JOB = /^(?:[\w-]+[-/])?kube-state-metrics$/;

/** They may bring labels of their own. */
const DISCOVERIES = ["file_sd_configs", "http_sd_configs", "consul_sd_configs"];

function receivesFromOthers(world: World): boolean {
  return running(world).some(
    ({ program, line }) =>
      program?.name === "Prometheus" &&
      line?.args.some((arg) => /remote-write-receiver|otlp|\.tsdb\.allow/.test(arg)),
  );
}

function hasJobLabel(world: World): boolean {
  return workloads(world).some(({ labels }) => Object.hasOwn(labels, "job"));
}

const JOB = /[{,]\s*job\s*=\s*(?:"([^"\\]+)"|'([^'\\]+)')/g;

function* problemsOf(text: ConfigText, jobs: readonly string[]): Generator<FoundInObject> {
  const groups: unknown[] = Array.isArray(text.value.groups) ? text.value.groups : [];
  for (const [at, group] of groups.entries()) {
    const rules: unknown[] = isFields(group) && Array.isArray(group.rules) ? group.rules : [];
    for (const [index, rule] of rules.entries()) {
      if (!isFields(rule) || typeof rule.expr !== "string" || rule.expr.includes("absent"))
        continue;
      const wanted = [...rule.expr.matchAll(JOB)].map(([, one, other]) => one ?? other ?? "");
      const lost = wanted.find((name) => !jobs.includes(name));
      if (lost === undefined) continue;
      const name = String(rule.alert ?? rule.record ?? "");
      const near = closest(lost, jobs);
      yield foundIn(text, {
        steps: ["groups", at, "rules", index, "expr"],
        message: `${name} asks for job ${quote(lost)}, which is not scraped`,
        fix: near === undefined ? undefined : `did you mean ${quote(near)}?`,
      });
    }
  }
}
