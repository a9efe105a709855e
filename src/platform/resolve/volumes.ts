import { dns1123LabelProblem } from "../../kubernetes/names.ts";
import { type AnyComponent, definitionOf, isComponent, sortOf } from "../component.ts";
import type { ContainerOptions, Mount } from "../options/container.ts";
import type { WorkerOptions } from "../options/workload.ts";
import type { PostgresOptions } from "../postgres.ts";
import type { Path } from "../shape.ts";
import type { SiteOptions } from "../site.ts";
import type { Volume, VolumeOptions } from "../volume.ts";
import { resolveVolume } from "./objects.ts";
import type { ResolvedVolume } from "./resolved.ts";
import type { Scope } from "./scope.ts";
import { whoRuns } from "./stores.ts";

/** The volumes that are rendered as claims, and those that each member of a StatefulSet gets for itself. */
export function resolveVolumes(scope: Scope): {
  readonly volumes: ResolvedVolume[];
  readonly memberVolumes: ResolvedVolume[];
} {
  const all = scope.selection.components.filter((component) => sortOf(component) === "volume");
  for (const component of scope.selection.components) checkMembers(scope, component);
  const elsewhere = storageElsewhere(scope);
  return {
    volumes: all
      .filter((volume) => !isPerMember(scope, volume))
      .filter((volume) => !elsewhere.has(volume) || scope.selection.isUsed(volume))
      .map((volume) => resolveVolume(scope, volume)),
    memberVolumes: all
      .filter((volume) => isPerMember(scope, volume))
      .map((volume) => resolveMemberVolume(scope, volume)),
  };
}

function isPerMember(scope: Scope, volume: AnyComponent): boolean {
  return scope.options<VolumeOptions>(volume).perMember ?? false;
}

/** The storage of data stores whose servers run elsewhere: nobody would ever mount it. */
function storageElsewhere(scope: Scope): ReadonlySet<unknown> {
  const stores = scope.selection.components.filter((component) =>
    ["postgres", "redis"].includes(sortOf(component) ?? ""),
  );
  return new Set(
    stores.flatMap((component) => {
      const { storage } = scope.options<PostgresOptions>(component);
      return whoRuns(scope, component) === "platform" ? [] : [storage];
    }),
  );
}

/** Its name is the name of a volume inside pods. */
function resolveMemberVolume(scope: Scope, volume: AnyComponent): ResolvedVolume {
  const { name } = definitionOf(volume);
  const problem = dns1123LabelProblem(name);
  if (problem !== undefined) scope.report(volume, [], `perMember: ${problem}`);
  if (scope.options<VolumeOptions>(volume).shared) {
    const message = "shared and perMember exclude each other: one volume for all, or one for each";
    scope.report(volume, ["perMember"], message, "one of the two");
  }
  return { ...resolveVolume(scope, volume), name };
}

/** Reports volumes of members where there are no members. */
function checkMembers(scope: Scope, component: AnyComponent): void {
  const sort = sortOf(component);
  const options = scope.options<object>(component);
  if (sort === "postgres" || sort === "redis") {
    checkStore(scope, component, options as PostgresOptions);
    return;
  }
  const { member, migrate, logs, ...rest } = options as Partial<WorkerOptions & SiteOptions>;
  for (const [path, mount] of [...mountsOf(rest), [["logs"], logs] as const]) {
    const volume = memberVolume(scope, mount);
    if (volume === undefined) continue;
    const each = `${volume.name}, of which each member has one for itself`;
    const alone = "perMember: null on the volume";
    if (member === undefined)
      scope.report(
        component,
        path,
        `mounts ${each}, but it has no members`,
        `${sort === "worker" ? 'member: "WORKER_ID" here' : 'a worker with member: "WORKER_ID"'}, or ${alone}`,
      );
    else if (migrate !== undefined)
      scope.report(
        component,
        ["migrate"],
        `migrate runs in a Job, which cannot mount ${each}`,
        `migrate on another component, or ${alone}`,
      );
  }
}

function checkStore(scope: Scope, component: AnyComponent, options: PostgresOptions): void {
  const { as, storage, backup } = options;
  const runs = whoRuns(scope, component);
  if (runs === "outside") return;
  const kept = memberVolume(scope, storage);
  if (as === "Deployment" && kept && runs === "platform")
    scope.report(
      component,
      ["storage"],
      `${kept.name} is made for members of a StatefulSet, but a Deployment runs ${component.name}`,
      'as: "StatefulSet" here, or perMember: null on the volume',
    );
  const dumps = backup && memberVolume(scope, backup.to);
  if (dumps)
    scope.report(
      component,
      ["backup", "to"],
      `backup.to is ${dumps.name}, of which each member has one for itself, but its job is no member`,
      "a volume without perMember",
    );
}

/** The mounts of every container of a program, each with the place where it is written. */
function mountsOf(options: Partial<WorkerOptions>): (readonly [Path, Mount])[] {
  const of = (path: Path, { mounts = {} }: Partial<ContainerOptions>) =>
    Object.entries(mounts).map(
      ([folder, mount]) => [[...path, "mounts", folder], mount] as readonly [Path, Mount],
    );
  const helpers = (["init", "sidecars"] as const).flatMap((group) =>
    Object.entries(options[group] ?? {}).flatMap(([name, container]) =>
      of([group, name], container),
    ),
  );
  return [...of([], options), ...helpers];
}

/** The volume behind a mount, where each member has one for itself. */
function memberVolume(scope: Scope, mount: unknown): Volume | undefined {
  if (typeof mount !== "object" || mount === null) return undefined;
  const volume = isComponent(mount) ? mount : (mount as { readonly volume?: Volume }).volume;
  if (volume === undefined || sortOf(volume) !== "volume") return undefined;
  return isPerMember(scope, volume) ? (volume as Volume) : undefined;
}
