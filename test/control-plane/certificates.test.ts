import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { before, describe, test } from "node:test";
import { applyAll } from "./apply.ts";
import { condition, type Loose, namespace, read } from "./fixtures.ts";
import { sharedControlPlane } from "./shared.ts";
import { waitUntil } from "./wait.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "certificates";
const cert = "cert-manager.io/v1";

function issuer(name: string, solvers: object[]): Loose {
  return {
    apiVersion: cert,
    kind: "ClusterIssuer",
    metadata: { name },
    spec: {
      acme: {
        server: "https://acme.example.com/directory",
        privateKeySecretRef: { name: `${name}-account` },
        solvers,
      },
    },
  };
}

function certificate(name: string, issuerName: string, dnsNames: string[]): Loose {
  return {
    apiVersion: cert,
    kind: "Certificate",
    metadata: { namespace: ns, name },
    spec: {
      secretName: `${name}-tls`,
      dnsNames,
      issuerRef: { kind: "ClusterIssuer", name: issuerName },
    },
  };
}

const http01 = { http01: { ingress: { ingressClassName: "nginx" } } };
const dns01 = { dns01: { route53: { region: "eu-central-1" } } };

async function keyPair(name: string): Promise<X509Certificate> {
  const { data } = await read<{ data: Record<string, string> }>(plane!, {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { namespace: ns, name },
  });
  assert.ok(data["tls.key"]);
  return new X509Certificate(Buffer.from(data["tls.crt"]!, "base64"));
}

describe("the cert-manager stand-in", { skip: missing }, () => {
  before(async () => {
    const zoned = { ...dns01, selector: { dnsZones: ["shop.example"] } };
    await applyAll(plane!, [
      namespace(ns),
      issuer("certificates-http", [http01]),
      issuer("certificates-zone", [zoned]),
    ]);
  });

  test("issues a certificate whose names the issuer can prove", async () => {
    const web = certificate("web", "certificates-http", ["www.shop.example", "shop.example"]);
    const all = certificate("all", "certificates-zone", ["*.shop.example"]);
    await applyAll(plane!, [web, all]);
    await condition(plane!, web, "Ready", "True");
    await condition(plane!, all, "Ready", "True");
    assert.ok((await keyPair("web-tls")).checkHost("www.shop.example"));
    assert.ok((await keyPair("all-tls")).checkHost("api.shop.example"));
  });

  test("refuses a wildcard by HTTP-01, a name outside the solvers' zones, an issuer that is not there", async () => {
    const refused: [Loose, RegExp][] = [
      [
        certificate("wild", "certificates-http", ["*.shop.example"]),
        /a wildcard needs a dns01 solver/,
      ],
      [
        certificate("far", "certificates-zone", ["www.other.example"]),
        /no configured challenge solvers/,
      ],
      [
        certificate("none", "nobody", ["www.shop.example"]),
        /ClusterIssuer "nobody" does not exist/,
      ],
    ];
    await applyAll(
      plane!,
      refused.map(([object]) => object),
    );
    for (const [object, message] of refused) {
      const { message: said } = await condition(plane!, object, "Ready", "False");
      assert.match(said ?? "", message);
      const secret = `/api/v1/namespaces/${ns}/secrets/${object.metadata.name}-tls`;
      assert.equal((await plane!.request("GET", secret)).status, 404);
    }
  });

  test("issues what an Ingress asks for by its annotation", async () => {
    await applyAll(plane!, [
      {
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: {
          namespace: ns,
          name: "site",
          annotations: { "cert-manager.io/cluster-issuer": "certificates-http" },
        },
        spec: {
          ingressClassName: "nginx",
          tls: [{ secretName: "site-tls", hosts: ["site.shop.example"] }],
          defaultBackend: { service: { name: "web", port: { number: 80 } } },
        },
      } as Loose,
    ]);
    const asked = {
      apiVersion: cert,
      kind: "Certificate",
      metadata: { namespace: ns, name: "site-tls" },
    };
    await waitUntil("the Ingress to ask for a certificate", async () => {
      const path = `/apis/${cert}/namespaces/${ns}/certificates/site-tls`;
      return (await plane!.request("GET", path)).status === 200 ? undefined : "none yet";
    });
    await condition(plane!, asked, "Ready", "True");
    assert.ok((await keyPair("site-tls")).checkHost("site.shop.example"));
  });
});
