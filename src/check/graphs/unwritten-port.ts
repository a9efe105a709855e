import { quote } from "../../kubernetes/text.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Misdialled, misdialled } from "./addresses/misdialled.ts";
import { foundTogether, placeOf, shownAddress } from "./addresses/told.ts";

export const unwrittenPort: Rule = {
  id: "unwritten-port",
  layer: "graphs",
  severity: "warning",
  title: "a URL without a port, where the Service does not have the usual one",
  why: "without a port the program takes the usual one of the scheme, at which the Service does not answer: the connection is refused or times out",
  fix: "write the port of the Service into the URL, or give the Service the usual one",
  bad: `apiVersion: v1
kind: Service
metadata: { name: api }
spec: { selector: { app: api }, ports: [{ port: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: api, labels: { app: api } }
spec: { containers: [{ name: api, image: "example.com/api:v1", ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: API_URL, value: "http://api/v1" }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: api }
spec: { selector: { app: api }, ports: [{ port: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: api, labels: { app: api } }
spec: { containers: [{ name: api, image: "example.com/api:v1", ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: API_URL, value: "http://api:8080/v1" }]
`,
  find: (world: World) => {
    const unwritten = misdialled(world).filter(
      ({ address }) => !address.isPortWritten && address.readers.length > 0,
    );
    const groups = Map.groupBy(
      unwritten,
      ({ name, namespace, address }) => `${namespace ?? ""}/${name}:${address.port}`,
    );
    return [...groups.values()].map(found);
  },
};

function found(all: readonly Misdialled[]): FoundInObject {
  const [{ address, name, ports }] = all as [Misdialled, ...Misdialled[]];
  const [first] = ports;
  const shown = shownAddress(address);
  const message = `${placeOf(address)} names ${shown}, which is port ${address.port}, but Service ${quote(name)} answers at ${ports.map(({ port }) => port).join(", ")}`;
  const fix = ports.length === 1 ? `write ${shown}:${first?.port}` : undefined;
  return foundTogether(
    all.map((each) => each.address),
    message,
    fix,
  );
}
