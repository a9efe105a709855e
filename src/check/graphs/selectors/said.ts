import { inventory } from "../../objects/inventory.ts";
import type { World } from "../../world.ts";
import type { Pods } from "./pods.ts";

/** Whether what pods are started with, or a ConfigMap that they get, holds a number. */
export function saysNumber(
  world: World,
  { item, workload, containers }: Pods,
  number: number,
): boolean {
  const word = new RegExp(`(?<!\\d)${number}(?!\\d)`);
  const says = (value: unknown) => value !== undefined && word.test(JSON.stringify(value));
  if ((containers ?? []).some(({ ports: _, image: __, resources: ___, ...rest }) => says(rest)))
    return true;
  const { volumes = [] } = workload?.spec ?? {};
  const names = new Set([
    ...volumes.map(({ configMap }) => configMap?.name),
    ...volumes.flatMap(({ projected }) => projected?.sources?.map((each) => each.configMap?.name)),
    ...(containers ?? []).flatMap(({ env, envFrom }) => [
      ...(env ?? []).map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name),
      ...(envFrom ?? []).map(({ configMapRef }) => configMapRef?.name),
    ]),
  ]);
  names.delete(undefined);
  return [...names].some((name) => {
    const map = inventory(world).get("ConfigMap", item.namespace, name ?? "");
    // What is in one that is elsewhere is not known.
    return !map || says(map.object.data);
  });
}
