import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, test } from "node:test";
import { podMetrics, web } from "../../src/index.ts";
import { askGo, NEEDS_GO } from "../go-program.ts";
import { app, resources } from "../platform/shop.ts";
import { objects } from "../render/objects.ts";
import { needs } from "./installed.ts";
import { rewrite } from "./process.ts";
import { promtool } from "./rules.ts";

/** What the adapter is asked, and what it makes of it: `prometheus-adapter/main.go`. */
interface Question {
  readonly config: string;
  readonly namespace: string;
  readonly pods: readonly string[];
  readonly series: readonly Readonly<Record<string, string>>[];
}

interface Metric {
  readonly name: string;
  /** The resources that it is a metric of. */
  readonly resources: readonly string[];
  readonly query: string;
}

interface Answer {
  readonly problem?: string;
  /** By which selector each rule looks for series, and the metrics it makes of those that there are. */
  readonly rules: readonly { readonly selector: string; readonly metrics: readonly Metric[] }[];
}

const rates = podMetrics("adapter-config", {
  http_requests_per_second: { counter: "http_requests_total" },
  orders_per_second: { counter: "orders_total", window: "5m" },
});
const shop = web("shop", {
  image: app,
  port: 80,
  resources,
  scale: { min: 2, max: 9, metrics: { http_requests_per_second: "1k", orders_per_second: 5 } },
  metrics: true,
});
const rendered: string = objects({ shop, rates }).get("ConfigMap", "adapter-config").data[
  "config.yaml"
];

/** What a ServiceMonitor's series say, beside labels of their own. */
const collected = {
  ...{ namespace: "shop", pod: "shop-1", job: "shop" },
  ...{ service: "shop", instance: "10.0.0.1:80", endpoint: "http" },
};
const series = [
  { __name__: "http_requests_total", ...collected, method: "GET" },
  { __name__: "http_requests_total_created", ...collected },
  { __name__: "orders_total", ...collected },
  { __name__: "process_cpu_seconds_total", ...collected },
];
const pods = ["shop-1", "shop-2"];
const ask = (config: string): Question => ({ config, namespace: "shop", pods, series });

/** The rendered file, and broken ones. */
const configs = {
  rendered,
  misspelt: rewrite(rendered, [["seriesQuery:", "seriesQueri:"]]),
  unfinished: rewrite(rendered, [["<<.GroupBy>>", "<<.GroupBy"]]),
  unlabelled: rewrite(rendered, [["pod:", "kubernetes_pod:"]]),
  hasty: rewrite(rendered, [["[2m]", "[20s]"]]),
};
const answers = askGo<Question, Answer>(
  join(import.meta.dirname, "prometheus-adapter"),
  "prometheus-adapter",
  Object.values(configs).map(ask),
);
const skip = answers === undefined && NEEDS_GO;
const answerTo = (which: keyof typeof configs): Answer =>
  answers?.[Object.keys(configs).indexOf(which)] as Answer;
/** The metrics of pods that a configuration serves. */
const served = (which: keyof typeof configs) =>
  answerTo(which).rules.flatMap(({ selector, metrics }) =>
    metrics
      .filter(({ resources }) => resources.includes("pods") && resources.includes("namespaces"))
      .map((metric) => ({ ...metric, selector })),
  );
const requests = (which: keyof typeof configs) =>
  served(which).find(({ name }) => name === "http_requests_per_second");

/** Two pods that count in two series each, one of another namespace, collected every 30 seconds. */
const count = (labels: string, perStep: number) => ({
  series: `http_requests_total{${labels}}`,
  values: `0+${perStep}x20`,
});
const input_series = [
  count('namespace="shop",pod="shop-1",method="GET",instance="a"', 300),
  count('namespace="shop",pod="shop-1",method="POST",instance="a"', 30),
  count('namespace="shop",pod="shop-2",method="GET",instance="b"', 60),
  count('namespace="shop",pod="other-1",method="GET",instance="c"', 9000),
  count('namespace="shop-dev",pod="shop-1",method="GET",instance="d"', 9000),
];

async function played(query: string, exp_samples: readonly object[]) {
  const promql_expr_test = [{ expr: query, eval_time: "5m", exp_samples }];
  const test = {
    evaluation_interval: "30s",
    tests: [{ interval: "30s", input_series, promql_expr_test }],
  };
  return promtool({ "test.yml": test }, "test", "rules", "test.yml");
}

const perSecond = [
  { labels: '{pod="shop-1"}', value: 11 },
  { labels: '{pod="shop-2"}', value: 2 },
];

suite("the metrics that autoscalers follow, by Prometheus Adapter's own code", { skip }, () => {
  test("the adapter reads the file and serves just these metrics of pods", () => {
    assert.equal(answerTo("rendered").problem, undefined);
    assert.deepEqual(
      served("rendered").map(({ name }) => name),
      ["http_requests_per_second", "orders_per_second"],
    );
  });

  test("a file that the adapter cannot read, or whose series are nobody's, is seen", () => {
    assert.match(answerTo("misspelt").problem ?? "", /seriesQueri/);
    assert.match(answerTo("unfinished").problem ?? "", /template/);
    assert.deepEqual([answerTo("unlabelled").problem, served("unlabelled")], [undefined, []]);
  });

  suite("and Prometheus' own", needs("promtool"), () => {
    test("what it asks is the rate of each pod, whatever else the series say", async () => {
      const { query = "", selector = "" } = requests("rendered") ?? {};
      const { code, printed } = await played(query, perSecond);
      assert.equal(code, 0, printed);
      const found = await played(`count(${selector})`, [{ labels: "{}", value: 5 }]);
      assert.equal(found.code, 0, found.printed);
    });

    test("a rate over less than two collections would have no value", async () => {
      const { query = "" } = requests("hasty") ?? {};
      assert.notEqual((await played(query, perSecond)).code, 0);
      const { code, printed } = await played(query, []);
      assert.equal(code, 0, printed);
    });
  });
});
