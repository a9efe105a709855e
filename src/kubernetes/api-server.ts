import type { AdmissionPolicies, AnyObject, PolicyVerdict } from "./admission-policy/index.ts";
import { knownResources, type Resource, type Resources } from "./admission-policy/objects.ts";
import type { CustomResources, Unchecked } from "./custom-resources/index.ts";
import type { CustomResourceDefinition } from "./types/apiextensions.ts";
import type { Decoded } from "./validation/decoded.ts";
import { Judge, type Judged, type Judgement } from "./validation/judge.ts";

export type { PolicyFinding, PolicyVerdict } from "./admission-policy/index.ts";
export type { Unchecked } from "./custom-resources/index.ts";
export type { Judged, Judgement } from "./validation/judge.ts";

/** What a server of one minor says of objects, of its own kinds and of custom ones. */
export class ApiServer {
  readonly minor: number;
  private readonly judge: Judge;
  private readonly custom: CustomResources | undefined;
  private readonly policies: AdmissionPolicies | undefined;

  private constructor(
    judge: Judge,
    custom: CustomResources | undefined,
    policies: AdmissionPolicies | undefined,
  ) {
    this.minor = judge.minor;
    this.judge = judge;
    this.custom = custom;
    this.policies = policies;
  }

  /**
   * Loads what the objects need, and no more. Among them may be CustomResourceDefinitions, which
   * then describe the custom resources, and ValidatingAdmissionPolicies.
   *
   * @param before what some of them will be compared with
   */
  static async of(
    minor: number,
    objects: readonly Judged[],
    before: readonly Judged[] = [],
  ): Promise<ApiServer> {
    const definitions = objects.filter(isDefinition);
    const judge = await Judge.of(minor, [...objects, ...before]);
    const others = objects.filter((each) => !judge.knows(each));
    return new ApiServer(
      judge,
      others.length > 0 ? await customAmong(minor, definitions, others) : undefined,
      await policiesAmong(judge, objects, definitions),
    );
  }

  /** What a create would be answered with, or why that cannot be said. */
  create(object: Judged): Judgement | Unchecked {
    return this.judge.create(object) ?? this.custom?.create(object) ?? { why: "unknown kind" };
  }

  /** What an update from an old state would be answered with. */
  update(object: Judged, old: Judged): Judgement | Unchecked {
    return (
      this.judge.update(object, old) ?? this.custom?.update(object, old) ?? { why: "unknown kind" }
    );
  }

  /**
   * What the admission policies say of an object that is fine by itself; undefined without any.
   *
   * @param filled the object with its defaults
   */
  admit(filled: Readonly<Record<string, unknown>>): PolicyVerdict | undefined {
    return this.policies?.create(filled as unknown as AnyObject);
  }
}

/**
 * Whether an object is a definition that the server takes: those of `v1beta1` it refuses, whose schema
 * stands elsewhere and keeps what it does not know.
 */
function isDefinition({ apiVersion, kind }: Judged): boolean {
  return kind === "CustomResourceDefinition" && apiVersion === "apiextensions.k8s.io/v1";
}

async function customAmong(
  minor: number,
  definitions: readonly Judged[],
  objects: readonly Judged[],
): Promise<CustomResources> {
  const { CustomResources } = await import("./custom-resources/index.ts");
  return CustomResources.of(minor, definitions, objects);
}

async function policiesAmong(
  judge: Judge,
  objects: readonly Judged[],
  definitions: readonly Judged[],
): Promise<AdmissionPolicies | undefined> {
  if (objects.every(({ kind }) => kind !== "ValidatingAdmissionPolicyBinding")) return undefined;
  const { AdmissionPolicies } = await import("./admission-policy/index.ts");
  const resources = resourcesOf(definitions);
  // What the server does not take is no policy; a field that it does not know it may drop.
  const taken = (object: Judged) => {
    const { errors = [], filled } = judge.create(object) ?? {};
    return errors.every(({ reason }) => reason === "unknown field") ? (filled ?? []) : [];
  };
  const read = objects.flatMap((object) =>
    object.kind.startsWith("ValidatingAdmissionPolicy") ? taken(object) : object,
  );
  return AdmissionPolicies.of(read as AnyObject[], { minor: judge.minor, resources });
}

/** The resources of custom kinds that definitions describe, then those that are known. */
function resourcesOf(definitions: readonly Judged[]): Resources {
  const defined = new Map<string, Resource>();
  for (const definition of definitions) {
    const { spec } = definition as unknown as Decoded<CustomResourceDefinition>;
    const { group = "", names, scope } = spec ?? {};
    const versions = Array.isArray(spec?.versions) ? spec.versions : [];
    for (const { name: version = "" } of versions) {
      const plural = names?.plural ?? "";
      const resource = { group, version, plural, namespaced: scope === "Namespaced" };
      defined.set(`${group}/${version} ${names?.kind}`, resource);
    }
  }
  return (apiVersion, kind) =>
    defined.get(`${apiVersion} ${kind}`) ?? knownResources(apiVersion, kind);
}
