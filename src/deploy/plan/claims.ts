import type { Cluster } from "../../client/cluster.ts";
import { type KubeObject, refOf } from "../../client/object.ts";
import { type Fields, fieldsIn, isFields, valueAt } from "../../kubernetes/fields.ts";
import { parseQuantity, quantityProblem } from "../../kubernetes/quantity.ts";
import { compareQuantities } from "../../kubernetes/quantity-arithmetic.ts";
import type { Growth } from "./plan.ts";

const SIZE = ["spec", "resources", "requests", "storage"];

/** A template of claims that is wanted in another size. */
export interface Resize {
  readonly template: string;
  readonly from: string;
  readonly to: string;
  readonly isSmaller: boolean;
}

/** The templates of a StatefulSet's claims whose size changes. */
export function resizes(wanted: KubeObject, live: KubeObject): Resize[] {
  const before = new Map(templatesOf(live).map((template) => [nameOf(template), template]));
  return templatesOf(wanted).flatMap((template) => {
    const [from, to] = [valueAt(before.get(nameOf(template)), SIZE), valueAt(template, SIZE)];
    const order = compareSizes(from, to);
    if (order === undefined || order === 0) return [];
    return [
      { template: nameOf(template), from: String(from), to: String(to), isSmaller: order > 0 },
    ];
  });
}

/** What the claims of a StatefulSet grow by, or why they cannot. */
export async function growthsOf(
  cluster: Cluster,
  statefulSet: KubeObject,
  grown: readonly Resize[],
  signal?: AbortSignal,
): Promise<readonly Growth[] | { readonly problem: string }> {
  if (grown.length === 0) return [];
  const { namespace, name } = statefulSet.metadata;
  const query = { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace };
  const { items } = await cluster.list(query, signal);
  const growths: Growth[] = [];
  for (const claim of items) {
    const size = grown.find(({ template }) => isClaimOf(claim, `${template}-${name}`));
    const from = valueAt(claim, SIZE);
    if (!size || compareSizes(from, size.to) !== -1) continue;
    const className = valueAt(claim, ["spec", "storageClassName"]);
    if (!(await mayGrow(cluster, className, signal)))
      return {
        problem: `the claim ${namespace}/${claim.metadata.name} cannot grow: its StorageClass ${className ?? ""} does not allow it`,
      };
    growths.push({ claim: refOf(claim), from: String(from), to: size.to });
  }
  return growths;
}

function isClaimOf({ metadata }: KubeObject, prefix: string): boolean {
  return (
    metadata.name.startsWith(`${prefix}-`) && /^\d+$/.test(metadata.name.slice(prefix.length + 1))
  );
}

async function mayGrow(cluster: Cluster, name: unknown, signal?: AbortSignal): Promise<boolean> {
  if (typeof name !== "string" || name === "") return false;
  const ref = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", name };
  return (await cluster.get(ref, signal))?.allowVolumeExpansion === true;
}

/** The claims that were made of a StatefulSet's templates, among those of its namespace. */
export function claimsOf(statefulSet: KubeObject, claims: readonly KubeObject[]): KubeObject[] {
  const { name } = statefulSet.metadata;
  const prefixes = templatesOf(statefulSet).map((template) => `${nameOf(template)}-${name}`);
  return claims.filter((claim) => prefixes.some((prefix) => isClaimOf(claim, prefix)));
}

/** -1 where the first is smaller; undefined where one is no quantity. */
function compareSizes(one: unknown, other: unknown): number | undefined {
  if (!isSize(one) || !isSize(other)) return undefined;
  return Math.sign(compareQuantities(parseQuantity(one), parseQuantity(other)));
}

function isSize(value: unknown): value is string | number {
  const isText = typeof value === "string" || typeof value === "number";
  return isText && quantityProblem(value) === undefined;
}

function templatesOf(statefulSet: KubeObject): Fields[] {
  const templates = valueAt(statefulSet, ["spec", "volumeClaimTemplates"]);
  return fieldsIn(templates);
}

function nameOf(template: Fields): string {
  return String(valueAt(template, ["metadata", "name"]));
}

/** Whether the claims of a StatefulSet go with it. */
export function deletesClaims(statefulSet: KubeObject): boolean {
  const policy = valueAt(statefulSet, ["spec", "persistentVolumeClaimRetentionPolicy"]);
  return isFields(policy) && policy.whenDeleted === "Delete";
}
