import type { Container } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import type { World } from "../world.ts";
import { type Item, inventory } from "./inventory.ts";
import type { Workload } from "./workloads.ts";

/** A ConfigMap or Secret that variables come from. */
export interface Holder {
  readonly kind: "ConfigMap" | "Secret";
  /** Empty where the reference does not say. */
  readonly name: string;
  /** Undefined where it is not in the world. */
  readonly item: Item | undefined;
}

/** A variable that a container names, as it is written: `$(NAME)` stands in its text still. */
export type Variable = { readonly name: string; readonly index: number } & (
  | { readonly from: "value"; readonly text: string }
  | { readonly from: "key"; readonly holder: Holder; readonly key: string }
  | { readonly from: "field"; readonly field: string }
  /** What a resource field or a file says, which is known when the pod runs. */
  | { readonly from: "elsewhere" }
);

/** All keys of one object, each a variable. */
export interface Imported {
  readonly prefix: string;
  readonly holder: Holder;
}

/** What a container gets as its environment; of the same name the last one counts, `variables` after all. */
export interface Written {
  readonly imported: readonly Imported[];
  readonly variables: readonly Variable[];
}

/** Reads `env` and `envFrom` of a container. */
export function writtenEnvironment(
  world: World,
  { item: { namespace } }: Workload,
  { env = [], envFrom = [] }: Decoded<Container>,
): Written {
  const holder = (kind: Holder["kind"], name = ""): Holder => ({
    kind,
    name,
    item: name === "" ? undefined : (inventory(world).get(kind, namespace, name) as Item),
  });
  return {
    imported: envFrom.map(({ prefix = "", configMapRef, secretRef }) => ({
      prefix,
      holder: configMapRef
        ? holder("ConfigMap", configMapRef.name)
        : holder("Secret", secretRef?.name),
    })),
    variables: env.map(({ name = "", value = "", valueFrom }, index): Variable => {
      const { configMapKeyRef: config, secretKeyRef: secret, fieldRef } = valueFrom ?? {};
      if (!valueFrom) return { name, index, from: "value", text: value };
      const ref = config ?? secret;
      if (ref) {
        const from = holder(config ? "ConfigMap" : "Secret", ref.name);
        return { name, index, from: "key", holder: from, key: ref.key ?? "" };
      }
      if (fieldRef) return { name, index, from: "field", field: fieldRef.fieldPath ?? "" };
      return { name, index, from: "elsewhere" };
    }),
  };
}
