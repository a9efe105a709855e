import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { load } from "js-yaml";
import type { Service } from "../../src/kubernetes/types/index.ts";
import type { Example } from "../examples/example.ts";
import { needs } from "./installed.ts";
import { collected, metrics } from "./metrics.ts";
import { targetsOf } from "./monitors.ts";
import { rewrite } from "./process.ts";
import { grouped, selected } from "./promql.ts";
import { environment, environmentsOf, object, ofKind, places } from "./rendered.ts";
import { type Groups, promtool, type Rule, ruleObjects, rulesOf } from "./rules.ts";

const here = "production";

/** The files of prometheus-config; the rule files lie beside, not in /etc/prometheus. */
function configFiles(given: Example): Record<string, string> {
  const { data } = object<{ data: Record<string, string> }>(
    given,
    "ConfigMap",
    "prometheus-config",
  );
  const moved = rewrite(data["prometheus.yml"] ?? "", [["/etc/prometheus/", "./"]]);
  return { ...data, "prometheus.yml": moved };
}

interface Discovery {
  readonly role: string;
  readonly namespaces: { readonly names: readonly string[] };
}

/** What Kubernetes would discover, as labels: every port of every Service, and a container of another namespace. */
function discovered(given: Example): Record<string, string>[] {
  const { namespace } = given.resolved;
  const endpoints = ofKind<Service>(given, "Service").flatMap(({ metadata, spec }) =>
    (spec?.ports ?? []).map(({ name = "", port }) => ({
      __address__: `10.0.0.1:${port}`,
      __meta_kubernetes_namespace: namespace,
      __meta_kubernetes_pod_name: `${metadata?.name}-0`,
      __meta_kubernetes_service_name: metadata?.name ?? "",
      __meta_kubernetes_endpointslice_port_name: name,
    })),
  );
  const pod = {
    __address__: "10.0.0.2:8080",
    __meta_kubernetes_namespace: "monitoring",
    __meta_kubernetes_pod_name: "kube-state-metrics-0",
    __meta_kubernetes_pod_label_app_kubernetes_io_name: "kube-state-metrics",
    __meta_kubernetes_pod_container_port_name: "http",
  };
  return [...endpoints, pod];
}

/**
 * The files with what Kubernetes would discover written out: Debian builds Prometheus without that
 * part. Its own few fields are checked here, everything else is Prometheus' own verdict.
 */
function playable(given: Example): Record<string, string> {
  const files = configFiles(given);
  const config = load(files["prometheus.yml"] ?? "") as { scrape_configs: object[] };
  const scrape_configs = config.scrape_configs.map((job) => {
    const { kubernetes_sd_configs, ...rest } = job as { kubernetes_sd_configs: Discovery[] };
    const [{ role = "", namespaces = { names: [] }, ...others } = {} as Discovery, ...more] =
      kubernetes_sd_configs;
    assert.deepEqual([others, more], [{}, []]);
    assert.ok(["endpointslice", "pod"].includes(role), role);
    const names = role === "pod" ? ["monitoring"] : [given.resolved.namespace];
    assert.deepEqual(namespaces, { names });
    const found = discovered(given).filter((labels) =>
      names.includes(labels.__meta_kubernetes_namespace as string),
    );
    const static_configs = found.map(({ __address__, ...labels }) => ({
      targets: [__address__],
      labels,
    }));
    return { ...rest, static_configs };
  });
  return { ...files, "prometheus.yml": JSON.stringify({ ...config, scrape_configs }) };
}

const jobsOf = (given: Example) => targetsOf(given).map(({ job }) => job);

interface ScrapeJob {
  readonly job_name: string;
  readonly relabel_configs: readonly { readonly source_labels: string[]; readonly regex: string }[];
}

const scrapeJobs = (given: Example) =>
  (load(configFiles(given)["prometheus.yml"] ?? "") as { scrape_configs: ScrapeJob[] })
    .scrape_configs;

/** What is wrong with a rule: series that nobody gives, labels they do not have, other namespaces. */
function ruleProblems({ expr }: Rule, namespace: string, jobs: readonly string[]): string[] {
  const series = selected(expr);
  const known = series.flatMap(({ metric }) => metrics[metric] ?? []);
  const labels = new Set(known.flatMap((each) => labelsOf(each)));
  return [
    ...(series.length === 0 ? ["asks for no series"] : []),
    ...grouped(expr)
      .filter((label) => !labels.has(label))
      .map((label) => `groups by ${label}`),
    ...series.flatMap(({ metric, labels: asked }) => {
      const source = metrics[metric];
      if (!source) return [`${metric} is given by nobody`];
      const scraped = source.from !== "kube-state-metrics";
      return [
        ...Object.keys(asked)
          .filter((label) => !labelsOf(source).includes(label))
          .map((label) => `${metric} has no label ${label}`),
        ...(asked.namespace === namespace ? [] : [`${metric} of any namespace`]),
        ...(scraped && asked.job !== source.from ? [`${metric} of job ${asked.job}`] : []),
        ...(jobs.includes(source.from) ? [] : [`nobody collects ${source.from}`]),
      ];
    }),
  ];
}

function labelsOf({ from, labels }: (typeof metrics)[string]): readonly string[] {
  return from === "kube-state-metrics" ? labels : [...labels, ...collected];
}

