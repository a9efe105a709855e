import type { Example } from "../examples/example.ts";
import { difference } from "./compare.ts";
import type { Assertion, ObjectAssertion, Words } from "./fact.ts";
import { at } from "./path.ts";
import { reachProblem } from "./reach.ts";

// biome-ignore lint/suspicious/noExplicitAny: a rendered object of any kind, looked into by path
type Loose = any;

/** Everything rendered for one environment, and what the rows say of it in their own texts. */
export interface World extends Pick<Example, "environment" | "objects"> {
  readonly words: Words;
}

/** What is not so, by environment; nothing where the assertion holds. */
export function failures(assertion: Assertion, worlds: readonly World[]): readonly string[] {
  const meant = worlds.filter(({ environment }) => assertion.in?.includes(environment) ?? true);
  return meant.flatMap((world) => {
    const said = inWordsOf(world, assertion);
    const problems = "object" in said ? objectProblems(said, world) : reachProblem(said, world);
    return problems.map((problem) => `${world.environment}: ${problem}`);
  });
}

/** The assertion with `{namespace}` and the like replaced. */
function inWordsOf<T>({ words, environment }: World, value: T): T {
  const replace = (part: unknown): unknown => {
    if (typeof part === "string")
      return part.replace(/\{(\w+)\}/g, (whole, word: string) =>
        word === "environment" ? environment : (words[word] ?? whole),
      );
    if (Array.isArray(part)) return part.map(replace);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, each]) => [replace(key), replace(each)]),
    );
  };
  return replace(value) as T;
}

function objectProblems(assertion: ObjectAssertion, { objects }: World): readonly string[] {
  const { object: named, field, pod, compare } = assertion;
  const fitting = objects.filter(({ kind, metadata }) => fits(named, `${kind}/${metadata.name}`));
  if (field === undefined && pod === undefined) {
    if ("absent" in compare) return fitting.length === 0 ? [] : [`${named} is there`];
    if ("count" in compare)
      return fitting.length === compare.count
        ? []
        : [`${named} counts ${fitting.length}, expected ${compare.count}`];
  }
  if (fitting.length === 0) return [`there is no ${named}; ${likely(named, objects)}`];
  return fitting.flatMap((object: Loose) => {
    const root = pod === undefined ? object : podOf(object);
    const path = pod ?? field ?? "";
    const problem = difference(compare, at(root, path), path);
    return problem ? [`${object.kind}/${object.metadata.name} ${path} ${problem}`] : [];
  });
}

/** Whether `Deployment|StatefulSet/api-*` is this object. */
function fits(named: string, identity: string): boolean {
  const [kinds = "", name = ""] = split(named);
  const [kind, own = ""] = split(identity);
  const shape = name.split("*").map((part) => part.replace(/[.\\+?^${}()|[\]]/g, "\\$&"));
  return kinds.split("|").includes(kind ?? "") && new RegExp(`^${shape.join(".*")}$`).test(own);
}

const split = (identity: string) => {
  const slash = identity.indexOf("/");
  return [identity.slice(0, slash), identity.slice(slash + 1)];
};

function likely(named: string, objects: World["objects"]): string {
  const kinds = (split(named)[0] ?? "").split("|");
  const there = objects.filter(({ kind }) => kinds.includes(kind));
  if (there.length === 0) return "nothing of that kind is rendered";
  return `there are ${there.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(", ")}`;
}

export function podOf({ kind, spec }: Loose): Loose {
  if (kind === "CronJob") return spec.jobTemplate.spec.template.spec;
  return spec?.template?.spec;
}
