import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseNodes } from "../../../../src/check/nodes.ts";
import { rules } from "../../../../src/check/rules.ts";
import { run } from "../../../../src/check/run.ts";
import { formatQuantity } from "../../../../src/kubernetes/quantity.ts";
import { worldOfText } from "../../read.ts";
import { workload } from "../found.ts";

const web = (replicas: number, cpu: string) =>
  workload(
    "web",
    { app: "web" },
    {
      spec: `replicas: ${replicas}`,
      container: `resources: { requests: { cpu: '${cpu}', memory: 1Gi }, limits: { memory: 1Gi } }`,
    },
  );

async function find(id: string, text: string, nodes: string): Promise<string[]> {
  const size = parseNodes(nodes);
  assert.ok(size);
  const world = { ...(await worldOfText(text)), nodes: [size] };
  return run(
    rules.filter((rule) => rule.id === id),
    world,
  ).map(({ message }) => message);
}

describe("nodes that a person tells", () => {
  it("are a number and what pods may have of each", () => {
    const size = parseNodes("3:3920m,14Gi");
    assert.ok(size);
    assert.deepEqual(
      [size.count, formatQuantity(size.cpu), formatQuantity(size.memory)],
      [3, "3920m", "14Gi"],
    );
    for (const wrong of [
      "",
      "3",
      "0:4,16Gi",
      "3:4",
      "3:4,16Gi,1",
      "three:4,16Gi",
      "3:four,16Gi",
      "-1:4,16Gi",
    ])
      assert.equal(parseNodes(wrong), undefined, wrong);
  });

  it("are compared with the largest pod", async () => {
    assert.deepEqual(await find("pod-above-nodes", web(1, "5"), "3:4,16Gi"), [
      "a pod requests 5 CPU and 1Gi, and no node has more than 4 CPU and 16Gi",
    ]);
    assert.deepEqual(await find("pod-above-nodes", web(1, "4"), "3:4,16Gi"), []);
  });

  it("are compared with the sum; daemons are on each", async () => {
    assert.deepEqual(await find("nodes-too-small", web(7, "2"), "3:4,16Gi"), [
      "everything at its maximum requests cpu 14, and the nodes together have 12",
    ]);
    assert.deepEqual(await find("nodes-too-small", web(6, "2"), "3:4,16Gi"), []);
    const agent = web(1, "1")
      .replace("kind: Deployment", "kind: DaemonSet")
      .replace("replicas: 1, ", "")
      .replaceAll("web", "agent");
    assert.equal(
      (await find("nodes-too-small", `${web(5, "2")}---\n${agent}`, "3:4,16Gi")).length,
      1,
    );
  });

  it("without them nothing is said", async () => {
    const world = await worldOfText(web(900, "9"));
    const own = rules.filter(({ id }) => id === "pod-above-nodes" || id === "nodes-too-small");
    assert.deepEqual(run(own, world), []);
  });
});
