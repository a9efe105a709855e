import { changed, POD, WEB } from "../../../src/check/practice/shared/example.ts";
import { group } from "./class.ts";
import { all, configMap, deployment, pod } from "./texts.ts";

const resources = group("stakes", "resources");
const probes = group("stakes", "probes");
const images = group("stakes", "images");
const security = group("stakes", "security");
const secrets = group("stakes", "secrets");

const OF_RULE = { bad: undefined, near: undefined };
const HARDENED =
  "securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }";

/** What a container should say of itself. */
export const containers = [
  resources("no requests", "missing-requests", {
    bad: pod().replace("    - name: web", "    - name: web # here"),
    near: pod("resources: { limits: { cpu: 100m, memory: 64Mi } }"),
    like: "limits alone, which the server takes for requests too",
  }),
  resources("no limit of memory", "missing-memory-limit", {
    ...OF_RULE,
    near: pod("resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { memory: 64Mi } }"),
    like: "no limit of CPU: it slows down programs behind which nobody waits",
    reason: "A missing limit of CPU is not told: it is no fault.",
  }),
  probes("no liveness probe", "missing-liveness", {
    ...OF_RULE,
    near: pod(),
    like: "a pod that no Service leads to and that has no probe at all",
  }),
  probes("no readiness probe", "missing-readiness", {
    ...OF_RULE,
    near: deployment(),
    like: "a worker: no Service sends it requests",
  }),
  probes(
    "no startup probe where the start takes longer than liveness waits",
    "liveness-before-startup",
    {
      ...OF_RULE,
      like: "a liveness probe that waits as long as the readiness probe",
      reason:
        "That there is no startup probe is no fault by itself; it is where liveness kills what is still starting.",
    },
  ),
  probes("liveness and readiness that are one", "identical-probes", {
    ...OF_RULE,
    like: "the same page, asked ten times before the pod is killed",
  }),
  probes("a probe of a port that is not declared", "undeclared-probe-port", {
    ...OF_RULE,
    near: changed(WEB, "path: /ready, port: http", "path: /ready, port: 8080"),
    like: "a declared port by its number",
  }),
  probes("a probe of a port by a name that is not there", "unknown-probe-port", {
    bad: pod(`ports: [{ name: http, containerPort: 8080 }]
readinessProbe:
  httpGet: { path: /, port: web } # here`),
    near: pod(`ports: [{ name: http, containerPort: 8080 }]
readinessProbe:
  httpGet: { path: /, port: http }`),
    like: "the name that is there",
  }),
  images("the tag latest", "mutable-image", {
    bad: changed(POD, "example.com/web:v1", "ghcr.io/shop/web:latest # here"),
    near: changed(POD, "example.com/web:v1", `ghcr.io/shop/web:latest@sha256:${"ab".repeat(32)}`),
    like: "the same tag with a digest",
  }),
  images("no tag", "mutable-image", {
    bad: changed(POD, "example.com/web:v1", "ghcr.io/shop/web # here"),
    near: changed(POD, "example.com/web:v1", "localhost:5000/web"),
    like: "a registry on the node itself, for development",
  }),
  images("a tag that moves: stable, main", "mutable-image", {
    bad: changed(POD, "example.com/web:v1", "ghcr.io/shop/web:stable # here"),
    near: changed(POD, "example.com/web:v1", "nginx:1.29-alpine"),
    like: "a version with a word behind it",
  }),
  images("a pull policy that does not fit the tag", ["mutable-image", "invalid-pod"], {
    bad: pod("imagePullPolicy: IfNotFound", { image: "ghcr.io/shop/web:latest" }),
    near: pod("imagePullPolicy: IfNotPresent"),
    like: "IfNotPresent with a version, which Always makes slower and no safer",
    reason: "The tag is the fault, whatever the policy; a policy that there is not is refused.",
  }),
  security("a container that may run as root", "runs-as-root", {
    ...OF_RULE,
    near: changed(POD, "runAsNonRoot: true", "runAsUser: 10001"),
    like: "a user with a number instead of runAsNonRoot",
  }),
  security("runAsNonRoot with an image that runs as root", "refused-user", {
    ...OF_RULE,
    like: "the same image with a user that is given by number",
  }),
  security("a root file system that can be written", "writable-root", {
    ...OF_RULE,
    like: "a read-only one",
  }),
  security("privilege escalation", "unhardened-container", {
    bad: changed(POD, "allowPrivilegeEscalation: false, ", ""),
    near: changed(POD, "allowPrivilegeEscalation: false, ", "privileged: true, "),
    like: "a privileged container: it cannot give anything up, and is told as such",
  }),
  security("capabilities that are not dropped", "unhardened-container", {
    bad: changed(POD, ", capabilities: { drop: [ALL] }", ""),
    near: changed(POD, "drop: [ALL]", "drop: [ALL], add: [NET_BIND_SERVICE]"),
    like: "all dropped, and one added that a web server needs",
  }),
  security("capabilities that are as good as root", "dangerous-capability", {
    bad: changed(POD, "drop: [ALL]", "drop: [ALL], add: [SYS_ADMIN]"),
    near: changed(POD, "drop: [ALL]", "drop: [ALL], add: [NET_BIND_SERVICE]"),
    like: "a capability to listen below port 1024",
  }),
  security("no seccomp profile", "unhardened-container", {
    bad: changed(POD, ", seccompProfile: { type: RuntimeDefault }", ""),
    near: changed(
      changed(POD, ", seccompProfile: { type: RuntimeDefault }", ""),
      "allowPrivilegeEscalation: false,",
      "allowPrivilegeEscalation: false, seccompProfile: { type: RuntimeDefault },",
    ),
    like: "the profile at the container, not at the pod",
  }),
  security("a profile that is taken away", "loosened-isolation", {
    bad: changed(POD, "type: RuntimeDefault", "type: Unconfined"),
    near: POD,
    like: "the runtime's own profile",
  }),
  security("the node's processes", "host-processes", {
    bad: changed(POD, "spec:\n", "spec:\n  hostPID: true # here\n"),
    near: changed(POD, "spec:\n", "spec:\n  shareProcessNamespace: true\n"),
    like: "processes that are shared within the pod",
  }),
  security("the node's network", "host-network", {
    bad: changed(POD, "spec:\n", "spec:\n  hostNetwork: true # here\n"),
    near: changed(POD, "spec:\n", "spec:\n  hostNetwork: false\n"),
    like: "a network of its own, said aloud",
  }),
  security("files of the node", "host-path", { ...OF_RULE, like: "files on a claim" }),
  security("files of the node that are its programs", "sensitive-host-path", {
    ...OF_RULE,
    like: "a scratch volume",
  }),
  security("the socket of the container runtime", "runtime-socket", {
    ...OF_RULE,
    like: "a scratch volume at the same place",
  }),
  security("a privileged container", "privileged-container", {
    bad: changed(POD, "allowPrivilegeEscalation: false, ", "privileged: true, "),
    near: changed(POD, "allowPrivilegeEscalation: false, ", "privileged: false, "),
    like: "privileged: false",
  }),
  security("pods that the Pod Security level of their namespace refuses", "pod-security", {
    ...OF_RULE,
    near: all(
      `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: restricted } }
`,
      pod(HARDENED, {
        namespace: "shop",
        pod: "securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }",
      }),
    ),
    like: "a pod that keeps the strictest level",
  }),
  security("pods that the Pod Security level warns of", "pod-security-warning", {
    ...OF_RULE,
    like: "a pod that keeps the level",
  }),
  secrets("a secret in a variable", "plain-secret", {
    bad: changed(
      POD,
      "      resources:",
      "      env:\n        - { name: DB_PASSWORD, value: hunter2-on-stage } # here\n      resources:",
    ),
    near: changed(
      POD,
      "      resources:",
      '      env:\n        - { name: DB_PASSWORD_FILE, value: /run/secrets/db }\n        - { name: PASSWORD_MIN_LENGTH, value: "12" }\n      resources:',
    ),
    like: "the path of a secret, and a number about passwords",
  }),
  secrets("a secret in a ConfigMap", "secret-in-configmap", {
    bad: configMap("DB_PASSWORD: hunter2-on-stage # here"),
    near: configMap('DB_PASSWORD_KEY: database-password\nTOKEN_TTL: "3600"'),
    like: "the name of a secret, and how long one lasts",
  }),
  secrets("a password within a URL in a ConfigMap", "secret-in-configmap", {
    bad: configMap("DATABASE_URL: postgres://shop:hunter2-on-stage@db:5432/shop # here"),
    near: configMap("DATABASE_URL: postgres://shop@db:5432/shop"),
    like: "a URL with a user and no password",
  }),
  secrets("a Secret that a program reads from its environment", "secrets-in-environment", {
    ...OF_RULE,
    like: "the same Secret as a file",
  }),
];
