import type { AdmissionOptions, ClusterAccessOptions } from "../cluster.ts";
import { type AnyComponent, definitionOf } from "../component.ts";
import type { PriorityOptions } from "../priority.ts";
import type { PlainValue } from "../reference.ts";
import { plainText } from "../text.ts";
import type { StorageClassOptions, VolumeOptions } from "../volume.ts";
import { resolveAccess } from "./access.ts";
import type {
  ResolvedAdmission,
  ResolvedClusterAccess,
  ResolvedConfig,
  ResolvedPriority,
  ResolvedStorageClass,
  ResolvedVolume,
} from "./resolved.ts";
import type { Scope } from "./scope.ts";

export function resolveConfig(scope: Scope, component: AnyComponent): ResolvedConfig {
  const { site } = definitionOf(component);
  const entries = Object.entries(scope.options<Readonly<Record<string, PlainValue>>>(component));
  return {
    ...scope.named(component),
    data: Object.fromEntries(
      entries.map(([key, value]) => [key, plainText(value, scope.context, site)]),
    ),
  };
}

export function resolveVolume(scope: Scope, component: AnyComponent): ResolvedVolume {
  const options = scope.options<VolumeOptions>(component);
  const given = options.class;
  return {
    ...scope.named(component),
    size: options.size,
    shared: options.shared ?? false,
    class: typeof given === "string" || given === undefined ? given : scope.nameOf(given),
    annotations: options.annotations ?? {},
  };
}

export function resolveStorageClass(scope: Scope, component: AnyComponent): ResolvedStorageClass {
  const options = scope.options<StorageClassOptions>(component);
  return {
    ...scope.named(component),
    shared: options.scope === "shared",
    provisioner: options.provisioner,
    parameters: options.parameters ?? {},
    expandable: options.expandable ?? true,
    reclaim: options.reclaim ?? "Delete",
    waitForPod: options.waitForPod ?? true,
    mountOptions: options.mountOptions ?? [],
  };
}

export function resolvePriority(scope: Scope, component: AnyComponent): ResolvedPriority {
  const { value, preempts, description, scope: reach } = scope.options<PriorityOptions>(component);
  return {
    ...scope.named(component),
    shared: reach === "shared",
    value,
    preempts: preempts ?? true,
    description: description ?? "",
  };
}

export function resolveClusterAccess(scope: Scope, component: AnyComponent): ResolvedClusterAccess {
  const { rules, paths, to } = scope.options<ClusterAccessOptions>(component);
  return { ...scope.named(component), rules: resolveAccess(scope, rules), paths: paths ?? [], to };
}

export function resolveAdmission(scope: Scope, component: AnyComponent): ResolvedAdmission {
  const { on, rules, action } = scope.options<AdmissionOptions>(component);
  return { ...scope.named(component), on, rules, action: action ?? "Deny" };
}
