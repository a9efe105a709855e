import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { kustomizeTree, type Rendering } from "../../../src/manifests/kustomize/index.ts";
import { resolve } from "../../../src/platform/resolve/index.ts";
import { ProblemError } from "../../../src/problem.ts";
import { render } from "../../../src/render/index.ts";
import { scratch } from "../tree.ts";
import { anyBlueprint, platformOf } from "./platforms.ts";
import { buildAll, kustomizeProgram } from "./program.ts";
import { assertSame, writeTree } from "./same.ts";

const program = kustomizeProgram();
const skip = program === undefined && "there is no Go to build kustomize with";

/** How many random platforms are built, and from which beginning. */
const PLATFORMS = Number(process.env.PLATFORMS ?? 24);
const seed = Number(process.env.SEED ?? 7);

/** All environments of a random platform; nothing where one of them is not possible. */
function renderingsOf(blueprint: Parameters<typeof platformOf>[0]): Rendering[] | undefined {
  try {
    const made = platformOf(blueprint);
    return made.environments.map((environment) => {
      const resolved = resolve(made, environment);
      return { resolved, rendered: render(resolved) };
    });
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

test("kustomize builds every environment of random platforms as it is rendered", { skip }, () => {
  const folder = scratch();
  const places: { path: string; rendering: Rendering }[] = [];
  let made = 0;
  for (const [index, blueprint] of fc
    .sample(anyBlueprint, { numRuns: 4 * PLATFORMS, seed })
    .entries()) {
    const renderings = made < PLATFORMS ? renderingsOf(blueprint) : undefined;
    if (renderings === undefined) continue;
    made += 1;
    const { files } = kustomizeTree(renderings);
    const tree = join(folder, String(index));
    writeTree(tree, files);
    for (const rendering of renderings)
      places.push({ path: join(tree, "overlays", rendering.resolved.environment), rendering });
  }
  assert.equal(made, PLATFORMS, "too many platforms are not possible");
  const answers = buildAll(
    program as string,
    places.map(({ path }) => path),
  );
  for (const [index, { path, rendering }] of places.entries())
    assertSame(
      answers[index] ?? {},
      rendering.rendered.map(({ object }) => object),
      path,
    );
});
