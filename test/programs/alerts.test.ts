import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Example } from "../examples/example.ts";
import { alertCases, recordCases, type Series } from "./alert-cases.ts";
import { needs } from "./installed.ts";
import { environment, environmentsOf } from "./rendered.ts";
import { promtool, type Rule, rulesOf } from "./rules.ts";

/** What promtool is asked: the cases of the table, for one environment. */
function unitTests(rules: readonly Rule[], namespace: string): { readonly name: string }[] {
  const here = (series: Series) =>
    Object.entries(series).map(([name, values]) => ({
      series: name.replaceAll("$ns", namespace),
      values,
    }));
  const alerts = Object.entries(alertCases).flatMap(([alertname, cases]) => {
    const rule = rules.find(({ alert }) => alert === alertname);
    const severity = rule?.labels?.severity;
    return cases.map(({ when, series, at, fires }) => ({
      name: `${alertname}: ${when}`,
      interval: "1m",
      input_series: here(series),
      alert_rule_test: [
        {
          eval_time: at,
          alertname,
          exp_alerts: fires
            ? [
                {
                  exp_labels: { severity, namespace, ...fires },
                  exp_annotations: rule?.annotations,
                },
              ]
            : [],
        },
      ],
    }));
  });
  const records = Object.entries(recordCases).map(([name, { series, at, value, labels = {} }]) => ({
    name,
    interval: "1m",
    input_series: here(series),
    promql_expr_test: [
      {
        expr: `round(${name}, 0.001)`, // binary fractions are not the point
        eval_time: at,
        exp_samples: [{ labels: labelText({ namespace, ...labels }), value }],
      },
    ],
  }));
  return [...alerts, ...records];
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return `{${Object.entries(labels).map(([key, value]) => `${key}="${value}"`)}}`;
}

/** Plays the cases whose name begins with `only`. */
function proof(given: Example, change = (text: string) => text, only = "") {
  const rules = rulesOf(given);
  const changed = JSON.parse(change(JSON.stringify(rules))) as Rule[];
  const namespace = given.resolved.namespace;
  return promtool(
    {
      "rules.yml": { groups: [{ name: "all", interval: "1m", rules: changed }] },
      "tests.yml": {
        rule_files: ["rules.yml"],
        evaluation_interval: "1m",
        tests: unitTests(rules, namespace).filter(({ name }) => name.startsWith(only)),
      },
    },
    "test",
    "rules",
    "tests.yml",
  );
}

suite("the alerts and recordings of thebot, played by promtool", needs("promtool"), () => {
  for (const given of environmentsOf("thebot")) {
    test(`${given.environment}: each alert fires and rests, each recording has its value`, async () => {
      const { code, printed } = await proof(given);
      assert.equal(code, 0, printed);
    });

    test(`${given.environment}: the table has every one of them`, () => {
      const rules = rulesOf(given);
      const names = (key: "alert" | "record") => rules.flatMap((rule) => rule[key] ?? []).sort();
      assert.deepEqual(names("alert"), Object.keys(alertCases).sort());
      assert.deepEqual(names("record"), Object.keys(recordCases).sort());
      for (const [name, cases] of Object.entries(alertCases)) {
        assert.ok(
          cases.some(({ fires }) => fires),
          `${name} fires`,
        );
        assert.ok(
          cases.some(({ fires }) => !fires),
          `${name} rests`,
        );
      }
    });
  }

  const faults: readonly (readonly [
    what: string,
    from: string | RegExp,
    to: string,
    seen: string,
  ])[] = [
    ["a threshold out of reach", "> 0.05", "> 0.5", "BackendHighErrorRate: nine"],
    ["a threshold that is always passed", "> 0.8", "> 0", "PostgresConnectionsHigh: 150"],
    [
      "a metric that nobody has",
      "redis_memory_max_bytes",
      "redis_max_bytes",
      "RedisMemoryHigh: 95",
    ],
    ["a job that nobody is", 'job=\\"backend\\"', 'job=\\"web\\"', "BackendHighErrorRate: nine"],
    ["no thought of a missing exporter", / or absent\([^)]*\)/, "", "PostgresDown: there is no"],
    [
      "a wait that each crash begins anew",
      /max_over_time\((kube[^[]*)\[6m\]\)/,
      "$1",
      "PodCrashLooping: a cont",
    ],
    ["no thought of finished pods", / and on \(pod\) .*? == 1/, "", "PodNotReady: a pod has done"],
    [
      "an alert that does not say its namespace",
      /,"namespace":"thebot"/,
      "",
      "BackendHighErrorRate: nine",
    ],
    [
      "the other namespaces' errors too",
      /namespace=\\"thebot\\",job/,
      "job",
      "BackendHighErrorRate: three",
    ],
  ];
  for (const [what, from, to, seen] of faults) {
    test(`a fault is seen: ${what}`, async () => {
      const { code, printed } = await proof(
        environment("thebot", "production"),
        (text) => {
          const changed = text.replaceAll(
            from instanceof RegExp ? new RegExp(from, "g") : from,
            to,
          );
          assert.ok(changed !== text, "the fault is planted");
          return changed;
        },
        seen,
      );
      assert.notEqual(code, 0, printed);
      assert.ok(printed.includes(`name: ${seen}`), printed);
    });
  }
});
