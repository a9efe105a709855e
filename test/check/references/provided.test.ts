import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { data, documents, found, pod, reading } from "./found.ts";

/** With a Secret, so that one that is missing is a warning. */
const beside = (...texts: readonly string[]) => found(documents(data("Secret", "other"), ...texts));

function key(secret: string, name: string): string {
  return pod(
    `volumes: [{ name: data, secret: { secretName: ${secret}, items: [{ key: ${name}, path: x }] } }]`,
  );
}

const certificate = `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web }
spec: { secretName: web-tls, dnsNames: [shop.example.com], issuerRef: { name: own } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: own }
spec: { selfSigned: {} }
`;

const external = (target: string) => `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: login }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
  target: ${target}
  data: [{ secretKey: password, remoteRef: { key: db } }]
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: vault }
spec: { provider: { fake: { data: [{ key: db, value: x }] } } }
`;

describe("what controllers make", () => {
  it("of a Certificate: its Secret, with its keys", async () => {
    assert.deepEqual(await beside(certificate, key("web-tls", "tls.crt")), []);
    assert.match(
      (await beside(certificate, key("web-tls", "cert.pem")))[0] ?? "",
      /^error missing-key .*"web-tls" has no key "cert.pem"/,
    );
  });

  it("of an ExternalSecret: a Secret with the keys of its data, or of its template", async () => {
    assert.deepEqual(await beside(external("{}"), key("login", "password")), []);
    assert.match(
      (await beside(external("{}"), key("login", "user")))[0] ?? "",
      /error missing-key/,
    );
    const template = '{ name: dsn, template: { data: { url: "{{ .password }}" } } }';
    assert.deepEqual(await beside(external(template), key("dsn", "url")), []);
    assert.match(
      (await beside(external(template), key("dsn", "password")))[0] ?? "",
      /missing-key/,
    );
  });

  it("of a database of CloudNativePG: Services and Secrets with their keys", async () => {
    const cluster = `
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: db }
spec: { instances: 1, storage: { size: 1Gi } }
`;
    assert.deepEqual(await beside(cluster, key("db-app", "uri")), []);
    assert.match((await beside(cluster, key("db-app", "url")))[0] ?? "", /error missing-key/);
  });

  it("of a StatefulSet: claims, and those take the place of volumes of their name", async () => {
    const set = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers: [{ name: db, image: "postgres:17" }]
      volumes: [{ name: files, persistentVolumeClaim: { claimName: files } }]
  volumeClaimTemplates:
    - metadata: { name: files }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;
    const claim = (name: string) =>
      pod(`volumes: [{ name: data, persistentVolumeClaim: { claimName: ${name} } }]`);
    assert.deepEqual(await found(documents(set, claim("files-db-0"))), []);
    assert.match((await found(documents(set, claim("files-web-0"))))[0] ?? "", /missing-claim/);
  });

  it("of the annotations of an Ingress: the certificates of its hosts", async () => {
    const ingress = (annotations: string) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, annotations: ${annotations} }
spec:
  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
  defaultBackend: { service: { name: web, port: { number: 80 } } }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;
    assert.deepEqual(await beside(ingress('{ kubernetes.io/tls-acme: "true" }')), []);
    assert.match((await beside(ingress("{}")))[0] ?? "", /warning missing-secret .*"shop-tls"/);
  });

  it("copies of what is marked for it", async () => {
    const marked = `
apiVersion: v1
kind: Secret
metadata:
  name: registry
  namespace: base
  annotations: { reflector.v1.k8s.emberstack.com/reflection-allowed: "true" }
stringData: { token: x }
`;
    assert.deepEqual(await beside(marked, reading("secret", "registry", "shop")), []);
  });

  it("what is filled by others has keys that nobody can know", async () => {
    const empty = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ca }\n";
    const reads = pod(
      "volumes: [{ name: ca, configMap: { name: ca, items: [{ key: ca.crt, path: x }] } }]",
    );
    assert.deepEqual(await found(documents(empty, reads)), []);
  });
});

describe("what may be made", () => {
  it("by the controller of an object of an unknown kind, after its name or in its words", async () => {
    const kafka = `
apiVersion: kafka.strimzi.io/v1beta2
kind: Kafka
metadata: { name: events }
spec: { login: { secretName: broker-login } }
`;
    assert.deepEqual(await beside(kafka, reading("secret", "events-cluster-ca-cert")), []);
    assert.deepEqual(await beside(kafka, reading("secret", "broker-login")), []);
    assert.match((await beside(kafka, reading("secret", "payments")))[0] ?? "", /missing-secret/);
  });

  it("not by what only routes or watches", async () => {
    const route = `
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: login }
spec: { tls: { secretName: login } }
`;
    assert.match((await beside(route, reading("secret", "login")))[0] ?? "", /missing-secret/);
  });

  it("by a release of a chart, in its namespace", async () => {
    const release = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: shop, namespace: flux-system }
spec: { targetNamespace: shop, interval: 5m, chartRef: { kind: OCIRepository, name: shop } }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: shop, namespace: flux-system }
spec: { interval: 5m, url: "oci://example.com/shop" }
`;
    const other = data("Secret", "other", "billing");
    assert.deepEqual(await beside(release, reading("secret", "login", "shop")), []);
    assert.match(
      (await beside(release, other, reading("secret", "login", "billing")))[0] ?? "",
      /warning missing-secret/,
    );
  });

  it("by a program that is told the name", async () => {
    const job = `
apiVersion: batch/v1
kind: Job
metadata: { name: make }
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: make, image: "example.com/certgen:v1", args: [create, --secret-name=webhook-tls] }]
`;
    assert.deepEqual(await beside(job, reading("secret", "webhook-tls")), []);
  });

  it("by programs that may write Secrets: it is only told", async () => {
    const rights = `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: certgen }
rules: [{ apiGroups: [""], resources: [secrets], verbs: [create, update] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: certgen }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: certgen }
subjects: [{ kind: ServiceAccount, name: default, namespace: shop }]
`;
    const asks = reading("secret", "contourcert", "shop");
    assert.match((await beside(rights, asks))[0] ?? "", /^info missing-secret/);
    assert.match((await beside(asks))[0] ?? "", /^warning missing-secret/);
  });
});

it("what every cluster has is there", async () => {
  const always = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: own }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: system:auth-delegator }
subjects: [{ kind: ServiceAccount, name: default, namespace: shop }]
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: high }
value: 1000
`;
  const asks = pod(
    "serviceAccountName: default\n  priorityClassName: system-node-critical\n  volumes: [{ name: ca, configMap: { name: kube-root-ca.crt } }]",
    "shop",
  );
  assert.deepEqual(await found(documents(data("ConfigMap", "other", "shop"), always, asks)), []);
});
