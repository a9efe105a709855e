import type { FoundInObject } from "../../rule.ts";
import type { World } from "../../world.ts";
import { isOverwritten } from "../kustomize/selectors.ts";
import { readSelector } from "../selectors/index-of-pods.ts";
import { placeOf } from "./place.ts";
import { namesOf, policies } from "./policies.ts";
import { blockades } from "./reach.ts";
import { type Asking, askingForSolvers, SOLVER_LABEL, SOLVER_PORT, solverPods } from "./solvers.ts";
import { ingressController } from "./strangers.ts";

/** Namespaces whose certificates are proven over HTTP by pods that nobody is let in to, each once. */
export function solverBlocked(world: World): FoundInObject[] {
  if (policies(world).length === 0) return [];
  const byNamespace = Map.groupBy(askingForSolvers(world), ({ item }) => item.namespace);
  return [...byNamespace.values()].flatMap((all): FoundInObject[] => {
    const [asking] = all;
    if (!asking || isLost(world, asking)) return [];
    const to = solverPods(asking);
    const need = { from: ingressController, to, port: SOLVER_PORT, protocol: "TCP" };
    const [blockade] = blockades(world, need);
    if (!blockade) return [];
    const { item, path, policy } = placeOf(world, blockade);
    const [subject, at] = policy ? [item.subject, path] : [asking.item.subject, asking.path];
    const verb = blockade.isolatedBy.length === 1 ? "does" : "do";
    return [
      {
        subject,
        steps: at.steps(),
        path: at.toString(),
        part: "value",
        message: `${namesOf(blockade.isolatedBy)} ${verb} not let the ingress controller in to the solvers of ${asking.issuer.kind} ${asking.issuer.name} on TCP ${SOLVER_PORT}, needed by ${asking.item.kind} ${asking.item.name}`,
      },
    ];
  });
}

/** Whether there is a policy for them, to whose selector a kustomization added labels of others. */
function isLost(world: World, { item: { namespace } }: Asking): boolean {
  return policies(world).some(({ item, policy }) => {
    const selector = readSelector(policy.spec?.podSelector);
    const isForSolvers = selector?.some(({ key }) => key === SOLVER_LABEL);
    return isForSolvers && item.namespace === namespace && isOverwritten(world, selector ?? []);
  });
}
