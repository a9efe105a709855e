import type { Container } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { inventory } from "../../objects/inventory.ts";
import { textOf } from "../../objects/texts.ts";
import type { Workload } from "../../objects/workloads.ts";
import { once, type World } from "../../world.ts";

/** Stands for what is not known before the pod runs. */
export const UNKNOWN = "\0";

/** The variables of a container, as far as the world shows their values. */
export class Variables {
  private readonly world: World;
  private readonly workload: Workload;
  private readonly container: Decoded<Container>;
  private values: Map<string, string> | undefined;

  constructor(world: World, workload: Workload, container: Decoded<Container>) {
    this.world = world;
    this.workload = workload;
    this.container = container;
  }

  /** @returns undefined for a variable that is not set, as far as is known */
  get(name: string): string | undefined {
    this.values ??= this.read();
    return this.values.get(name) ?? this.fromSources(name);
  }

  /** A text with its `$(NAME)` replaced. */
  expand(text: string): string {
    if (!text.includes("$(")) return text;
    return text.replace(/\$(\$\([^()\s]*\)|\(([^()\s]*)\))/g, (all, escaped, name) =>
      all.startsWith("$$") ? escaped : (this.get(name) ?? UNKNOWN),
    );
  }

  private read(): Map<string, string> {
    const values = new Map<string, string>();
    this.values = values;
    const { namespace } = this.workload.item;
    for (const { name = "", value, valueFrom } of this.container.env ?? []) {
      const { configMapKeyRef: config, secretKeyRef: secret, fieldRef } = valueFrom ?? {};
      if (!valueFrom) values.set(name, this.expand(value ?? ""));
      else if (config) values.set(name, this.look("ConfigMap", config.name, config.key) ?? UNKNOWN);
      else if (secret) values.set(name, this.look("Secret", secret.name, secret.key) ?? UNKNOWN);
      else if (fieldRef?.fieldPath === "metadata.namespace")
        values.set(name, namespace || OWN_NAMESPACE);
      else values.set(name, UNKNOWN);
    }
    return values;
  }

  private fromSources(name: string): string | undefined {
    for (const { prefix = "", configMapRef, secretRef } of this.container.envFrom ?? []) {
      if (!name.startsWith(prefix)) continue;
      const key = name.slice(prefix.length);
      const text =
        (configMapRef && this.look("ConfigMap", configMapRef.name, key)) ??
        (secretRef && this.look("Secret", secretRef.name, key));
      if (text !== undefined) return text;
    }
    return undefined;
  }

  private look(
    kind: "ConfigMap" | "Secret",
    name: string | undefined,
    key: string | undefined,
  ): string | undefined {
    const item = inventory(this.world).get(kind, this.workload.item.namespace, name ?? "");
    return item && textOf(item, key ?? "");
  }
}

/** A name that nothing else has: the namespace of an object that does not say in which it is. */
export const OWN_NAMESPACE = "slipway-own-namespace";

const known = once((_: World) => new WeakMap<object, Variables>());

/** The variables of a container, worked out once. */
export function variablesOf(
  world: World,
  workload: Workload,
  container: Decoded<Container>,
): Variables {
  const all = known(world);
  const before = all.get(container);
  if (before) return before;
  const variables = new Variables(world, workload, container);
  all.set(container, variables);
  return variables;
}
