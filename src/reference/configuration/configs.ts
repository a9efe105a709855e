import { type Environment, tables } from "../environment.ts";
import { nameOf, ofKind, plainName } from "../given.ts";
import { column, joined, type Varying } from "../varying.ts";
import { readsConfig } from "./reads.ts";

/** A ConfigMap of settings, and who reads it. */
export interface ConfigTable {
  readonly title: string;
  readonly names: Varying<string>;
  readonly readers: Varying<readonly string[]>;
  readonly keys: readonly ConfigKey[];
}

export interface ConfigKey {
  readonly key: string;
  readonly values: Varying<string>;
}

interface Row {
  readonly name: string;
  readonly readers: readonly string[];
  readonly data: Readonly<Record<string, string>>;
}

/** Every ConfigMap, with every key; what is long stays long. */
export function configTables(environments: readonly Environment[]): readonly ConfigTable[] {
  return joined(tables(environments, configsIn)).map((row) => {
    const keys = row.rows.map(
      ([environment, { data }]) => [environment, Object.entries(data)] as const,
    );
    return {
      title: row.key,
      names: column(row, ({ name }) => name),
      readers: column(row, ({ readers }) => readers),
      keys: joined(keys).map((key) => ({ key: key.key, values: column(key, (value) => value) })),
    };
  });
}

function configsIn(environment: Environment): (readonly [string, Row])[] {
  return ofKind(environment, "ConfigMap").map(({ object: { data = {} }, entry }) => {
    const name = nameOf(entry);
    const readers = environment.workloads.filter(({ pod }) => readsConfig(pod, name));
    const row = { name, data, readers: readers.map(({ title }) => title) };
    return [plainName(environment, name), row] as const;
  });
}