test("only thebot has rules and a configuration of Prometheus; what others have is to be proven here", () => {
  const systems = places
    .filter((place) => rulesOf(place).length + place.resolved.scrapeConfigs.length > 0)
    .map(({ system }) => system);
  assert.deepEqual([...new Set(systems)], ["thebot"]);
});

suite("the configuration of Prometheus of thebot", needs("promtool"), () => {
  for (const given of environmentsOf("thebot")) {
    const { environment: name } = given;
    const { namespace } = given.resolved;

    test(`${name}: promtool accepts prometheus.yml and finds its rule files`, async () => {
      const { code, printed } = await promtool(
        playable(given),
        "check",
        "config",
        "prometheus.yml",
      );
      assert.equal(code, 0, printed);
      assert.match(printed, /SUCCESS: 2 rule files found/);
    });

    test(`${name}: promtool accepts each PrometheusRule, and the rule files are the same`, async () => {
      const objects = ruleObjects(given);
      assert.deepEqual([...objects.keys()], ["thebot-alerts", "thebot-recording-rules"]);
      const files = configFiles(given);
      for (const [rules, groups] of objects) {
        const { code, printed } = await promtool({ "r.yml": groups }, "check", "rules", "r.yml");
        assert.equal(code, 0, printed);
        assert.deepEqual(load(files[`${rules}.rules.yml`] ?? "") as Groups, groups);
      }
    });

    test(`${name}: each series that a rule asks for is given and collected`, () => {
      const jobs = jobsOf(given);
      assert.deepEqual([...jobs].sort(), ["backend", "postgres", "redis"]);
      for (const rule of rulesOf(given)) {
        const problems = ruleProblems(rule, namespace, [...jobs, "kube-state-metrics"]);
        assert.deepEqual(problems, [], String(rule.alert ?? rule.record));
      }
    });

    test(`${name}: prometheus.yml collects them all by itself`, () => {
      const jobs = scrapeJobs(given);
      const names = jobs.map(({ job_name }) => job_name);
      for (const rule of rulesOf(given))
        assert.deepEqual(
          ruleProblems(rule, namespace, names),
          [],
          String(rule.alert ?? rule.record),
        );
      for (const { job_name, relabel_configs } of jobs) {
        const kept = (label: string) =>
          relabel_configs.find(({ source_labels }) => source_labels[0] === label)?.regex;
        if (job_name === "kube-state-metrics") continue;
        const service = object<Service>(
          given,
          "Service",
          kept("__meta_kubernetes_service_name") ?? "",
        );
        const port = kept("__meta_kubernetes_endpointslice_port_name");
        assert.ok(
          service.spec?.ports?.some((each) => each.name === port),
          `${job_name} has a port ${port}`,
        );
      }
    });
  }

  test("each job of prometheus.yml finds one target, by Prometheus' own relabelling", async () => {
    const given = environment("thebot", here);
    const files = playable(given);
    const found = await Promise.all(
      scrapeJobs(given).map(async ({ job_name }) => {
        const args = ["--timeout=2s", "prometheus.yml", job_name];
        const { code, printed } = await promtool(files, "check", "service-discovery", ...args);
        assert.equal(code, 0, printed);
        const targets = JSON.parse(printed) as { labels?: Record<string, string> }[];
        return targets.flatMap(({ labels }) =>
          labels && Object.keys(labels).length > 0
            ? `${labels.job} ${labels.namespace} ${labels.pod} ${labels.__metrics_path__}`
            : [],
        );
      }),
    );
    assert.deepEqual(found.flat(), [
      "backend thebot backend-0 /api/system/metrics/prometheus/",
      "postgres thebot postgres-0 /metrics",
      "redis thebot redis-0 /metrics",
      "kube-state-metrics undefined undefined /metrics", // its series say these themselves
    ]);
  });

  const rule = (expr: string): Rule => ({ expr });
  const faults: readonly (readonly [string, RegExp])[] = [
    ['up{namespace="thebot"} == 0', /up is given by nobody/],
    ['pg_up{job="postgres"} == 0', /pg_up of any namespace/],
    ['pg_up{namespace="thebot",job="postgresql"} == 0', /pg_up of job postgresql/],
    ['sum by (code) (redis_up{namespace="thebot",job="redis"})', /groups by code/],
    ['kube_pod_status_ready{namespace="thebot",status="x"}', /has no label status/],
    ["vector(1)", /asks for no series/],
  ];
  for (const [expr, seen] of faults) {
    test(`a fault is seen: ${expr}`, () => {
      const jobs = [...jobsOf(environment("thebot", here)), "kube-state-metrics"];
      assert.match(ruleProblems(rule(expr), "thebot", jobs).join("; "), seen);
    });
  }

  test("a fault is seen: an expression that does not parse, a directive that does not exist", async () => {
    const groups = [{ name: "g", rules: [{ alert: "A", expr: "sum(rate(x[5m])" }] }];
    assert.notEqual((await promtool({ "r.yml": { groups } }, "check", "rules", "r.yml")).code, 0);
    const files = playable(environment("thebot", here));
    files["prometheus.yml"] = (files["prometheus.yml"] ?? "").replace("relabel_configs", "relabel");
    assert.notEqual((await promtool(files, "check", "config", "prometheus.yml")).code, 0);
  });

  test("a fault is seen: a job that prometheus.yml leaves out", () => {
    const problems = rulesOf(environment("thebot", here)).flatMap((each) =>
      ruleProblems(each, "thebot", ["backend", "postgres", "redis"]),
    );
    assert.ok(problems.includes("nobody collects kube-state-metrics"));
  });
});
