import type { ConfigMap } from "../../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../../objects/inventory.ts";
import { mountsOf } from "../../../objects/mounted-files.ts";
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
      path: path.field(field).index(index),
    })),
  );
}

/** Variables of interest whose values the input has, in clear: its own and those of ConfigMaps. */
export function environmentOf(
  world: World,
  { item }: Workload,
  placed: PlacedContainer,
  isWanted: (name: string, text: string) => boolean,
): Given[] {
  const { container, path } = placed;
  const variables = (container.env ?? []).flatMap(
    ({ name = "", value, valueFrom }, index): Given[] => {
      const ref = valueFrom?.configMapKeyRef;
      if (ref?.name && ref.key) return entryOf(configMap(world, item, ref.name), ref.key, name);
      if (value === undefined || !isWanted(name, value)) return [];
      const at = path.field("env").index(index).field("value");
      return [{ name, text: value, item, path: at }];
    },
  );
  const imported = (container.envFrom ?? []).flatMap(({ configMapRef, prefix = "" }) => {
    const found = configMapRef?.name ? configMap(world, item, configMapRef.name) : undefined;
    const data = Object.entries(found?.object.data ?? {});
    return data.flatMap(([key, text = ""]) =>
      isWanted(`${prefix}${key}`, text) ? entryOf(found, key, `${prefix}${key}`) : [],
    );
  });
  return [...variables, ...imported];
}

/** The files of ConfigMaps that a container has, by the paths at which it has them. */
export function filesOf(world: World, workload: Workload, placed: PlacedContainer): Given[] {
  return mountsOf(world, workload, placed).files.flatMap(({ path, text, from, at }) =>
    from.kind === "ConfigMap" ? [{ name: path, text, item: from, path: at }] : [],
  );
}

type Config = Item<Decoded<ConfigMap>>;

function configMap(world: World, { namespace }: Item, name: string): Config | undefined {
  return inventory(world).get("ConfigMap", namespace, name);
}

function entryOf(found: Config | undefined, key: string, name: string): Given[] {
  const text = found?.object.data?.[key];
  if (!found || text === undefined) return [];
  return [{ name, text, item: found as Item, path: FieldPath.root.field("data").key(key) }];
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
