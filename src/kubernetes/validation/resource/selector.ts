import { compile, estimateCost, type Program, textOfType } from "../../cel/index.ts";
import { quote } from "../../text.ts";
import type { DeviceSelector } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { deviceEnvironment, deviceSizes, isBoolOrUnknown } from "./device-environment.ts";
import { validateItems } from "./items.ts";

const MOST_SELECTORS = 32;
/** Bytes. */
const LONGEST_EXPRESSION = 10 * 1024;
const HIGHEST_COST = 1_000_000;
const AROUND = 30;

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateSelectorSlice */
export function validateSelectors(
  selectors: readonly Decoded<DeviceSelector>[],
  path: FieldPath,
  to: Complaints,
): void {
  validateItems(selectors, MOST_SELECTORS, validateSelector, path, to);
}

function validateSelector({ cel }: Decoded<DeviceSelector>, path: FieldPath, to: Complaints): void {
  const at = path.field("cel", "expression");
  const expression = cel?.expression ?? "";
  if (!cel) to.required(path.field("cel"), "must be given: there are no other selectors");
  else if (to.minor >= 32 && Buffer.byteLength(expression) > LONGEST_EXPRESSION)
    to.tooLong(at, LONGEST_EXPRESSION, "bytes");
  else validateExpression(expression, at, to);
}

/** @see k8s.io/dynamic-resource-allocation/cel/compile.go CompileCELExpression */
function validateExpression(text: string, path: FieldPath, to: Complaints): void {
  const compiled = compile(text, deviceEnvironment(to.minor));
  if ("problem" in compiled) {
    const { message, offset } = compiled.problem;
    const rest = text.slice(offset, offset + AROUND).trim();
    const where = rest === "" || offset === 0 ? "" : `, at ${quote(rest)}`;
    to.invalid(path, `is no expression that fits: ${message}${where}`);
    return;
  }
  const { program } = compiled;
  if (!isBoolOrUnknown(program.outputType))
    to.invalid(path, `must be true or false; this gives ${textOfType(program.outputType)}`);
  else if (to.minor >= 32 && isTooCostly(program))
    to.forbidden(path, "may take too long for a single device", "a simpler expression");
}

function isTooCostly(program: Program): boolean {
  return estimateCost(program, deviceSizes, "device") > HIGHEST_COST;
}
