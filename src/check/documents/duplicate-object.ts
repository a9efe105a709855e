import { isDeepStrictEqual } from "node:util";
import { identityOf, keyOf } from "../identity.ts";
import { listedItems } from "../objects/titles.ts";
import { sourceFolder } from "../objects/together.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { Subject, World } from "../world.ts";

export const duplicateObject: Rule = {
  id: "duplicate-object",
  layer: "documents",
  severity: "error",
  title: "two objects of one kind with one name",
  why: "they are one object to the cluster: what is applied last overwrites the other, in an order that nobody sees",
  fix: "rename one of the two, or merge them",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LOG_LEVEL: info }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LOG_LEVEL: debug }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LOG_LEVEL: info }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: more-settings }
data: { LOG_LEVEL: debug }
`,
  find: (world: World) => {
    const first = new Map<string, Subject>();
    const twice: Twice[] = [];
    for (const subject of world.objects) {
      const key = keyOf(subject);
      if (key === undefined) continue;
      const other = first.get(key);
      if (other) twice.push({ subject, other });
      else first.set(key, subject);
    }
    const [apart, beside] = partition(twice, ({ subject, other }) => areApart(subject, other));
    return [...beside.map(sameObject), ...alternatives(world, apart)];
  },
};

interface Twice {
  readonly subject: Subject;
  /** The one that came first. */
  readonly other: Subject;
}

function sameObject({ subject, other }: Twice): FoundInObject {
  const { file, line } = other.locate([], "value");
  return foundAtName(subject, `the same object is in line ${line} of ${file}`);
}

function foundAtName(subject: Subject, message: string): FoundInObject {
  const steps = ["metadata", "name"];
  return { subject, steps, path: steps.join("."), part: "value", message };
}

/** What is built, or lies in another folder, need not be applied beside the other; a platform is. */
function areApart({ from: one }: Subject, { from: other }: Subject): boolean {
  if (one === undefined || other === undefined) return false;
  return one !== other && sourceFolder(one) !== sourceFolder(other);
}

/** What two sources have in common, told once for the two. */
function alternatives(world: World, apart: readonly Twice[]): FoundInObject[] {
  const pairs = Map.groupBy(apart, ({ subject, other }) => `${other.from}\n${subject.from}`);
  return [...pairs.values()].map((all) => {
    const [{ subject, other }] = all as [Twice, ...Twice[]];
    const names = listedItems(all.map((each) => identityOf(each.subject.object)));
    const found = foundAtName(subject, `${subject.from} and ${other.from} both bring ${names}`);
    const isHarmless =
      areOfOneBase(world, subject, other) ||
      all.every((each) => isDeepStrictEqual(each.subject.object, each.other.object));
    return {
      ...found,
      severity: isHarmless ? "info" : "warning",
      fix: "check those that go to clusters of their own by themselves (--each, or their paths), or rename one of the two",
    };
  });
}

/** Whether two kustomizations are made of the same files, as overlays are. */
function areOfOneBase({ trees }: World, one: Subject, other: Subject): boolean {
  const [files, others] = [one, other].map(
    ({ from }) => trees.find(({ folder }) => folder === from)?.files,
  );
  return files !== undefined && others?.keys().some((file) => files.has(file)) === true;
}

function partition<T>(all: readonly T[], isFirst: (each: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}
