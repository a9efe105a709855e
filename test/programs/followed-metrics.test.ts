import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, test } from "node:test";
import type { ConfigMap, HorizontalPodAutoscaler } from "../../src/kubernetes/types/index.ts";
import type { Place } from "../examples/example.ts";
import { askGo, NEEDS_GO } from "../go-program.ts";
import { ofKind, places } from "./rendered.ts";

/** What autoscalers follow beside CPU and memory, and the counter it is made from, by hand. */
const expected: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "basebook staging": {
    http_requests_per_second: "http_requests_total",
    route_calculations_per_second: "route_calculations_total",
  },
  "basebook production": {
    http_requests_per_second: "http_requests_total",
    route_calculations_per_second: "route_calculations_total",
  },
};

interface Answer {
  readonly problem?: string;
  readonly rules: readonly {
    readonly metrics: readonly { readonly series: string; readonly name: string }[];
  }[];
}

function followedBy(place: Place): string[] {
  return ofKind<HorizontalPodAutoscaler>(place, "HorizontalPodAutoscaler")
    .flatMap(({ spec }) => (spec?.metrics ?? []).flatMap(({ pods }) => pods?.metric.name ?? []))
    .sort();
}

const following = places.filter((place) => followedBy(place).length > 0);
const answers = askGo<object, Answer>(
  join(import.meta.dirname, "prometheus-adapter"),
  "prometheus-adapter",
  following.map((place) => {
    const { namespace } = place.resolved;
    const configs = ofKind<ConfigMap>(place, "ConfigMap").flatMap(
      ({ data }) => data?.["config.yaml"] ?? [],
    );
    const counters = Object.values(expected[`${place.system} ${place.environment}`] ?? {});
    const series = counters.map((__name__) => ({ __name__, namespace, pod: "a-1", job: "a" }));
    return { config: configs.join("---\n"), namespace, pods: ["a-1"], series };
  }),
);

suite("what the examples' autoscalers follow, by Prometheus Adapter's own code", {
  skip: answers === undefined && NEEDS_GO,
}, () => {
  test("is known here", () => {
    const found = following.map((place) => [
      `${place.system} ${place.environment}`,
      followedBy(place),
    ]);
    const known = Object.entries(expected).map(([name, made]) => [name, Object.keys(made).sort()]);
    assert.deepEqual(found, known);
  });

  for (const [index, { system, environment }] of following.entries()) {
    test(`${system} ${environment}: each is served, from the counter that the program exports`, () => {
      const { problem, rules = [] } = answers?.[index] ?? {};
      assert.equal(problem, undefined);
      const served = rules.flatMap(({ metrics }) =>
        metrics.map(({ name, series }) => [name, series]),
      );
      assert.deepEqual(Object.fromEntries(served), expected[`${system} ${environment}`]);
    });
  }
});
