import { internet, kubernetesApi, lookups, type Network, solver } from "../table.ts";

const programs = ["api", "worker", "db-migration"];
const components = [...programs, "frontend", "postgres", "redis"];
const prod = [...components, "db-backup"];

const wide =
  "OpenAI, Groq and Gemini on 443 are among all addresses where the Kubernetes API may be";

export const piyasa: Network = {
  pods: { dev: components, prod },
  prefix: { dev: "dev-" },
  rows: [
    lookups(prod),
    {
      from: ["ingress-controller"],
      to: ["frontend"],
      ports: [5173],
      why: "the dashboard arrives through the ingress controller",
    },
    {
      from: ["ingress-controller", "frontend"],
      to: ["api"],
      ports: [8000],
      why: "api.… arrives through the ingress controller; the dashboard's nginx hands /api/ on",
    },
    { ...solver, in: ["prod"] },
    { from: programs, to: ["postgres"], ports: [5432], why: "the database" },
    { from: ["db-backup"], to: ["postgres"], ports: [5432], in: ["prod"], why: "its nightly dump" },
    { from: programs, to: ["redis"], ports: [6379], why: "the cache" },
    { from: programs, to: internet, ports: [443], why: "OpenAI, Groq, Gemini" },
    kubernetesApi("api"),
    { from: ["prometheus"], to: ["api"], ports: [8000], why: "metrics of the API" },
  ],
  covered: {
    "api-network-policy: egress rule 2": wide,
    "api-network-policy: egress rule 2, to 0": wide,
    "api-network-policy: egress rule 2, to 1": wide,
  },
  faults: [
    {
      what: "the label of another component",
      policy: "api-network-policy",
      from: '"app":"piyasa-frontend"',
      to: '"app":"piyasa-worker"',
      seen: "frontend > api tcp/8000 is closed",
    },
    {
      what: "a database that every namespace may ask",
      policy: "postgres-network-policy",
      from: '{"podSelector":{"matchLabels":{"app":"piyasa-api"}}}',
      to: '{"namespaceSelector":{}}',
      seen: "grafana > postgres tcp/5432 is open",
    },
    {
      what: "a database that may ask the world",
      policy: "postgres-network-policy",
      from: '"policyTypes":["Ingress","Egress"]',
      to: '"policyTypes":["Ingress","Egress"],"egress":[{}]',
      seen: "postgres > internet tcp/443 is open",
    },
  ],
};
