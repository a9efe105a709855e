import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { Assumptions } from "../../../src/check/assumptions.ts";
import { deprecatedKustomizeField } from "../../../src/check/graphs/deprecated-kustomize-field.ts";
import { changed } from "../../../src/check/living/fix/change.ts";
import { byFile, planned } from "../../../src/check/living/fix/plan.ts";
import { SourceText } from "../../../src/check/living/fix/source-text.ts";
import { run } from "../../../src/check/run.ts";
import { worldOf } from "../../../src/check/world.ts";
import { readTogether } from "../../../src/inputs/files.ts";
import { NEWEST_MINOR } from "../../../src/kubernetes/versions.ts";
import { NEEDS_GO } from "../../go-program.ts";
import { buildAll } from "../../manifests/kustomize/program.ts";
import { pathOf } from "../../manifests/read/programs.ts";
import { folderOf } from "../../manifests/read/trees.ts";
import { type Files, kustomize } from "../found-in-files.ts";

const skip = kustomize === undefined && NEEDS_GO;

/** Mends the files of a folder; what is left to mend. */
async function mend(root: string): Promise<number> {
  const environment = pathOf({ kustomize });
  const look = async () => {
    const none = { before: [], assumptions: new Assumptions([]), minor: NEWEST_MINOR };
    return worldOf({ ...(await readTogether([root], { environment })), ...none });
  };
  const findings = (world: Awaited<ReturnType<typeof look>>) =>
    run([deprecatedKustomizeField], world);
  const texts = new Map<string, SourceText>();
  const source = (file: string) => {
    const text = texts.get(file) ?? new SourceText(readFileSync(file, "utf8"));
    texts.set(file, text);
    return text;
  };
  const mendings = byFile(await planned(await look(), { findings, source }));
  for (const [file, own] of mendings) {
    const changes = own.map(({ change }) => change);
    writeFileSync(file, changed(source(file).text, changes));
  }
  return findings(await look()).length;
}

function built(root: string): string {
  const [answer] = buildAll(kustomize as string, [root]);
  assert.ok(answer?.objects, String(answer?.error));
  return JSON.stringify(answer.objects);
}

const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: "example.com/${name}:v1" }] }
`;
const patchOf = (name: string, replicas: number) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  replicas: ${replicas}\n`;
const beside: Files = {
  "base/kustomization.yaml": "resources: [web.yaml]\n",
  "base/web.yaml": deployment("web"),
  "other/kustomization.yaml": "resources: [api.yaml]\n",
  "other/api.yaml": deployment("api"),
  "overlay/worker.yaml": deployment("worker"),
  "overlay/two.yaml": patchOf("web", 2),
  "overlay/three.yaml": patchOf("api", 3),
  "overlay/both.yaml": `${patchOf("web", 2)}---\n${patchOf("api", 3)}`,
  "overlay/gone.yaml": `${patchOf("web", 2)}$patch: delete\n`,
  "overlay/four.yaml": "- { op: replace, path: /spec/replicas, value: 4 }\n",
  "overlay/some.env": "LEVEL=info\n",
};

const TARGET = "target: { group: apps, version: v1, kind: Deployment, name: web }";

