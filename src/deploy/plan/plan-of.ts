import { inParallel } from "../in-parallel.ts";
import { contextOf, WIDTH } from "./context.ts";
import type { PlanInput } from "./input.ts";
import type { Plan } from "./plan.ts";
import { objectDigest, planDigest } from "./plan-digest.ts";
import { appliedOf, planObject } from "./plan-object.ts";
import { prunesOf } from "./prunes.ts";
import { withSuccession } from "./succession.ts";

/**
 * What a deploy would do: an apply of every object is played by the server, and nothing is written.
 *
 * @throws ConnectionError where the server cannot be asked; what it refuses stands in the plan.
 */
export async function planOf(input: PlanInput): Promise<Plan> {
  const context = await contextOf(input);
  const { desired, revision } = input;
  const { untouched } = input.options;
  const own = desired.wanted.filter(({ key }) => !untouched?.has(key));
  const left = desired.wanted
    .filter(({ key }) => untouched?.has(key))
    .map((wanted) => appliedOf(context, wanted, context.members.get(wanted.key)));
  const each = await inParallel(WIDTH, own, (wanted) => planObject(context, wanted));
  const planned = each.map((one) => one.planned);
  const pruning = await prunesOf(context, planned);
  const objects = withSuccession(planned, pruning.prunes, input.membership.members);
  const stops = [...each.flatMap((plan) => plan.stops), ...pruning.stops];
  const digests = objects.map((one) => objectDigest(one, input));
  const digest = planDigest(digests, pruning.prunes, stops);
  const { release } = desired;
  return { release, revision, objects, left, prunes: pruning.prunes, stops, digest };
}
