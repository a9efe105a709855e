import type { FieldPath } from "../../../../kubernetes/validation/field-path.ts";
import { type Holder, writtenEnvironment } from "../../../objects/environment.ts";
import type { Item } from "../../../objects/inventory.ts";
import { mountsOf } from "../../../objects/mounted-files.ts";
import { textsOf } from "../../../objects/texts.ts";
import type { PlacedContainer, Workload } from "../../../objects/workloads.ts";
import type { World } from "../../../world.ts";

/** A text that a container is given, and where it is written. */
export interface Given {
  /** The variable, or the file with its path; empty for what is on the command line. */
  readonly name: string;
  readonly text: string;
  readonly item: Item;
  readonly path: FieldPath;
}

/** What a container is started with. */
export function commandOf({ item }: Workload, { container, path }: PlacedContainer): Given[] {
  return (["command", "args"] as const).flatMap((field) =>
    (container[field] ?? []).map((text, index) => ({
      name: "",
      text,
      item,
      get path() {
        return path.field(field).index(index);
      },
    })),
  );
}

/** Variables of interest whose values the input has, in clear: its own and those of ConfigMaps. */
export function environmentOf(
  world: World,
  workload: Workload,
  { container, path }: PlacedContainer,
  isWanted: (name: string, text: string) => boolean,
): Given[] {
  const { variables, imported } = writtenEnvironment(world, workload, container);
  const own = variables.flatMap((variable): Given[] => {
    const { name, index, from } = variable;
    if (from === "key") return storedUnder(variable.holder, name, (key) => key === variable.key);
    if (from !== "value" || !isWanted(name, variable.text)) return [];
    const at = path.field("env").index(index).field("value");
    return [{ name, text: variable.text, item: workload.item, path: at }];
  });
  const others = imported.flatMap(({ holder, prefix }) =>
    storedUnder(holder, "", () => true)
      .map((each) => ({ ...each, name: `${prefix}${each.name}` }))
      .filter(({ name, text }) => isWanted(name, text)),
  );
  return [...own, ...others];
}

/** Texts of a ConfigMap, under a name of their own or by their keys. */
function storedUnder(
  { kind, item }: Holder,
  name: string,
  isMeant: (key: string) => boolean,
): Given[] {
  if (kind !== "ConfigMap" || !item) return [];
  return textsOf(item)
    .filter(({ key }) => isMeant(key))
    .map(({ key, text, path }) => ({ name: name || key, text, item, path }));
}

/** The files of ConfigMaps that a container has, by the paths at which it has them. */
export function filesOf(world: World, workload: Workload, placed: PlacedContainer): Given[] {
  return mountsOf(world, workload, placed).files.flatMap(({ path, text, from, at }) =>
    from.kind === "ConfigMap" ? [{ name: path, text, item: from, path: at }] : [],
  );
}

/** The last part of an image's name: `redis` of `docker.io/bitnami/redis:7`. */
export function programOf({ image = "" }: { readonly image?: string | undefined }): string {
  const [name = ""] = image.split("@", 1);
  const last = name.slice(name.lastIndexOf("/") + 1);
  return last.split(":", 1)[0] ?? "";
}

/** What is on a command line, word by word; what a shell does with it is not looked at. */
export function wordsOf(
  command: readonly Given[],
): { readonly word: string; readonly from: Given }[] {
  return command.flatMap((from) =>
    from.text
      .split(/[\s;"']+/)
      .filter(Boolean)
      .map((word) => ({ word, from })),
  );
}
