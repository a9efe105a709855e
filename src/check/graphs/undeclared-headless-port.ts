import { quote } from "../../kubernetes/text.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Unheard, unheardAddresses } from "./addresses/headless.ts";
import { foundTogether, placeOf, shownAddress } from "./addresses/told.ts";

/** @see https://kubernetes.io/docs/concepts/services-networking/service/#headless-services */
export const undeclaredHeadlessPort: Rule = {
  id: "undeclared-headless-port",
  layer: "graphs",
  severity: "warning",
  title: "an address behind a headless Service, with a port that its pods do not declare",
  why: "a headless Service translates no ports: the connection goes straight to the pods, and is refused where nothing listens",
  fix: "write the port of the pods; if they do listen there, declare it in the container",
  bad: `apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, labels: { app: db } }
spec: { containers: [{ name: db, image: "postgres:17", ports: [{ containerPort: 5432 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: DATABASE_URL, value: "postgres://db:5433/shop" }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, labels: { app: db } }
spec: { containers: [{ name: db, image: "postgres:17", ports: [{ containerPort: 5432 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: DATABASE_URL, value: "postgres://db:5432/shop" }]
`,
  find: (world: World) => {
    const groups = Map.groupBy(
      unheardAddresses(world),
      ({ address, service }) => `${service.namespace ?? ""}/${service.name}:${address.port}`,
    );
    return [...groups.values()].map((all): FoundInObject => {
      const [{ address, service, ports }] = all as [Unheard, ...Unheard[]];
      const declared = ports.length === 1 ? `${ports[0]} only` : ports.join(", ");
      const message = `${placeOf(address)} names ${shownAddress(address)}, but the pods of the headless Service ${quote(service.name)} declare ${declared}`;
      return foundTogether(
        all.map((each) => each.address),
        message,
      );
    });
  },
};
