import type { CallSite } from "./where.ts";

/** The sorts of things a platform is made of. */
export type Sort =
  | "web"
  | "worker"
  | "scheduler"
  | "job"
  | "cron"
  | "site"
  | "postgres"
  | "redis"
  | "external"
  | "config"
  | "secret"
  | "volume"
  | "storageClass"
  | "ingress"
  | "issuer"
  | "certificate"
  | "alerts"
  | "recordings"
  | "notifications"
  | "dashboard"
  | "scrapeConfig"
  | "podMetrics"
  | "clusterAccess"
  | "admission"
  | "priority"
  | "setting";

/** Common to everything a platform lists. `Override` is what an environment may change of it. */
export interface Component<Override = unknown, Kinds extends string = never> {
  /** The name of the objects rendered for it. */
  readonly name: string;
  readonly "~ref": "this is a component, not a text: write its .url, .host, .port or .name";
  readonly "~override"?: Override;
  readonly "~kinds"?: Kinds;
}

// biome-ignore lint/suspicious/noExplicitAny: a component of whatever override; the parameter is only carried for the compiler
export type AnyComponent = Component<any, any>;

/** What a component was defined with; kept apart from the properties that users see. */
export interface Definition<O = unknown> {
  readonly sort: Sort;
  readonly name: string;
  readonly options: O;
  readonly site: CallSite;
}

const definitions = new WeakMap<object, Definition>();

/**
 * Makes a frozen component with the references that it offers; without any, when nobody refers to more
 * than the component itself.
 */
export function defineComponent<C extends AnyComponent, O>(
  definition: Definition<O>,
  offers?: (self: C) => Omit<C, keyof AnyComponent>,
): C {
  const self = { name: definition.name } as C;
  definitions.set(self, definition);
  if (offers) Object.defineProperties(self, Object.getOwnPropertyDescriptors(offers(self)));
  return Object.freeze(self);
}

export function definitionOf<O>(component: AnyComponent): Definition<O> {
  return definitions.get(component) as Definition<O>;
}

export function isComponent(value: unknown): value is AnyComponent {
  return typeof value === "object" && value !== null && definitions.has(value);
}

export function sortOf(value: unknown): Sort | undefined {
  return typeof value === "object" && value !== null ? definitions.get(value)?.sort : undefined;
}
