import { basename } from "node:path";
import { quote } from "../../kubernetes/text.ts";
import type { Severity } from "../finding.ts";
import { madeByCommand } from "../objects/guides.ts";
import { type Item, inventory, type Target } from "../objects/inventory.ts";
import { isServed } from "../objects/served.ts";
import { someOf } from "../objects/titles.ts";
import type { FoundInObject } from "../rule.ts";
import { once, type World } from "../world.ts";
import { isSystem } from "./always.ts";
import { isMadeByPrograms } from "./by-programs.ts";
import { isKnownClass } from "./known-classes.ts";
import { type Near, nearTo } from "./near.ts";
import { needsOf } from "./needs.ts";
import { providers } from "./provided.ts";
import type { Reference } from "./reference.ts";
import { references } from "./references.ts";
import { isWhole } from "./whole.ts";

/** What tells each thing that is not there. */
const TELLING = {
  "/ConfigMap": "missing-configmap",
  "/Secret": "missing-secret",
  "/Service": "missing-service",
  "/ServiceAccount": "missing-service-account",
  "/PersistentVolumeClaim": "missing-claim",
  "/PersistentVolume": "missing-claim",
  "apps/Deployment": "missing-workload",
  "apps/StatefulSet": "missing-workload",
  "apps/ReplicaSet": "missing-workload",
  "apps/DaemonSet": "missing-workload",
  "/ReplicationController": "missing-workload",
  "argoproj.io/Rollout": "missing-workload",
  "rbac.authorization.k8s.io/Role": "missing-role",
  "rbac.authorization.k8s.io/ClusterRole": "missing-role",
  "storage.k8s.io/StorageClass": "missing-class",
  "networking.k8s.io/IngressClass": "missing-class",
  "gateway.networking.k8s.io/GatewayClass": "missing-class",
  "scheduling.k8s.io/PriorityClass": "missing-class",
  "node.k8s.io/RuntimeClass": "missing-class",
  "gateway.networking.k8s.io/Gateway": "missing-gateway",
  "cert-manager.io/Issuer": "missing-issuer",
  "cert-manager.io/ClusterIssuer": "missing-issuer",
  "external-secrets.io/SecretStore": "missing-secret-store",
  "external-secrets.io/ClusterSecretStore": "missing-secret-store",
} as const;

type Telling =
  | (typeof TELLING)[keyof typeof TELLING]
  | "missing-headless-service"
  | "missing-object";

function tellingOf(all: readonly Reference[]): Telling {
  const { group, kind } = (all[0] as Reference).target;
  const key = `${group}/${kind}`;
  if (key === "/Service" && all.every(({ from }) => from.kind === "StatefulSet"))
    return "missing-headless-service";
  return Object.hasOwn(TELLING, key) ? TELLING[key as keyof typeof TELLING] : "missing-object";
}

/** What needs an object that nothing provides, by the rule that tells it, and by the object. */
const missing = once((world): ReadonlyMap<Telling, readonly Reference[][]> => {
  const lost = references(world).filter(
    (reference) =>
      !reference.optional &&
      !isElsewhere(world, reference) &&
      providers(world).find(reference.target) === undefined &&
      isServed(world, reference.target.group, reference.target.kind),
  );
  const byTarget = Map.groupBy(lost, ({ target: { group, kind, namespace = "", name } }) =>
    [group, kind, namespace, name].join("/"),
  );
  const told = [...byTarget.values()].filter((all) => isTold(world, all));
  return Map.groupBy(told, tellingOf);
});

/** Classes belong to the cluster: where an input makes none of a kind, only odd names are told. */
function isTold(world: World, all: readonly Reference[]): boolean {
  const { target } = all[0] as Reference;
  return (
    tellingOf(all) !== "missing-class" || providers(world).hasKind(target) || !isKnownClass(target)
  );
}

/**
 * Whether a reference leads out of the input: into a namespace that nothing of it is in, or from
 * another one into the cluster's own.
 */
function isElsewhere(world: World, { from, target }: Reference): boolean {
  const { namespace } = target;
  if (!namespace || from.namespace === namespace) return false;
  return isSystem(namespace) || !inhabited(world).has(namespace);
}

