import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { configMap, container, type Loose, pod } from "./fixtures.ts";
import { recorder } from "./recording.ts";
import { type Shared, sharedControlPlane } from "./shared.ts";

const shared = await sharedControlPlane();
const { plane, missing } = shared;
const folder = await mkdtemp(join(tmpdir(), "slipway-recordings-"));
after(() => rm(folder, { recursive: true, force: true }));

const offline = async (): Promise<Shared> => ({ missing: "no server" });
const without = recorder(folder, offline, false);
const against = recorder(folder, async () => shared, false);
const writing = recorder(folder, async () => shared, true);

const good: Loose = configMap("recording", "good", { a: "1" });
const bad = pod("recording", "bad", { containers: [container({ imagePullPolicy: "Sometimes" })] });

describe("a recording of verdicts", () => {
  test("that does not exist, or lacks an object as it is now, is not a pass", async () => {
    await assert.rejects(
      without.verdicts("none", [good]),
      /does not exist; record it again .* npm run record/,
    );
    await writeFile(join(folder, "empty.json"), "{}");
    await assert.rejects(without.verdicts("empty", [good]), /lacks v1 ConfigMap recording\/good/);
    await assert.rejects(
      recorder(folder, offline, true).verdicts("x", [good]),
      /nothing to record: no server/,
    );
  });

  test("answers without a server what the server answered", { skip: missing }, async () => {
    const live = await writing.verdicts("verdicts", [good, bad]);
    assert.deepEqual(
      live.map((verdict) => verdict.status),
      [200, 422],
    );
    assert.deepEqual(await without.verdicts("verdicts", [bad, good]), live.toReversed());
    assert.deepEqual(await against.verdicts("verdicts", [good, bad]), live);
    const changed = configMap("recording", "good", { a: "2" });
    await assert.rejects(without.verdicts("verdicts", [changed]), /lacks v1 ConfigMap/);
  });

  test("fails when the server answers otherwise", { skip: missing }, async () => {
    await writing.verdicts("stale", [good, bad]);
    const file = join(folder, "stale.json");
    const text = await readFile(file, "utf8");
    await writeFile(
      file,
      text.replace(/"accepted":false,"status":422/, '"accepted":true,"status":200'),
    );
    await assert.rejects(against.verdicts("stale", [good, bad]), /is not what the server answers/);
  });
});

describe("a recording of anything", { skip: missing }, () => {
  test("is written, compared and read", async () => {
    const scopes = async (name: string) => ({ [name]: "Namespaced" });
    const produce = () => scopes("Pod");
    await writing.record("scopes", produce);
    assert.deepEqual(await without.record("scopes", produce), { Pod: "Namespaced" });
    assert.deepEqual(await against.record("scopes", produce), { Pod: "Namespaced" });
    await assert.rejects(
      against.record("scopes", () => scopes("Node")),
      /is not what the server answers; record it again on a machine with Go: npm run record/,
    );
    assert.ok(plane);
  });
});
