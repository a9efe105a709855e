/**
 * The Common Expression Language as the Kubernetes API server of one minor speaks it: its parser,
 * its type checker, its libraries, its estimate of costs. No other file of this folder is for use
 * from outside.
 *
 * The rules of a CRD:
 *
 *     const declared = declare(schema, { resourceRoot: true });
 *     const compiled = compile(rule, ruleEnvironment(declared, 36));
 *     if ("problem" in compiled) …                        // compiled.problem.message, .offset
 *     const cost = estimateCost(compiled.program, declared);
 *     const self = structuredValue(object, schema, { resourceRoot: true });
 *     const outcome = evaluate(compiled.program, { self }); // { value } or { error }
 *
 * The object of an admission policy is dynamic:
 *
 *     const compiled = compile("object.spec.replicas <= 5", { minor: 36, variables: { object: dyn } });
 *     evaluate(compiled.program, { object: dynamicValue(deployment) });
 */

export { loadRe2 } from "../re2/index.ts";
export { type Compiled, compile, type Environment, type Problem, type Program } from "./compile.ts";
export { estimateCost, type Sizes } from "./cost.ts";
export {
  cardinality,
  type Declared,
  declare,
  ruleEnvironment,
} from "./declare.ts";
export { type EvaluateOptions, evaluate, type Outcome } from "./evaluate.ts";
export { escapeField, unescapeField } from "./field-names.ts";
export {
  MOST_COST_OF_CALL,
  MOST_COST_OF_MATCH_CONDITIONS,
  MOST_COST_OF_OBJECT,
  MOST_ESTIMATED_COST_OF_CRD,
  MOST_ESTIMATED_COST_OF_RULE,
} from "./limits.ts";
export { dynamicValue, jsonOf, structuredValue } from "./structured-value.ts";
export {
  bool,
  bytes,
  type CelType,
  double,
  duration,
  dyn,
  int,
  listOf,
  mapOf,
  nullType,
  optionalOf,
  string,
  structOf,
  textOfType,
  timestamp,
  uint,
} from "./type.ts";
export { type CelValue, isError, NONE, OptionalValue, type Result } from "./value.ts";
