import type { Container } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { inventory, type Target } from "../../objects/inventory.ts";
import type { PlacedContainer, Workload } from "../../objects/workloads.ts";
import { providers } from "../../references/provided.ts";
import type { World } from "../../world.ts";
import { type Setting, settingOf } from "./flags.ts";

/** The variables of a container, from wherever they come. */
export interface Environment {
  /** By name; `open` where it is set to what nobody can tell here, such as a Secret's. */
  readonly variables: ReadonlyMap<string, Setting>;
  /** Something gives it variables whose names are not known. */
  readonly isOpen: boolean;
}

/** The environment of a container, with that of the image's own left out. */
export function environmentOf(
  world: World,
  { item: { namespace } }: Workload,
  { container }: PlacedContainer,
): Environment {
  const variables = new Map<string, Setting>();
  let isOpen = false;
  const sources = (container.envFrom ?? []).map((source) => ({ ...source, ...targetOf(source) }));
  for (const { prefix = "", kind, name } of sources) {
    const found = name === undefined ? undefined : textsOf(world, { kind, namespace, name });
    if (!found) isOpen = true;
    for (const [key, setting] of found ?? []) variables.set(prefix + key, setting);
  }
  for (const { name = "", value, valueFrom } of container.env ?? []) {
    const ref = valueFrom?.configMapKeyRef;
    if (!valueFrom) variables.set(name, expanded(value ?? "", variables));
    else if (ref?.name && ref.key) {
      const texts = textsOf(world, { kind: "ConfigMap", namespace, name: ref.name });
      variables.set(name, texts?.get(ref.key) ?? "open");
    } else variables.set(name, "open");
  }
  return { variables, isOpen };
}

type Source = NonNullable<Decoded<Container>["envFrom"]>[number];

function targetOf({ configMapRef, secretRef }: Source) {
  return configMapRef
    ? { kind: "ConfigMap", name: configMapRef.name }
    : { kind: "Secret", name: secretRef?.name };
}

/** The keys of a ConfigMap or Secret, those of a Secret without their values; undefined where they are not known. */
function textsOf(
  world: World,
  named: Omit<Target, "group">,
): ReadonlyMap<string, Setting> | undefined {
  const target = { ...named, group: "" };
  const provided = providers(world).find(target);
  if (!provided || !("keys" in provided) || !provided.keys) return undefined;
  const { data } = inventory(world).get("ConfigMap", named.namespace, named.name)?.object ?? {};
  const isKnown = named.kind === "ConfigMap";
  return new Map(
    provided.keys.map((key) => {
      const text = isKnown ? data?.[key] : undefined;
      return [key, text === undefined ? "open" : { value: text }] as const;
    }),
  );
}

/** `$(NAME)` of variables that come before. */
function expanded(value: string, variables: ReadonlyMap<string, Setting>): Setting {
  if (!value.includes("$(")) return { value };
  let isOpen = false;
  const text = value.replace(/\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)/g, (whole, name: string) => {
    const setting = variables.get(name);
    isOpen ||= setting === "open";
    return setting && setting !== "open" ? setting.value : whole;
  });
  return settingOf(text, isOpen);
}
