import { type Holder, writtenEnvironment } from "../../objects/environment.ts";
import { textOf } from "../../objects/texts.ts";
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
  workload: Workload,
  { container }: PlacedContainer,
): Environment {
  const { namespace } = workload.item;
  const written = writtenEnvironment(world, workload, container);
  const variables = new Map<string, Setting>();
  let isOpen = false;
  for (const { prefix, holder } of written.imported) {
    const found = textsOf(world, holder, namespace);
    if (!found) isOpen = true;
    for (const [key, setting] of found ?? []) variables.set(prefix + key, setting);
  }
  for (const variable of written.variables) {
    const { name, from } = variable;
    if (from === "value") variables.set(name, expanded(variable.text, variables));
    else if (from === "key" && variable.holder.kind === "ConfigMap")
      variables.set(name, textsOf(world, variable.holder, namespace)?.get(variable.key) ?? "open");
    else variables.set(name, "open");
  }
  return { variables, isOpen };
}

/** The keys of a ConfigMap or Secret, those of a Secret without their values; undefined where they are not known. */
function textsOf(
  world: World,
  { kind, name, item }: Holder,
  namespace: string | undefined,
): ReadonlyMap<string, Setting> | undefined {
  const provided = name && providers(world).find({ group: "", kind, namespace, name });
  if (!provided || !("keys" in provided) || !provided.keys) return undefined;
  const isKnown = kind === "ConfigMap" && item !== undefined;
  return new Map(
    provided.keys.map((key) => {
      const text = isKnown ? textOf(item, key) : undefined;
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
