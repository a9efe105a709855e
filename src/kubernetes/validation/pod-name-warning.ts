import { dns1123LabelProblem } from "../names.ts";
import type { ObjectMeta } from "../types/meta.ts";
import type { Complaints } from "./complaints.ts";
import type { Decoded } from "./decoded.ts";
import { FieldPath } from "./field-path.ts";

const path = FieldPath.root.field("metadata", "name");
const LONGEST_BASE = 58;

/**
 * The name that an object gets; where the server makes it, one of the same form.
 *
 * @see k8s.io/apiserver/pkg/storage/names/generate.go GenerateName
 */
export function nameOf({ name = "", generateName = "" }: Decoded<ObjectMeta> = {}): string {
  if (name !== "" || generateName === "") return name;
  return `${generateName.slice(0, LONGEST_BASE)}bcdfg`;
}

/**
 * Names that are no DNS labels are taken for workloads, but not for what their pods are called.
 *
 * @see k8s.io/kubernetes/pkg/registry/apps/deployment/strategy.go WarningsOnCreate
 */
export function warnOfPodNames(metadata: Decoded<ObjectMeta> | undefined, to: Complaints): void {
  const problem = dns1123LabelProblem(nameOf(metadata));
  if (problem !== undefined)
    to.warn(path, `pods are named after it, and it does not fit a host name: ${problem}`);
}
