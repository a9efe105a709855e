import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { DeployEvent } from "../../../src/deploy/events.ts";
import { deployReport } from "../../../src/report/deploy/index.ts";
import { eventArbitrary } from "./events.ts";
import { change, plan, planned, ref } from "./plans.ts";
import { plainLook } from "./played.ts";

function lines(...events: readonly DeployEvent[]): string[] {
  let text = "";
  const report = deployReport("json", plainLook(80), (more) => (text += more));
  for (const event of events) report.tell(event);
  report.end();
  return text.split("\n").slice(0, -1);
}

test("a plan is told without the contents of its objects", () => {
  const web = planned(["Deployment", "web", "web"], {
    restarts: true,
    changes: [change("spec.replicas", "1", "2")],
    takesFrom: ["kubectl-edit"],
    yields: [{ path: "spec.paused", manager: "operator" }],
    why: "it changes",
  });
  const [line = ""] = lines({ type: "plan", plan: plan([web]) });
  assert.deepEqual(JSON.parse(line), {
    type: "plan",
    plan: {
      release: { name: "shop", namespace: "shop" },
      revision: 7,
      digest: "d",
      objects: [
        {
          ref: ref("Deployment", "web"),
          part: "web",
          action: "update",
          why: "it changes",
          changes: [{ path: "spec.replicas", before: "1", after: "2", cause: { by: "you" } }],
          restarts: true,
          grows: [],
          takesFrom: ["kubectl-edit"],
          yields: [{ path: "spec.paused", manager: "operator" }],
          warnings: [],
        },
      ],
      prunes: [],
      stops: [],
    },
  });
});

test("everything else is told whole, an event a line", () => {
  fc.assert(
    fc.property(fc.array(eventArbitrary), (events) => {
      const told = lines(...events);
      assert.equal(told.length, events.length);
      for (const [index, event] of events.entries()) {
        const parsed = JSON.parse(told[index] as string);
        assert.equal(parsed.type, event.type);
        if (event.type !== "plan") assert.deepEqual(parsed, JSON.parse(JSON.stringify(event)));
      }
    }),
  );
});
