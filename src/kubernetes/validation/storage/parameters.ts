import { labelKeyProblem } from "../../names.ts";
import type { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";

const MOST = 512;
const MOST_BYTES = 256 * 1024;

type Parameters = Readonly<Record<string, string | undefined>>;

/**
 * What a driver is told.
 *
 * @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go validateParameters
 */
export function validateParameters(
  parameters: Parameters,
  path: FieldPath,
  to: Complaints,
  { mayBeEmpty }: { readonly mayBeEmpty: boolean },
): void {
  const entries = Object.entries(parameters);
  if (entries.length > MOST) {
    to.tooLong(path, MOST, "entries");
    return;
  }
  if (Object.hasOwn(parameters, "")) to.invalid(path, "has an entry without a name");
  if (Buffer.byteLength(entries.flat().join("")) > MOST_BYTES)
    to.tooLong(path, MOST_BYTES, "bytes in all");
  if (!mayBeEmpty && entries.length === 0) to.required(path, "must have at least one entry");
}

/**
 * The driver that makes the volumes: a name as labels have them, capitals allowed.
 *
 * @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go validateProvisioner
 */
export function validateProvisioner(name: string, path: FieldPath, to: Complaints): void {
  if (name === "") to.required(path, "must name a driver");
  else to.problem(path, labelKeyProblem(name.toLowerCase()));
}
