import { CustomResources } from "../../src/kubernetes/custom-resources/index.ts";
import { Judge, type Judged, type Judgement } from "../../src/kubernetes/validation/judge.ts";
import { definitions } from "./objects.ts";
import type { Answered } from "./recording.ts";

/** What Slipway says of each case; undefined where it says that it cannot tell. */
export async function judgeFor(
  minor: number,
  answers: readonly Answered[],
): Promise<(answer: Answered) => Judgement | undefined> {
  const objects = answers.map(({ given }) => given.object as Judged);
  const judge = await Judge.of(minor, objects);
  const custom = await CustomResources.of(minor, definitions(), objects);
  return ({ given }) => {
    const object = given.object as Judged;
    const judgement = judge.create(object) ?? custom.create(object);
    return "why" in judgement ? undefined : judgement;
  };
}
