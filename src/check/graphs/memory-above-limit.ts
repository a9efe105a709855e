import { isFields } from "../../kubernetes/fields.ts";
import { quantityProblem } from "../../kubernetes/quantity.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import { titleOf } from "../objects/titles.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { bytesIn, memoryLimit } from "./capacity/settings/limits.ts";
import {
  isPostgres,
  parameterSettings,
  postgresSettings,
  sharedBuffers,
} from "./capacity/settings/postgres.ts";
import { redisSettings } from "./capacity/settings/redis.ts";
import { mayTellRuntime, runtimeSettings } from "./capacity/settings/runtimes.ts";
import { bytesText, type Setting } from "./capacity/settings/setting.ts";
import { commandOf, environmentOf, filesOf } from "./capacity/settings/texts.ts";

export const memoryAboveLimit: Rule = {
  id: "memory-above-limit",
  layer: "graphs",
  severity: "warning",
  title: "a program that is told to take as much memory as its container may have, or more",
  why: "it does not stop where it should: the kernel ends it (OOMKilled) when its memory fills, in the middle of its work",
  fix: "leave it room: about three quarters of the limit, or raise the limit",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: cache }
spec:
  containers:
    - name: redis
      image: redis:7.4
      args: [redis-server, --maxmemory, 512mb]
      resources: { requests: { memory: 512Mi }, limits: { memory: 512Mi } }
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: cache }
spec:
  containers:
    - name: redis
      image: redis:7.4
      args: [redis-server, --maxmemory, 384mb]
      resources: { requests: { memory: 512Mi }, limits: { memory: 512Mi } }
`,
  *find(world: World): Iterable<FoundInObject> {
    for (const workload of workloads(world))
      for (const placed of workload.containers) {
        const limit = memoryLimit(workload, placed);
        if (limit === undefined) continue;
        const { container } = placed;
        const command = commandOf(workload, placed);
        const files = () => filesOf(world, workload, placed);
        const settings = [
          ...runtimeSettings(
            [...command, ...environmentOf(world, workload, placed, mayTellRuntime)],
            limit,
          ),
          ...redisSettings(container, command, files),
          ...(isPostgres(container) ? sharedBuffers(postgresSettings(command, files())) : []),
        ];
        const of = `container ${container.name ?? ""} of ${titleOf(workload.item)}`;
        yield* above(settings, limit, of);
      }
    for (const item of inventory(world).of("postgresql.cnpg.io", "Cluster"))
      yield* clusterFound(item);
  },
};

/** One for each container: the limit or the setting is one decision. */
function above(settings: readonly Setting[], limit: number, of: string): FoundInObject[] {
  const high = settings.find(({ bytes, mayEqual }) => (mayEqual ? bytes > limit : bytes >= limit));
  if (!high) return [];
  const { title, bytes, item, path } = high;
  const message = `${title} may take ${bytesText(bytes)}, and ${of} is ended at ${bytesText(limit)}`;
  return [foundAt(item, path, message)];
}

/** https://cloudnative-pg.io/documentation/current/postgresql_conf/ */
function clusterFound(item: Item): FoundInObject[] {
  const spec = isFields(item.object.spec) ? item.object.spec : {};
  const { postgresql, resources } = spec;
  const parameters =
    isFields(postgresql) && isFields(postgresql.parameters) ? postgresql.parameters : {};
  const limits = isFields(resources) && isFields(resources.limits) ? resources.limits : {};
  const { memory } = limits;
  if (typeof memory !== "string" || quantityProblem(memory) !== undefined) return [];
  const path = FieldPath.root.field("spec", "postgresql", "parameters");
  const settings = parameterSettings(parameters, (name) => ({
    name: "",
    text: "",
    item,
    path: path.key(name),
  }));
  return above(sharedBuffers(settings), bytesIn(memory), `each pod of ${titleOf(item)}`);
}
