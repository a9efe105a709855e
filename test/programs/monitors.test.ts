import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Place } from "../examples/example.ts";
import type { System } from "../examples/systems.ts";
import { type Target, targetsOf } from "./monitors.ts";
import { ofKind, places } from "./rendered.ts";

/** Where the metrics of each system are, as its documents say: `service:port/path`. */
const expected: Readonly<Record<System, readonly string[]>> = {
  thebot: [
    "backend:8000/api/system/metrics/prometheus/",
    "postgres:9187/metrics",
    "redis:9121/metrics",
  ],
  wbot: [],
  piyasa: ["api-service:8000/metrics"],
  basebook: ["backend-service:9090/metrics", "router-service:9091/metrics"],
};

const prefixes: Readonly<Record<string, string>> = { "piyasa dev": "dev-" };
const written = ({ service, port, path }: Target) => `${service}:${port}${path}`;

suite("every ServiceMonitor leads to one Service, and through it to the pods that answer", () => {
  for (const place of places) {
    const name = `${place.system} ${place.environment}`;
    test(name, () => {
      const found = targetsOf(place).map(written).sort();
      const prefix = prefixes[name] ?? "";
      assert.deepEqual(found, expected[place.system].map((each) => `${prefix}${each}`).sort());
    });
  }

  const [place] = places;
  const broken = (spec: object) => () => {
    const [monitor] = place ? ofKind<{ spec: object }>(place, "ServiceMonitor") : [];
    const objects = [
      ...(place?.objects ?? []),
      { ...monitor, spec: { ...monitor?.spec, ...spec } },
    ];
    return targetsOf({ ...place, objects } as Place);
  };

  test("a fault is seen: a label that no Service has, and one that several have", () => {
    const by = (label: string, value: string) =>
      broken({ selector: { matchLabels: { [label]: value } } });
    assert.throws(by("slipway.dev/service", "nobody"), /finds one Service/);
    assert.throws(by("app.kubernetes.io/part-of", "thebot"), /finds one Service/);
  });

  test("a fault is seen: a port that the Service does not have", () => {
    assert.throws(broken({ endpoints: [{ port: "metrix" }] }), /has a port metrix/);
  });
});
