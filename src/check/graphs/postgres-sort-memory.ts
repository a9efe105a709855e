import { foundAt } from "../objects/found.ts";
import { titleOf } from "../objects/titles.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { memoryLimit } from "./capacity/settings/limits.ts";
import { isPostgres, postgresSettings, sortMemory } from "./capacity/settings/postgres.ts";
import { bytesText } from "./capacity/settings/setting.ts";
import { commandOf, filesOf } from "./capacity/settings/texts.ts";

export const postgresSortMemory: Rule = {
  id: "postgres-sort-memory",
  layer: "graphs",
  severity: "info",
  title: "a PostgreSQL whose connections may together take more than its container",
  why: "each sort of each connection may take work_mem: with all of them at work the kernel ends the server",
  fix: "lower work_mem or max_connections, or raise the limit",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: db }
spec:
  containers:
    - name: postgres
      image: postgres:17.2
      args: [-c, work_mem=64MB, -c, max_connections=200]
      env: [{ name: POSTGRES_HOST_AUTH_METHOD, value: trust }]
      resources: { requests: { memory: 2Gi }, limits: { memory: 2Gi } }
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: db }
spec:
  containers:
    - name: postgres
      image: postgres:17.2
      args: [-c, work_mem=4MB, -c, max_connections=200]
      env: [{ name: POSTGRES_HOST_AUTH_METHOD, value: trust }]
      resources: { requests: { memory: 2Gi }, limits: { memory: 2Gi } }
`,
  *find(world: World): Iterable<FoundInObject> {
    for (const workload of workloads(world))
      for (const placed of workload.containers) {
        const limit = isPostgres(placed.container) ? memoryLimit(workload, placed) : undefined;
        if (limit === undefined) continue;
        const command = commandOf(workload, placed);
        const settings = postgresSettings(command, filesOf(world, workload, placed));
        const [high] = sortMemory(settings);
        if (!high || high.bytes <= limit) continue;
        const of = `container ${placed.container.name ?? ""} of ${titleOf(workload.item)}`;
        const message = `${high.title}, may take ${bytesText(high.bytes)}, and ${of} is ended at ${bytesText(limit)}`;
        yield foundAt(high.item, high.path, message);
      }
  },
};
