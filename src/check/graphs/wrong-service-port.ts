import { quote } from "../../kubernetes/text.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Misdialled, misdialled } from "./addresses/misdialled.ts";
import { foundTogether, placeOf, shownAddress } from "./addresses/told.ts";

/** @see https://kubernetes.io/docs/concepts/services-networking/service/#services-in-kubernetes */
export const wrongServicePort: Rule = {
  id: "wrong-service-port",
  layer: "graphs",
  severity: "error",
  title: "an address with a port that the Service does not have",
  why: "a Service answers at its own ports only, whatever its pods listen on: the connection is refused or times out",
  fix: "write a port of the Service, or give the Service this one",
  bad: `apiVersion: v1
kind: Service
metadata: { name: api }
spec: { selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }] }
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
  good: `apiVersion: v1
kind: Service
metadata: { name: api }
spec: { selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }] }
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
  find: (world: World) => {
    const written = misdialled(world).filter(({ address }) => address.isPortWritten);
    const groups = Map.groupBy(
      written,
      ({ name, namespace, address }) => `${namespace ?? ""}/${name}:${address.port}`,
    );
    return [...groups.values()].map(found);
  },
};

function found(all: readonly Misdialled[]): FoundInObject {
  const [{ address, name, ports, ofPods }] = all as [Misdialled, ...Misdialled[]];
  const answers = `Service ${quote(name)} answers at ${listed(ports.map(({ port }) => port))}`;
  const message = `${placeOf(address)} names ${shownAddress(address)}, but ${answers}`;
  const fix =
    ofPods === undefined
      ? undefined
      : `${address.port} is the port of its pods: write ${ofPods.port}`;
  return foundTogether(
    all.map((each) => each.address),
    message,
    fix,
  );
}

function listed(ports: readonly number[]): string {
  const all = [...new Set(ports)];
  return all.length === 1 ? `${all[0]} only` : all.join(", ");
}
