import assert from "node:assert/strict";
import { it } from "node:test";
import { sharedCertificateSecret } from "../../../src/check/programs/shared-certificate-secret.ts";
import { unknownCertManagerAnnotation } from "../../../src/check/programs/unknown-cert-manager-annotation.ts";
import { wildcardWithHttp01 } from "../../../src/check/programs/wildcard-with-http01.ts";
import { found, ingress } from "./found.ts";

const issuer = (solvers: string) => `apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: acme }
spec: { acme: { server: "https://acme.example.org", privateKeySecretRef: { name: a }, solvers: ${solvers} } }
`;
const certificate = (name: string, hosts: string, secret = "tls") => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ${name}, namespace: shop }
spec: { secretName: ${secret}, dnsNames: ${hosts}, issuerRef: { kind: ClusterIssuer, name: acme } }
`;
const HTTP = "[{ http01: { ingress: {} } }]";
const DNS = "[{ http01: { ingress: {} } }, { dns01: { cloudDNS: { project: p } } }]";
const ACME = { "cert-manager.io/cluster-issuer": "acme" };
const tls = (
  name: string,
  hosts: string,
  annotations: Readonly<Record<string, string>> = ACME,
  secret = "tls",
) =>
  ingress("/", annotations, `tls: [{ hosts: ${hosts}, secretName: ${secret} }]`).replace(
    "name: web,",
    `name: ${name},`,
  );

it("HTTP-01 proves no wildcard", async () => {
  const wild = certificate("c", '["example.org", "*.example.org"]');
  assert.equal((await found(wildcardWithHttp01, issuer(HTTP), wild)).length, 1);
  assert.equal(
    (await found(wildcardWithHttp01, issuer(HTTP), tls("w", '["*.example.org"]'))).length,
    1,
  );
  for (const texts of [
    [issuer(DNS), wild],
    [issuer(HTTP), certificate("c", '["example.org"]')],
    [issuer(HTTP).replace(/acme: .*\}/, "selfSigned: {} }"), wild],
    [wild],
  ])
    assert.deepEqual(await found(wildcardWithHttp01, ...texts), [], texts.join());
});

it("one Secret has one certificate", async () => {
  assert.equal(
    (await found(sharedCertificateSecret, tls("a", "[a.org]"), tls("b", "[b.org]"))).length,
    1,
  );
  assert.equal(
    (await found(sharedCertificateSecret, certificate("a", "[a.org]"), tls("b", "[b.org]"))).length,
    1,
  );
  const one = tls("a", "[a.org]").replace(
    /tls: \[(.*?\})\]/,
    "tls: [$1, { hosts: [b.org], secretName: tls }]",
  );
  assert.equal((await found(sharedCertificateSecret, one)).length, 1);
});

it("the same hosts, other namespaces, and what cert-manager does not make are fine", async () => {
  for (const texts of [
    [tls("a", "[a.org, b.org]"), tls("b", "[b.org, a.org]")],
    [tls("a", "[a.org]"), tls("b", "[b.org]", ACME, "other")],
    [tls("a", "[a.org]"), tls("b", "[b.org]", {})],
    [tls("a", "[a.org]"), tls("b", "[b.org]").replace("namespace: shop", "namespace: other")],
    [tls("a", "[a.org]"), tls("b", "[b.org]").replace(", namespace: shop", "")],
  ])
    assert.deepEqual(await found(sharedCertificateSecret, ...texts), [], texts.join());
});

it("cert-manager's annotations", async () => {
  const says = (name: string) => found(unknownCertManagerAnnotation, ingress("/", { [name]: "x" }));
  assert.match((await says("cert-manager.io/clusterissuer"))[0] ?? "", /has no annotation/);
  assert.match((await says("certmanager.k8s.io/cluster-issuer"))[0] ?? "", /since 0.11/);
  assert.match((await says("cert-manager.io/http01-edit-in-place"))[0] ?? "", /has no annotation/);
  for (const name of [
    "cert-manager.io/issuer",
    "acme.cert-manager.io/http01-edit-in-place",
    "csi.cert-manager.io/x",
    "kubernetes.io/tls-acme",
  ])
    assert.deepEqual(await says(name), [], name);
});
