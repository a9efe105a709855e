import assert from "node:assert/strict";
import { it } from "node:test";
import { autoscaler, foundBy, workload } from "../found.ts";

const vertical = (policy: string, more = "", target = "web") => `apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: ${target} }
spec:
  targetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} }
${policy === "" ? "" : `  updatePolicy: { updateMode: "${policy}" }\n`}${more}`;

const WEB = workload(
  "web",
  { app: "web" },
  { container: "resources: { requests: { cpu: 100m } }" },
);
const only = (resource: string) =>
  `  resourcePolicy: { containerPolicies: [{ containerName: "*", controlledResources: [${resource}] }] }\n`;

it("two autoscalers must not work on one amount", async () => {
  const both = (...documents: readonly string[]) =>
    foundBy("vertical-beside-horizontal", WEB, ...documents);
  const horizontal = autoscaler("web", "web");
  for (const policy of ["Auto", "Recreate", "InPlaceOrRecreate", ""])
    assert.equal((await both(horizontal, vertical(policy))).length, 1, policy);
  assert.equal((await both(horizontal, vertical("Auto", only("cpu")))).length, 1);
  for (const good of [
    [horizontal, vertical("Off")],
    [horizontal, vertical("Initial")],
    [horizontal, vertical("Auto", only("memory"))],
    [horizontal, vertical("Auto", "", "worker")],
    [vertical("Auto")],
    [
      horizontal.replace(
        "type: Utilization, averageUtilization: 70",
        "type: AverageValue, averageValue: 200m",
      ),
      vertical("Auto"),
    ],
  ])
    assert.deepEqual(await both(...good), [], good.join());
});
