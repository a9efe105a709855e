import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, suite, test } from "node:test";
import { ModuleMissing } from "../../scripts/generate-kubernetes/sources.ts";
import { NEWEST_MINOR } from "../../src/kubernetes/versions.ts";
import { NEEDS_GO } from "../go-program.ts";
import { kustomizeProgram } from "../manifests/kustomize/program.ts";
import { kustomizePlants } from "./recall/kustomize/plants.ts";
import { kustomizeFolder, recallFiles } from "./recall/kustomize/recall.ts";
import { kustomizeOthers, kustomizeSystems } from "./recall/kustomize/trees.ts";
import { count } from "./recall/page.ts";
import type { Plant } from "./recall/plant.ts";
import { plants } from "./recall/plants.ts";
import { type Outcome, recall } from "./recall/recall.ts";
import { foreign, systems, type Tree } from "./recall/trees.ts";

const SEED = 11;
/** What is promised: this share is found where it was planted. */
const FOUND = 0.9;
/** At most this share brings a finding at another place. */
const ELSEWHERE = 0.02;

suite("faults planted in our systems and in what others install", () => {
  const outcomes: Outcome[] = [];

  before(async () => {
    const others = await foreign().catch((problem) => {
      if (problem instanceof ModuleMissing) return [];
      throw problem;
    });
    for (const tree of [...(await systems()), ...others])
      outcomes.push(...(await recall(tree, plants, [SEED])));
  });

  test(`at least ${100 * FOUND} % are found, at the lines that were changed`, () => {
    const { planted, found } = count(outcomes);
    const missed = outcomes.filter(({ rules }) => rules.length === 0).map(title);
    assert.ok(planted > plants.length);
    assert.ok(found / planted >= FOUND, `${found} of ${planted}; missed: ${missed.join(", ")}`);
  });

  test(`at most ${100 * ELSEWHERE} % bring findings elsewhere`, () => {
    const { planted, withOthers } = count(outcomes);
    const told = outcomes
      .filter(({ elsewhere }) => elsewhere.length > 0)
      .map((each) => `${title(each)}: ${each.elsewhere.join("; ")}`);
    assert.ok(withOthers / planted <= ELSEWHERE, told.join("\n"));
  });

  test("every fault is planted somewhere, and found somewhere", () => {
    const idle = plants.filter(({ id }) => !outcomes.some(({ plant }) => plant === id));
    assert.deepEqual(
      idle.map(({ id }) => id),
      [],
    );
    const lost = plants.filter(
      ({ id }) => !outcomes.some(({ plant, rules }) => plant === id && rules.length > 0),
    );
    assert.deepEqual(
      lost.map(({ id }) => id),
      [],
    );
  });

  test("docs/recall.md tells of every fault", () => {
    const text = readFileSync(new URL("../../docs/recall.md", import.meta.url), "utf8");
    const untold = [...plants, ...kustomizePlants].filter(
      ({ id }) => !text.includes(`| \`${id}\` |`),
    );
    assert.deepEqual(
      untold.map(({ id }) => id),
      [],
      "npm run recall -- --write",
    );
  });
});

const isBuilt = kustomizeProgram() !== undefined;

suite("faults planted in trees of kustomize", { skip: isBuilt ? false : NEEDS_GO }, () => {
  const outcomes: Outcome[] = [];

  before(async () => {
    const environment = { PATH: kustomizeFolder() };
    for (const tree of [...(await kustomizeSystems()), ...(await kustomizeOthers())]) {
      const found = await recallFiles(tree, kustomizePlants, [SEED], environment);
      outcomes.push(...found.outcomes);
    }
  });

  test("each is found, where it was planted, and nothing elsewhere", () => {
    const wrong = outcomes.filter(
      ({ rules, elsewhere }) => rules.length === 0 || elsewhere.length > 0,
    );
    assert.deepEqual(wrong, []);
  });

  test("every one is planted in one of our systems and in what others wrote", () => {
    const ours = (tree: string) => /^(?:thebot|wbot|piyasa|basebook) /.test(tree);
    for (const { id } of kustomizePlants)
      for (const isOurs of [true, false]) {
        const own = outcomes.filter(({ plant, tree }) => plant === id && ours(tree) === isOurs);
        assert.ok(own.length > 0, `${id}, ${isOurs ? "ours" : "others"}`);
      }
  });
});

suite("what counts as found", () => {
  const tree: Tree = {
    name: "one",
    minor: NEWEST_MINOR,
    assumed: [],
    isPlatform: false,
    objects: [
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data: { a: "b" } },
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "web" },
        spec: { containers: [{ name: "web", image: "ghcr.io/shop/web:v1" }] },
      },
    ],
  };
  const plant = (steps: readonly (string | number)[], rules = ["mutable-image"]): Plant => ({
    id: "planted",
    what: "a mutable tag",
    rules,
    plant: (draft) => {
      const [pod] = draft.pods();
      const [container] = (pod?.spec.containers ?? []) as { image: string }[];
      if (!pod || !container) return undefined;
      container.image = "ghcr.io/shop/web:latest";
      return [{ object: pod.object, steps }];
    },
  });
  const IMAGE = ["spec", "containers", 0, "image"];

  test("a finding of the rule at the line", async () => {
    const [outcome] = await recall(tree, [plant(IMAGE)], [1]);
    assert.deepEqual(outcome?.rules, ["mutable-image"]);
    assert.deepEqual(outcome?.elsewhere, []);
  });

  test("not one at another line, which is elsewhere", async () => {
    const [outcome] = await recall(tree, [plant(["metadata"])], [1]);
    assert.deepEqual(outcome?.rules, []);
    assert.equal(outcome?.elsewhere.length, 1);
  });

  test("nor one of another rule", async () => {
    const [outcome] = await recall(tree, [plant(IMAGE, ["missing-requests"])], [1]);
    assert.deepEqual(outcome?.rules, []);
    assert.equal(outcome?.beside.length, 1);
  });

  test("nor what was there before", async () => {
    const nothing: Plant = {
      ...plant(IMAGE, ["missing-requests"]),
      plant: (draft) => draft.pods().map(({ object }) => ({ object, steps: [] })),
    };
    const [outcome] = await recall(tree, [nothing], [1]);
    assert.deepEqual([outcome?.rules, outcome?.elsewhere], [[], []]);
  });
});

function title({ plant, tree }: Outcome): string {
  return `${plant} in ${tree}`;
}
