import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { data, documents, fixes, found, pod, reading } from "./found.ts";

describe("what is not there", () => {
  it("is a warning where the input has others of the kind in that namespace", async () => {
    assert.deepEqual(
      await found(
        documents(data("ConfigMap", "other", "shop"), reading("configMap", "settings", "shop")),
      ),
      [
        'warning missing-configmap 10: there is no ConfigMap "settings" in namespace shop; needed by Pod web (the volume data)',
      ],
    );
  });

  it("is only told where the input has none of the kind: they are made elsewhere", async () => {
    const [only] = await found(
      documents(data("ConfigMap", "other", "billing"), reading("configMap", "settings", "shop")),
    );
    assert.match(only ?? "", /^info missing-configmap/);
    assert.match((await found(reading("secret", "database")))[0] ?? "", /^info missing-secret/);
  });

  it("is told once, with all who need it", async () => {
    const two = documents(
      data("Secret", "other"),
      reading("secret", "login"),
      pod("volumes: [{ name: more, secret: { secretName: login } }]").replace(
        "name: web",
        "name: api",
      ),
    );
    assert.deepEqual(await found(two), [
      'warning missing-secret 10: there is no Secret "login"; needed by Pod web (the volume data), Pod api (the volume more)',
    ]);
  });

  it("is told once where one object misses many", async () => {
    const volumes = ["one", "two", "three", "four", "five"].map(
      (name) => `{ name: ${name}, configMap: { name: ${name}-files } }`,
    );
    assert.deepEqual(
      await found(documents(data("ConfigMap", "other"), pod(`volumes: [${volumes.join(", ")}]`))),
      [
        'warning missing-configmap 10: there is no ConfigMap "one-files"; needed by Pod web (the volume one), as are two-files, three-files, four-files, five-files',
      ],
    );
  });

  it("is nothing where it is optional", async () => {
    const optional = "volumes: [{ name: data, configMap: { name: settings, optional: true } }]";
    assert.deepEqual(await found(documents(data("ConfigMap", "other"), pod(optional))), []);
    assert.deepEqual(await found(pod("imagePullSecrets: [{ name: registry }]")), []);
  });

  it("is nothing where the name waits to be filled in", async () => {
    for (const name of ['"${NAME}"', '"{{ name }}"', "REPLACE_ME"])
      assert.deepEqual(
        await found(documents(data("Secret", "other"), reading("secret", name))),
        [],
      );
  });

  it("is found in any namespace by what says none, and by what is said to be in one", async () => {
    assert.deepEqual(
      await found(documents(data("Secret", "login"), reading("secret", "login", "shop"))),
      [],
    );
    assert.deepEqual(
      await found(documents(data("Secret", "login", "shop"), reading("secret", "login"))),
      [],
    );
  });

  it("is not found in another namespace, which the fix says", async () => {
    const text = documents(
      data("Secret", "login", "billing"),
      data("Secret", "other", "shop"),
      reading("secret", "login", "shop"),
    );
    assert.match((await found(text))[0] ?? "", /^warning missing-secret/);
    assert.match(
      (await fixes(text))[0] ?? "",
      /the one of namespace billing is not seen from here/,
    );
  });
});

describe("a name with a wrong letter", () => {
  const asked = (there: string, asked: string) =>
    found(documents(data("ConfigMap", there), reading("configMap", asked)));

  it("is an error where nobody asks for the right one", async () => {
    for (const wrong of ["web-setting", "web-setings", "web-settigns", "websettings"]) {
      assert.match(
        (await asked("web-settings", wrong))[0] ?? "",
        /^error missing-configmap/,
        wrong,
      );
    }
  });

  it("is an error where kustomize's hash is not followed", async () => {
    assert.match((await asked("web-h7k9bfc2dt", "web"))[0] ?? "", /^error/);
  });

  it("is no error where two things may well have such names", async () => {
    for (const [there, wrong] of [
      ["web-1", "web-2"],
      ["shop-a", "shop-b"],
      ["web-prod", "web-prot"],
      ["east-settings", "west-settings"],
      ["settings-2025", "settings-2026"],
    ] as const)
      assert.match((await asked(there, wrong))[0] ?? "", /^warning/, `${there} ${wrong}`);
  });

  it("is no error where both are asked for", async () => {
    const both = documents(
      data("ConfigMap", "leader-election"),
      reading("configMap", "leader-election"),
      reading("configMap", "reader-election").replace("name: web", "name: api"),
    );
    assert.match((await found(both))[0] ?? "", /^warning/);
  });

  it("offers what stands there with a prefix", async () => {
    const text = documents(data("ConfigMap", "prod-settings"), reading("configMap", "settings"));
    assert.deepEqual(await fixes(text), ['did you mean "prod-settings"?']);
  });
});

