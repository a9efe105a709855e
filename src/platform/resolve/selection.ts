import { didYouMean } from "../../closest.ts";
import type { Problem, Where } from "../../problem.ts";
import { type AnyComponent, definitionOf, isComponent } from "../component.ts";
import { isHost } from "../host.ts";
import { meaningOf } from "../reference.ts";
import { isPlainObject, label, type Path, run } from "../shape.ts";
import { inEnvironment, type PlatformParts } from "./check-platform.ts";
import { componentNameProblem, runsPods } from "./component-names.ts";
import { longForm, merge } from "./merge.ts";
import { checks } from "./sorts.ts";

/** The components that an environment has, with their options as they are there. */
export interface Selection {
  /** In the order they are listed, then in the order they are reached. */
  readonly components: readonly AnyComponent[];
  readonly options: (component: AnyComponent) => unknown;
  readonly keyOf: (component: AnyComponent) => string | undefined;
  /** Whether another component makes use of it. */
  readonly isUsed: (component: AnyComponent) => boolean;
  /** Whether the environment leaves it out. */
  readonly isLeftOut: (component: AnyComponent) => boolean;
  /** The place of an option: in the environment's change, where that is what names it. */
  readonly whereOf: (component: AnyComponent, path: Path) => Where | undefined;
}

/** Applies an environment's changes, checks every option, and follows references to what belongs to it. */
export function select(parts: PlatformParts, environment: string, problems: Problem[]): Selection {
  const listed = parts.options.components;
  const changes = parts.options.environments[environment]?.components as
    | Readonly<Record<string, unknown>>
    | undefined;
  const change = (...path: Path) => inEnvironment(parts, environment, ["components", ...path]);
  const keys = new Map(
    Object.entries(listed).map(([key, component]) => [component as AnyComponent, key]),
  );
  const out = new Map<AnyComponent, Where | undefined>();
  const options = new Map<AnyComponent, unknown>();

  for (const key of Object.keys(changes ?? {})) {
    if (Object.hasOwn(listed, key)) continue;
    problems.push({
      message: `environment ${environment}: "${key}" is not a component of this platform`,
      where: change(key),
      instead: didYouMean(key, Object.keys(listed)),
    });
  }

  const prepare = (component: AnyComponent): unknown => {
    const known = options.get(component);
    if (known !== undefined) return known;
    const key = keys.get(component);
    const changed = key === undefined ? undefined : changes?.[key];
    const whereOfChange = (path: Path) => change(key ?? "", ...path);
    const merged = checked(component, changed, whereOfChange, environment, problems);
    const named = componentNameProblem(component, parts.options.environments[environment]?.prefix);
    if (named !== undefined)
      problems.push({ message: named, where: definitionOf(component).site.where() });
    options.set(component, merged);
    return merged;
  };

  const components: AnyComponent[] = [];
  const seen = new Set<unknown>();
  const inUse = new Set<unknown>();
  const visit = (component: AnyComponent, user?: AnyComponent): void => {
    if (user) inUse.add(component);
    if (out.has(component)) {
      if (user) problems.push(usedThoughLeftOut(component, user, environment, out.get(component)));
      return;
    }
    if (seen.has(component)) return;
    seen.add(component);
    components.push(component);
    reach(used(component, prepare), (reached) => visit(reached, component));
  };

  for (const [key, component] of Object.entries(listed)) {
    if (!isComponent(component)) {
      problems.push({
        message: `components.${key} is not a component`,
        where: parts.site.at(["components", key]),
        instead: "what web(), worker(), postgres(), config() and the others return",
      });
    } else if (changes?.[key] === false) out.set(component, change(key));
    const other = isComponent(component) ? keys.get(component) : key;
    if (other !== key) {
      problems.push({
        message: `components.${key} and components.${other} are one and the same component`,
        where: parts.site.at(["components", key]),
        instead: "list it once",
      });
    }
  }
  for (const component of Object.values(listed)) if (isComponent(component)) visit(component);
  if (parts.options.pull) visit(parts.options.pull);
  problems.push(...namesakes(components));

  return {
    components,
    options: prepare,
    keyOf: (component) => keys.get(component),
    isUsed: (component) => inUse.has(component),
    isLeftOut: (component) => out.has(component),
    whereOf: (component, path) => {
      const key = keys.get(component);
      if (key !== undefined && path.length > 0 && names(changes?.[key], path))
        return inEnvironment(parts, environment, ["components", key, ...path]);
      return definitionOf(component).site.at(path);
    },
  };
}

