import type { Stop } from "../plan/plan.ts";

/** What must be allowed in one namespace, or in the whole cluster. */
export interface Right {
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace: string | undefined;
  /** Without it everything works, and less is told. */
  readonly isForTelling?: boolean;
}

export interface Denied extends Right {
  /** The verbs that are not allowed. */
  readonly denied: readonly string[];
}

/** One stop for each namespace, with the rules that are missing. */
export function stopsFor(denied: readonly Denied[]): Stop[] {
  const byNamespace = Map.groupBy(denied, ({ namespace }) => namespace);
  return [...byNamespace].map(([namespace, all]) => {
    const merged = Map.groupBy(all, ({ group, resource }) => nameOf({ group, resource }));
    const rules = [...merged].map(([name, same]) => {
      const verbs = new Set(same.flatMap((each) => each.denied));
      return { name, verbs: [...verbs].join(",") };
    });
    const byVerbs = Map.groupBy(rules, ({ verbs }) => verbs);
    const lines = [...byVerbs].map(
      ([verbs, same]) => `${verbs} on ${same.map(({ name }) => name).join(", ")}`,
    );
    const place = namespace === undefined ? "in the whole cluster" : `in ${namespace}`;
    const sort = namespace === undefined ? "a ClusterRole" : `a Role in ${namespace}`;
    const kind = namespace === undefined ? "clusterrole" : `-n ${namespace} role`;
    const commands = [...byVerbs].map(([verbs, same], index) => {
      const resources = same.map(({ name }) => name).join(",");
      return `kubectl create ${kind} slipway-${index + 1} --verb=${verbs} --resource=${resources}`;
    });
    return {
      code: "preflight",
      ref: undefined,
      message: `the deploy may not do ${place} what it needs: ${lines.join("; ")}`,
      instead: `${sort}, bound to who deploys: ${commands.join("; ")}`,
    };
  });
}

/** What is not seen, in a sentence. */
export function remarkFor({ namespace, denied, ...right }: Denied): string {
  return `${denied.join(" and ")} on ${nameOf(right)} is not allowed in ${namespace}: less is told of what goes wrong there`;
}

function nameOf({
  group,
  resource,
  subresource,
}: Pick<Right, "group" | "resource" | "subresource">) {
  const name = group === "" ? resource : `${resource}.${group}`;
  return subresource === undefined ? name : `${name}/${subresource}`;
}
