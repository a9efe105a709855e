import { isFields } from "../../kubernetes/fields.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { scaleOf } from "../graphs/rollout/scale.ts";
import { foundAt } from "../objects/found.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { pods, type Running } from "./running/running.ts";

export const countNotReplicas: Rule = {
  id: "count-not-replicas",
  layer: "programs",
  severity: "warning",
  title: "a number of shards that is not the number of replicas",
  why: "each replica takes the share that the number gives it: with too few replicas some shares are nobody's, with too many some are done twice",
  fix: "write the number of replicas in both places, and scale them together",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: worker }
data: { TOTAL_SHARDS: "4" }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: worker }
spec:
  replicas: 3
  serviceName: worker
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec: { containers: [{ name: worker, image: "example.com/worker:v1", envFrom: [{ configMapRef: { name: worker } }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: worker }
spec: { clusterIP: None, selector: { app: worker }, ports: [{ port: 80 }] }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: worker }
data: { TOTAL_SHARDS: "4" }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: worker }
spec:
  replicas: 4
  serviceName: worker
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec: { containers: [{ name: worker, image: "example.com/worker:v1", envFrom: [{ configMapRef: { name: worker } }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: worker }
spec: { clusterIP: None, selector: { app: worker }, ports: [{ port: 80 }] }
`,
  find: (world: World) =>
    [...pods(world)].flatMap(([{ item }, containers]): FoundInObject[] => {
      const scale = scaleOf(world, item);
      if (!scale || scale.minimum === 0) return [];
      for (const each of containers) {
        const count = countIn(world, each, item.kind);
        if (!count) continue;
        const { name, value, place } = count;
        const { minimum, maximum, autoscaler } = scale;
        const who = `${item.kind} ${item.name}`;
        if (autoscaler && maximum > minimum) {
          const told = `it changes the replicas of ${who}, whose ${name} stays ${value}`;
          const found = foundAt(autoscaler.item, autoscaler.targetPath, told);
          // More replicas than shares may well be spare ones.
          return [minimum >= value ? { ...found, severity: "info" } : found];
        }
        if (value === minimum) continue;
        const replicas = minimum === 1 ? "1 replica" : `${minimum} replicas`;
        return [foundAt(place.item, place.path, `${name} is ${value}, and ${who} has ${replicas}`)];
      }
      return [];
    }),
};

/** Numbers among which each pod finds its own by its ordinal. */
const COUNTS =
  /^(?:(?:\w+_)?(?:SHARD_COUNT|TOTAL_SHARDS)|SHARD_TOTAL|SHARDS_TOTAL|NUM_SHARDS|SHARDS|TOTAL_WORKERS|TOTAL_REPLICAS|REPLICA_COUNT|NUM_REPLICAS|CLUSTER_SIZE)$/;
/** In a Deployment no pod has a number: the names must speak of the pods themselves. */
const OF_PODS = /^(?:TOTAL_REPLICAS|REPLICA_COUNT|NUM_REPLICAS)$/;

interface Count {
  readonly name: string;
  readonly value: number;
  readonly place: { readonly item: Item<unknown>; readonly path: FieldPath };
}

function countIn(world: World, each: Running, kind: string): Count | undefined {
  const { env, placed, workload } = each;
  if ((placed.container.env?.length ?? 0) + (placed.container.envFrom?.length ?? 0) === 0)
    return undefined;
  const names = [...env.variables.keys()];
  // Several shares for each pod are somebody's arithmetic.
  if (env.isOpen || names.some((name) => /PER_(?:POD|REPLICA|WORKER|NODE|PROCESS)/.test(name)))
    return undefined;
  const wanted = kind === "StatefulSet" ? COUNTS : OF_PODS;
  for (const [name, setting] of env.variables) {
    if (!wanted.test(name) || setting === "open" || !/^[1-9]\d{0,4}$/.test(setting.value)) continue;
    const place = placeOf(world, each, name) ?? { item: workload.item, path: placed.path };
    return { name, value: Number(setting.value), place };
  }
  return undefined;
}

/** Where the value is written: in a variable, or in the ConfigMap that it comes from. */
function placeOf(
  world: World,
  { placed, workload }: Running,
  name: string,
): Count["place"] | undefined {
  const { env = [], envFrom = [] } = placed.container;
  const { item } = workload;
  const inMap = (map: string | undefined, key: string) => {
    const found =
      map === undefined ? undefined : inventory(world).get("ConfigMap", item.namespace, map);
    const isThere = isFields(found?.object.data) && Object.hasOwn(found.object.data, key);
    return found && isThere ? { item: found, path: DATA.key(key) } : undefined;
  };
  const at = env.findIndex((each) => each.name === name);
  if (at !== -1) {
    const ref = env[at]?.valueFrom?.configMapKeyRef;
    if (ref) return inMap(ref.name, ref.key ?? "");
    return { item, path: placed.path.field("env").index(at).field("value") };
  }
  for (const { prefix = "", configMapRef } of envFrom.toReversed()) {
    const found = name.startsWith(prefix) && inMap(configMapRef?.name, name.slice(prefix.length));
    if (found) return found;
  }
  return undefined;
}

const DATA = FieldPath.root.field("data");
