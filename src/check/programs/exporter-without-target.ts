import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { hasFlag } from "./running/flags.ts";
import { pods } from "./running/running.ts";

export const exporterWithoutTarget: Rule = {
  id: "exporter-without-target",
  layer: "programs",
  severity: "warning",
  title: "an exporter that is not told what to watch",
  why: "it runs, and its scrape succeeds; but the metrics that alerts and dashboards ask for never come",
  fix: "set the variable that names what it watches",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db-metrics }
spec:
  selector: { matchLabels: { app: db-metrics } }
  template:
    metadata: { labels: { app: db-metrics } }
    spec:
      containers:
        - name: exporter
          image: quay.io/prometheuscommunity/postgres-exporter:v0.17.1
          env: [{ name: DATA_SOURCE_USER, value: metrics }]
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db-metrics }
spec:
  selector: { matchLabels: { app: db-metrics } }
  template:
    metadata: { labels: { app: db-metrics } }
    spec:
      containers:
        - name: exporter
          image: quay.io/prometheuscommunity/postgres-exporter:v0.17.1
          env: [{ name: DATA_SOURCE_USER, value: metrics }, { name: DATA_SOURCE_URI, value: "db.example.org:5432/shop" }]
`,
  find: (world: World) =>
    [...pods(world)].flatMap(([workload, containers]): FoundInObject[] =>
      containers.flatMap((each) => {
        const { program, line, env, placed, mounts } = each;
        const target = program?.target;
        if (!target || !line || env.isOpen || placed.role === "init") return [];
        if (target.env.some((name) => env.variables.has(name))) return [];
        if (target.args.some((flag) => hasFlag(line, flag))) return [];
        // A file of its own may tell it.
        if (mounts.all.length > 0) return [];
        if (containers.some((other) => target.beside.includes(other.program?.name ?? "")))
          return [];
        // One that runs beside what nobody knows may watch that.
        const others = containers.filter((other) => other !== each && other.placed.role !== "init");
        if (target.beside.length > 0 && others.some((other) => !other.program)) return [];
        const message = `${program.name} in ${placed.container.name} is not told which ${target.of} to watch: ${target.otherwise}`;
        const fix = `set ${target.env.join(" or ")}`;
        return [foundAt(workload.item, placed.path.field("env"), message, fix)];
      }),
    ),
};
