import { group } from "./class.ts";
import { all, deployment, ingress, pod, policy, service } from "./texts.ts";

const traffic = group("unseen", "traffic against policy");

const OF_RULE = { bad: undefined, near: undefined };
const WEB = all(
  deployment("ports: [{ name: http, containerPort: 8080 }]"),
  service("{ name: http, port: 80, targetPort: 8080 }"),
);

const into = (from: string) =>
  policy(`podSelector: { matchLabels: { app: web } }
ingress:
  - from: [${from}] # here
    ports: [{ port: 8080 }]`);

const anIngress = (from: string) =>
  all(ingress("ingressClassName: nginx"), WEB, into(from), deployment("", { name: "worker" }));

const annotated = (from: string) =>
  all(
    deployment("ports: [{ containerPort: 8080 }]").replace(
      "metadata: { labels: { app: web } }",
      'metadata: { labels: { app: web }, annotations: { prometheus.io/scrape: "true", prometheus.io/port: "8080" } }',
    ),
    deployment("", { name: "worker" }),
    into(from),
  );

const monitored = (from: string) =>
  all(
    `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  endpoints: [{ port: http }]
`,
    WEB,
    deployment("", { name: "worker" }),
    into(from),
  );

const probed = all(
  deployment(`ports: [{ containerPort: 8080 }]
livenessProbe: { httpGet: { path: /alive, port: 8080 } }`),
  policy("podSelector: {}\npolicyTypes: [Ingress, Egress]"),
);

const outward = (host: string, port: number) =>
  all(
    pod(`env:\n  - { name: API_URL, value: "${host}" }`),
    policy(`podSelector: { matchLabels: { app: web } }
policyTypes: [Egress]
egress:
  - ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
  - to: [{ ipBlock: { cidr: 0.0.0.0/0 } }]
    ports: [{ port: ${port} }] # here`),
  );

const WORKERS = "{ podSelector: { matchLabels: { app: worker } } }";
const ANYONE = "{ namespaceSelector: {} }";

/** Who must talk to whom, against what the NetworkPolicies let through. */
export const needs = [
  traffic("from the addresses in variables", "traffic-blocked", {
    ...OF_RULE,
    like: "a policy that lets this client in",
  }),
  traffic("from an Ingress to its backend", "traffic-blocked", {
    bad: anIngress(WORKERS),
    near: anIngress(
      "{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } } }",
    ),
    like: "the controller's namespace by its name",
  }),
  traffic("from the kubelet, for probes", "traffic-blocked", {
    bad: undefined,
    near: probed,
    like: "a probe of a pod that is closed to all",
    reason:
      "Nothing to find: every network lets the kubelet of the pod's own node in, so that a policy which is closed to all stops no probe.",
  }),
  traffic("from Prometheus, by annotations", "scrape-blocked", {
    bad: annotated(WORKERS),
    near: annotated(ANYONE),
    like: "a policy that lets every namespace in",
  }),
  traffic("from Prometheus, by a ServiceMonitor", "scrape-blocked", {
    bad: monitored(WORKERS),
    near: monitored(ANYONE),
    like: "a policy that lets every namespace in",
  }),
  traffic("to DNS", "dns-blocked", {
    ...OF_RULE,
    like: "the name server by the namespace in which it is",
  }),
  traffic("to the solver of an ACME challenge", "solver-blocked", {
    ...OF_RULE,
    like: "a policy that lets all in to the solvers",
  }),
  traffic("to a mail server outside", "egress-blocked", {
    bad: outward("smtps://smtp.mailgun.org:465", 443),
    near: outward("smtps://smtp.mailgun.org:465", 465),
    like: "the port of the mail server",
  }),
  traffic("to an HTTPS address outside", "egress-blocked", {
    bad: outward("https://api.stripe.com/v1", 80),
    near: outward("https://api.stripe.com/v1", 443),
    like: "the port of HTTPS",
  }),
];
