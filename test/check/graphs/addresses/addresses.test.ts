import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addresses } from "../../../../src/check/graphs/addresses/addresses.ts";
import { worldOfText } from "../../read.ts";

async function found(text: string): Promise<string[]> {
  return addresses(await worldOfText(text)).map(
    ({ item, path, host, port, readers, line }) =>
      `${item.kind} ${path}${line === undefined ? "" : ` line ${line}`}: ${host} ${port ?? "-"} <- ${readers.map((each) => each.item.name).join(",")}`,
  );
}

const pod = (container: string, more = "") => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
${more}  containers:
    - name: web
      image: example.com/web:v1
${container}`;

describe("addresses", () => {
  it("follows variables of the same container, and what they are read from", async () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { DB_PORT: "5433", unread: "http://unread" }
---
${pod(`      envFrom: [{ configMapRef: { name: settings } }]
      env:
        - { name: NAMESPACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }
        - { name: PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }
        - { name: DB_URL, value: "postgres://app:$(PASSWORD)@db.$(NAMESPACE).svc:$(DB_PORT)/shop" }
        - { name: LATER_URL, value: "http://$(LATER)/" }
        - { name: ESCAPED_URL, value: "http://$$(NAMESPACE)/" }
        - { name: LATER, value: late }
        - { name: CACHE_HOST, value: cache }
        - { name: CACHE_PORT, value: "6379" }
`)}`;
    assert.deepEqual(await found(text), [
      "Pod spec.containers[0].env[2].value: db.shop.svc 5433 <- web",
      "Pod spec.containers[0].env[6].value: cache 6379 <- web",
      "ConfigMap data[unread]: unread 80 <- web",
    ]);
  });

  it("tells who reads a key of a ConfigMap or Secret, and in which line it stands", async () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: shop }
data:
  nginx.conf: |
    # http://old
    location / { proxy_pass http://api:8000; }
  README.md: see http://docs
---
apiVersion: v1
kind: Secret
metadata: { name: secret, namespace: shop }
stringData: { url: "redis://:secret@cache:6380/0" }
data: { dsn: cG9zdGdyZXM6Ly91OnBAZGIvc2hvcA== }
---
${pod(
  `      env: [{ name: URL, valueFrom: { secretKeyRef: { name: secret, key: url } } }]
`,
  "  volumes: [{ name: config, configMap: { name: config, items: [{ key: nginx.conf, path: x }] } }]\n",
)}`;
    assert.deepEqual(await found(text), [
      "ConfigMap data[nginx.conf] line 2: api 8000 <- web",
      "Secret stringData[url]: cache 6380 <- web",
      "Secret data[dsn]: db 5432 <- ",
    ]);
  });

  it("reads arguments, commands and probes", async () => {
    const text = pod(`      command: [sh, -c, "until nc -z db 5432; do sleep 1; done"]
      args: [--upstream=http://api, --redis.addr, "cache:6379", --name, "cache:6379", -v]
      livenessProbe: { httpGet: { host: other.shop.svc, port: 8080 } }
`);
    assert.deepEqual(await found(text), [
      "Pod spec.containers[0].command[2]: db 5432 <- web",
      "Pod spec.containers[0].args[0]: api 80 <- web",
      "Pod spec.containers[0].args[2]: cache 6379 <- web",
      "Pod spec.containers[0].livenessProbe.httpGet.host: other.shop.svc 8080 <- web",
    ]);
  });

  it("reads external names, annotations of Ingresses and custom resources", async () => {
    const text = `apiVersion: v1
kind: Service
metadata: { name: db }
spec: { type: ExternalName, externalName: db.shop.com }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations: { nginx.ingress.kubernetes.io/auth-url: "http://auth.shop.svc:4180/auth" }
spec: { defaultBackend: { service: { name: web, port: { number: 80 } } } }
---
apiVersion: shop.example.com/v1
kind: Store
metadata: { name: vault }
spec: { provider: { server: "https://vault.shop.svc:8200", name: "vault:8200" } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web }
spec: { secretName: web, dnsNames: [web.shop.svc], issuerRef: { name: ca } }
`;
    assert.deepEqual(await found(text), [
      "Service spec.externalName: db.shop.com - <- ",
      "Ingress metadata.annotations[nginx.ingress.kubernetes.io/auth-url]: auth.shop.svc 4180 <- ",
      "Store spec.provider.server: vault.shop.svc 8200 <- ",
    ]);
  });

  it("leaves dashboards, documentation and examples alone", async () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: config }
data:
  board.json: '{ "panels": [], "schemaVersion": 39, "url": "http://grafana" }'
  _example: "url: http://api"
  ca.crt: "-----BEGIN CERTIFICATE----- http://ca"
`;
    assert.deepEqual(await found(text), []);
  });

  it("does not stumble over what is not as it should be", async () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: config }
data: [a]
---
apiVersion: v1
kind: Secret
metadata: { name: secret }
data: { a: "%%%", b: /w== }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{}, { env: [{ name: A, value: "http://old" }, {}, { name: A, value: "http://web" }] }] }
`;
    assert.deepEqual(await found(text), ["Pod spec.containers[1].env[2].value: web 80 <- web"]);
  });
});
