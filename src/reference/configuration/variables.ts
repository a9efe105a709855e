import type { EnvVar } from "../../kubernetes/types/index.ts";
import { type Environment, tables } from "../environment.ts";
import { column, joined, type Varying } from "../varying.ts";
import { containersOf } from "./reads.ts";

/** A variable that is written on the program itself, and not in a ConfigMap. */
export interface VariableRow {
  readonly name: string;
  /** Its text; what a Secret or the pod itself knows is named, and never shown. */
  readonly values: Varying<string>;
  readonly users: Varying<readonly string[]>;
}

interface Row {
  readonly name: string;
  readonly value: string;
  readonly users: string[];
}

/** Variables of all programs; those that several have alike are told once. */
export function variableRows(environments: readonly Environment[]): readonly VariableRow[] {
  return joined(tables(environments, variablesIn)).map((row) => ({
    name: row.first.name,
    values: column(row, ({ value }) => value),
    users: column(row, ({ users }) => users),
  }));
}

function variablesIn({ workloads }: Environment): (readonly [string, Row])[] {
  const rows = new Map<string, Row>();
  for (const { title, pod } of workloads) {
    for (const variable of containersOf(pod).flatMap(({ env = [] }) => env)) {
      const value = textOf(variable);
      const key = JSON.stringify([variable.name, value]);
      const row = rows.get(key) ?? { name: variable.name, value, users: [] };
      if (!row.users.includes(title)) row.users.push(title);
      rows.set(key, row);
    }
  }
  const sorted = [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const number = new Map<string, number>();
  return sorted.map((row) => {
    const nth = (number.get(row.name) ?? 0) + 1;
    number.set(row.name, nth);
    return [`${row.name} ${nth}`, row] as const;
  });
}

function textOf({ value, valueFrom }: EnvVar): string {
  if (value !== undefined) return value;
  const { secretKeyRef, configMapKeyRef, fieldRef, resourceFieldRef } = valueFrom ?? {};
  if (secretKeyRef) return `key ${secretKeyRef.key} of the Secret ${secretKeyRef.name}`;
  if (configMapKeyRef) return `key ${configMapKeyRef.key} of the ConfigMap ${configMapKeyRef.name}`;
  if (fieldRef) return `the pod's ${fieldRef.fieldPath}`;
  return resourceFieldRef ? `the container's ${resourceFieldRef.resource}` : "";
}
