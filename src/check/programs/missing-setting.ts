import type { Demand } from "../../program-entry.ts";
import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Running, running, versionOf } from "./running/running.ts";

export const missingSetting: Rule = {
  id: "missing-setting",
  layer: "programs",
  severity: "error",
  title: "a variable without which the program does not start",
  why: "on an empty volume the program ends with a message that names the variable, and the pod restarts for ever",
  fix: "set one of the variables, a password from a Secret",
  bad: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:17
          env: [{ name: POSTGRES_DB, value: shop }, { name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }]
---
apiVersion: v1
kind: Secret
metadata: { name: db }
stringData: { password: example }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
`,
  good: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:17
          env: [{ name: POSTGRES_DB, value: shop }, { name: POSTGRES_PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }]
---
apiVersion: v1
kind: Secret
metadata: { name: db }
stringData: { password: example }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
`,
  find: (world: World) =>
    running(world).flatMap((each): FoundInObject[] => {
      const { program, imageEntry, workload, placed, image, env } = each;
      // The image asks for it, not the program: elsewhere a script may have made the data.
      if (!program?.demands || program !== imageEntry || placed.container.command?.length)
        return [];
      if (env.isOpen) return [];
      return program.demands
        .filter((demand) => isAsked(demand, versionOf(image), image?.tag))
        .filter((demand) => !isMet(demand, each))
        .map(({ anyOf, says }) => {
          const path = placed.path.field("env");
          const first = anyOf.slice(0, -1).join(", ");
          const lack = first === "" ? `no ${anyOf[0]}` : `none of ${first} or ${anyOf.at(-1)}`;
          const message = `${program.name} in ${placed.container.name} has ${lack}: it ends with "${says}"`;
          return foundAt(workload.item, path, message, `set ${anyOf[0]}`);
        });
    }),
};

function isMet({ anyOf, only = {} }: Demand, { env }: Running): boolean {
  return anyOf.some((name) => {
    const setting = env.variables.get(name);
    if (!setting || setting === "open") return setting === "open";
    return only[name] === undefined ? setting.value !== "" : setting.value === only[name];
  });
}

/** Versions of old did not ask; a tag that names only a branch is its newest version. */
function isAsked(
  { since }: Demand,
  version: readonly number[] | undefined,
  tag: string | undefined,
): boolean {
  if (!since) return true;
  if (!version) return tag === undefined || tag === "latest" || tag === "alpine";
  const bounds = since.map((text) => text.split(".").map(Number));
  const branch = bounds.find((bound) =>
    bound.slice(0, -1).every((part, at) => part === version[at]),
  );
  if (!branch) {
    const last = bounds.at(-1) as number[];
    return (version[0] as number) > (last[0] as number);
  }
  const own = version[branch.length - 1];
  return own === undefined || own >= (branch.at(-1) as number);
}