/** The namespaces in which the input has objects. */
export const inhabited = once(
  (world): ReadonlySet<string | undefined> =>
    new Set(inventory(world).items.map(({ namespace }) => namespace)),
);

/**
 * Findings for what is not there: one for each object, with the list of who needs it. Where one
 * object alone misses many of them, something larger is not there, which is told once.
 */
export function missingFound(
  rule: Telling,
  severity: Severity,
): (world: World) => readonly FoundInObject[] {
  return (world) => {
    const lacks = (missing(world).get(rule) ?? []).map((all) => lackOf(world, all, severity));
    const byUser = Map.groupBy(lacks, ({ users }) => (users.length === 1 ? users[0] : undefined));
    return lacks.flatMap((lack) => {
      const beside = byUser.get(lack.users.length === 1 ? lack.users[0] : undefined) ?? [];
      const isOneOfMany = lack.users.length === 1 && beside.length > MANY && !lack.isMisspelt;
      if (!isOneOfMany) return [lack.found];
      if (beside[0] !== lack) return [];
      const others = beside.slice(1).map(({ name }) => name);
      return [{ ...lack.found, message: `${lack.found.message}, as are ${someOf(others)}` }];
    });
  };
}

/** So many of one kind that one object misses are told together. */
const MANY = 3;

interface Lack {
  readonly name: string;
  readonly users: readonly Item[];
  readonly isMisspelt: boolean;
  readonly found: FoundInObject;
}

function lackOf(world: World, all: readonly Reference[], severity: Severity): Lack {
  const first = (all.find(({ isWeak }) => !isWeak) ?? all[0]) as Reference;
  const { target, path, from } = first;
  const guide = madeByCommand(from.subject, target);
  const near = guide === undefined ? nearTo(world, first) : undefined;
  const isMisspelt = near?.how === "misspelt";
  const where = target.namespace ? ` in namespace ${target.namespace}` : "";
  return {
    name: target.name,
    users: [...new Set(all.map((each) => each.from))],
    isMisspelt,
    found: {
      subject: from.subject,
      steps: path.steps(),
      path: path.toString(),
      part: "value",
      message: `there is no ${target.kind} ${quote(target.name)}${where}; needed by ${someOf(needsOf(all))}`,
      fix:
        guide === undefined
          ? near && fixOf(near)
          : `${basename(guide)} makes it by a command: run that before`,
      severity: isMisspelt
        ? "error"
        : guide === undefined
          ? severityOf(world, all, first, near, severity)
          : "info",
    },
  };
}

/**
 * Where the input has none of the kind, it is not the place where they are made, and nothing can be
 * said of one of them; and neither where a part of the input was not read, or programs make them.
 */
function severityOf(
  world: World,
  all: readonly Reference[],
  { target, from }: Reference,
  near: Near | undefined,
  severity: Severity,
): Severity {
  if (all.every(({ isWeak }) => isWeak)) return "info";
  if (near?.how === "alike") return severity;
  const isHere =
    (target.kind === "ServiceAccount"
      ? hasOwnAccounts(world, target)
      : providers(world).hasKind(target, from)) && isWhole(world, from);
  return isHere && !isMadeByPrograms(world, target) ? severity : "info";
}

/**
 * Whether pods of a namespace run as accounts that the input brings for them: else accounts are
 * made elsewhere, as those of a tutorial are made by a command.
 */
function hasOwnAccounts(world: World, { namespace }: Target): boolean {
  const places = accountPlaces(world);
  return namespace === undefined ? places.size > 0 : places.has(namespace) || places.has(undefined);
}

const accountPlaces = once(
  (world): ReadonlySet<string | undefined> =>
    new Set(
      references(world).flatMap(({ target }) => {
        const isAccount = target.kind === "ServiceAccount" && target.name !== "default";
        return isAccount && providers(world).find(target)?.how === "object"
          ? [target.namespace]
          : [];
      }),
    ),
);

function fixOf({ item, how }: Near): string {
  if (how !== "elsewhere") return `did you mean ${quote(item.name)}?`;
  return `the one of namespace ${item.namespace} is not seen from here: put both into one namespace`;
}
