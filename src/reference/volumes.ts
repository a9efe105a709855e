import { type Environment, tables } from "./environment.ts";
import { nameOf, ofKind, plainName } from "./given.ts";
import { column, joined, type Varying } from "./varying.ts";

/** A volume that outlives the pods that mount it. */
export interface VolumeRow {
  readonly title: string;
  readonly names: Varying<string>;
  readonly sizes: Varying<string>;
  readonly classes: Varying<string>;
  /** One of the API's access modes. */
  readonly modes: Varying<string>;
  /** Components that mount it. */
  readonly users: Varying<readonly string[]>;
}

/** A claim as one environment has it. */
export interface Claim {
  readonly name: string;
  readonly title: string;
  readonly size: string;
  readonly className: string | undefined;
  readonly mode: string;
  readonly users: readonly string[];
  /** Made for each member of this StatefulSet, under its own name. */
  readonly template: string | undefined;
}

export function volumeRows(environments: readonly Environment[]): readonly VolumeRow[] {
  const rows = tables(environments, (environment) =>
    claimsOf(environment).map((claim) => [claim.title, claim] as const),
  );
  return joined(rows).map((row) => ({
    title: row.key,
    names: column(row, ({ name, template }) => (template === undefined ? name : `${name}-…`)),
    sizes: column(row, ({ size }) => size),
    classes: column(row, ({ className }) => className ?? "the cluster's default"),
    modes: column(row, ({ mode }) => mode),
    users: column(row, ({ users }) => users),
  }));
}

/** Claims, and what StatefulSets make of their templates. */
export function claimsOf(environment: Environment): readonly Claim[] {
  const named = ofKind(environment, "PersistentVolumeClaim").map(({ object, entry }): Claim => {
    const name = nameOf(entry);
    return {
      ...claimOf(environment, name, object.spec),
      users: usersOf(environment, name),
      template: undefined,
    };
  });
  const templates = ofKind(environment, "StatefulSet").flatMap(({ object, entry }) =>
    (object.spec?.volumeClaimTemplates ?? []).map(({ metadata, spec }): Claim => {
      const set = nameOf(entry);
      const claim = claimOf(environment, `${metadata?.name}-${set}`, spec);
      return { ...claim, users: [plainName(environment, set)], template: set };
    }),
  );
  return [...named, ...templates];
}

interface ClaimSpec {
  readonly accessModes?: readonly string[];
  readonly storageClassName?: string;
  readonly resources?: { readonly requests?: { readonly [name: string]: string | number } };
}

function claimOf(environment: Environment, name: string, spec: ClaimSpec | undefined) {
  return {
    name,
    title: plainName(environment, name),
    size: String(spec?.resources?.requests?.storage ?? "?"),
    className: spec?.storageClassName,
    mode: (spec?.accessModes ?? []).join(", "),
  };
}

function usersOf({ workloads }: Environment, claim: string): readonly string[] {
  return workloads
    .filter(({ pod }) =>
      pod.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim),
    )
    .map(({ title }) => title);
}
