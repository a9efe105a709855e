import { group } from "./class.ts";
import { all, deployment, service } from "./texts.ts";

const rbac = group("stakes", "rights");
const open = group("stakes", "open doors");

function role(rules: string, kind = "ClusterRole"): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: shop, namespace: shop }
rules:
  - ${rules}
`;
}

function binding(name: string, account = "shop", kind = "ClusterRole"): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata: { name: shop, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: ${name} }
subjects: [{ kind: ServiceAccount, name: ${account}, namespace: shop }]
`;
}

const reading = (resources: string, verbs = "get, list", more = "") =>
  role(`{ apiGroups: [""], resources: [${resources}], verbs: [${verbs}]${more} } # here`);

/** Who may do what, and who reaches what. */
export const access = [
  rbac("cluster-admin", "cluster-admin", {
    bad: binding("cluster-admin"),
    near: binding("view"),
    like: "a role that looks",
  }),
  rbac("everything by an asterisk", "wildcard-role", {
    bad: all(role('{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] } # here'), binding("shop")),
    near: all(
      role('{ apiGroups: ["apps"], resources: [deployments], verbs: [get, list] }'),
      binding("shop"),
    ),
    like: "what is named",
  }),
  rbac("all Secrets of the cluster", "powerful-role", {
    bad: all(reading("secrets"), binding("shop")),
    near: all(reading("secrets", "get", ", resourceNames: [shop]"), binding("shop")),
    like: "one Secret by its name",
  }),
  rbac("all Secrets of a namespace", "readable-secrets", {
    bad: undefined,
    near: undefined,
    like: "one Secret by its name",
  }),
  rbac("commands in pods", "powerful-role", {
    bad: all(reading("pods/exec", "create"), binding("shop")),
    near: all(reading("pods, pods/log", "get, list"), binding("shop")),
    like: "the logs of pods",
  }),
  rbac("rights for the account default", "default-account-role", {
    bad: binding("view", "default"),
    near: binding("view"),
    like: "an account of the program's own",
  }),
  rbac("a token that nothing uses", "unused-token", {
    bad: deployment("", { namespace: "shop" }),
    near: all(
      deployment("", { namespace: "shop", pod: "serviceAccountName: shop" }),
      binding("view"),
    ),
    like: "an account that a binding gives rights",
  }),
  open("a public load balancer", "exposed-service", {
    bad: service("{ port: 5432 }", { name: "db", spec: "type: LoadBalancer # here" }),
    near: service("{ port: 5432 }", {
      name: "db",
      spec: "type: LoadBalancer\nloadBalancerSourceRanges: [10.8.0.0/24]",
    }),
    like: "a load balancer for one network",
  }),
  open("a port on every node", "exposed-service", {
    bad: service("{ port: 5432, nodePort: 30432 }", { name: "db", spec: "type: NodePort # here" }),
    near: service("{ port: 5432 }", { name: "db", spec: "type: ClusterIP" }),
    like: "a Service within the cluster",
  }),
  open("pods that no NetworkPolicy isolates", "unisolated-pods", {
    bad: undefined,
    near: undefined,
    like: "pods that a policy for all of the namespace isolates",
  }),
  open("a namespace without a NetworkPolicy", "open-namespace", {
    bad: undefined,
    near: deployment("", { namespace: "blog" }),
    like: "an input in which nobody writes policies",
  }),
];
