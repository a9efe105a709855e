import { after, before, describe } from "node:test";
import type { ControlPlane } from "../control-plane/control-plane.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { turn } from "../control-plane/turn.ts";
import { documentedCommands } from "./documented-commands.ts";
import { example } from "./example.ts";
import { inventories } from "./inventory.ts";
import { basebookChecks } from "./live-basebook.ts";
import { commandChecks, fullScaleCheck, liveChecks } from "./live-checks.ts";
import { piyasaChecks } from "./live-piyasa.ts";
import { thebotChecks } from "./live-thebot.ts";
import { Played } from "./played.ts";
import { type System, systems } from "./systems.ts";

const { plane, missing } = await sharedControlPlane();

type Checks = Partial<Readonly<Record<System, (played: Played) => void>>>;

/** What one system alone promises, at the scale that it starts with and at the most. */
const own: Checks = { piyasa: piyasaChecks, basebook: basebookChecks };
const ownAtFullScale: Checks = { thebot: thebotChecks };

// One system after the other: nodes have room for one.
for (const system of systems) {
  const environments = await example(system);

  describe(`${system}, all its environments in one cluster`, { skip: missing ?? false }, () => {
    const played = new Played(system, environments, plane as ControlPlane);
    let release = async () => {};
    before(async () => {
      release = await turn(played.plane, "examples");
      await played.bringUp();
    });
    after(async () => {
      await played.takeDown();
      await release();
    });

    liveChecks(played, inventories[system]);
    own[system]?.(played);
    commandChecks(played, documentedCommands[system]);
    fullScaleCheck(played);
    ownAtFullScale[system]?.(played);
  });
}
