import { labelKeyProblem } from "../kubernetes/names.ts";
import type { AnyObject, KubernetesObject } from "../kubernetes/types/index.ts";
import {
  aPodSecurity,
  type Components,
  type Environment,
  type PodSecurity,
  type Quota,
  quotaCheck,
} from "./environment.ts";
import { type Gitops, gitopsCheck } from "./gitops.ts";
import { type Names, namesCheck } from "./names.ts";
import { aComponent, labels } from "./options/values.ts";
import { aPatch, type Patch } from "./patch.ts";
import { aRawObject } from "./plain-data.ts";
import type { Secret } from "./secret.ts";
import { anything, aString, listOf, mapOf, objectOf, optional, syntax } from "./shape.ts";
import { type CallSite, callSite } from "./where.ts";

/** Groups of objects that a file can be made of, beside the components. */
export type Concern =
  | "namespace"
  | "config"
  | "secrets"
  | "storage"
  | "routes"
  | "monitoring"
  | "network"
  | "security"
  | "objects";

export interface PlatformOptions<C extends Components, E extends string> {
  /** What the platform is made of. Environments change what is listed here; what it reaches comes along. */
  readonly components: C;
  /** How rendered objects are called. */
  readonly names?: Names;
  /** Labels of every object. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The label that says which component a pod belongs to. Default: `"app.kubernetes.io/name"`. */
  readonly selector?: string;
  /** Which file an object goes to, by component or concern: `{ "06-backend": ["backend"] }`. Default: one file each. */
  readonly files?: Readonly<Record<string, readonly (Extract<keyof C, string> | Concern)[]>>;
  /** Opens the registry of the images: a secret of type kubernetes.io/dockerconfigjson. */
  readonly pull?: Secret;
  /** How much the namespace may ask for in all. */
  readonly quota?: Quota;
  /** The Pod Security level of the namespace. Default: `"restricted"`. */
  readonly podSecurity?: PodSecurity;
  /** Who applies the kustomize tree of `render --format kustomize` from a git repository: `argocd({…})` or `flux({…})`. */
  readonly gitops?: Gitops;
  /** Objects that the language has no word for; typed, and rendered as they are. */
  readonly objects?: readonly (KubernetesObject | AnyObject)[];
  /** Changes of rendered objects; see `patch()`. */
  readonly patches?: readonly Patch[];
  /** Where the platform runs, and what differs there. */
  readonly environments: Readonly<Record<E, Environment<NoInfer<C>>>>;
}

/** A whole application platform, defined once. */
export interface Platform<E extends string = string> {
  readonly name: string;
  readonly environments: readonly E[];
}

const concerns = {
  namespace: true,
  config: true,
  secrets: true,
  storage: true,
  routes: true,
  monitoring: true,
  network: true,
  security: true,
  objects: true,
} satisfies Record<Concern, true>;

export const platformCheck = objectOf<PlatformOptions<Components, string>>({
  components: mapOf(anything),
  names: optional(namesCheck),
  labels: optional(labels),
  selector: optional(syntax("the key of a label", labelKeyProblem)),
  files: optional(mapOf(listOf(aString))),
  pull: optional(aComponent("a secret", "secret")),
  quota: optional(quotaCheck),
  podSecurity: optional(aPodSecurity),
  gitops: optional(gitopsCheck),
  objects: optional(listOf(aRawObject)),
  patches: optional(listOf(aPatch)),
  environments: mapOf(anything),
});

/** The label that tells components apart, unless a platform chooses another. */
export const defaultSelector = "app.kubernetes.io/name";

/** What the files of `files` may be made of. */
export function fileGroups(components: object): string[] {
  return [...Object.keys(components), ...Object.keys(concerns)];
}

interface PlatformDefinition {
  readonly name: string;
  readonly options: PlatformOptions<Components, string>;
  readonly site: CallSite;
}

const definitions = new WeakMap<object, PlatformDefinition>();

/**
 * Puts components and environments together. A `platform.ts` exports one as its default.
 *
 * @example
 * export default platform("shop", {
 *   components: { api, db },
 *   environments: { production: { namespace: "shop", domain: "shop.example", secrets: existing() } },
 * });
 */
export function platform<C extends Components, E extends string>(
  name: string,
  options: PlatformOptions<C, E>,
): Platform<E> {
  const self = Object.freeze({
    name,
    environments: Object.keys(options.environments ?? {}) as E[],
  });
  definitions.set(self, {
    name,
    options: options as unknown as PlatformOptions<Components, string>,
    site: callSite(platform),
  });
  return self;
}

export function isPlatform(value: unknown): value is Platform {
  return typeof value === "object" && value !== null && definitions.has(value);
}

export function platformDefinition(value: Platform): PlatformDefinition {
  return definitions.get(value) as PlatformDefinition;
}
