import { isFields } from "../../kubernetes/fields.ts";
import type { Severity } from "../finding.ts";
import { once, type World } from "../world.ts";

/**
 * How sure it is that the API server does not serve a version that it serves only when told to: not
 * at all (undefined) where the input has its flags, and they tell it.
 */
export function askedSeverity(world: World, apiVersion: string): Severity | undefined {
  const flags = runtimeConfigs(world);
  if (flags === undefined) return "warning";
  return flags.some((flag) => isOn(flag, apiVersion)) ? undefined : "error";
}

/** @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ --runtime-config */
function isOn(flag: string, apiVersion: string): boolean {
  return flag.split(",").some((each) => {
    const [key = "", value = "true"] = each.trim().split("=");
    if (value.trim() === "false") return false;
    const isOfLevel = (level: string) => new RegExp(`v\\d+${level}\\d+$`).test(apiVersion);
    if (key === "api/all") return true;
    if (key === "api/beta" || key === "api/alpha") return isOfLevel(key.slice(4));
    // One of its resources may be on by itself.
    return key === apiVersion || key.startsWith(`${apiVersion}/`);
  });
}

/** What objects that set up API servers say to them; undefined without any. */
const runtimeConfigs = once(({ objects }): readonly string[] | undefined => {
  const found = objects.flatMap(({ object }) => configOf(object) ?? []);
  return found.length > 0 ? found : undefined;
});

/** @see https://kind.sigs.k8s.io/docs/user/configuration/#runtime-config */
function configOf({ apiVersion, kind, ...object }: Readonly<Record<string, unknown>>) {
  const group = String(apiVersion).split("/")[0] ?? "";
  if (group === "kind.x-k8s.io") return [pairs(object.runtimeConfig)];
  if (group === "kubeadm.k8s.io") {
    if (kind !== "ClusterConfiguration") return undefined;
    return [argument(at(object, "apiServer", "extraArgs"))];
  }
  if (kind !== "KubeadmControlPlane") return undefined;
  const path = ["spec", "kubeadmConfigSpec", "clusterConfiguration", "apiServer", "extraArgs"];
  return [argument(at(object, ...path))];
}

/** A map of arguments, or since kubeadm's v1beta4 a list of names and values. */
function argument(args: unknown): string {
  if (Array.isArray(args)) {
    const found = args.find((each) => isFields(each) && each.name === "runtime-config");
    return isFields(found) ? String(found.value) : "";
  }
  return isFields(args) ? String(args["runtime-config"] ?? "") : "";
}

function pairs(value: unknown): string {
  if (!isFields(value)) return "";
  return Object.entries(value)
    .map(([key, each]) => `${key}=${each}`)
    .join(",");
}

function at(value: unknown, ...steps: string[]): unknown {
  let found = value;
  for (const step of steps) found = isFields(found) ? found[step] : undefined;
  return found;
}
