import { quote } from "../text.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

const MICROSECONDS = /[.,][0-9]{6}(?:Z|[+-][0-9:]{5})$/;

/**
 * A time that must be written with microseconds, even none; that it is a time is known. The server
 * refuses others when it decodes.
 *
 * @see k8s.io/apimachinery/pkg/apis/meta/v1/micro_time.go UnmarshalJSON
 */
export function validateMicroTime(time: string | undefined, path: FieldPath, to: Complaints): void {
  if (time === undefined || time === "" || MICROSECONDS.test(time)) return;
  const instead = time.replace(/(?:[.,][0-9]*)?(Z|[+-][0-9:]{5})$/, ".000000$1");
  to.add("wrong type", path, `${quote(time)} is not a time with microseconds`, quote(instead));
}
