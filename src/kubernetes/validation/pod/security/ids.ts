import type { Complaints } from "../../complaints.ts";
import type { FieldPath } from "../../field-path.ts";

const LARGEST = 2 ** 31 - 1;

/**
 * The number of a user or a group of Linux; one that is left out is fine.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go IsValidUserID, IsValidGroupID
 */
export function validateId(id: number | undefined, path: FieldPath, to: Complaints): void {
  if (id !== undefined && (id < 0 || id > LARGEST))
    to.invalid(path, `${id} is not the number of a user or group: write 0 to ${LARGEST}`);
}
