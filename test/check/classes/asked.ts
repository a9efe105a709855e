import { changed, WEB } from "../../../src/check/practice/shared/example.ts";
import { group } from "./class.ts";
import { all, configMap, deployment, files, KUSTOMIZATION, pod, service } from "./texts.ts";

const users = group("asked", "users");
const NONE = { bad: undefined, near: undefined, like: "" };

const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: shops.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Shop, plural: shops, singular: shop, listKind: ShopList }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: { spec: { type: object, properties: { size: { type: integer, maximum: 5 } } } }
`;

const shop = (size: number) => `apiVersion: example.org/v1
kind: Shop
metadata: { name: main }
spec: { size: ${size} }
`;

const VOLUME = (key: string) =>
  all(
    configMap("web.conf: listen 8080", "web"),
    pod("volumeMounts: [{ name: web, mountPath: /etc/web }]", {
      pod: `volumes:
  - name: web
    configMap: { name: web, items: [{ key: ${key}, path: web.conf }] } # here`,
    }),
  );

const DEVICES = `apiVersion: resource.k8s.io/v1 # here
kind: DeviceClass
metadata: { name: gpu }
spec: {}
`;

/** What people ask of the tools that there are. */
export const asked = [
  users("the real file, line and column, in every format", [], {
    ...NONE,
    reason:
      "No rule: every finding has them. [check-formats.test.ts](../test/cli/check-formats.test.ts) reads them from JSON, SARIF, JUnit and GitHub's annotations; an example that marks a line is found there.",
  }),
  users("schemas of each version, offline", "unserved-api", {
    bad: DEVICES,
    minor: 31,
    near: DEVICES,
    like: "the same, for a version that has it",
  }),
  users("custom resources by the definitions of the same input", "invalid-custom-resource", {
    bad: all(CRD, shop(9)),
    near: all(CRD, shop(5)),
    like: "the largest value that the definition allows",
  }),
  users("what the server checks in code", "invalid-service", {
    bad: service("{ port: 80 }, { port: 9090 }").replace("}]\n", "}] # here\n"),
    near: service("{ port: 80 }"),
    like: "one port, which needs no name",
  }),
  users(
    "what the server checks in code, of every other kind",
    [
      "invalid-autoscaler",
      "invalid-budget",
      "invalid-config",
      "invalid-event",
      "invalid-ingress",
      "invalid-namespace",
      "invalid-network-policy",
      "invalid-node",
      "invalid-runtime-class",
      "invalid-scheduling",
      "invalid-lease",
      "invalid-quota",
      "invalid-storage",
      "invalid-rbac",
      "invalid-certificate",
      "invalid-review",
      "invalid-definition",
      "invalid-admission",
      "invalid-object",
    ],
    { bad: undefined, near: undefined, like: "each one's own example, mended" },
  ),
  users("strict without being asked", "unknown-field", {
    bad: service("{ port: 80 }", { spec: "sessionAfinity: ClientIP # here" }),
    near: service("{ port: 80 }", { spec: "sessionAffinity: ClientIP" }),
    like: "the field that there is",
  }),
  users("a base that is counted once, though two files name it", "duplicate-object", {
    bad: undefined,
    near: files({
      "overlay/kustomization.yaml": `${KUSTOMIZATION}resources: [../base]\n`,
      "base/kustomization.yaml": `${KUSTOMIZATION}resources: [web.yaml]\n`,
      "base/web.yaml": deployment(),
    }),
    like: "an overlay beside its base",
  }),
  users("references down to the key, through a volume", "missing-key", {
    bad: VOLUME("nginx.conf"),
    near: VOLUME("web.conf"),
    like: "the key that is there",
  }),
  users("references down to the key, through a subPath", "missing-subpath", {
    bad: undefined,
    near: undefined,
    like: "the key that is there",
  }),
  users("references down to the key, through a variable", "missing-key", {
    bad: undefined,
    near: undefined,
    like: "a key that is there, and one that need not be",
  }),
  users("references down to the key, through envFrom", "unset-variable", {
    bad: all(
      configMap("HOST: db"),
      pod(`envFrom: [{ configMapRef: { name: settings } }]
env:
  - { name: URL, value: "postgres://$(DB_HOST)/shop" } # here`),
    ),
    near: all(
      configMap("HOST: db"),
      pod(`envFrom: [{ configMapRef: { name: settings } }]
env:
  - { name: URL, value: "postgres://$(HOST)/shop" }`),
    ),
    like: "a variable that the ConfigMap brings",
  }),
  users("a mend that writes itself", [], {
    ...NONE,
    reason:
      "No rule: `--fix`, for what has one right answer. [fix.test.ts](../test/check/living/fix.test.ts).",
  }),
  users(
    "what is left alone, with a reason and an end",
    ["invalid-suppression", "expired-suppression", "unused-suppression"],
    {
      ...NONE,
      reason:
        "About the run, not about documents: bad examples and near misses are in [suppression.test.ts](../test/check/living/suppression.test.ts) and [suppressions.test.ts](../test/check/living/suppressions.test.ts).",
    },
  ),
  users("never silent about broken input", "yaml-syntax", {
    bad: undefined,
    near: configMap("template: |\n  a: [ {{ .Values.b"),
    like: "broken YAML within a text",
  }),
  users("never silent about a file that cannot be read", "unreadable-file", {
    bad: undefined,
    near: configMap('greeting: "Grüße"'),
    like: "letters beyond ASCII",
  }),
  users("never silent about what is no object", "not-kubernetes", {
    bad: undefined,
    near: `# nothing yet\n---\n${configMap("LEVEL: info")}`,
    like: "a document of comments alone",
  }),
  users("what exists elsewhere, with its keys", "wrong-assumption", {
    bad: undefined,
    near: undefined,
    like: "a key that is assumed",
  }),
  users("NetworkPolicies that are thought through", "traffic-blocked", {
    bad: undefined,
    near: undefined,
    like: "a policy that lets this client in",
  }),
  users("a new namespace and what is in it, in one change", "missing-namespace", {
    bad: undefined,
    near: all(
      deployment("", { namespace: "shop" }),
      "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n",
    ),
    like: "a namespace that comes with the same change, further down",
  }),
  users("a new definition and what it defines, in one change", "unchecked-resource", {
    bad: shop(9),
    near: all(shop(5), CRD),
    like: "a definition that comes with the same change, further down",
    reason: "Without the definition the object is not judged, and that is said.",
  }),
  users("spread constraints count as anti-affinity", "missing-spread", {
    bad: undefined,
    near: changed(
      WEB,
      "topologyKey: kubernetes.io/hostname",
      "topologyKey: topology.kubernetes.io/zone",
    ),
    like: "a spread over zones",
  }),
];
