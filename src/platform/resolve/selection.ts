import { didYouMean, type Problem, type Where } from "../../problem.ts";
import { type AnyComponent, definitionOf, isComponent } from "../component.ts";
import { isHost } from "../host.ts";
import type { platformDefinition } from "../platform.ts";
import { meaningOf } from "../reference.ts";
import { isPlainObject, type Path, run } from "../shape.ts";
import { merge } from "./merge.ts";
import { checks } from "./sorts.ts";

export type PlatformParts = ReturnType<typeof platformDefinition>;

/** The components that an environment has, with their options as they are there. */
export interface Selection {
  /** In the order they are listed, then in the order they are reached. */
  readonly components: readonly AnyComponent[];
  readonly options: (component: AnyComponent) => unknown;
  readonly keyOf: (component: AnyComponent) => string | undefined;
  readonly leftOut: (component: AnyComponent) => Where | undefined;
}

/** Applies an environment's changes, checks every option, and follows references to what belongs to it. */
export function select(parts: PlatformParts, environment: string, problems: Problem[]): Selection {
  const listed = parts.options.components;
  const changes = parts.options.environments[environment]?.components as
    | Readonly<Record<string, unknown>>
    | undefined;
  const changesPath = ["environments", environment, "components"];
  const keys = new Map(
    Object.entries(listed).map(([key, component]) => [component as AnyComponent, key]),
  );
  const out = new Map<AnyComponent, Where | undefined>();
  const options = new Map<AnyComponent, unknown>();

  for (const key of Object.keys(changes ?? {})) {
    if (Object.hasOwn(listed, key)) continue;
    problems.push({
      message: `environment ${environment}: "${key}" is not a component of this platform`,
      where: parts.site.at([...changesPath, key]),
      instead: didYouMean(key, Object.keys(listed)),
    });
  }

  const prepare = (component: AnyComponent): unknown => {
    const known = options.get(component);
    if (known !== undefined) return known;
    const key = keys.get(component);
    const change = key === undefined ? undefined : changes?.[key];
    const path = [...changesPath, key ?? ""];
    const merged = checked(
      component,
      change,
      (rest) => parts.site.at([...path, ...rest]),
      environment,
      problems,
    );
    options.set(component, merged);
    return merged;
  };

  const components: AnyComponent[] = [];
  const seen = new Set<unknown>();
  const visit = (component: AnyComponent, user?: AnyComponent): void => {
    if (out.has(component)) {
      if (user) problems.push(usedThoughLeftOut(component, user, environment, out.get(component)));
      return;
    }
    if (seen.has(component)) return;
    seen.add(component);
    components.push(component);
    reach(prepare(component), (reached) => visit(reached, component));
  };

  for (const [key, component] of Object.entries(listed)) {
    if (!isComponent(component)) {
      problems.push({
        message: `components.${key} is not a component`,
        where: parts.site.at(["components", key]),
        instead: "what web(), worker(), postgres(), config() and the others return",
      });
    } else if (changes?.[key] === false) out.set(component, parts.site.at([...changesPath, key]));
  }
  for (const component of Object.values(listed)) if (isComponent(component)) visit(component);
  if (parts.options.pull) visit(parts.options.pull);

  return {
    components,
    options: prepare,
    keyOf: (component) => keys.get(component),
    leftOut: (component) => out.get(component),
  };
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
  run(check, change, [], inChange, true);
  for (const path of missingRemovals(options, change, []))
    inChange(path, "is taken out, but it is not there", "leave the line out");
  if (problems.length > before) return options;
  const merged = merge(options, change);
  run(check, merged, [], inChange, false);
  return merged;
}

function label(path: Path): string {
  return path.length === 0 ? "" : `${path.join(".")} `;
}

/** Entries that a change takes out of something that never had them. */
function missingRemovals(base: unknown, change: unknown, path: Path): Path[] {
  if (!isPlainObject(change) || isComponent(change)) return [];
  return Object.entries(change).flatMap(([key, value]) => {
    const inBase = isPlainObject(base) ? base[key] : undefined;
    if (value === null) return inBase === undefined ? [[...path, key]] : [];
    return missingRemovals(inBase, value, [...path, key]);
  });
}

/** Finds every component that a value names, through lists, objects, references, routes and hosts. */
function reach(value: unknown, found: (component: AnyComponent) => void): void {
  if (typeof value !== "object" || value === null || isHost(value)) return;
  if (isComponent(value)) return found(value);
  const meaning = meaningOf(value);
  if (meaning) {
    for (const touch of meaning.touches) found(touch.component);
    for (const used of meaning.uses ?? []) found(used);
    return;
  }
  if (Array.isArray(value) || isPlainObject(value))
    for (const entry of Object.values(value)) reach(entry, found);
}
