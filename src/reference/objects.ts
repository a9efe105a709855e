import type { Rendered } from "../render/index.ts";
import { type Environment, tables } from "./environment.ts";
import { isClusterWide, nameOf, plainName, withoutDigest } from "./given.ts";
import { purposeOf } from "./purposes/index.ts";
import { column, joined, type Varying } from "./varying.ts";

/** One object of the platform, in all the environments that have it. */
export interface ListedObject {
  readonly kind: string;
  readonly names: Varying<string>;
  readonly purposes: Varying<string>;
  /** Those that have it. */
  readonly environments: readonly string[];
}

/** Objects that belong together: to a component, or to one concern of the whole platform. */
export interface ObjectGroup {
  /** A component's name, or one of `concerns`. */
  readonly title: string;
  readonly component: boolean;
  readonly objects: readonly ListedObject[];
}

/** Concerns of the whole platform, in the order in which their objects are applied. */
const concerns: Readonly<Record<string, string>> = {
  namespace: "Namespace",
  config: "Configuration",
  secrets: "Secrets",
  storage: "Storage",
  components: "",
  routes: "Routes",
  monitoring: "Monitoring",
  security: "Security",
  network: "Network policies",
  objects: "Other objects",
};

interface Row {
  readonly kind: string;
  readonly group: string;
  readonly component: boolean;
  readonly name: string;
  readonly purpose: string;
}

/** Every object that is rendered, in groups. */
export function objectGroups(environments: readonly Environment[]): readonly ObjectGroup[] {
  const rows = joined(tables(environments, rowsOf));
  const listed = rows.map((row) => {
    const { first } = row;
    const object: ListedObject = {
      kind: first.kind,
      names: column(row, ({ name }) => name),
      purposes: column(row, ({ purpose }) => purpose),
      environments: row.rows.map(([environment]) => environment),
    };
    return { first, object };
  });
  const groups = Map.groupBy(listed, ({ first }) => first.group);
  const order = Object.keys(concerns);
  const owners = environments.flatMap((environment) =>
    environment.workloads.map(({ component }) => plainName(environment, component)),
  );
  const components = [...new Set(owners)];
  const rank = ({ component, title }: ObjectGroup) =>
    order.indexOf(component ? "components" : title) +
    (component ? components.indexOf(title) / components.length : 0);
  return [...groups]
    .map(([title, entries]) => ({
      title,
      component: entries[0]?.first.component ?? false,
      objects: entries.map(({ object }) => object),
    }))
    .sort((a, b) => rank(a) - rank(b))
    .map((group) => (group.component ? group : { ...group, title: concerns[group.title] ?? "" }));
}

function rowsOf(environment: Environment): (readonly [string, Row])[] {
  const owners = new Set(environment.workloads.map(({ component }) => component));
  return environment.rendered.map((entry) => {
    const { kind } = entry.object;
    const concern = concernOf(entry);
    const component = concern !== "network" && owners.has(entry.component ?? "");
    const group = component ? plainName(environment, entry.component ?? "") : concern;
    const purpose = purposeOf(entry.object, environment);
    const row: Row = { kind, group, component, name: nameOf(entry), purpose };
    return [`${kind}/${titleOf(environment, entry)}`, row] as const;
  });
}

function concernOf({ groups, object }: Rendered): string {
  const concern = groups.at(-1) ?? "objects";
  if (concern in concerns && concern !== "components") return concern;
  return object.kind === "PriorityClass" ? "security" : "objects";
}

/** What an object is called whatever the environment. */
function titleOf(environment: Environment, entry: Rendered): string {
  const { namespace } = environment.resolved;
  const name = nameOf(entry);
  if (entry.object.kind === "Namespace") return "";
  if (entry.object.kind === "Job") return plainName(environment, withoutDigest(name));
  if (isClusterWide(entry) && name.startsWith(`${namespace}-`))
    return name.slice(namespace.length + 1);
  return plainName(environment, name);
}
