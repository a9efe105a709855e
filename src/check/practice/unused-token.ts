import type { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import { listed } from "../objects/titles.ts";
import type { Workload } from "../objects/workloads.ts";
import type { Rule } from "../rule.ts";
import { once, type World } from "../world.ts";
import { changed, POD } from "./shared/example.ts";
import { grants } from "./shared/grants.ts";
import { isOfSystem, programs } from "./shared/nature.ts";
import { counted } from "./shared/tell.ts";

export const unusedToken: Rule = {
  id: "unused-token",
  layer: "practice",
  severity: "info",
  title: "pods with a token for the API that nothing gives them a right with",
  why: "whoever gets into the pod can ask the API server, and has at once whatever somebody gives the account later. It matters to whoever answers for security",
  fix: "set automountServiceAccountToken: false in the pods, or in their ServiceAccount",
  bad: changed(POD, "  automountServiceAccountToken: false\n", ""),
  good: POD,
  find: (world) => {
    const guilty = programs(world).filter((workload) => hasIdleToken(world, workload));
    const [first] = guilty;
    if (!first) return [];
    const names = listed(guilty.map(({ item }) => item.name));
    const told = `${counted(guilty.length, "workload")} ${guilty.length > 1 ? "have" : "has"} a token of the API without any right in this input: ${names}`;
    const { automountServiceAccountToken: isAsked } = first.spec;
    const path = isAsked ? first.specPath.field("automountServiceAccountToken") : first.specPath;
    return [foundAt(first.item, path, told)];
  },
};

function hasIdleToken(world: World, workload: Workload): boolean {
  const { item, spec, metadataPath } = workload;
  const { serviceAccountName: name = "default", automountServiceAccountToken: isMounted } = spec;
  if (isMounted === false || isOfSystem(workload) || asksVault(item.object, metadataPath))
    return false;
  const account = inventory(world).get("ServiceAccount", item.namespace, name);
  // What an account may do that is made elsewhere is not known.
  if (!account && name !== "default") return false;
  if (isMounted === undefined && account?.object.automountServiceAccountToken === false)
    return false;
  const held = holders(world);
  const spaces = item.namespace === undefined ? ["*"] : [item.namespace, ""];
  if (spaces.some((space) => held.has(`${space}/${name}`))) return false;
  // A binding for an account that is not there may well mean this one.
  return !lostHolders(world).has(item.namespace);
}

/** Namespaces with bindings for accounts that are not there. */
const lostHolders = once(
  (world): ReadonlySet<string | undefined> =>
    new Set(
      grants(world).flatMap(({ subject: { kind, name = "", namespace }, binding }) => {
        const space = namespace || binding.namespace;
        const isLost =
          kind === "ServiceAccount" &&
          name !== "default" &&
          !inventory(world).get("ServiceAccount", space, name);
        return isLost ? [space] : [];
      }),
    ),
);

/** Accounts with any right, by namespace and in `*`; a binding may not say which. */
const holders = once(
  (world): ReadonlySet<string> =>
    new Set(
      grants(world).flatMap(({ subject: { kind, name, namespace }, binding }) =>
        kind === "ServiceAccount"
          ? [`${namespace || binding.namespace || ""}/${name}`, `*/${name}`]
          : [],
      ),
    ),
);

/** The agent that is put beside the container shows the token to Vault. */
function asksVault(object: unknown, metadata: FieldPath): boolean {
  let value: unknown = object;
  for (const step of [...metadata.steps(), "annotations"])
    value = (value as Record<string | number, unknown> | undefined)?.[step];
  return Object.keys(value ?? {}).some((key) => key.startsWith("vault.hashicorp.com/"));
}
