import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startControlPlane } from "../../control-plane/control-plane.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { deployTo, said } from "../deploy/bed.ts";
import { settled } from "./settled.ts";
import { desiredOfSmall } from "./slipway.ts";
import { giveSmall } from "./small.ts";

const { missing } = await sharedControlPlane();
const skip = missing ?? (process.env.SLIPWAY_KUBECONFIG ? "the cluster is not ours" : false);

test("a deploy goes on when the API server is restarted in the middle", { skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-restart-"));
  const plane = await startControlPlane({ crds: false });
  try {
    await giveSmall(plane);
    const namespace = "restarted";
    const desired = desiredOfSmall({ folder, namespace, version: "first" });
    let restart: Promise<void> | undefined;
    const ran = await deployTo(plane.kubeconfig, desired, {
      // In the middle: data is there, the program is not.
      tell(event) {
        if (event.type !== "object" || event.ref.kind !== "Job") return;
        if (event.phase === "applying") restart ??= plane.restartApiServer(500);
      },
    });
    await restart;
    assert.ok(restart, "it was restarted");
    assert.equal(ran.ended.outcome, "done", said(ran));
    await settled(plane, namespace);
    const again = await deployTo(plane.kubeconfig, desired);
    assert.equal(again.ended.outcome, "unchanged", said(again));
  } finally {
    await plane.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
