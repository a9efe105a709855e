import assert from "node:assert/strict";
import { it } from "node:test";
import { exposedService } from "../../../src/check/practice/exposed-service.ts";
import { ingressWithoutTls } from "../../../src/check/practice/ingress-without-tls.ts";
import { openNamespace } from "../../../src/check/practice/open-namespace.ts";
import { changed, POD } from "../../../src/check/practice/shared/example.ts";
import { sshPort } from "../../../src/check/practice/ssh-port.ts";
import { found } from "./found.ts";

const pods = (count: number, namespace: string) =>
  Array.from({ length: count }, (_, at) =>
    changed(POD, "name: web,", `name: web-${at}, namespace: ${namespace},`),
  ).join("---\n");
const policy = (more = "networking.k8s.io/v1\nkind: NetworkPolicy") =>
  `---\napiVersion: ${more}\nmetadata: { name: deny, namespace: shop }\nspec: { podSelector: {} }\n`;

it("a namespace is open where others have policies, or many programs none", async () => {
  assert.deepEqual(await found(openNamespace, pods(1, "blog") + policy()), [
    "no NetworkPolicy is in namespace blog",
  ]);
  assert.equal((await found(openNamespace, pods(5, "blog"))).length, 1);
  assert.deepEqual(await found(openNamespace, pods(4, "blog")), []);
  assert.deepEqual(await found(openNamespace, pods(5, "shop") + policy()), []);
});

it("policies of the network's own are not understood, and the system has its reasons", async () => {
  const cilium = policy("cilium.io/v2\nkind: CiliumNetworkPolicy");
  assert.deepEqual(await found(openNamespace, pods(9, "blog") + cilium), []);
  assert.deepEqual(await found(openNamespace, pods(9, "kube-system")), []);
});

const service = (spec: string, metadata = "name: database") =>
  `apiVersion: v1\nkind: Service\nmetadata: { ${metadata} }\nspec: { ports: [{ port: 5432 }], ${spec} }\n`;

it("Services are open by their type, unless they say for whom", async () => {
  for (const spec of ["type: NodePort", "type: LoadBalancer", "externalIPs: [192.0.2.1]"])
    assert.equal((await found(exposedService, service(spec))).length, 1, spec);
  const proxied = service("type: LoadBalancer", "name: redis-ha-haproxy");
  assert.equal((await found(exposedService, proxied)).length, 1);
  const inside =
    'name: database, annotations: { networking.gke.io/load-balancer-type: Internal, service.beta.kubernetes.io/azure-load-balancer-internal: "true" }';
  const fine = [
    service("type: ClusterIP"),
    service("type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8]"),
    service("type: LoadBalancer, loadBalancerClass: tailscale"),
    service("type: LoadBalancer", inside),
    service("type: LoadBalancer", "name: ingress-nginx-controller"),
    service("type: LoadBalancer", "name: shop-haproxy"),
  ];
  for (const text of fine) assert.deepEqual(await found(exposedService, text), []);
});

it("TLS may end in front of the Ingress, and private names need no certificate", async () => {
  const bad = ingressWithoutTls.bad;
  assert.equal((await found(ingressWithoutTls, bad)).length, 1);
  const fine = [
    changed(bad, "host: shop.example.com", "host: shop.local"),
    changed(
      bad,
      "cert-manager.io/cluster-issuer: letsencrypt",
      "alb.ingress.kubernetes.io/certificate-arn: x",
    ),
    changed(bad, "ingressClassName: nginx", "ingressClassName: cloudflare-tunnel"),
    changed(bad, "host: shop.example.com\n      http", "http"),
  ];
  for (const text of fine) assert.deepEqual(await found(ingressWithoutTls, text), []);
});

it("a server of repositories is there for SSH", async () => {
  assert.equal((await found(sshPort, sshPort.bad)).length, 1);
  assert.deepEqual(
    await found(sshPort, changed(sshPort.bad, "example.com/web:v1", "gitea/gitea:1.24")),
    [],
  );
  assert.deepEqual(
    await found(sshPort, changed(sshPort.bad, "containerPort: 22", "containerPort: 2222")),
    [],
  );
});
