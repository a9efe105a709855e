import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { podHosts } from "./addresses/pod-hosts.ts";
import { foundTogether, placeOf, shownAddress } from "./addresses/told.ts";

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id */
export const unknownPodHost: Rule = {
  id: "unknown-pod-host",
  layer: "graphs",
  severity: "warning",
  title: "the name of a pod of a StatefulSet that there will not be",
  why: "the name is not found: a pod has a name of its own only under the headless Service that its StatefulSet names, and only as long as there are that many replicas",
  fix: "name a pod that there is, under the headless Service of its StatefulSet",
  bad: `apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 2
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "example.com/db:v1" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: DB_HOSTS, value: "db-0.db:5432,db-1.db:5432,db-2.db:5432" }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 2
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "example.com/db:v1" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: DB_HOSTS, value: "db-0.db:5432,db-1.db:5432" }]
`,
  find: (world: World) => {
    const lost = podHosts(world);
    const groups = Map.groupBy(lost, ({ address, why }) => `${address.host} ${why}`);
    return [...groups.values()].map((all): FoundInObject => {
      const [{ address, why, fix }] = all as [(typeof all)[number]];
      const message = `${placeOf(address)} names ${shownAddress(address)}, but ${why}`;
      return foundTogether(
        all.map((each) => each.address),
        message,
        fix,
      );
    });
  },
};
