import assert from "node:assert/strict";
import { test } from "node:test";
import type { Service } from "../../src/kubernetes/types/index.ts";
import { example } from "../examples/example.ts";

test("the list of clients of postgres-lb means something: their addresses arrive unchanged", async () => {
  const environments = await example("thebot");
  assert.equal(environments.length, 3);
  for (const { objects } of environments) {
    const found = objects.find(
      ({ kind, metadata }) => kind === "Service" && metadata.name === "postgres-lb",
    );
    const { spec } = found as unknown as Service;
    assert.deepEqual(spec?.loadBalancerSourceRanges, ["10.8.0.0/24"]);
    assert.equal(spec?.externalTrafficPolicy, "Local");
  }
});
