import { isFields } from "../../kubernetes/fields.ts";
import { isNamespaced } from "../../kubernetes/kinds.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import { filledIn } from "../objects/filled-in.ts";
import { inventory } from "../objects/inventory.ts";
import { listed } from "../objects/titles.ts";
import { isSystem } from "../references/always.ts";
import type { FoundInFile, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Passage, type Piece, passagesOfEach } from "./kustomize/flow.ts";

/** @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/namespace/ */
export const movedNamespace: Rule = {
  id: "moved-namespace",
  layer: "graphs",
  severity: "warning",
  title: "a namespace of kustomize that takes objects out of namespaces that are meant",
  why: "namespace: overwrites every namespace that a resource says: what must be in kube-system, or apart from the rest, is not there, and what names it by its namespace does not find it",
  fix: "build those that must stay by a kustomization of their own, beside this one, and set no namespace there",
  bad: `# file: kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: metrics
resources: [rights.yaml]
# file: rights.yaml
apiVersion: v1
kind: ServiceAccount
metadata: { name: adapter, namespace: metrics }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: adapter-reads-authentication, namespace: kube-system }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: extension-apiserver-authentication-reader }
subjects: [{ kind: ServiceAccount, name: adapter, namespace: metrics }]
`,
  good: `# file: kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [rights.yaml]
# file: rights.yaml
apiVersion: v1
kind: ServiceAccount
metadata: { name: adapter, namespace: metrics }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: adapter-reads-authentication, namespace: kube-system }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: extension-apiserver-authentication-reader }
subjects: [{ kind: ServiceAccount, name: adapter, namespace: metrics }]
`,
  find: (world: World) =>
    passagesOfEach(world).flatMap(([passage]) => (passage ? moved(world, passage) : [])),
};

function moved(
  world: World,
  { kustomization: { document, value }, patched }: Passage,
): FoundInFile[] {
  const { namespace } = value;
  // One that is filled in later is that of a copy, which goes there as a whole.
  if (typeof namespace !== "string" || namespace === "" || filledIn(namespace)) return [];
  // What nobody knows may belong to no namespace, whatever its metadata say.
  const placed = patched.filter(
    ({ value: { apiVersion, kind } }) =>
      isNamespaced(String(apiVersion), String(kind)) ??
      isDefinedNamespaced(world, String(apiVersion), String(kind)),
  );
  const homes = new Set(placed.flatMap((piece) => homeOf(world, piece) ?? []));
  const leaving = placed.filter((piece) => {
    const home = homeOf(world, piece);
    const isMoved = home !== undefined && home !== namespace;
    return isMoved && (homes.size > 1 || isOut(world, home, placed));
  });
  if (leaving.length === 0) return [];
  const away = leaving.map((piece) => `${piece.value.kind} ${piece.names.at(-1)}`);
  const from = listed(leaving.map((piece) => homeOf(world, piece) ?? ""));
  return [
    {
      where: document.locate(["namespace"]),
      message: `namespace: ${namespace} takes ${listed(away)} out of ${from}`,
    },
  ];
}

/** Whether a definition of the input says that objects of a kind live in namespaces. */
function isDefinedNamespaced(world: World, apiVersion: string, kind: string): boolean {
  const { group } = splitApiVersion(apiVersion);
  return inventory(world)
    .of("apiextensions.k8s.io", "CustomResourceDefinition")
    .some(({ object: { spec } }) => {
      if (!isFields(spec) || spec.group !== group || spec.scope !== "Namespaced") return false;
      return isFields(spec.names) && spec.names.kind === kind;
    });
}

/** Where an object says that it belongs; undefined also where it only says that something gives it one. */
function homeOf(world: World, { namespaces }: Piece): string | undefined {
  const home = namespaces.at(-1);
  return home === STAND_IN && !isMade(world, home) ? undefined : home;
}

/**
 * What Kubebuilder and the Operator SDK write where a kustomization puts the namespace in.
 *
 * @see https://github.com/kubernetes-sigs/kubebuilder/tree/master/testdata/project-v4/config
 */
const STAND_IN = "system";

function isMade(world: World, name: string): boolean {
  const namespace = { group: "", kind: "Namespace", namespace: "", name };
  return inventory(world).find(namespace) !== undefined;
}

/** Whether some objects belong to the cluster's own namespace, and not all. */
function isOut(world: World, home: string, placed: readonly Piece[]): boolean {
  return isSystem(home) && placed.some((piece) => homeOf(world, piece) === undefined);
}
