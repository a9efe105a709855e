import { loadRe2For } from "../re2/index.ts";
import type {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from "../types/admissionregistration.ts";
import { splitApiVersion } from "../versions.ts";
import { isForResource, type Match, matches, matchesNamespace } from "./match.ts";
import {
  type AnyObject,
  type Attempt,
  attemptOf,
  knownResources,
  type Resources,
} from "./objects.ts";
import { paramsOf } from "./params.ts";
import { CompiledPolicy, type Decision } from "./policy.ts";

export type { AnyObject, Resource, Resources } from "./objects.ts";

const GROUP = "admissionregistration.k8s.io";

/** What a policy says of an object. */
export interface PolicyFinding {
  readonly policy: string;
  readonly binding: string;
  /** For a person: what its validation says. */
  readonly message: string;
  /** The server's reason, such as `Invalid`. */
  readonly reason: string;
  /** Which of the policy's validations it is; 0 for what is not about one. */
  readonly validation: number;
}

/** What the policies of the input do about the create of an object. */
export interface PolicyVerdict {
  /** The server refuses the object with the first of them. */
  readonly denials: readonly PolicyFinding[];
  /** The server accepts it and warns. */
  readonly warnings: readonly PolicyFinding[];
  /** It depends on what is not in the input; `message` says on what. */
  readonly undecided: readonly PolicyFinding[];
}

export interface PolicyOptions {
  /** Of Kubernetes 1. */
  readonly minor: number;
  /** Knows the resources of kinds; those of the input's definitions besides the known ones. */
  readonly resources?: Resources;
  /** Of objects that name no namespace; `default` without it. */
  readonly namespace?: string;
}

/**
 * The ValidatingAdmissionPolicies and their bindings among some objects, ready to judge others.
 * Only what is among the objects is known: params, namespaces. Who asks, and what users may do, is
 * not.
 *
 * @see k8s.io/apiserver/pkg/admission/plugin/policy/validating/dispatcher.go Dispatch
 */
export class AdmissionPolicies {
  private readonly policies: readonly CompiledPolicy[];
  /** By the names of the policies. */
  private readonly bindings: ReadonlyMap<string, readonly ValidatingAdmissionPolicyBinding[]>;
  /** Policies that may be for a resource, and for it in a namespace. */
  private readonly forResource = new Map<string, readonly CompiledPolicy[]>();
  private readonly objects: readonly AnyObject[];
  private readonly namespaces: ReadonlyMap<string, AnyObject>;
  private readonly resources: Resources;
  private readonly namespace: string;

  private constructor(objects: readonly AnyObject[], options: PolicyOptions) {
    const { minor, resources = knownResources, namespace = "default" } = options;
    const ofKind = (kind: string) =>
      objects.filter(
        (each) => each.kind === kind && splitApiVersion(each.apiVersion).group === GROUP,
      );
    const bindings = ofKind(
      "ValidatingAdmissionPolicyBinding",
    ) as unknown as ValidatingAdmissionPolicyBinding[];
    this.bindings = Map.groupBy(bindings, ({ spec }) => spec.policyName ?? "");
    const policies = ofKind("ValidatingAdmissionPolicy") as unknown as ValidatingAdmissionPolicy[];
    this.policies = policies.map((policy) => new CompiledPolicy(policy, minor));
    this.objects = objects;
    this.namespaces = new Map(
      objects
        .filter(({ apiVersion, kind }) => apiVersion === "v1" && kind === "Namespace")
        .map((each) => [each.metadata?.name ?? "", each]),
    );
    this.resources = resources;
    this.namespace = namespace;
  }

  static async of(
    objects: readonly AnyObject[],
    options: PolicyOptions,
  ): Promise<AdmissionPolicies> {
    await loadRe2For(
      objects.filter(({ apiVersion }) => splitApiVersion(apiVersion).group === GROUP),
    );
    return new AdmissionPolicies(objects, options);
  }

  /** Whether there is anything that could refuse an object. */
  get isEmpty(): boolean {
    return this.policies.length === 0 || this.bindings.size === 0;
  }

  /**
   * @param object with its defaults filled in, as the server hands it to policies
   * @returns no finding for an object of an unknown kind, and for policies themselves
   */
  create(object: AnyObject): PolicyVerdict {
    const verdict: Verdict = { denials: [], warnings: [], undecided: [] };
    const resource = this.resources(object.apiVersion, object.kind);
    if (!resource || resource.group === GROUP || this.isEmpty) return verdict;
    const attempt = attemptOf(object, resource, this.namespace);
    for (const policy of this.policiesFor(attempt)) {
      const { metadata, spec } = policy.policy;
      const matched = matches(spec?.matchConstraints, attempt, this.namespaces);
      if (matched === false) continue;
      for (const binding of this.bindings.get(metadata.name ?? "") ?? [])
        this.judge(policy, binding, attempt, matched, verdict);
    }
    return verdict;
  }

  /** Without those that are for other resources or namespaces: a world may have hundreds. */
  private policiesFor(attempt: Attempt): readonly CompiledPolicy[] {
    const { resource, namespace, isNamespace } = attempt;
    const of = (policy: CompiledPolicy) => policy.policy.spec?.matchConstraints;
    const kind = `${resource.group}/${resource.plural}`;
    const some = this.kept(kind, this.policies, (policy) => isForResource(of(policy), resource));
    // A namespace is known by its own labels.
    if (isNamespace) return some;
    return this.kept(`${kind}/${namespace}`, some, (policy) => {
      const { namespaceSelector } = of(policy) ?? {};
      return matchesNamespace(namespaceSelector, attempt, this.namespaces) !== false;
    });
  }

  private kept(
    key: string,
    all: readonly CompiledPolicy[],
    isWanted: (policy: CompiledPolicy) => boolean,
  ): readonly CompiledPolicy[] {
    const found = this.forResource.get(key) ?? all.filter(isWanted);
    this.forResource.set(key, found);
    return found;
  }

  private judge(
    policy: CompiledPolicy,
    binding: ValidatingAdmissionPolicyBinding,
    attempt: Attempt,
    ofPolicy: Match,
    verdict: Verdict,
  ): void {
    const bound = matches(binding.spec.matchResources, attempt, this.namespaces);
    if (bound === false) return;
    const names = {
      policy: policy.policy.metadata.name ?? "",
      binding: binding.metadata.name ?? "",
    };
    const open = [ofPolicy, bound].find((each) => typeof each === "object");
    if (open) {
      verdict.undecided.push({ ...names, message: open.undecided, reason: "", validation: 0 });
      return;
    }
    for (const decision of this.decisions(policy, binding, attempt))
      record(decision, names, binding.spec.validationActions, verdict);
  }

  private decisions(
    policy: CompiledPolicy,
    binding: ValidatingAdmissionPolicyBinding,
    attempt: Attempt,
  ): readonly Decision[] {
    const { paramKind, failurePolicy } = policy.policy.spec ?? {};
    const { objects, resources, namespaces } = this;
    const params = paramsOf(paramKind, binding.spec.paramRef, attempt, objects, resources);
    if ("undecided" in params) return [params];
    if ("problem" in params) {
      if (failurePolicy === "Ignore") return [];
      const message = `failed to configure binding: ${params.problem}`;
      return [{ admits: false, message, reason: "Invalid", index: 0 }];
    }
    const namespace = attempt.isNamespace ? undefined : namespaces.get(attempt.namespace);
    return params.flatMap((each) => policy.decide(attempt, each, namespace));
  }
}

interface Verdict {
  readonly denials: PolicyFinding[];
  readonly warnings: PolicyFinding[];
  readonly undecided: PolicyFinding[];
}

function record(
  decision: Decision,
  names: { readonly policy: string; readonly binding: string },
  actions: readonly string[],
  { denials, warnings, undecided }: Verdict,
): void {
  if ("undecided" in decision) {
    undecided.push({ ...names, message: decision.undecided, reason: "", validation: 0 });
    return;
  }
  if (decision.admits) return;
  const { message, reason, index: validation } = decision;
  const finding = { ...names, message, reason, validation };
  if (actions.includes("Deny")) denials.push(finding);
  if (actions.includes("Warn")) warnings.push(finding);
}
