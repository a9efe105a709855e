import { join } from "node:path";
import type { Bench, Section } from "./bench.ts";
import { writeTree } from "./kustomize/tree.ts";
import { measure, ratio } from "./measure.ts";
import { identity, kinds, objectsOf, sameContent, sameObjects, type Written } from "./objects.ts";
import { type Command, outputOf } from "./process.ts";
import { cdk8s, writeObjects } from "./rivals/programs.ts";
import { render } from "./slipway.ts";

/** A whole production platform, from its definition to its manifests. */
export function thebot({ slipway, rivals, scratch, rounds }: Bench): Section {
  const production = render(slipway, "thebot", "production");
  const ours = objectsOf(outputOf(production));
  const staging = objectsOf(outputOf(render(slipway, "thebot", "staging")));

  const data = writeObjects(join(scratch, "thebot-objects.js"), ours);
  const plus = cdk8s("plus", scratch, data);
  const raw = cdk8s("raw", scratch, data);
  const cached = withCompileCache(raw, join(scratch, "compiled"));
  const build = (name: string, overlay: string): Command => {
    return { name, argv: [rivals.kustomize, "build", overlay], cwd: scratch };
  };
  const overlay = writeTree(join(scratch, "thebot"), staging, ours);
  const kustomize = build("kustomize build", overlay);
  const unpatched = writeTree(join(scratch, "unpatched"), ours, ours);
  const least = build("kustomize build, nothing to patch", unpatched);

  sameObjects(plus.name, objectsOf(outputOf(plus)), ours);
  sameContent(raw.name, objectsOf(outputOf(raw)), ours);
  for (const each of [kustomize, least]) {
    sameContent(each.name, withoutInvented(objectsOf(outputOf(each)), ours), ours);
  }

  const figures = measure([production, plus, raw, cached, kustomize, least], rounds(15));
  const [us, plusRuns, , , kustomizeRuns] = figures;
  return {
    title: `thebot, production: ${ours.length} objects of ${kinds(ours).size} kinds`,
    figures,
    limits: [
      { says: "of cdk8s with cdk8s-plus", ratio: ratio(us!, plusRuns!), limit: 0.4 },
      { says: "of kustomize build", ratio: ratio(us!, kustomizeRuns!), limit: 0.7 },
    ],
  };
}

/** What a user of cdk8s gains who knows Node's compile cache; Slipway turns it on by itself. */
function withCompileCache(command: Command, folder: string): Command {
  const env = { ...command.env, NODE_COMPILE_CACHE: folder };
  return { ...command, name: `${command.name}, compile cache`, env };
}

/** kustomize puts its namespace on objects of the whole cluster too when it does not know their kind. */
function withoutInvented(theirs: readonly Written[], ours: readonly Written[]): Written[] {
  const namespaced = new Set(ours.filter(({ metadata }) => metadata.namespace).map(identity));
  return theirs.map((object) => {
    if (namespaced.has(identity(object))) return object;
    const { namespace: _, ...metadata } = object.metadata;
    return { ...object, metadata };
  });
}
