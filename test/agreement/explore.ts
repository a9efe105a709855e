/**
 * Asks a running server about mutated objects and prints where it and `Judge` differ.
 *
 *     npm run control-plane            # prints a kubeconfig
 *     SLIPWAY_KUBECONFIG=… node test/agreement/explore.ts --kind Service --count 500 --seed 7
 *     SLIPWAY_KUBECONFIG=… node test/agreement/explore.ts --file object.yaml
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadAll } from "js-yaml";
import { CustomResources } from "../../src/kubernetes/custom-resources/index.ts";
import { Judge, type Judged } from "../../src/kubernetes/validation/judge.ts";
import { startControlPlane } from "../control-plane/control-plane.ts";
import { inParallel } from "../control-plane/verdicts.ts";
import { differ } from "./compare.ts";
import { mutated, mutationsOf, seenIn } from "./mutations.ts";
import { definitions, type Given, richObjects } from "./objects.ts";
import { Random } from "./random.ts";
import { ask, prepare } from "./server.ts";

const { values } = parseArgs({
  options: {
    kind: { type: "string", multiple: true, default: [] },
    file: { type: "string" },
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "300" },
    minor: { type: "string", default: "36" },
    all: { type: "boolean", default: false },
    base: { type: "boolean", default: false },
  },
});

interface Case {
  readonly what: string;
  readonly object: Given;
}

function cases(): Case[] {
  if (values.file !== undefined) {
    const objects = loadAll(readFileSync(values.file, "utf8")) as Given[];
    return objects.map((object) => ({ what: "as it is", object }));
  }
  const all = richObjects();
  const wanted = all.filter(({ kind }) => values.kind.length === 0 || values.kind.includes(kind));
  const bases = wanted.map((object) => ({ what: "as it is", object }));
  if (values.base) return bases;
  const random = new Random(Number(values.seed));
  const seen = seenIn(all);
  const each = wanted.flatMap((object) =>
    mutationsOf(object, seen, random).map((change) => ({ object, change })),
  );
  const chosen = random.some(each, Number(values.count)).map(({ object, change }) => ({
    what: change.what,
    object: mutated(object, [change]),
  }));
  return [...bases, ...chosen];
}

const plane = await startControlPlane({ level: "verdicts" });
await prepare(plane);
const given = cases();
const objects = given.map(({ object }) => object as Judged);
const judge = await Judge.of(Number(values.minor), objects);
const custom = await CustomResources.of(Number(values.minor), definitions(), objects);
const said = await inParallel(8, given, ({ object }) => ask(plane, object));
const count = { cases: 0, refused: 0, verdict: 0, missed: 0, extra: 0, warnings: 0 };
for (const [index, { what, object }] of given.entries()) {
  const answer = said[index]!;
  const ours = judge.create(object as Judged) ?? custom.create(object as Judged);
  if ("why" in ours) {
    console.log(`? ${object.kind} ${what}: not judged`);
    continue;
  }
  count.cases++;
  if (answer.status >= 300) count.refused++;
  const difference = differ(ours, answer);
  const { verdict, missed, extra, warnings } = difference;
  if (verdict) count.verdict++;
  else if (missed.length > 0) count.missed++;
  else if (extra.length > 0) count.extra++;
  if (warnings.length > 0) count.warnings++;
  if (!values.all && !verdict && missed.length + extra.length + warnings.length === 0) continue;
  console.log(`\n${object.kind} ${what}`);
  if (verdict) console.log(`  VERDICT: the server ${answer.status >= 300 ? "refuses" : "accepts"}`);
  console.log(
    `  server ${answer.status} ${answer.message ?? ""} ${(answer.warnings ?? []).join(" | ")}`,
  );
  for (const { reason, path, message, instead } of ours.errors)
    console.log(`  ours   ${path}: ${reason}: ${message}${instead ? ` → ${instead}` : ""}`);
  for (const { path, message } of ours.warnings) console.log(`  warns  ${path}: ${message}`);
  if (missed.length > 0) console.log(`  MISSED ${missed.join(", ")}`);
  if (extra.length > 0) console.log(`  EXTRA  ${extra.join(", ")}`);
  if (warnings.length > 0) console.log(`  WARNINGS ${warnings.join(", ")}`);
}
console.log(`\n${JSON.stringify(count)}`);
await plane.stop();
