import { type AnyComponent, isComponent } from "../component.ts";
import type { Count, Scale, Shards, VerticalScale } from "../options/scaling.ts";
import type { Path } from "../shape.ts";
import type { AutoScale, ResolvedShards } from "./resolved.ts";
import type { Scope } from "./scope.ts";

/** A number of pods, written in place or in a setting. */
function countOf(scope: Scope, component: AnyComponent, path: Path, value: Count): number {
  const given = isComponent(value) ? scope.options<number>(value) : value;
  if (typeof given !== "number")
    scope.report(component, path, `counts pods, but the setting is "${given}"`, "a number");
  return given;
}

function isCount(value: Scale | Shards): value is Count {
  return typeof value === "number" || isComponent(value);
}

/** A fixed number of pods, or the bounds and targets of the autoscaler. */
export function resolveScale(
  scope: Scope,
  component: AnyComponent,
  scale: Count | Scale,
): number | AutoScale {
  if (isCount(scale)) return countOf(scope, component, ["scale"], scale);
  const { min: least, max: most, ...targets } = scale;
  const min = countOf(scope, component, ["scale"], least);
  const max = countOf(scope, component, ["scale"], most);
  if (min < 1) {
    const instead = "min: 1, or a fixed scale: 0";
    scope.report(component, ["scale", "min"], `scale.min is ${min}: it can go to 1`, instead);
  }
  if (max < min)
    scope.report(component, ["scale", "max"], `scale.max ${max} is below scale.min ${min}`);
  if (
    targets.cpu === undefined &&
    targets.memory === undefined &&
    Object.keys(targets.metrics ?? {}).length === 0
  ) {
    scope.report(
      component,
      ["scale"],
      "the autoscaler has nothing to aim for",
      "cpu: 70, memory: 80 or metrics",
    );
  }
  return { ...targets, min, max };
}

/** Into how many parts the members split their work. Each part must always have a member. */
export function resolveShards(
  scope: Scope,
  component: AnyComponent,
  { shards, member }: { readonly shards?: Shards; readonly member?: string },
  scale: number | AutoScale,
): ResolvedShards | undefined {
  if (shards === undefined) return undefined;
  const count = countOf(scope, component, ["shards"], isCount(shards) ? shards : shards.count);
  const reshards = !isCount(shards) && shards.reshards;
  if (member === undefined) {
    const message = "shards needs member: without it no pod knows which part is its own";
    scope.report(component, ["shards"], message, 'member: "SHARD" beside it');
  }
  if (count < 1) scope.report(component, ["shards"], `shards is ${count}`, "1, or no shards");
  const isFixed = typeof scale === "number";
  const fewest = isFixed ? scale : scale.min;
  if (fewest < count) {
    const without = count - fewest;
    scope.report(
      component,
      isFixed ? ["scale"] : ["scale", "min"],
      `${isFixed ? "scale" : "scale.min"} ${fewest} is below its ${plural(count)} in ${scope.environmentName}: ${plural(without)} would have no worker`,
      isFixed
        ? `scale: ${count}, or the setting of the shards`
        : `min: ${count}, or the setting of the shards`,
    );
  }
  return { count, reshards };
}

function plural(shards: number): string {
  return shards === 1 ? "1 shard" : `${shards} shards`;
}

/**
 * Reports two autoscalers that would answer to one load: more pods lower what each uses, so the one
 * takes requests away, in percent of which the other counts.
 * @see https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md
 */
export function checkVertical(
  scope: Scope,
  component: AnyComponent,
  vertical: VerticalScale | undefined,
  scale: number | AutoScale,
): void {
  const mode = vertical?.mode ?? "off";
  if (mode === "off" || typeof scale === "number") return;
  const watched = (["cpu", "memory"] as const).filter((name) => scale[name] !== undefined);
  if (watched.length === 0) return;
  scope.report(
    component,
    ["vertical", "mode"],
    `vertical "${mode}" changes the requests in percent of which scale counts ${watched.join(" and ")}: the two would fight`,
    'mode: "off", which only recommends, or scale by metrics alone',
  );
}
