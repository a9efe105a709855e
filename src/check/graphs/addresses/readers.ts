import type { Container, PodSpec } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { type Workload, workloads } from "../../objects/workloads.ts";
import { once } from "../../world.ts";

/** Who gets a key of a ConfigMap or Secret, and what it is called there. */
export interface KeyReaders {
  readonly readers: readonly Workload[];
  /** Names of variables that are set from it. */
  readonly names: readonly string[];
}

/** The workloads that read a ConfigMap or Secret. */
class Readers {
  private readonly whole = new Set<Workload>();
  private readonly byKey = new Map<string, { readers: Set<Workload>; names: Set<string> }>();

  add(workload: Workload, key?: string, name?: string): void {
    if (key === undefined) {
      this.whole.add(workload);
      return;
    }
    const known = this.byKey.get(key) ?? { readers: new Set(), names: new Set() };
    this.byKey.set(key, known);
    known.readers.add(workload);
    if (name !== undefined) known.names.add(name);
  }

  of(key: string): KeyReaders {
    const asking = this.byKey.get(key);
    if (!asking) return { readers: [...this.whole], names: [] };
    return { readers: [...this.whole.union(asking.readers)], names: [...asking.names] };
  }
}

type Kind = "ConfigMap" | "Secret";
type Add = (kind: Kind, from: string | undefined, key?: string, name?: string) => void;

/** Who reads each ConfigMap and Secret of the world. */
const known = once((world): ReadonlyMap<Item, Readers> => {
  const objects = inventory(world);
  const all = new Map<Item, Readers>();
  for (const workload of workloads(world)) {
    const add: Add = (kind, from, key, name) => {
      const item = from && objects.get(kind, workload.item.namespace, from);
      if (!item) return;
      const readers = all.get(item) ?? new Readers();
      all.set(item, readers);
      readers.add(workload, key, name);
    };
    addVolumes(workload.spec, add);
    for (const { container } of workload.containers) addEnv(container, add);
  }
  return all;
});

export function readersOf(world: Parameters<typeof known>[0], item: Item, key: string): KeyReaders {
  return known(world).get(item)?.of(key) ?? { readers: [], names: [] };
}

function addEnv({ env, envFrom }: Decoded<Container>, add: Add): void {
  for (const { name, valueFrom } of env ?? []) {
    const { configMapKeyRef: config, secretKeyRef: secret } = valueFrom ?? {};
    if (config) add("ConfigMap", config.name, config.key ?? "", name);
    if (secret) add("Secret", secret.name, secret.key ?? "", name);
  }
  for (const { configMapRef, secretRef } of envFrom ?? []) {
    add("ConfigMap", configMapRef?.name);
    add("Secret", secretRef?.name);
  }
}

function addVolumes({ volumes }: Decoded<PodSpec>, add: Add): void {
  const some = (
    kind: Kind,
    name: string | undefined,
    items: readonly { readonly key?: string | undefined }[] | undefined,
  ) => {
    if (!items?.length) add(kind, name);
    for (const { key } of items ?? []) add(kind, name, key ?? "");
  };
  for (const { configMap, secret, projected } of volumes ?? []) {
    if (configMap) some("ConfigMap", configMap.name, configMap.items);
    if (secret) some("Secret", secret.secretName, secret.items);
    for (const source of projected?.sources ?? []) {
      if (source.configMap) some("ConfigMap", source.configMap.name, source.configMap.items);
      if (source.secret) some("Secret", source.secret.name, source.secret.items);
    }
  }
}