describe("deprecated fields of a kustomization become those of today", { skip }, () => {
  const cases: readonly (readonly [title: string, from: string, to: string])[] = [
    [
      "bases alone, with their comments",
      "# what runs\nbases: # both\n  - ../base # the site\n  # - ../old\n  - ../other\n\nnamePrefix: a-\n",
      "# what runs\nresources: # both\n  - ../base # the site\n  # - ../old\n  - ../other\n\nnamePrefix: a-\n",
    ],
    ["bases in brackets", "bases: [../base, ../other]\n", "resources: [../base, ../other]\n"],
    [
      "bases behind resources",
      "bases:\n- ../base # the site\n# and\n- ../other\nnamePrefix: a-\nresources:\n  - worker.yaml # last\n# the end\n",
      "namePrefix: a-\nresources:\n  - worker.yaml # last\n  - ../base # the site\n  # and\n  - ../other\n# the end\n",
    ],
    [
      "bases right after resources, without an end of the line",
      "resources:\n- worker.yaml\nbases:\n- ../base",
      "resources:\n- worker.yaml\n- ../base\n",
    ],
    [
      "patches by their paths, and as texts",
      `resources: [../base, ../other]\npatchesStrategicMerge:\n- two.yaml # twice\n- |-\n  # why\n  ${patchOf("api", 3).trimEnd().replaceAll("\n", "\n  ")}\n\nnamePrefix: a-\n`,
      `resources: [../base, ../other]\npatches:\n- path: two.yaml # twice\n- patch: |-\n    # why\n    ${patchOf("api", 3).trimEnd().replaceAll("\n", "\n    ")}\n\nnamePrefix: a-\n`,
    ],
    [
      "patches in brackets",
      "resources: [../base, ../other]\npatchesStrategicMerge: [two.yaml, three.yaml] # all\n",
      "resources: [../base, ../other]\npatches: [{ path: two.yaml }, { path: three.yaml }] # all\n",
    ],
    [
      "patches before others, which come later",
      `resources: [../base]\npatches:\n  - path: four.yaml\n    ${TARGET}\npatchesStrategicMerge:\n  - two.yaml\n`,
      `resources: [../base]\npatches:\n  - path: two.yaml\n  - path: four.yaml\n    ${TARGET}\n`,
    ],
    [
      "operations",
      `resources: [../base]\npatchesJson6902:\n  # four\n  - ${TARGET}\n    path: four.yaml\n`,
      `resources: [../base]\npatches:\n  # four\n  - ${TARGET}\n    path: four.yaml\n`,
    ],
    [
      "operations behind patches",
      `resources: [../base]\npatchesJson6902:\n- ${TARGET}\n  path: four.yaml\npatches:\n  - path: two.yaml\n`,
      `resources: [../base]\npatches:\n  - path: two.yaml\n  - ${TARGET}\n    path: four.yaml\n`,
    ],
    [
      "labels, which selectors have, too",
      "resources:\n  - ../base\ncommonLabels: # of all\n  team: blue # us\n  # where\n  tier: front\n",
      "resources:\n  - ../base\nlabels: # of all\n  - pairs:\n      team: blue # us\n      # where\n      tier: front\n    includeSelectors: true\n",
    ],
    [
      "labels in brackets",
      "resources:\n- ../base\ncommonLabels: { team: blue } # us\n",
      "resources:\n- ../base\nlabels:\n- pairs: { team: blue } # us\n  includeSelectors: true\n",
    ],
    [
      "labels behind others",
      "resources: [../base]\nlabels:\n  - pairs: { tier: front }\ncommonLabels:\n    team: blue\n",
      "resources: [../base]\nlabels:\n  - pairs: { tier: front }\n  - pairs:\n      team: blue\n    includeSelectors: true\n",
    ],
    [
      "images",
      "resources: [../base]\nimageTags:\n  - name: example.com/web # ours\n    newTag: v2\n",
      "resources: [../base]\nimages:\n  - name: example.com/web # ours\n    newTag: v2\n",
    ],
    [
      "the file of a generator",
      "configMapGenerator:\n  - name: settings\n    env: some.env # levels\nsecretGenerator: [{ name: others, env: some.env }]\n",
      "configMapGenerator:\n  - name: settings\n    envs: [some.env] # levels\nsecretGenerator: [{ name: others, envs: [some.env] }]\n",
    ],
    [
      "several at once",
      "bases:\n  - ../base\npatchesStrategicMerge:\n  - two.yaml\ncommonLabels:\n  team: blue\n",
      "resources:\n  - ../base\npatches:\n  - path: two.yaml\nlabels:\n  - pairs:\n      team: blue\n    includeSelectors: true\n",
    ],
  ];
  for (const [title, from, to] of cases)
    test(title, async () => {
      const root = join(folderOf({ ...beside, "overlay/kustomization.yaml": from }), "overlay");
      const before = built(root);
      assert.equal(await mend(root), 0);
      assert.equal(readFileSync(join(root, "kustomization.yaml"), "utf8"), to);
      assert.equal(built(root), before);
    });

  const left: readonly (readonly [title: string, text: string])[] = [
    ["variables", "resources: [../base]\nvars: []\n"],
    ["a patch that deletes", "resources: [../base]\npatchesStrategicMerge: [gone.yaml]\n"],
    [
      "several patches in a file",
      "resources: [../base, ../other]\npatchesStrategicMerge: [both.yaml]\n",
    ],
    [
      "operations on what a prefix has renamed",
      `resources: [../base]\nnamePrefix: a-\npatchesJson6902:\n  - ${TARGET}\n    path: four.yaml\n`,
    ],
    [
      "labels whose fields are configured",
      "resources: [../base]\nconfigurations: [fields.yaml]\ncommonLabels: { team: blue }\n",
    ],
    ["resources in brackets, with bases", "resources: [worker.yaml]\nbases:\n  - ../base\n"],
    ["a comment that would go", "resources:\n  - worker.yaml\nbases: # why\n  - ../base\n"],
    ["anchors", "resources:\n  - &it ../base\ncommonLabels: { team: blue }\n"],
    ["JSON", '{ "bases": ["../base"] }\n'],
  ];
  for (const [title, text] of left)
    test(`${title}: left as they are`, async () => {
      const files = { ...beside, "overlay/fields.yaml": "commonLabels: []\n" };
      const root = join(folderOf({ ...files, "overlay/kustomization.yaml": text }), "overlay");
      assert.ok((await mend(root)) > 0);
      assert.equal(readFileSync(join(root, "kustomization.yaml"), "utf8"), text);
    });

  const list = (field: string, items: readonly string[], indent: string, brackets: boolean) =>
    items.length === 0
      ? ""
      : brackets
        ? `${field}: [${items.join(", ")}]\n`
        : `${field}:\n${items.map((each) => `${indent}- ${each}\n`).join("")}`;
  const fields = fc.record({
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }),
    bases: fc.subarray(["../base", "../other"], { minLength: 1 }),
    own: fc.boolean(),
    strategic: fc.subarray(["two.yaml"]),
    patches: fc.boolean(),
    operations: fc.boolean(),
    labels: fc.boolean(),
    common: fc.constantFrom("", "commonLabels: { team: blue }\n", "commonLabels:\n  team: blue\n"),
    prefix: fc.boolean(),
    indent: fc.constantFrom("", "  "),
    brackets: fc.boolean(),
  });

  test("whatever stands beside them, and the build stays the same", async () => {
    const seen = { mended: 0, left: 0 };
    await fc.assert(
      fc.asyncProperty(fields, async (each) => {
        const { bases, own, indent, brackets } = each;
        const isWeb = bases.includes("../base");
        const entry = `path: four.yaml\n${indent}  ${TARGET}`;
        const parts = [
          list("bases", bases, indent, brackets),
          list("resources", own ? ["worker.yaml"] : [], indent, brackets && !own),
          list("patchesStrategicMerge", isWeb ? each.strategic : [], indent, brackets),
          list("patches", isWeb && each.patches ? [entry] : [], indent, false),
          list(
            "patchesJson6902",
            isWeb && each.operations ? [entry.replace("four", "five")] : [],
            indent,
            false,
          ),
          list("labels", each.labels ? ["pairs: { tier: front }"] : [], indent, false),
          `${each.common}${each.prefix ? "namePrefix: a-\n" : ""}`,
        ];
        const text = each.order.map((at) => parts[at]).join("");
        const five = "- { op: replace, path: /metadata/name, value: five }\n";
        const files = { ...beside, "overlay/five.yaml": five, "overlay/kustomization.yaml": text };
        const root = join(folderOf(files), "overlay");
        const before = built(root);
        const rest = await mend(root);
        seen[rest === 0 ? "mended" : "left"]++;
        assert.equal(built(root), before, readFileSync(join(root, "kustomization.yaml"), "utf8"));
      }),
      { numRuns: 60, seed: 20261122 },
    );
    assert.ok(seen.mended > 10 && seen.left > 10, JSON.stringify(seen));
  });
});
