import {
  type CelType,
  type CelValue,
  type Compiled,
  compile,
  dyn,
  dynamicValue,
  evaluate,
  MOST_COST_OF_MATCH_CONDITIONS,
  MOST_COST_OF_OBJECT,
  type Outcome,
} from "../cel/index.ts";
import { authorizer, KNOWN_TO_CLUSTER } from "../cel/library/authorizer.ts";
import { MOST_BYTES_OF_MESSAGE } from "../cel/limits.ts";
import { CelError, type MapValue, type Result } from "../cel/value.ts";
import type { ValidatingAdmissionPolicy, Validation } from "../types/admissionregistration.ts";
import { policyEnvironment, variableType } from "./environment.ts";
import type { AnyObject, Attempt } from "./objects.ts";
import { requestValue } from "./request.ts";

/** What one validation of a policy says of an object. */
export type Decision =
  | { readonly admits: true }
  | {
      readonly admits: false;
      readonly message: string;
      readonly reason: string;
      readonly index: number;
    }
  /** It depends on what only a cluster knows. */
  | { readonly undecided: string };

/** A policy whose expressions are compiled. */
export class CompiledPolicy {
  readonly policy: ValidatingAdmissionPolicy;
  private readonly conditions: readonly Compiled[];
  private readonly variables: ReadonlyMap<string, Compiled>;
  private readonly validations: readonly (readonly [Validation, Compiled, Compiled | undefined])[];
  /** The server would not have taken it. */
  private readonly isBroken: boolean;

  constructor(policy: ValidatingAdmissionPolicy, minor: number) {
    this.policy = policy;
    const { paramKind, matchConditions = [], variables = [], validations = [] } = policy.spec ?? {};
    const given = { minor, params: paramKind !== undefined, authorizer: true };
    this.conditions = matchConditions.map(({ expression }) =>
      compile(expression.trim(), policyEnvironment(given)),
    );
    const types = new Map<string, CelType>();
    const compiled = new Map<string, Compiled>();
    for (const { name, expression } of variables) {
      const variable = compile(expression, policyEnvironment({ ...given, variables: types }));
      compiled.set(name, variable);
      types.set(name, "program" in variable ? variableType(variable.program.outputType) : dyn);
    }
    this.variables = compiled;
    const environment = policyEnvironment({ ...given, variables: types });
    const ofMessages = policyEnvironment({ ...given, authorizer: false, variables: types });
    this.validations = validations.map((validation) => [
      validation,
      compile(validation.expression, environment),
      validation.messageExpression ? compile(validation.messageExpression, ofMessages) : undefined,
    ]);
    const all = [...this.conditions, ...compiled.values(), ...this.validations.flat()];
    this.isBroken = all.some((each) => each !== undefined && "problem" in each);
  }

  /**
   * @param params null where the policy gets none
   * @returns one decision for each validation; none where the conditions are not met
   */
  decide(
    attempt: Attempt,
    params: AnyObject | null,
    namespace: AnyObject | undefined,
  ): readonly Decision[] {
    if (this.isBroken) return [];
    const values = {
      object: dynamicValue(attempt.object),
      oldObject: null,
      request: requestValue(attempt),
      params: dynamicValue(params),
      authorizer,
      "authorizer.requestResource": new CelError(`what users may do ${KNOWN_TO_CLUSTER}`),
    };
    const condition = this.meetsConditions({ ...values, namespaceObject: null });
    if (condition !== true) return condition === false ? [] : [condition];
    const all: Record<string, Result> = {
      ...values,
      namespaceObject: namespaceValue(attempt, namespace),
    };
    all.variables = new Variables(this.variables, all);
    return this.validations.map(([validation, expression, message], index) =>
      this.validate(validation, expression, message, all, index),
    );
  }

  private meetsConditions(values: Readonly<Record<string, Result>>): boolean | Decision {
    let problem: Decision | undefined;
    for (const compiled of this.conditions) {
      const outcome = run(compiled, values, MOST_COST_OF_MATCH_CONDITIONS);
      if ("value" in outcome && outcome.value === false) return false;
      if ("error" in outcome) problem ??= this.failed(outcome.error, 0);
    }
    return problem && "admits" in problem && problem.admits ? false : (problem ?? true);
  }

  private validate(
    validation: Validation,
    expression: Compiled,
    message: Compiled | undefined,
    values: Readonly<Record<string, Result>>,
    index: number,
  ): Decision {
    const outcome = run(expression, values, MOST_COST_OF_OBJECT);
    if ("error" in outcome) {
      const text = `expression '${validation.expression.trim()}' resulted in error: ${outcome.error}`;
      return this.failed(text, index);
    }
    if (outcome.value === true) return { admits: true };
    const reason = validation.reason ?? "Invalid";
    return { admits: false, message: messageOf(validation, message, values), reason, index };
  }

  /** What the failure policy makes of an error. */
  private failed(message: string, index: number): Decision {
    if (message.includes(KNOWN_TO_CLUSTER)) return { undecided: message };
    if (this.policy.spec?.failurePolicy === "Ignore") return { admits: true };
    return { admits: false, message, reason: "Invalid", index };
  }
}

/** What the server adds to every Namespace is there too. */
function namespaceValue({ namespace, isNamespace }: Attempt, known: AnyObject | undefined): Result {
  if (namespace === "" || isNamespace) return null;
  if (!known) return new CelError(`the namespace ${namespace} ${KNOWN_TO_CLUSTER}`);
  const { metadata = {} } = known;
  const labels = { ...metadata.labels, "kubernetes.io/metadata.name": namespace };
  return dynamicValue({
    metadata: { ...metadata, labels },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  });
}

function run(
  compiled: Compiled,
  values: Readonly<Record<string, Result>>,
  mostCost: number,
): Outcome {
  if ("problem" in compiled) return { error: compiled.problem.message, cost: 0 };
  return evaluate(compiled.program, values, { mostCost });
}

function messageOf(
  { expression, message = "" }: Validation,
  compiled: Compiled | undefined,
  values: Readonly<Record<string, Result>>,
): string {
  const outcome = compiled && run(compiled, values, MOST_COST_OF_OBJECT);
  const made = outcome && "value" in outcome ? outcome.value : "";
  const text = typeof made === "string" ? made.trim() : "";
  const isUsable = Buffer.byteLength(text) <= MOST_BYTES_OF_MESSAGE && !text.includes("\n");
  if (text !== "" && isUsable) return text;
  return message.trim() || `failed expression: ${expression.trim()}`;
}

/** The variables of a policy: each is evaluated when it is first asked for. */
class Variables implements MapValue {
  readonly isMap = true;
  readonly structured = false;
  private readonly compiled: ReadonlyMap<string, Compiled>;
  private readonly values: Readonly<Record<string, Result>>;
  private readonly found = new Map<string, Result>();

  constructor(compiled: ReadonlyMap<string, Compiled>, values: Readonly<Record<string, Result>>) {
    this.compiled = compiled;
    this.values = values;
  }

  get size(): number {
    return this.compiled.size;
  }

  keys(): CelValue[] {
    return [...this.compiled.keys()];
  }

  find(name: CelValue): Result | undefined {
    const compiled = typeof name === "string" ? this.compiled.get(name) : undefined;
    if (!compiled || typeof name !== "string") return undefined;
    const known = this.found.get(name);
    if (known !== undefined) return known;
    const outcome = run(compiled, this.values, MOST_COST_OF_OBJECT);
    const result =
      "value" in outcome
        ? outcome.value
        : new CelError(`composited variable "${name}" fails to evaluate: ${outcome.error}`);
    this.found.set(name, result);
    return result;
  }
}
