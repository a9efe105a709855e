import { type AnyComponent, definitionOf, sortOf } from "../component.ts";
import type { ProgramOptions, WebOptions } from "../options/workload.ts";
import type { StoreOptions } from "../store.ts";
import { runsPods } from "./component-names.ts";
import type { Scope } from "./scope.ts";

/** Pods that one selector picks. */
interface Pods {
  readonly component: AnyComponent;
  /** The name that connections and other components know them by. */
  readonly name: string;
  /** The value of the platform's selector label. */
  readonly label: string;
  /** Whose they are, for a message. */
  readonly of: string;
}

type Options = Pick<ProgramOptions, "label" | "labels"> &
  Pick<WebOptions, "migrate"> &
  Pick<StoreOptions, "external" | "backup">;

/**
 * The value of the selector label by the name of the pods. Reports two sorts of pods with one value:
 * a Service, a policy or a budget of the one would pick the other too.
 */
export function resolvePodLabels(scope: Scope): Readonly<Record<string, string>> {
  const all = scope.selection.components.flatMap((component) => podsOf(scope, component));
  const labels = new Map<string, Pods>();
  const names = new Map<string, Pods>();
  for (const pods of all) {
    const { label, name, of } = pods;
    const sameLabel = labels.get(label);
    const sameName = names.get(name);
    if (sameLabel) reportSame(scope, pods, sameLabel);
    else if (sameName) {
      const message = `the pods of ${of} and of ${sameName.of} would both be known as ${name}`;
      scope.report(pods.component, [], message, "another name for one of them");
    }
    labels.set(label, pods);
    names.set(name, pods);
  }
  return Object.fromEntries(all.map(({ name, label }) => [name, label]));
}

function podsOf(scope: Scope, component: AnyComponent): Pods[] {
  if (!runsPods(sortOf(component) ?? "external")) return [];
  const options = scope.options<Options>(component);
  if (options.external) return [];
  const own = definitionOf(component).name;
  if (options.labels !== undefined && Object.hasOwn(options.labels, scope.selector)) {
    const message = `${scope.selector} is the label that selects its pods: label says its value`;
    const value = options.labels[scope.selector];
    scope.report(component, ["labels", scope.selector], message, `label: "${value}"`);
  }
  const name = scope.nameOf(component);
  const { migration, backup } = scope.objectNames(component);
  const prefix = scope.environment.prefix ?? "";
  const others: readonly (readonly [asked: unknown, name: string, what: string])[] = [
    [options.migrate, migration, "migration"],
    [options.backup, backup, "backup"],
  ];
  return [
    { component, name, label: options.label ?? own, of: own },
    ...others.flatMap(([asked, name, what]) =>
      asked
        ? [{ component, name, label: name.slice(prefix.length), of: `the ${what} of ${own}` }]
        : [],
    ),
  ];
}

function reportSame(scope: Scope, pods: Pods, same: Pods): void {
  const { component, label, of } = pods;
  const named = scope.options<Options>(component).label === label;
  scope.report(
    component,
    named ? ["label"] : [],
    `the pods of ${of} and of ${same.of} would both carry ${scope.selector}: ${label}, and each one's Service and policies would pick all of them`,
    named ? "another label" : "another name, or another label, for one of them",
  );
}
