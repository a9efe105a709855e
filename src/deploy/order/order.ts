import { refOf, titleOf } from "../../client/object.ts";
import { type Problem, ProblemError } from "../../problem.ts";
import type { Wanted } from "../wanted.ts";
import { circleIn } from "./circle.ts";
import { DEPENDS_ON, dependsOn } from "./depends-on.ts";
import { type Need, needsOf } from "./needs.ts";
import { namespaceOf, Others } from "./others.ts";
import { groundOf, isGround, stageOf } from "./stage.ts";

/**
 * What each object waits for. Beside the keys of objects there are names for all the ground of a
 * namespace together, which are reached when their own needs are: a line from every workload to every
 * policy would be too many.
 */
export type Order = ReadonlyMap<string, readonly Need[]>;

/**
 * The order in which objects are applied: from their kinds, from what they refer to, from the
 * annotation `config.kubernetes.io/depends-on`, and from what a platform says.
 *
 * @throws ProblemError for an annotation that cannot be read, and where objects wait for each other
 */
export function orderOf(all: readonly Wanted[]): Order {
  const others = new Others(all);
  const keys = new Set(all.map(({ key }) => key));
  const order = new Map<string, readonly Need[]>();
  const ground = new Map<string, Need[]>();
  const problems: Problem[] = [];
  for (const wanted of all) {
    const stage = stageOf(wanted, others);
    const namespace = namespaceOf(wanted);
    if (stage === "ground" || stage === "namespace") {
      const below = ground.get(groundOf(namespace)) ?? [];
      below.push({ key: wanted.key, until: "applied" });
      ground.set(groundOf(namespace), below);
    }
    const said = [...wanted.after, ...annotated(wanted, problems)];
    const needs = [
      ...needsOf(wanted, stage, others),
      ...said.map((key): Need => ({ key, until: "ready" })),
    ];
    order.set(
      wanted.key,
      needs.filter(({ key }) => keys.has(key) || isGround(key)),
    );
  }
  if (problems.length > 0) throw new ProblemError(problems);
  for (const [key, needs] of ground) order.set(key, needs);
  const complete = new Map(
    [...order].map(([key, needs]) => [key, needs.filter((need) => order.has(need.key))]),
  );
  const circle = circleIn(complete);
  if (circle) throw new ProblemError([circleProblem(circle, all)]);
  return complete;
}

function annotated(wanted: Wanted, problems: Problem[]): readonly string[] {
  return dependsOn(wanted).flatMap((named) => {
    if ("key" in named) return named.key;
    problems.push({
      message: `${titleOf(refOf(wanted.object))} depends on "${named.wrong}", which names no object`,
      where: wanted.where(["metadata", "annotations", DEPENDS_ON]),
      instead: "GROUP/namespaces/NAMESPACE/KIND/NAME, such as apps/namespaces/shop/Deployment/web",
    });
    return [];
  });
}

function circleProblem(circle: readonly string[], all: readonly Wanted[]): Problem {
  const found = circle.flatMap((key) => all.find((each) => each.key === key) ?? []);
  const titles = found.map(({ object }) => titleOf(refOf(object)));
  return {
    message: `these wait for each other: ${[...titles, titles[0]].join(" → ")}`,
    where: found[0]?.where([]),
    instead: `leave out one ${DEPENDS_ON} of them`,
  };
}