/** Two components whose pods would have one name, and so one Service, one account and one set of policies. */
function namesakes(components: readonly AnyComponent[]): Problem[] {
  const first = new Map<string, AnyComponent>();
  return components.flatMap((component) => {
    const { name, sort, site } = definitionOf(component);
    if (!runsPods(sort)) return [];
    const other = first.get(name);
    if (other === undefined) first.set(name, component);
    if (other === undefined) return [];
    const use = definitionOf(other).site.where();
    const why = use && `the first is defined on line ${use.line}`;
    const message = `two components that run pods are both called ${name}`;
    return [{ message, where: site.where(), why, instead: "another name for one of them" }];
  });
}

/** What counts of a component's options: a data store that runs elsewhere needs no storage of the platform's. */
function used(component: AnyComponent, optionsOf: (component: AnyComponent) => unknown): unknown {
  const { sort } = definitionOf(component);
  const options = optionsOf(component);
  if ((sort !== "postgres" && sort !== "redis") || !isPlainObject(options)) return options;
  const { user, password, storage, ...rest } = options;
  if (isPlainObject(rest.external))
    return rest.external.url === undefined ? [user, password] : [rest.external.url];
  // The operator makes claims like the volume, and the Secret with the login.
  if (rest.cloudNativePg) return [rest, isComponent(storage) ? optionsOf(storage) : undefined];
  return options;
}

/** Whether a change names the option at a path itself. */
function names(change: unknown, path: Path): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return true;
  return isPlainObject(change) && Object.hasOwn(change, first) && names(change[first], rest);
}

function usedThoughLeftOut(
  component: AnyComponent,
  user: AnyComponent,
  environment: string,
  where?: Where,
): Problem {
  const use = definitionOf(user).site.where();
  return {
    message: `${component.name} is left out of ${environment}, but ${user.name} uses it${use ? ` (line ${use.line})` : ""}`,
    where,
    instead: `leave ${user.name} out too, or change there what names ${component.name}`,
  };
}

function checked(
  component: AnyComponent,
  change: unknown,
  whereOfChange: (path: Path) => Where | undefined,
  environment: string,
  problems: Problem[],
): unknown {
  const { sort, name, options, site } = definitionOf(component);
  const check = checks[sort];
  const before = problems.length;
  run(
    check,
    options,
    [],
    (path, message, instead) => {
      problems.push({
        message: `${name}: ${label(path)}${message}`,
        where: site.at(path),
        instead,
      });
    },
    false,
  );
  if (change === undefined || change === false || problems.length > before) return options;
  const inChange = (path: Path, message: string, instead?: string) =>
    problems.push({
      message: `environment ${environment}, ${name}: ${label(path)}${message}`,
      where: whereOfChange(path),
      instead,
    });
  const { scope } = (options ?? {}) as { scope?: string };
  if (scope === "shared" || sort === "podMetrics")
    inChange(
      [],
      "is shared by all environments, so one of them cannot change it",
      "the change where it is defined",
    );
  run(check, change, [], inChange, true);
  for (const path of missingRemovals(options, change, []))
    inChange(path, "is taken out, but it is not there", "leave the line out");
  if (problems.length > before) return options;
  const merged = merge(options, change, sort === "external" ? sort : "");
  run(check, merged, [], inChange, false);
  return merged;
}

/** Entries that a change takes out of something that never had them. */
function missingRemovals(base: unknown, change: unknown, path: Path): Path[] {
  if (!isPlainObject(change) || isComponent(change)) return [];
  const option = String(path.at(-1) ?? "");
  return Object.entries(change).flatMap(([key, value]) => {
    const inBase = longForm(option, isPlainObject(base) ? base[key] : undefined);
    if (value === null) return inBase === undefined ? [[...path, key]] : [];
    return missingRemovals(inBase, value, [...path, key]);
  });
}

/** Finds every component that a value names, through lists, objects, references, routes and hosts. */
function reach(value: unknown, found: (component: AnyComponent) => void): void {
  if (typeof value !== "object" || value === null || isHost(value)) return;
  if (isComponent(value)) {
    found(value);
    return;
  }
  const meaning = meaningOf(value);
  if (meaning) {
    for (const touch of meaning.touches) found(touch.component);
    for (const used of meaning.uses ?? []) found(used);
    return;
  }
  if (Array.isArray(value) || isPlainObject(value))
    for (const entry of Object.values(value)) reach(entry, found);
}
