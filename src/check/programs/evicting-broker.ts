import { addresses } from "../graphs/addresses/addresses.ts";
import { selectingServices } from "../graphs/selectors/services.ts";
import { serviceOf } from "../graphs/traffic/from-addresses.ts";
import { foundAt } from "../objects/found.ts";
import type { Item } from "../objects/inventory.ts";
import { listed } from "../objects/titles.ts";
import type { Workload } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { once, type World } from "../world.ts";
import { readRedis } from "./files/key-values.ts";
import { configured } from "./running/configuration.ts";
import { flagValues } from "./running/flags.ts";
import { pods, type Running } from "./running/running.ts";

/**
 * @see https://redis.io/docs/latest/develop/reference/eviction/
 * @see https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/redis.html (key eviction)
 */
export const evictingBroker: Rule = {
  id: "evicting-broker",
  layer: "programs",
  severity: "warning",
  title: "a queue in a Redis that drops any key when its memory is full",
  why: "a queue is a key without an expiry like any other: under load the tasks that wait are gone, without an error",
  fix: "maxmemory-policy noeviction, or volatile-lru where a cache shares the Redis: queues have no expiry",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: worker }
spec:
  containers:
    - name: worker
      image: example.com/shop:v1
      command: [celery, -A, shop, worker]
      env: [{ name: CELERY_BROKER_URL, value: "redis://queue:6379/1" }]
---
apiVersion: v1
kind: Service
metadata: { name: queue }
spec: { selector: { app: queue }, ports: [{ port: 6379 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: queue, labels: { app: queue } }
spec:
  containers:
    - name: redis
      image: redis:8
      args: [--maxmemory, 384mb, --maxmemory-policy, allkeys-lru]
      ports: [{ containerPort: 6379 }]
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: worker }
spec:
  containers:
    - name: worker
      image: example.com/shop:v1
      command: [celery, -A, shop, worker]
      env: [{ name: CELERY_BROKER_URL, value: "redis://queue:6379/1" }]
---
apiVersion: v1
kind: Service
metadata: { name: queue }
spec: { selector: { app: queue }, ports: [{ port: 6379 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: queue, labels: { app: queue } }
spec:
  containers:
    - name: redis
      image: redis:8
      args: [--maxmemory, 384mb, --maxmemory-policy, volatile-lru]
      ports: [{ containerPort: 6379 }]
`,
  find: (world: World) => {
    const brokers = addresses(world).flatMap(({ name, scheme = "", host, readers, item }) => {
      if (!BROKER.test(name) || !REDIS.test(scheme)) return [];
      const service = serviceOf(world, host, (readers[0]?.item ?? item).namespace);
      return service ? [{ name, service: service as Item<unknown> }] : [];
    });
    return [...Map.groupBy(brokers, ({ service }) => service)].flatMap(([service, all]) =>
      (workloadsBehind(world).get(service) ?? []).flatMap((workload) =>
        (pods(world).get(workload) ?? []).flatMap((each): FoundInObject[] => {
          const policy = policyOf(each);
          if (!policy?.value.startsWith("allkeys-")) return [];
          const names = listed(all.map(({ name }) => name));
          const message = `maxmemory-policy is ${policy.value} in the Redis that ${names} ${all.length > 1 ? "lead" : "leads"} to`;
          return [foundAt(policy.item, policy.path, message)];
        }),
      ),
    );
  },
};

/** What is called so is a queue; another `REDIS_URL` may be a cache. */
const BROKER = /(?:^|[_.])(?:celery_)?broker(?:_url|url)?$/i;
const REDIS = /^rediss?$/;

const workloadsBehind = once(
  (world): ReadonlyMap<Item<unknown>, readonly Workload[]> =>
    new Map(
      selectingServices(world).map(({ service, selection }) => [
        service,
        selection.pods.flatMap(({ workload }) => workload ?? []),
      ]),
    ),
);

/** What a Redis does when its memory is full, and where that is written; nothing where it has all that it wants. */
function policyOf(each: Running) {
  const { program, line, placed, workload } = each;
  if (program?.configuration?.format !== "redis" || placed.role === "init" || !line)
    return undefined;
  const written = flagValues(line, "--maxmemory-policy").at(-1);
  const field = placed.container.args ? "args" : "command";
  if (written && written !== "open")
    return { value: written.value, item: workload.item, path: placed.path.field(field) };
  for (const { text, from, at } of configured(each).files) {
    const values = readRedis(text);
    const found = values.findLast(({ key }) => key === "maxmemory-policy");
    if (found) return { value: found.value, item: from, path: at };
  }
  return undefined;
}
