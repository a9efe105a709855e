import type { Container } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { scaleOf } from "../graphs/rollout/scale.ts";
import { foundAt } from "../objects/found.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";

export const migrationInEveryReplica: Rule = {
  id: "migration-in-every-replica",
  layer: "programs",
  severity: "warning",
  title: "a migration that every replica runs",
  why: "replicas that start together run it at the same time: this tool takes no lock, so that they change the same tables at once, fail halfway, or wait for each other",
  fix: "run it in a Job before the rollout, or take a lock around it",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      initContainers: [{ name: migrate, image: "example.com/shop:v1", command: ["python", "manage.py", "migrate"] }]
      containers: [{ name: shop, image: "example.com/shop:v1" }]
`,
  good: `apiVersion: batch/v1
kind: Job
metadata: { name: migrate-v1 }
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: migrate, image: "example.com/shop:v1", command: ["python", "manage.py", "migrate"] }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      initContainers: [{ name: wait, image: "example.com/shop:v1", command: ["python", "manage.py", "migrate", "--check"] }]
      containers: [{ name: shop, image: "example.com/shop:v1" }]
`,
  find: (world: World) =>
    workloads(world).flatMap(({ item, containers }): FoundInObject[] => {
      // The pods of a StatefulSet start one after another.
      if (item.kind !== "Deployment" && item.kind !== "ReplicaSet") return [];
      const found = containers.flatMap(({ container, path }) => {
        const tool = toolIn(container);
        return tool ? [{ tool, container, path }] : [];
      });
      const [first] = found;
      const scale = scaleOf(world, item);
      if (!first || !scale || scale.minimum < 2) return [];
      const { tool, container, path } = first;
      const field = container.command ? "command" : "args";
      const message = `each of the ${scale.minimum} replicas runs "${tool}" in ${container.name}`;
      return [foundAt(item, path.field(field), message)];
    }),
};

/** Tools that take no lock of their own. Rails, Prisma, Flyway, Liquibase, Knex and golang-migrate take one. */
const TOOLS: readonly RegExp[] = [
  /\b(?:manage\.py|django-admin) +migrate\b(?!.*--(?:check|plan))/,
  /\balembic\b[^;&|]*? upgrade\b/,
  /\bflask +db +upgrade\b/,
  /\bsequelize(?:-cli)? +db:migrate\b/,
  /\btypeorm\b[^;&|]*? migration:run\b/,
  /\bartisan +migrate\b(?!.*--isolated)/,
];

function toolIn({ command = [], args = [] }: Decoded<Container>): string | undefined {
  const text = [...command, ...args].join(" ");
  if (LOCKS.test(text)) return undefined;
  for (const tool of TOOLS) {
    const found = tool.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

const LOCKS = /\b(?:flock|advisory|lock|consul|leader)\b/i;