describe("what leads out of the input", () => {
  const webhook = (namespace: string) => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: prices }
webhooks:
  - name: prices.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig: { service: { name: prices, namespace: ${namespace} } }
`;

  it("is nothing in a namespace that nothing of the input is in, or in the cluster's own", async () => {
    assert.deepEqual(await found(documents(webhook("elsewhere"), data("Secret", "x", "shop"))), []);
    assert.deepEqual(
      await found(documents(webhook("kube-system"), data("Secret", "x", "kube-system"))),
      [],
    );
  });

  it("is told in a namespace that the input has", async () => {
    const text = documents(webhook("shop"), data("Secret", "x", "shop"));
    assert.match(
      (await found(text))[0] ?? "",
      /^info missing-service .*"prices" in namespace shop/,
    );
  });
});

it("what could not be read may be what is missing", async () => {
  const text = documents(
    data("Secret", "other"),
    reading("secret", "login"),
    "kind: Secret\n  metadata: {",
  );
  assert.match((await found(text))[0] ?? "", /^info missing-secret/);
});

it("nothing crashes on odd objects", async () => {
  const kinds = [
    ["networking.k8s.io/v1", "Ingress"],
    ["gateway.networking.k8s.io/v1", "HTTPRoute"],
    ["gateway.networking.k8s.io/v1", "Gateway"],
    ["apps/v1", "StatefulSet"],
    ["autoscaling/v2", "HorizontalPodAutoscaler"],
    ["rbac.authorization.k8s.io/v1", "RoleBinding"],
    ["external-secrets.io/v1", "ExternalSecret"],
    ["cert-manager.io/v1", "ClusterIssuer"],
    ["monitoring.coreos.com/v1", "ServiceMonitor"],
    ["monitoring.coreos.com/v1", "Prometheus"],
    ["postgresql.cnpg.io/v1", "Cluster"],
    ["argoproj.io/v1alpha1", "Rollout"],
    ["helm.toolkit.fluxcd.io/v2", "HelmRelease"],
    ["example.com/v1", "Thing"],
  ];
  const specs = [
    "7",
    "[]",
    "text",
    "null",
    "{ rules: [7, null, { http: 7 }], tls: {}, selector: [7] }",
  ];
  for (const [apiVersion, kind] of kinds)
    for (const spec of specs)
      await found(
        `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x }\nspec: ${spec}\n`,
      );
});

describe("a class", () => {
  const claim = (name: string) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: files }
spec:
  storageClassName: ${name}
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 1Gi } }
`;
  const storageClass = (name: string) =>
    `apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: ${name} }\nprovisioner: example.com/disks\n`;

  it("is only told where nobody knows it by its name, and never is a warning", async () => {
    assert.deepEqual(await found(claim("gp3")), []);
    assert.match((await found(claim("blazing")))[0] ?? "", /^info missing-class/);
    const others = documents(storageClass("shared"), claim("gp3"));
    assert.match((await found(others))[0] ?? "", /^info missing-class/);
  });

  it("is an error where its name has a wrong letter", async () => {
    const text = documents(storageClass("replicated"), claim("replicatd"));
    assert.match((await found(text))[0] ?? "", /^error missing-class/);
  });
});
