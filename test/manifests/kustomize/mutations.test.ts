import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { kustomizeTree, type Rendering } from "../../../src/manifests/kustomize/index.ts";
import { ProblemError } from "../../../src/problem.ts";
import { render } from "../../../src/render/index.ts";
import { inPlace } from "../../platform/shop.ts";
import { scratch } from "../tree.ts";
import { mutate, type Random, randomOf } from "./mutations.ts";
import { buildAll, kustomizeProgram } from "./program.ts";
import { assertSame, writeTree } from "./same.ts";

const program = kustomizeProgram();
const skip = program === undefined && "there is no Go to build kustomize with";

/** How many trees are built, and from which beginning. */
const TREES = Number(process.env.TREES ?? 60);
const seed = Number(process.env.SEED ?? 7);

const places = [inPlace({}), inPlace({ prefix: "dev-" })].map((resolved) => ({
  resolved,
  rendered: render(resolved),
}));

/** The shop in an environment whose objects were changed, left out, renamed and moved at random. */
function changed(environment: string, random: Random): Rendering {
  const namespace = random() < 0.7 ? `shop-${environment}` : "shop";
  const { resolved, rendered: all } = places[random() < 0.7 ? 0 : 1] as Rendering;
  const kept = all.filter(() => random() > 0.07);
  const rendered = kept.map((entry) => {
    const object = JSON.parse(
      JSON.stringify(entry.object).replaceAll('"namespace":"shop"', `"namespace":"${namespace}"`),
    );
    if (object.kind === "Namespace") object.metadata.name = namespace;
    const times = random() < 0.5 ? 0 : 1 + Math.floor(random() * 4);
    for (let time = 0; time < times; time++) mutate(object, random);
    if (object.metadata.namespace && random() < 0.01) object.metadata.namespace = "monitoring";
    if (object.kind !== "Namespace" && random() < 0.02) object.metadata.name += `-${environment}`;
    return { ...entry, object };
  });
  return { resolved: { ...resolved, environment, namespace }, rendered };
}

test("kustomize builds objects that differ in any way as they are", { skip }, () => {
  const random = randomOf(seed);
  const folder = scratch();
  const places: { path: string; rendering: Rendering }[] = [];
  let refused = 0;
  for (let index = 0; index < TREES; index++) {
    const names = ["dev", "staging", "production", "eu"].slice(0, 1 + Math.floor(random() * 4));
    const renderings = names.map((name) => changed(name, random));
    try {
      writeTree(join(folder, String(index)), kustomizeTree(renderings).files);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      assert.match(error.message, /kustomize takes .* for the object of that name here/s);
      refused += 1;
      continue;
    }
    for (const rendering of renderings) {
      const { environment } = rendering.resolved;
      places.push({ path: join(folder, String(index), "overlays", environment), rendering });
    }
  }
  assert.ok(refused < TREES / 10, `${refused} of ${TREES} trees were refused`);
  const answers = buildAll(
    program as string,
    places.map(({ path }) => path),
  );
  for (const [index, { path, rendering }] of places.entries()) {
    const objects = rendering.rendered.map(({ object }) => object);
    assertSame(answers[index] ?? {}, objects, path);
  }
});
